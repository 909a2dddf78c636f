import Cipher
import Commands
package import EventLoop
import Events
import Fabric
import Firewall
import Tunnel
import Wire

extension Narrator {
    /// Why a well-written command can't be carried out: what there is, and what was expected.
    mutating func command(_ fault: CommandFault) {
        switch fault {
        case .rules(let fault): rules(fault)
        case .network(let fault): network(fault)
        case .noSuchPacket(let number, let last):
            page.put("there is no packet \(number); expected ")
            page.put(last == 0 ? "a packet to be sent first" : "1 to \(last)")
        case .forgottenPacket(let number, let oldest):
            page.put("packet \(number) is no longer kept; expected \(oldest) or later")
        case .tooManyBoxes(let limit):
            page.put("these packets are more than \(limit) boxes; expected shorter lists")
        case .ruleFile(let name, let fault): ruleFile(name, fault)
        case .capture(let name, let fault): capture(name, fault)
        case .noSuchGateway(let name, let known):
            page.put("\(name) is no gateway; expected \(known.joined(separator: " or "))")
        case .noSuchTopic(let words):
            page.put("no command begins with \(words); expected one that `help` lists")
        case .file(let name, let problem): file(name, problem)
        case .sourceCycle(let name):
            page.put("\(name) is being run already; expected a file that does not source itself")
        case .sourceTooDeep(let limit):
            page.put("files source each other too deep; expected at most \(limit) levels")
        case .ended(let end):
            put(end)
            page.put("; nothing has changed")
        case .captureRunning:
            page.put("packets are being captured already; expected `capture stop` first")
        case .noCaptureRunning:
            page.put("no packets are being captured; expected `capture start` first")
        case .noCapture:
            page.put("nothing has been captured; expected `capture start` first")
        case .transcriptRunning:
            page.put("a transcript is being written; expected `transcript off` first")
        case .noTranscript:
            page.put("no transcript is being written; expected `transcript FILE` first")
        }
    }

    mutating func rules(_ fault: RuleSetFault) {
        switch fault {
        case .noSuchRule(let number, let count):
            page.put("there is no rule \(number); expected ")
            page.put(count == 0 ? "a rule to be added first" : "1 to \(count)")
        case .noSuchPlace(let number, let count):
            page.put("no rule can have number \(number); expected 1 to \(count)")
        case .repeated(_, let number):
            page.put("the same rule stands there already as rule \(number); expected another")
        case .full(let limit): page.put("the list is full; expected at most \(limit) rules")
        case .noRuleCalled(let name):
            page.put("no rule is called \(name.text); expected a name that `rule list` shows")
        case .nameTaken(let name, let number):
            page.put("rule \(number) is called \(name.text) already; expected another name")
        case .alreadyEnabled(let number, let isEnabled):
            page.put("rule \(number) is \(isEnabled ? "enabled" : "disabled") already; expected ")
            page.put(isEnabled ? "a disabled one" : "an enabled one")
        case .nothingToUndo: page.put("nothing has been changed; expected a change first")
        case .nothingToRedo: page.put("nothing has been undone; expected `rule undo` first")
        case .noSuchLink(let link, let known):
            page.put("gw-a has no link \(link.rawValue); expected ")
            page.put(known.map(\.rawValue).joined(separator: " or "))
        case .nothingMatches:
            page.put(
                "the sets leave no address; expected both ends and the protocol to be of one family"
            )
        case .noSuchSet, .setInUse, .noSuchMember, .lastMember, .repeatedMember, .tooManyMembers,
            .tooManySets:
            sets(fault)
        }
    }

    private mutating func sets(_ fault: RuleSetFault) {
        switch fault {
        case .noSuchSet(let name):
            page.put("there is no set \(name.rawValue); expected one that `set list` shows")
        case .setInUse(let name, let number):
            page.put("rule \(number) uses @\(name.rawValue); expected a set that no rule uses")
        case .noSuchMember(let name):
            page.put("set \(name.rawValue) has no such member; expected one as `set list` shows it")
        case .lastMember(let name):
            page.put("set \(name.rawValue) would be empty; expected at least one member to stay")
        case .repeatedMember(let name):
            page.put("set \(name.rawValue) has this member already; expected another")
        case .tooManyMembers(let limit):
            page.put("the set would be too large; expected at most \(limit) members")
        case .tooManySets(let limit):
            page.put("there are too many sets; expected at most \(limit)")
        default: break
        }
    }

    private mutating func network(_ fault: FabricFault) {
        switch fault {
        case .tunnelExists(let name):
            page.put("tunnel \(name) is open already; expected another name")
        case .noSuchTunnel(let name):
            page.put("there is no tunnel \(name); expected one that `tunnel list` shows")
        case .tunnelClosed(let name):
            page.put("tunnel \(name) is closed; expected one that `tunnel list` shows")
        case .otherEndElsewhere, .clientElsewhere, .peerUnknown: elsewhere(fault)
        case .keyLength(let suite):
            page.put("the key has the wrong length for \(suite.name); expected ")
            page.put(
                "\(suite.keyLength) bytes, or \(suite.keyLength + ESPSuite.saltLength) with the salt"
            )
        case .policyRepeated(let number, let gateway):
            page.put("policy \(number) ")
            if let gateway { page.put("of \(gateway) ") }
            page.put("is about the same prefixes; expected others")
        case .noSuchPolicy(let number, let count):
            page.put("there is no policy \(number); expected ")
            page.put(count == 0 ? "one to be added first" : "1 to \(count)")
        case .tooManyPolicies(let limit):
            page.put("there are too many policies; expected at most \(limit)")
        case .tooManyTunnels(let limit):
            page.put("too many tunnels are open; expected at most \(limit)")
        case .noSuchLink(let name, let known):
            page.put("there is no link \(name); expected ")
            page.put(known.joined(separator: " or "))
        case .messageTooLarge(let bytes, let limit):
            page.put("the message has \(bytes) bytes; expected at most \(limit)")
        case .notDelivered(let number):
            page.put(
                "packet \(number) did not arrive, so nobody answers it; expected a delivered one")
        case .notAnswerable(let number):
            page.put("no host answers packet \(number) so; expected TCP, UDP or an echo request")
        case .frameForgotten(let number):
            page.put("the datagram of packet \(number) is no longer kept; expected a later packet")
        case .neverSealed(let number):
            page.put("packet \(number) was never sealed, so no datagram of it crossed the wire; ")
            page.put("expected one that went through a tunnel")
        case .noSuchBit(let bit, let last):
            page.put("the datagram has no bit \(bit); expected 0 to \(last)")
        case .noSuchCut(let length, let last):
            page.put("the datagram can't be cut to \(length) bytes; expected 0 to \(last)")
        case .packet(.tooLong):
            page.put("the packet is too long; expected at most \(Packet.maximumLength) bytes")
        case .packet(let fault): page.put("the packet can't be built: \(fault.rawValue)")
        case .port(let port, let role, let fault):
            page.put("the \(role.rawValue) end can't have port \(port.rawValue): ")
            page.put(Self.sentence(for: fault))
            page.put("; expected a free port")
        case .system(let fault):
            page.put("the system refused \(fault.operation.rawValue): \(Self.sentence(for: fault))")
        case .cipher(let fault): page.put("libcrypto refused: \(fault.rawValue)")
        }
    }

    /// What can't be asked of a lab that has one end of a tunnel.
    private mutating func elsewhere(_ fault: FabricFault) {
        switch fault {
        case .otherEndElsewhere(let name):
            page.put(
                "the other end of \(name) is in another process; expected a tunnel with both here")
        case .clientElsewhere(let name):
            page.put("the client of \(name) is in another process, and only it sends this; ")
            page.put("expected a tunnel with the client here, or `packet reply`")
        case .peerUnknown(let name):
            page.put("nobody has spoken to \(name) yet; expected the other end to send first")
        default: break
        }
    }

    mutating func file(_ name: String, _ problem: FileProblem) {
        page.put(quoted: Array(name.utf8))
        switch problem {
        case .missing: page.put(": there is no such file; expected one that exists")
        case .tooLarge(let limit): page.put(" is too large; expected at most \(limit) bytes")
        case .isFolder: page.put(" is a folder; expected a file")
        case .isFIFO: page.put(" is a FIFO, which may never end; expected a file")
        case .notATranscript:
            page.put(
                " has something else in it, which would be lost; expected a new file or a transcript"
            )
        case .notSavedRules:
            page.put(
                " has something else in it, which would be lost; expected a new file or saved rules"
            )
        case .notSavedCapture:
            page.put(
                " has something else in it, which would be lost; expected a new file or a saved capture"
            )
        case .notSavedKeys:
            page.put(
                " has something else in it, which would be lost; expected a new file or saved keys")
        case .system(let fault): page.put(": \(Self.sentence(for: fault)); expected another file")
        }
    }

    /// What the system's refusal means; never the C library's text, which depends on the locale.
    package static func sentence(for fault: SystemFault) -> String {
        switch fault.cause {
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
        case .other: "error number \(fault.code)"
        }
    }
}
