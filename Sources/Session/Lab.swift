import Captures
package import Commands
import EventLoop
package import Events
package import Fabric
package import Firewall
package import Grammar
import Timeline
import Wire

/// One lab: carries out commands on its network and says what came of them.
///
/// Nothing is shared between two labs of a process.
package final class Lab {
    /// The network.
    package let fabric: Fabric
    /// The language.
    package let table: CommandTable<LabCommand>
    /// Which of `Fabric.gateways` the commands about rules, sets, connections and policies are about.
    package private(set) var current = 0
    /// How the last packet, test or message ended: what `expect` is about.
    package internal(set) var outcome: Outcome?
    /// What the command that is being carried out may spend.
    let budget = Budget()

    /// How far it has listened to the network, what happened beside a long command while it ran, and who is
    /// told what such a command has to say before it has ended.
    var heard = (cursor: Cursor(), events: [LabEvent](), part: { (_: LabEvent) in })
    /// What is recorded of the links, or was last; nil before the first capture.
    var capture: Capture?
    /// The scripts that are being run, for finding the files that they name.
    var scripts = ScriptStack()

    /// A new lab with the network that a person finds on starting.
    package init(fabric: Fabric = Fabric(), table: CommandTable<LabCommand> = Language.table()) {
        self.fabric = fabric
        self.table = table
    }

    /// What the gateway is called that those commands are about.
    package var gateway: GatewayName { fabric.gateways[current].name }

    /// Lends the gateway itself: a copy would count a reference for each thing that it holds.
    func withGateway<Result>(_ body: (borrowing Gateway) -> Result) -> Result {
        let gateways = fabric.gateways
        return body(gateways.span[current])
    }

    /// Its rules; they are changed in place, as there may be very many.
    package var firewall: RuleSet {
        _read {
            let gateways = fabric.gateways
            yield gateways.span[current].firewall
        }
        _modify { yield &fabric.gateways[current].firewall }
    }

    /// Lets whoever hears signals end what takes long: the closure is asked now and then.
    package func stop(when isInterrupted: @escaping () -> Bool) {
        budget.look = { isInterrupted() ? .interrupted : nil }
    }

    /// Tells somebody what a long command has to say before it has ended.
    package func tell(parts: @escaping (LabEvent) -> Void) {
        heard.part = parts
    }

    /// Whether there is a reason to stop, between two packets of a command or two lines of a script.
    var isInterrupted: Bool { budget.look() != nil }

    /// Reads a line that has at least one word.
    ///
    /// - Throws: `LabFault.usage` with the place and what was expected there.
    package func parse(_ line: CommandLine) throws(LabFault) -> LabCommand {
        do {
            return try table.parse(line)
        } catch {
            throw .usage(error)
        }
    }

    /// Carries out a command that is about the network.
    ///
    /// - Returns: What happened, in order; nil for a command that only a session can carry out.
    /// - Throws: `LabFault` when it can't be carried out; then nothing has changed.
    package func apply(_ command: LabCommand) throws(LabFault) -> [LabEvent]? {
        budget.renew()
        return switch command {
        case .rule(let command): try apply(command)
        case .set(let command): [.set(try apply(command))]
        case .flow(let command): [.flow(apply(command))]
        case .link(let command): [.link(try apply(command))]
        case .packet(let command): withOverheard(.packet(try apply(command)))
        case .tunnel(let command): withOverheard(.tunnel(try apply(command)))
        case .policy(let command): [.policy(try apply(command))]
        case .capture(let command): [.capture(try apply(command))]
        case .attack(let command): withOverheard(.attack(try apply(command)))
        case .expect(let command): try apply(command).map { [.expectation($0)] }
        case .lab(let command): try apply(command).map { withOverheard(.lab($0)) }
        }
    }

    private func apply(_ command: FlowCommand) -> FlowEvent {
        switch command {
        case .list:
            .listed(
                fabric.gateways[current].flows.flows(at: fabric.loop.now),
                limit: fabric.gateways[current].flows.limit)
        case .clear: .cleared(count: fabric.gateways[current].clearFlows(at: fabric.loop.now))
        }
    }

    /// What a command says, and what happened beside it.
    private func withOverheard(_ event: LabEvent) -> [LabEvent] {
        let unasked = notices()
        if heard.events.isEmpty, unasked.isEmpty { return [event] }
        defer { heard.events.removeAll() }
        return [event] + heard.events + unasked
    }

    private func apply(_ command: SessionCommand) throws(LabFault) -> SessionEvent? {
        switch command {
        case .seed(let seed):
            fabric.seed(seed)
            return .seeded(seed)
        case .clock: return .clock(fabric.loop.now)
        case .wait(let duration):
            try onNetwork(0..<0) { () throws(FabricFault) in
                try fabric.run()
                try fabric.run(for: duration)
            }
            return .waited(duration, until: fabric.loop.now)
        case .counters: return .counters(fabric.counters)
        case .use(let name): return try use(name)
        case .help(let words): return try help(words)
        case .source, .transcript, .stopTranscript, .history, .quit: return nil
        }
    }

    /// Turns the commands about rules to another gateway; without a name it stays as it is.
    private func use(_ name: Placed<String>?) throws(LabFault) -> SessionEvent {
        let names = fabric.gateways.map(\.name.text)
        if let name {
            guard let place = names.firstIndex(of: name.value) else {
                throw .command(.noSuchGateway(name.value, known: names), name.range)
            }
            current = place
        }
        return .gateway(gateway, of: names, isChanged: name != nil)
    }

    private func help(_ words: [Placed<String>]) throws(LabFault) -> SessionEvent {
        let asked = words.map(\.value)
        let rows = CommandName.allCases.indices.filter { index in
            table.words[index].prefix(asked.count).map(\.text) == asked
        }
        guard !rows.isEmpty else {
            let range = (words.first?.range.lowerBound ?? 0)..<(words.last?.range.upperBound ?? 0)
            throw .command(.noSuchTopic(asked.joined(separator: " ")), range)
        }
        return .help(
            rows.map { HelpRow(CommandName.allCases[$0], table.row($0)) }, isBrief: rows.count > 1)
    }

    /// Takes steps off what the command may spend.
    ///
    /// - Throws: `CommandFault.ended` when it may spend no more; what calls it has changed nothing yet.
    func spend(_ steps: Int = Budget.item, at range: Range<Int>) throws(LabFault) {
        guard !budget.spend(steps), let end = budget.end else { return }
        throw .command(.ended(end), range)
    }

    /// Runs something of the network and gives its faults their place in the line.
    func onNetwork<Result>(
        _ range: Range<Int>, _ body: () throws(FabricFault) -> Result
    ) throws(LabFault) -> Result {
        do {
            return try body()
        } catch {
            throw .command(.network(error), range)
        }
    }
}
