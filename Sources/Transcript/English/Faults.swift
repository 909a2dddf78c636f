import Commands
import Cipher
import Dialects
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network
import Tunnel
import Wire

extension CommandFault: Statement {
    /// Why a well-written command can't be carried out: what there is, and what was expected.
    var english: String {
        switch self {
        case .rules(.ended(let end)), .ended(let end):
            "\(end.said(in: .english)); nothing has changed"
        case .rules(let fault): fault.english
        case .network(let fault): fault.english
        case .noSuchPacket(let number, 0):
            "there is no packet \(number); expected a packet to be sent first"
        case .noSuchPacket(let number, let last):
            "there is no packet \(number); expected 1 to \(last)"
        case .forgottenPacket(let number, let oldest):
            "packet \(number) is no longer kept; expected \(oldest) or later"
        case .notJudged(let number, let list, let gateway):
            "packet \(number) did not come to the \(list.rawValue) list of \(gateway.text); expected one that its rules decided about"
        case .rulesChanged(let number):
            "the rules have changed since packet \(number); expected a packet that came after that"
        case .tooManyBoxes(let limit):
            "these packets are more than \(limit) boxes; expected shorter lists"
        case .ruleFile(let name, let fault): fault.english(in: name)
        case .capture(let name, let fault): "\(name): \(fault.english)"
        case .noSuchHost(let name):
            "no node is called \(name), and no address of that name is known; expected a node, an address, or `resolve` first"
        case .voteCount(let count):
            "a vote has a number for each answer; expected \(count) numbers"
        case .noSuchConnection(_, 0):
            "the host has no connections; expected one that `connection list` shows"
        case .noSuchConnection(let number, let count):
            "there is no connection \(number); expected 1 to \(count)"
        case .noAddress(let name):
            "\(name) has no address of the host's own family; expected another host"
        case .noSuchNode(let name): name.english
        case .standsForAny(let name):
            "\(name) has no address of its own, it stands for any; expected an address, or `on LINK`"
        case .noAddressOfFamily(let name, let families):
            "\(name) has no \(families.contains(.v4) ? "IPv4" : "IPv6") address; expected both ends to be of one family"
        case .nodeInUse(let node, let number, let list, let gateway):
            "rule \(number) of the \(list.rawValue) list of \(gateway.text) names \(node); expected a node that no rule names"
        case .nameOfSet(let name, let gateway):
            "a set of \(gateway.text) is called \(name) already; expected another name"
        case .noResolver:
            "the host knows no DNS server; expected `at SERVER`"
        case .portInUse(let port):
            "another service listens at port \(port.rawValue); expected another port"
        case .noSuchService(let name, let port):
            "no \(name.rawValue) listens at port \(port.rawValue); expected one that `service list` shows"
        case .noZone: "the host has no DNS service; expected `service add dns` first"
        case .recordRefused(let record):
            "\(record.name) can't be an alias and something else, too; expected a record that goes with the others"
        case .noSuchRecord(let name):
            "nothing is said about \(name); expected a name that `record list` shows"
        case .noSuchGateway(let name, let known):
            "\(name) is no gateway; expected \(known.joined(separator: " or "))"
        case .noSuchLink(let link, let gateway, let known):
            "\(gateway.text) has no link \(link.rawValue); expected "
                + known.map(\.rawValue).joined(separator: " or ")
        case .linkWithoutEnd(let link, let known):
            "only a file of rules names the link \(link.rawValue), and nothing is at its other end; expected "
                + known.map(\.rawValue).joined(separator: " or ") + ", or `packet test`"
        case .noSuchTopic(let words):
            "no command begins with \(words); expected one that `help` lists"
        case .file(let name, let problem):
            "\(Quoted(Array(name.utf8)).said(in: .english))\(problem.english)"
        case .fixedPort:
            "a script opens no port that it names; expected none, or garita --allow-ports"
        case .sourceCycle(let name):
            "\(name) is being run already; expected a file that does not source itself"
        case .sourceTooDeep(let limit):
            "files source each other too deep; expected at most \(limit) levels"
        case .nothingBefore(0): "nothing has changed yet: there is nothing to go back behind"
        case .nothingBefore(let steps):
            "there \(steps == 1 ? "is 1 step" : "are \(steps) steps") to go back; expected as many at most, or `rewind`"
        case .nothingAfter(0): "there is nothing to go forward to; expected `back` before"
        case .nothingAfter(let steps):
            "there \(steps == 1 ? "is 1 step" : "are \(steps) steps") to go forward; expected as many at most"
        case .noSuchSnapshot(let name, []):
            "no place is called \(name); expected `snapshot \(name)` before"
        case .noSuchSnapshot(let name, let known):
            "no place is called \(name); expected \(known.joined(separator: " or "))"
        case .nameOfBranch(let name):
            "\(name) is a branch; expected another name, or `restore \(name)` to go to its end"
        case .nameOfPlace(let name):
            "\(name) is the name of a place; expected another one for a branch"
        case .noPageHere:
            "no page is made of what runs here; expected `transcript html` at the prompt or in the script itself, or `garita page LAB FILE`"
        case .pageTooLong:
            "more has been said than a page can have; expected `transcript FILE`"
        case .tooManySnapshots(let limit):
            "\(limit) places have names, as many as can; expected the name of one of them"
        case .placeNotKept:
            "the network of that place is not kept: something was under way, a capture ran, it had too many rules, or it is too long ago; `snapshot` keeps one by name"
        case .noSuchStep(let step, let count):
            "the lesson has no step \(step); expected 1 to \(count)"
        case .captureGoesNotBack:
            "packets are being captured, and a capture does not go back; expected `capture stop` first"
        case .tunnelGoesNotBack(let name):
            "the other end of \(name) is in another process, which does not go back; expected `tunnel close \(name)` first"
        case .somethingUnderWay: "something is under way; expected `wait` first"
        case .captureRunning: "packets are being captured already; expected `capture stop` first"
        case .noCaptureRunning: "no packets are being captured; expected `capture start` first"
        case .noCapture: "nothing has been captured; expected `capture start` first"
        case .nothingBeforePipe:
            "nothing stands in front of `|`; expected a command there: `rule list | find deny`"
        case .transcriptRunning: "a transcript is being written; expected `transcript off` first"
        case .noTranscript: "no transcript is being written; expected `transcript FILE` first"
        case .zoneInUse(let zone, let number, let list, let gateway):
            "rule \(number) of the \(list.rawValue) list of \(gateway.text) names zone \(zone); expected one that no rule names"
        case .listInFront(let list):
            "this is about no list of rules; expected a command about rules or sets, a packet test or a claim behind `\(list.rawValue)`"
        case .reservedName(let name):
            "\(name) is a word of commands; expected another name"
        case .netFile(let file, let line, let fault): fault.english(in: file, at: line)
        case .noHost(let name, []):
            "\(name) is no host, and this network has none; expected `net load office` first"
        case .noHost(let name, let known):
            "\(name) is no host; expected one in front of the command: \(known.joined(separator: ", "))"
        case .translation(let fault): fault.english
        case .noTranslation(let name):
            "\(name) forwards nothing; expected a gateway or router in front of the command"
        case .setInTranslation(let set):
            "no NAT rule refers to a set such as @\(set.rawValue); expected addresses"
        case .noIPv4(let name): "\(name) has no IPv4 address; expected a node that has one"
        case .nothingToUndo: "no NAT rule has been changed; expected a change first"
        case .nothingToRedo: "nothing has been turned back; expected `nat undo` first"
        case .exercise(let problem): problem.english
        case .submission(let problem): problem.english
        case .students(let problem): problem.english
        }
    }
}

extension RuleFileFault {
    /// What is wrong inside a file of rules.
    fileprivate func english(in file: String) -> String {
        switch self {
        case .notARule(let line):
            "\(file):\(line): no command of a rule file; "
                + "expected rule add, set add, rule default, rule order or rule disable"
        case .usage(let line, let fault, let text):
            "\(file):\(line):\(CommandLine.column(ofByte: fault.range.lowerBound, in: text)): "
                + UsageText(fault, in: text).said(in: .english)
        case .rules(let line, let fault): "\(file):\(line): \(fault.english)"
        case .unknownFormat:
            "\(file) is no file of rules that is known; expected one, or `as` and its format"
        case .foreign(let fault):
            "\(fault.file ?? file):\(fault.line):\(fault.range.lowerBound + 1): \(fault.problem.english)"
        case .unwritableTranslation(let number, let problem):
            "NAT rule \(number) can't be written: \(problem.english)"
        case .unwritable(0, let problem, .forward):
            "the list can't be written: \(problem.english)"
        case .unwritable(0, let problem, let list):
            "the \(list.rawValue) list can't be written: \(problem.english)"
        case .unwritable(let number, let problem, let list):
            "rule \(number)\(list == .forward ? "" : " of the \(list.rawValue) list") can't be written: \(problem.english)"
        }
    }
}

extension RuleSetFault: Statement {
    var english: String {
        switch self {
        case .noSuchRule(let number, 0):
            "there is no rule \(number); expected a rule to be added first"
        case .noSuchRule(let number, let count):
            "there is no rule \(number); expected 1 to \(count)"
        case .noSuchPlace(let number, let count):
            "no rule can have number \(number); expected 1 to \(count)"
        case .repeated(_, let number):
            "the same rule stands there already as rule \(number); expected another"
        case .full(let limit): "the list is full; expected at most \(limit) rules"
        case .noRuleCalled(let name):
            "no rule is called \(name.text); expected a name that `rule list` shows"
        case .nameTaken(let name, let number):
            "rule \(number) is called \(name.text) already; expected another name"
        case .alreadyEnabled(let number, true):
            "rule \(number) is enabled already; expected a disabled one"
        case .alreadyEnabled(let number, false):
            "rule \(number) is disabled already; expected an enabled one"
        case .nothingToUndo: "nothing has been changed; expected a change first"
        case .ended: "the change was ended; nothing has changed"
        case .nothingToRedo: "nothing has been undone; expected `rule undo` first"
        case .noSuchLink(let link, let known):
            "there is no link \(link.rawValue); expected \(known.map(\.rawValue).joined(separator: " or "))"
        case .zoneElsewhere(let zone):
            "zone \(zone.rawValue) has no link here; expected one that has"
        case .noWay(.outLink, let chain):
            "packets of the \(chain.rawValue) list go out over no link; expected a rule without `out`"
        case .noWay(_, let chain):
            "packets of the \(chain.rawValue) list have come over no link; expected a rule without `on`"
        case .tooManyLinks(let limit):
            "the rules name too many links; expected at most \(limit) with those of the gateway"
        case .nothingMatches:
            "the names leave no address; expected both ends and the protocol to be of one family"
        case .noSuchSet(let name):
            "there is no set \(name.rawValue); expected one that `set list` shows"
        case .noSuchNode(let name):
            "no node is called \(name.rawValue); expected a node or an address"
        case .nodeWithoutAddress(let name):
            "\(name.rawValue) has no address of its own, it stands for any; expected an address, or `on LINK`"
        case .setInUse(let name, let number):
            "rule \(number) uses @\(name.rawValue); expected a set that no rule uses"
        case .noSuchMember(let name):
            "set \(name.rawValue) has no such member; expected one as `set list` shows it"
        case .lastMember(let name):
            "set \(name.rawValue) would be empty; expected at least one member to stay"
        case .repeatedMember(let name):
            "set \(name.rawValue) has this member already; expected another"
        case .tooManyMembers(let limit):
            "the set would be too large; expected at most \(limit) members"
        case .tooManySets(let limit): "there are too many sets; expected at most \(limit)"
        }
    }
}

extension FabricFault: Statement {
    var english: String {
        switch self {
        case .tunnelExists(let name): "tunnel \(name) is open already; expected another name"
        case .noSuchTunnel(let name):
            "there is no tunnel \(name); expected one that `tunnel list` shows"
        case .tunnelClosed(let name):
            "tunnel \(name) is closed; expected one that `tunnel list` shows"
        case .otherEndElsewhere(let name):
            "that end of \(name) is in another process; expected one that is here"
        case .bothEndsHere(let name):
            "both ends of \(name) are here, and serve themselves; "
                + "expected a tunnel of `tunnel listen` or `tunnel connect`"
        case .clientElsewhere(let name):
            "the client of \(name) is in another process, and only it sends this; "
                + "expected a tunnel with the client here, or `packet reply`"
        case .peerUnknown(let name):
            "nobody has spoken to \(name) yet; expected the other end to send first"
        case .spiTaken(let spi, let name):
            "\(name) receives on SPI \(spi) at this port; expected another, `server spi SPI`"
        case .keyLength(let suite):
            "the key has the wrong length for \(suite.name); expected \(suite.keyLength) bytes, "
                + "or \(suite.keyLength + ESPSuite.saltLength) with the salt"
        case .policyRepeated(let number, nil):
            "policy \(number) is about the same packets; expected others"
        case .policyRepeated(let number, let gateway?):
            "policy \(number) of \(gateway) is about the same packets; expected others"
        case .policyAmbiguous(let number, let gateway):
            "policy \(number)\(gateway.map { " of \($0)" } ?? "") has the same prefixes and only some of these packets, so "
                + "neither is the longer match; expected all of its packets, some of them, or none"
        case .noSuchPolicy(let number, 0):
            "there is no policy \(number); expected one to be added first"
        case .noSuchPolicy(let number, let count):
            "there is no policy \(number); expected 1 to \(count)"
        case .tooManyPolicies(let limit):
            "there are too many policies; expected at most \(limit)"
        case .tooManyTunnels(let limit): "too many tunnels are open; expected at most \(limit)"
        case .tooManyAssociations(let name, let limit):
            "the ends of \(name) receive by \(limit) associations each, which is the most; expected a wait until the oldest has drained"
        case .topology(let fault): fault.english
        case .tunnelsOpen:
            "tunnels are open between these gateways; expected `tunnel close` first"
        case .noTunnelGateways:
            "tunnels are between two gateways, and this network has not so many; expected another network"
        case .noSender(let source):
            "no host has the address \(source); expected a host's name in front of the command"
        case .noSuchLink(let name, let known):
            "there is no link \(name); expected \(known.joined(separator: " or "))"
        case .noHost(let name):
            "\(name) is no host; expected the name of one in front of the command"
        case .probe(.noAddress(let family)):
            "the host has no \(family.rawValue) address; expected an address of another family"
        case .probe(.tooManyProbes): "the host asks too much at once; expected it to be done first"
        case .probe(.noPort): "the host has no port left for that"
        case .messageTooLarge(let bytes, let limit):
            "the message has \(bytes) bytes; expected at most \(limit)"
        case .notDelivered(let number):
            "packet \(number) did not arrive, so nobody answers it; expected a delivered one"
        case .notAnswerable(let number):
            "no host answers packet \(number) so; expected TCP, UDP or an echo request"
        case .frameForgotten(let number):
            "the datagram of packet \(number) is no longer kept; expected a later packet"
        case .neverSealed(let number):
            "packet \(number) was never sealed, so no datagram of it crossed the wire; "
                + "expected one that went through a tunnel"
        case .noSegment(let number):
            "packet \(number) is no whole TCP segment; expected one of the connection"
        case .noSuchBit(let bit, let last):
            "the datagram has no bit \(bit); expected 0 to \(last)"
        case .noSuchCut(let length, let last):
            "the datagram can't be cut to \(length) bytes; expected 0 to \(last)"
        case .packet(.tooLong):
            "the packet is too long; expected at most \(Packet.maximumLength) bytes"
        case .packet(let fault): "the packet can't be built: \(fault.rawValue)"
        case .port(let port, let role, let fault):
            "the \(role.rawValue) end can't have port \(port.rawValue): \(fault.english); expected a free port"
        case .system(let fault):
            "the system refused \(fault.operation.rawValue): \(fault.english)"
        case .cipher(let fault): "libcrypto refused: \(fault.rawValue)"
        }
    }
}

extension CaptureFault: Statement {
    var english: String {
        switch self {
        case .notACapture: "it is no capture; expected pcap or pcapng"
        case .unsupportedVersion(let offset):
            "byte \(offset): the version is not known; expected pcap 2.4 or pcapng 1.0"
        case .badByteOrder(let offset):
            "byte \(offset): no byte-order magic; expected 1a2b3c4d"
        case .truncated(let offset):
            "byte \(offset): the file ends inside; expected a whole block"
        case .badLength(let offset):
            "byte \(offset): the length makes no sense; expected that of the block"
        case .badOption(let offset):
            "byte \(offset): the option makes no sense; expected one inside its block"
        case .unknownInterface(let offset):
            "byte \(offset): an unknown interface; expected one that the section describes"
        case .tooManyInterfaces(let offset):
            "byte \(offset): too many interfaces; expected at most \(CaptureReader.interfaceLimit)"
        case .tooLarge(let offset):
            "byte \(offset): the packet is too large; expected at most \(CapturedPacket.lengthLimit) bytes"
        }
    }
}

extension FileProblem: Statement {
    /// What is wrong with a file: the rest of a sentence that its name begins.
    var english: String {
        switch self {
        case .missing: ": there is no such file; expected one that exists"
        case .tooLarge(let limit): " is too large; expected at most \(limit) bytes"
        case .isFolder: " is a folder; expected a file"
        case .isFIFO: " is a FIFO, which may never end; expected a file"
        case .notRegular: " is a device or a socket; expected a file"
        case .outside(.reading):
            " is not below the script's folder; expected a file there, or garita \(FileUse.reading.flag)"
        case .outside(.writing):
            " is not below the folder in which the script is run; expected a file there, "
                + "or garita \(FileUse.writing.flag)"
        case .hidden(let use):
            " has a name with a dot in front, which a script may not use; expected another, "
                + "or garita \(use.flag)"
        case .isLink(let use):
            " is a link or lies behind one, and a script follows none; expected the file itself, "
                + "or garita \(use.flag)"
        case .notOurs: " is there, and no script wrote it; expected a new file"
        case .notATranscript:
            " has something else in it, which would be lost; expected a new file or a transcript"
        case .notSavedRules:
            " has something else in it, which would be lost; expected a new file or saved rules"
        case .notSavedNetwork:
            " has something else in it, which would be lost; expected a new file or a saved network"
        case .notSavedCapture:
            " has something else in it, which would be lost; expected a new file or a saved capture"
        case .notSavedAnswer:
            " has something else in it, which would be lost; expected a new file or a saved answer"
        case .notSavedKeys:
            " has something else in it, which would be lost; expected a new file or saved keys"
        case .notHandedOut:
            " has something else in it, which would be lost; expected a new file, or one that Garita made"
        case .noLabs: " has no labs in it; expected a folder with files that end in .lab"
        case .system(let fault): ": \(fault.english); expected another file"
        }
    }
}

extension FileUse {
    /// The flag of the program that allows a script more.
    var flag: String {
        switch self {
        case .reading: "--allow-read DIR"
        case .writing: "--allow-write DIR"
        }
    }
}

extension SystemFault: Statement {
    /// What the system's refusal means; never the C library's text, which depends on the locale.
    var english: String {
        switch cause {
        case .addressInUse: "it is in use"
        case .notPermitted: "permission denied"
        case .noSuchFile: "there is no such file"
        case .notAFolder: "a part of the path is no folder"
        case .isFolder: "it is a folder"
        case .noSpace: "there is no space left on the device"
        case .readOnly: "the file system is read-only"
        case .tooManyOpenFiles: "too many files are open"
        case .brokenPipe: "nobody reads the output any longer"
        case .ioError: "the device failed"
        case .nameTooLong: "the name is too long"
        case .other: "error number \(code)"
        }
    }
}
