package import Commands
import EventLoop
package import Events
package import Fabric
package import Grammar
import Network
package import Timeline

/// One lab: carries out commands on its network and says what came of them.
///
/// Nothing is shared between two labs of a process.
package final class Lab {
    /// What the commands are about.
    package let network = LabNetwork()
    /// The language.
    package let table: CommandTable<LabCommand>
    /// What they reach outside.
    let access: Access
    private let captures: CaptureOperations

    /// A new lab with the network that a person finds on starting.
    package init(table: CommandTable<LabCommand> = Language.table()) {
        self.table = table
        access = Access(network.budget)
        captures = CaptureOperations(network, access)
    }

    /// The network itself.
    package var fabric: Fabric { network.fabric }
    /// Whether packets are being captured.
    var isCapturing: Bool { captures.isRunning }
    /// What the command that is being carried out may spend, and then the writing of its answer.
    package var budget: Budget { network.budget }

    /// Lets whoever hears signals end what takes long: the closure is asked now and then.
    package func stop(when isInterrupted: @escaping () -> Bool) {
        budget.look = { isInterrupted() ? .interrupted : nil }
        fabric.loop.isHurried = isInterrupted
    }

    /// Lets scripts reach more than what is their own: files below more folders, and ports that they name.
    ///
    /// - Throws: `SessionFault.script` when there is no such folder.
    package func allow(
        reading readable: [String], writing writable: [String], fixedPorts: Bool
    ) throws(SessionFault) {
        access.grants = Bounds.Grants(
            readable: try Self.roots(readable), writable: try Self.roots(writable),
            areFixedPortsAllowed: fixedPorts)
    }

    private static func roots(_ paths: [String]) throws(SessionFault) -> [Bounds.Root] {
        var roots: [Bounds.Root] = []
        for path in paths {
            do {
                roots.append(try Bounds.root(path, isGranted: true))
            } catch {
                throw .script(path, error)
            }
        }
        return roots
    }

    /// What `packet bytes` says of a packet, without a command; nil where nobody remembers it.
    package func bytes(ofPacket number: Int) -> LabEvent? {
        guard let answer = try? packets.apply(.bytes(Placed(number, at: 0..<0))) else { return nil }
        return .packet(answer)
    }

    /// From now on files that commands write are only in memory.
    package func keepFilesInMemory() { access.shelf = Shelf() }

    /// The virtual time.
    package var now: Instant { fabric.loop.now }

    /// Tells somebody what a long command has to say before it has ended.
    package func tell(parts: @escaping (LabEvent) -> Void) {
        network.heard.part = parts
    }

    /// A line with the names of a node and of a list in front, if they stand there; `isOpen`: it goes on where it ends.
    package func subject(of line: [UInt8], isOpen: Bool = false) -> SubjectLine {
        SubjectLine(line, table, isOpen: isOpen) { fabric.topology.node(named: $0) != nil }
    }

    /// The node and the list whose names stand in front of a command at the beginning of a line.
    func subject(of line: CommandLine) -> Subject {
        Subject(line, limit: line.tokens.count - 1) { fabric.topology.node(named: $0) != nil }
    }

    /// The command in a line in front of which nothing stands.
    ///
    /// - Throws: `LabFault.usage`.
    package func command(in line: [UInt8]) throws(LabFault) -> LabCommand {
        do throws(UsageFault) {
            return try table.parse(CommandLine(line))
        } catch {
            throw .usage(error)
        }
    }

    /// Carries out a command that is about the network.
    ///
    /// - Returns: What happened, in order; nil for a command that only a session can carry out.
    /// - Throws: `LabFault` when it can't be carried out; then nothing has changed.
    ///
    /// With a subject it is about that node, and that list.
    package func apply(
        _ command: LabCommand, at subject: Subject = Subject()
    ) throws(LabFault) -> [LabEvent]? {
        budget.renew()
        if let list = subject.list, !command.isAboutList {
            throw .command(.listInFront(list.value), list.range)
        }
        return try network.about(subject) { () throws(LabFault) in try carryOut(command) }
    }

    private func carryOut(_ command: LabCommand) throws(LabFault) -> [LabEvent]? {
        try settle(before: command)
        return switch command {
        case .rule(let command): try rules.apply(command)
        case .set(let command): [.set(try rules.apply(command))]
        case .flow(let command): [.flow(others.apply(command))]
        case .nat(let command): [.nat(try nat.apply(command))]
        case .link(let command): [.link(try others.apply(command))]
        case .net(.from(let load)): try net.make(from: load)
        case .net(let command): [.net(try net.apply(command))]
        case .policy(let command): [.policy(try others.apply(command))]
        case .capture(let command): [.capture(try captures.apply(command))]
        case .packet(let command): network.withOverheard(.packet(try packets.apply(command)))
        case .step(let command): try steps.apply(command) + network.cut
        case .tunnel(let command):
            network.withOverheard(.tunnel(try tunnels.apply(command))) + network.cut
        case .attack(let command):
            network.withOverheard(.attack(try attacks.apply(command))) + network.cut
        case .host(let command):
            network.withOverheard(.host(try hosts.apply(command))) + network.cut
        case .expect(let command): try expectations.apply(command).map { [.expectation($0)] }
        case .lab(.wait(let duration)): try others.wait(for: duration)
        case .lab(.explain(.packet(let number))):
            [.lab(.explained(.packet, rule: nil))]
                + network.withOverheard(.packet(try packets.apply(.trace(number))))
        case .lab(.explain(.tunnel(let name))):
            [.lab(.explained(.tunnel, rule: nil))]
                + network.withOverheard(
                    .tunnel(try tunnels.apply(.show(name, withKeys: false))))
        case .lab(let command): try apply(command).map { [.lab($0)] }
        }
    }

    private var rules: RuleOperations {
        RuleOperations(network: network, access: access, table: table)
    }
    private var packets: PacketOperations { PacketOperations(network: network, access: access) }
    private var steps: StepOperations { StepOperations(network: network, packets: packets) }
    private var tunnels: TunnelOperations {
        TunnelOperations(network: network, access: access, captures: captures)
    }
    private var hosts: HostOperations { HostOperations(network: network) }
    private var net: NetOperations {
        NetOperations(network: network, access: access, captures: captures, table: table)
    }
    private var nat: NATOperations { NATOperations(network: network) }
    private var attacks: AttackOperations { AttackOperations(network: network) }
    private var others: NetworkOperations { NetworkOperations(network: network) }
    private var expectations: Expectations {
        Expectations(network: network, rules: rules, paths: PathQuestions(network: network))
    }

    private func apply(_ command: SessionCommand) throws(LabFault) -> SessionEvent? {
        switch command {
        case .seed(let seed):
            fabric.seed(seed)
            return .seeded(seed)
        case .clock: return .clock(fabric.loop.now)
        case .counters: return .counters(fabric.counters)
        case .use(let name, let list): return try network.use(name, list)
        case .help(let words): return try help(words)
        case .explain(.list): return .terms(Term.allCases)
        case .explain(.term(let term)): return .explained(term, rule: nil)
        case .explain(.rule(let number)):
            return .explained(.rule, rule: try rules.listed(number))
        case .explain(.packet): return .explained(.packet, rule: nil)
        case .explain(.tunnel): return .explained(.tunnel, rule: nil)
        case .pipe: throw .command(.nothingBeforePipe, 0..<1)
        case .wait, .source, .transcript, .transcriptPage,
            .stopTranscript, .history, .trail, .predict,
            .language, .theme, .quit:
            return nil
        }
    }

    /// Lets what an interrupted command left under way come to its end before a command that needs the network.
    private func settle(before command: LabCommand) throws(LabFault) {
        switch command {
        case .packet(.send), .packet(.reply), .packet(.load), .step(.hold), .tunnel, .attack,
            .host, .lab(.wait):
            try network.settle()
        case .rule, .set, .flow, .nat, .link, .net, .packet, .step, .policy, .capture, .expect,
            .lab:
            break
        }
    }

    private func help(_ words: [Placed<String>]) throws(LabFault) -> SessionEvent {
        let asked = words.map { $0.value.lowercased() }
        var rows = CommandName.allCases.indices.filter { index in
            table.words[index].prefix(asked.count).map(\.text) == asked
        }
        // Who knows only the verb, or says `rules`, finds the command, too.
        if rows.isEmpty {
            rows = CommandName.allCases.indices.filter { index in
                asked.allSatisfy { asked in
                    table.words[index].contains { asked == $0.text || asked == $0.text + "s" }
                }
            }
        }
        guard !rows.isEmpty else {
            let range = (words.first?.range.lowerBound ?? 0)..<(words.last?.range.upperBound ?? 0)
            throw .command(.noSuchTopic(asked.joined(separator: " ")), range)
        }
        return .help(
            rows.map { HelpRow(CommandName.allCases[$0], table.row($0)) }, isBrief: rows.count > 1)
    }
}
