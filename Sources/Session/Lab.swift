import Captures
package import Commands
import EventLoop
package import Events
package import Fabric
import Firewall
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
    /// How the last packet, test or message ended: what `expect` is about.
    package internal(set) var outcome: Outcome?
    /// Asked between two packets of a command and two lines of a script, whether to stop.
    package var isInterrupted: () -> Bool = { false }

    /// How far it has listened to the network, and what happened beside a long command while it ran.
    var heard = (cursor: Cursor(), events: [LabEvent]())
    /// What is recorded of the links, or was last; nil before the first capture.
    var capture: Capture?
    /// The scripts that are being run, for finding the files that they name.
    var scripts = ScriptStack()

    /// A new lab with the network that a person finds on starting.
    package init(fabric: Fabric = Fabric(), table: CommandTable<LabCommand> = Language.table()) {
        self.fabric = fabric
        self.table = table
    }

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
        switch command {
        case .rule(let command): try apply(command)
        case .set(let command): [.set(try apply(command))]
        case .flow(let command): [.flow(apply(command))]
        case .link(let command): [.link(try apply(command))]
        case .packet(let command): [.packet(try apply(command))] + overheard()
        case .tunnel(let command): [.tunnel(try apply(command))] + overheard()
        case .policy(let command): [.policy(try apply(command))]
        case .capture(let command): [.capture(try apply(command))]
        case .attack(let command): [.attack(try apply(command))] + overheard()
        case .expect(let command): try apply(command).map { [.expectation($0)] }
        case .lab(let command): try apply(command).map { [.lab($0)] + overheard() }
        }
    }

    private func apply(_ command: FlowCommand) -> FlowEvent {
        switch command {
        case .list: .listed(fabric.flows.flows(at: fabric.loop.now), limit: fabric.flows.limit)
        case .clear: .cleared(count: fabric.clearFlows())
        }
    }

    private func overheard() -> [LabEvent] {
        defer { heard.events.removeAll() }
        return heard.events + notices()
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
        case .help(let words): return try help(words)
        case .source, .transcript, .stopTranscript, .history, .quit: return nil
        }
    }

    private func help(_ words: [Placed<String>]) throws(LabFault) -> SessionEvent {
        let asked = words.map(\.value)
        let rows = table.rows.filter { row in
            row.words.prefix(asked.count).map(\.text) == asked
        }
        guard !rows.isEmpty else {
            let range = (words.first?.range.lowerBound ?? 0)..<(words.last?.range.upperBound ?? 0)
            throw .command(.noSuchTopic(asked.joined(separator: " ")), range)
        }
        return .help(rows.map(HelpRow.init(row:)), isBrief: rows.count > 1)
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

extension HelpRow {
    /// What help says about a row of the language.
    package init(row: CommandRow<LabCommand>) {
        self.init(
            name: row.name, usage: row.usage, summary: row.summary, details: row.details,
            examples: row.examples)
    }
}
