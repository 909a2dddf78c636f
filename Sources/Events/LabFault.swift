package import Dialects
package import EventLoop
package import Fabric
package import Firewall
package import Grammar
package import Network
package import Timeline
package import Wire

/// Why a line was refused; the lab is as it was.
package enum LabFault: Error, Sendable {
    /// The line is no command.
    case usage(UsageFault)
    /// The command can't be carried out.
    case command(CommandFault, Range<Int>)

    /// Byte offsets in the line of what is wrong.
    package var range: Range<Int> {
        switch self {
        case .usage(let fault): fault.range
        case .command(_, let range): range
        }
    }
}

/// What is wrong with a line of a file of a network.
package indirect enum NetFileFault: Error, Equatable, Sendable {
    /// It is no command; with the line.
    case usage(UsageFault, [UInt8])
    /// It is a command about something else.
    case notOfNetwork
    /// It can't be carried out; with the column of what is at fault.
    case command(CommandFault, column: Int)
    /// The file has no node.
    case empty
}

/// Why a command that is well written can't be carried out.
package enum CommandFault: Error, Equatable, Sendable {
    /// The rule list refused it.
    case rules(RuleSetFault)
    /// The network refused it.
    case network(FabricFault)
    /// No packet has this number; `last` is the highest that was given.
    case noSuchPacket(Int, last: Int)
    /// The packet is too long ago: only those from `oldest` on are kept.
    case forgottenPacket(Int, oldest: Int)
    /// The packet has not come to this list of this gateway.
    case notJudged(Int, by: RuleChain, GatewayName)
    /// The rules are others than when the packet came to them.
    case rulesChanged(since: Int)
    /// There are only so many commands to go back behind.
    case nothingBefore(steps: Int)
    /// There are only so many commands to go forward to.
    case nothingAfter(steps: Int)
    /// No place has this name.
    case noSuchSnapshot(String, known: [String])
    /// A branch has this name already.
    case nameOfBranch(String)
    /// A place has this name, and a branch can't.
    case nameOfPlace(String)
    /// No page is made of what is typed here.
    case noPageHere
    /// More has been typed than a page can have.
    case pageTooLong
    /// As many places have names as can have.
    case tooManySnapshots(limit: Int)
    /// The network of that place has been given up, or could not be kept.
    case placeNotKept
    /// A lesson has no such step, or one has not been there yet.
    case noSuchStep(Int, of: Int)
    /// A capture runs, which does not go back.
    case captureGoesNotBack
    /// The other end of a tunnel is in another process.
    case tunnelGoesNotBack(String)
    /// Something is under way in the network.
    case somethingUnderWay
    /// A question is about packets that would be more boxes than a proof takes.
    case tooManyBoxes(limit: Int)
    /// A rule file can't be understood, or not be carried over.
    case ruleFile(String, RuleFileFault)
    /// A capture file makes no sense.
    case capture(String, CaptureFault)
    /// No node has this name, and no address of it is known.
    case noSuchHost(String)
    /// A vote has not as many numbers as there are answers.
    case voteCount(Int)
    /// The host has no connection of this number.
    case noSuchConnection(Int, count: Int)
    /// The host of this name has no address that the one that asks could reach.
    case noAddress(String)
    /// Nothing has the name that stands where an address can.
    case noSuchNode(UnknownName)
    /// The node of this name has no address of its own: a site stands for any.
    case standsForAny(String)
    /// The node of this name has no address of any of these families.
    case noAddressOfFamily(String, [IPFamily])
    /// A rule of a list of a node names the node.
    case nodeInUse(String, Int, RuleChain, at: GatewayName)
    /// A list of rules of the node `at` has a set of this name.
    case nameOfSet(String, at: GatewayName)
    /// The host knows no DNS server.
    case noResolver
    /// Another service listens at the port.
    case portInUse(Port)
    /// No service of the kind listens at the port.
    case noSuchService(ServiceKind.Name, Port)
    /// The host has no DNS service.
    case noZone
    /// The record does not go with the others.
    case recordRefused(DNSRecord)
    /// Nothing is said about the name.
    case noSuchRecord(DNSName)
    /// No gateway has this name; `known` are those that there are.
    case noSuchGateway(String, known: [String])
    /// The gateway of this name has no such link; `known` are those that it has.
    case noSuchLink(LinkName, at: GatewayName, known: [LinkName])
    /// Nothing is at the other end of the link, so that no packet comes over it; `known` are links with two ends.
    case linkWithoutEnd(LinkName, known: [LinkName])
    /// No command begins so.
    case noSuchTopic(String)
    /// A rule of a list of a node names the zone.
    case zoneInUse(String, Int, RuleChain, at: GatewayName)
    /// The name of a list stands in front of a command that is about no list.
    case listInFront(RuleChain)
    /// A command begins with the word, so that no node may be called so.
    case reservedName(String)
    /// The line of a file of a network, from 1, can't be carried out.
    case netFile(String, line: Int, NetFileFault)
    /// A file can't be read or written.
    case file(String, FileProblem)
    /// A script fixes a port, which only a person may.
    case fixedPort
    /// A file sources itself, over others perhaps.
    case sourceCycle(String)
    /// Too many files source each other.
    case sourceTooDeep(limit: Int)
    /// It took long, and was told to end.
    case ended(Budget.End)
    /// Packets are being captured already.
    case captureRunning
    /// No packets are being captured.
    case noCaptureRunning
    /// Nothing has been captured.
    case noCapture
    /// A line begins with `|`: no command stands in front.
    case nothingBeforePipe
    /// A transcript is being written already.
    case transcriptRunning
    /// No transcript is being written.
    case noTranscript
    /// The node of this name is no host; `known` are those that are.
    case noHost(String, known: [String])
    /// An address translation rule makes no sense, or can't stand there.
    case translation(NATRuleFault)
    /// The node of this name forwards nothing, and so translates nothing.
    case noTranslation(String)
    /// An address translation rule names a set, of which only the firewall knows.
    case setInTranslation(SetName)
    /// The node of this name has no IPv4 address.
    case noIPv4(String)
    /// No address translation rule has been changed.
    case nothingToUndo
    /// No change of an address translation rule was turned back.
    case nothingToRedo
    /// An exercise makes no sense.
    case exercise(ExerciseProblem)
    /// A submission does what the exercise does not take.
    case submission(SubmissionProblem)
    /// A list of students makes no sense.
    case students(StudentListProblem)
}

/// What can be wrong with a file of rules.
package enum RuleFileFault: Equatable, Sendable {
    /// A line, from 1, is no command that a file of rules may hold.
    case notARule(line: Int)
    /// A line can't be understood.
    case usage(line: Int, UsageFault, text: [UInt8])
    /// A line, or the rule of a line, is refused by the list.
    case rules(line: Int, RuleSetFault)
    /// Nobody's format is like this.
    case unknownFormat
    /// Another firewall's line, or what it says, can't be carried over.
    case foreign(ForeignFault)
    /// A rule, by its number, or the default for 0, can't be written in the other format.
    case unwritable(number: Int, ForeignProblem, in: RuleChain)
    /// A rule about address translation, by its number, can't be written in the other format.
    case unwritableTranslation(number: Int, ForeignProblem)
}

/// What can be wrong with a file.
package enum FileProblem: Error, Equatable, Sendable {
    /// There is nothing of this name.
    case missing
    /// It is larger than what is read.
    case tooLarge(limit: Int)
    /// It is a FIFO, on which the lab might wait for ever.
    case isFIFO
    /// It is no file but a folder.
    case isFolder
    /// It is a device or a socket, which a script does not touch.
    case notRegular
    /// A script may not reach so far.
    case outside(FileUse)
    /// Its name, or that of a folder on the way, begins with a dot, and a script may not reach such.
    case hidden(FileUse)
    /// It is a link, or lies behind one, and a script follows none.
    case isLink(FileUse)
    /// It is there, empty, and a script has not written it.
    case notOurs
    /// It is there, has something in it, and is no transcript: it would be lost.
    case notATranscript
    /// It is there, has something in it, and was not saved by the lab: it would be lost.
    case notSavedRules
    /// It is there, has something in it, and is no network that the lab saved: it would be lost.
    case notSavedNetwork
    /// It is there, has something in it, and is no capture that the lab saved: it would be lost.
    case notSavedCapture
    /// It is there, has something in it, and is no answer that the lab saved: it would be lost.
    case notSavedAnswer
    /// It is there, has something in it, and is no table of keys that the lab saved: it would be lost.
    case notSavedKeys
    /// It is there, has something in it, and is nothing that Garita hands out: it would be lost.
    case notHandedOut
    /// It is a folder without labs.
    case noLabs
    /// The system refused.
    case system(SystemFault)
}

/// What a command does with a file.
package enum FileUse: Equatable, Sendable {
    case reading, writing
}
