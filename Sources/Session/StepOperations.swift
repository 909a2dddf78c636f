import Commands
import Events
import Fabric
import Network
import Timeline

/// Lets things happen one after the other, and shows the ways of packets so.
struct StepOperations {
    let network: LabNetwork
    let packets: PacketOperations

    private var fabric: Fabric { network.fabric }

    func apply(_ command: StepCommand) throws(LabFault) -> [LabEvent] {
        switch command {
        case .hold(let asked): network.withOverheard(.step(try hold(asked)))
        case .step(let count): try move(count)
        case .play: try move(.max)
        case .watch(let number): [.step(watch(try network.record(number)))]
        case .zoom(let number): [.step(zoom(try network.record(number)))]
        }
    }

    // MARK: - What is under way

    /// Puts a packet on its way.
    private func hold(_ asked: PacketRequest) throws(LabFault) -> StepEvent {
        var cursor = fabric.end
        let number = try packets.launch(asked)
        guard let record = fabric.log[number] else {
            throw .command(
                .noSuchPacket(number, last: fabric.log.lastNumber), asked.range)
        }
        network.held = record.outcome == nil ? number : nil
        network.outcome = record.outcome == nil ? nil : Outcome(record)
        return .held(record, moment(of: moves(from: &cursor)), fabric.topology)
    }

    /// Lets the next things happen, at most so many, and at most as many as one command shows.
    private func move(_ count: Int) throws(LabFault) -> [LabEvent] {
        var cursor = fabric.end
        var events: [StepEvent] = []
        var flows = FlowWatch(network)
        while events.count < min(count, Self.mostMoments) {
            let moves = try next(&cursor)
            if moves.isEmpty { break }
            let places = Set(moves.flatMap { $0.steps.map(\.node) })
            events.append(
                .moved(
                    moment(of: moves), flows.changes(at: places), fabric.topology,
                    isLast: !fabric.isBusy))
        }
        if let held = network.held.flatMap({ fabric.log[$0] }), held.outcome != nil {
            network.outcome = Outcome(held)
            network.held = nil
        }
        if events.isEmpty { return network.budget.end == nil ? [.step(.still)] : [] }
        if count > events.count, fabric.isBusy, network.budget.end == nil { events.append(.paused) }
        let last = events.removeLast()
        return events.map(LabEvent.step) + network.withOverheard(.step(last))
    }

    /// The most moments that one command shows.
    private static let mostMoments = 500

    /// So much that whoever interrupts is heard at each moment.
    private static let cost = 1 << 16

    /// Lets things happen until one of them happens to a packet; empty when nothing is under way any longer, or the
    /// command may spend no more.
    private func next(_ cursor: inout Cursor) throws(LabFault) -> [Moment.Move] {
        while network.budget.spend(Self.cost) {
            let goesOn = try network.blaming(0..<0) { () throws(FabricFault) in
                try fabric.run(steps: 1)
            }
            let moves = moves(from: &cursor)
            if !moves.isEmpty || !goesOn { return moves }
        }
        return []
    }

    /// What has happened to packets since the cursor was there, packet by packet.
    private func moves(from cursor: inout Cursor) -> [Moment.Move] {
        var steps: [(packet: Int, steps: [Step])] = []
        let note = { (packet: Int, step: Step?) in
            let place = steps.firstIndex { $0.packet == packet } ?? steps.count
            if place == steps.count { steps.append((packet, [])) }
            if let step { steps[place].steps.append(step) }
        }
        let log = fabric.log
        fabric.read(&cursor) { happening in
            switch happening {
            case .entered(let packet, _): note(packet, log[packet]?.steps.first)
            case .step(let packet, let step): note(packet, step)
            case .frame, .rekeyed, .retired: break
            }
        }
        return steps.compactMap { packet, steps in log[packet].map { Moment.Move($0, steps) } }
    }

    /// What happened, with where everything is that it happened to, or that is under way.
    private func moment(of moves: [Moment.Move]) -> Moment {
        let log = fabric.log
        var packets = moves.compactMap { move in
            move.steps.last(where: \.isPlace).map { (number: move.record.number, last: $0) }
        }
        let others = log.kept(after: log.lastNumber - Self.shownPackets).filter { record in
            record.outcome == nil && !packets.contains { $0.number == record.number }
        }
        packets += others.compactMap { record in
            record.steps.last(where: \.isPlace).map { (number: record.number, last: $0) }
        }
        return Moment(moves, NetPicture(fabric.topology, packets, fabric.frames))
    }

    /// So many of the newest packets are looked for in the network.
    private static let shownPackets = 32

    // MARK: - What is over

    /// The moments of a packet's way: it stays at a node, and goes on over a link.
    private func watch(_ record: PacketRecord) -> StepEvent {
        var moments: [Moment] = []
        var steps: [Step] = []
        let end = {
            guard let last = steps.last(where: \.isPlace) else { return }
            let picture = NetPicture(
                fabric.topology, [(number: record.number, last: last)], fabric.frames)
            moments.append(Moment([Moment.Move(record, steps)], picture))
            steps.removeAll()
        }
        for step in record.steps {
            steps.append(step)
            if case .forwarded = step.what { end() }
        }
        end()
        return .watched(record, moments, fabric.topology)
    }

    private func zoom(_ record: PacketRecord) -> StepEvent {
        .zoomed(
            record, PacketHop.all(of: record, in: fabric.frames, fabric.topology), fabric.topology)
    }
}

extension Step {
    /// Whether it says where the packet is.
    fileprivate var isPlace: Bool {
        switch what {
        case .impaired, .answered, .unanswered: false
        case .entered, .arrived, .judged, .fragmented, .joined, .clamped, .translated,
            .contradicted, .selected, .outer, .forwarded, .sealed, .opened, .delivered, .departed,
            .dropped:
            true
        }
    }
}
