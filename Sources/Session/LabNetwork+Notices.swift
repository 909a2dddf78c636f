import EventLoop
package import Events
import Fabric
import Tunnel
import Wire

/// What happened that no command asked for: strangers, new pairs of associations, packets from another
/// process.
extension LabNetwork {
    /// What happened since the last command.
    package func notices() -> [LabEvent] {
        notices { _ in }
    }

    /// What happened since this was asked last, everything of which is handed to `note`.
    func notices(noting note: (Happening) -> Void) -> [LabEvent] {
        var answers: Set<Int> = []
        var found: [Happening] = []
        fabric.read(&heard.cursor) { happening in
            note(happening)
            switch happening {
            case .step(_, let step):
                if case .answered(let number) = step.what { answers.insert(number) }
            case .entered(_, .arrival), .rekeyed, .retired: found.append(happening)
            case .frame(let number) where fabric.frames[number]?.isUnasked ?? false:
                found.append(happening)
            case .frame, .entered: break
            }
        }
        return found.compactMap { happening in
            switch happening {
            case .frame(let number): fabric.frames[number].flatMap(unasked)
            case .rekeyed(let rekeying): .tunnel(.rekeyed(rekeying))
            case .retired(let retirement): .tunnel(.retired(retirement))
            case .entered(let number, _): arrival(number, answers)
            case .step: nil
            }
        }
    }

    /// What is said at once of a datagram that no command asked for: of many of one kind, how many there were.
    private func unasked(_ frame: Frame) -> LabEvent? {
        heard.strangers.add(frame).map(tell)
    }

    private func tell(_ strangers: NoticeTally<Frame>.Group) -> LabEvent {
        let frame = strangers.newest
        if frame.kind == .remote {
            return .tunnel(.refused(frame, count: strangers.untold, fabric.topology))
        }
        return .tunnel(
            .stranger(
                strangers.newest, count: strangers.untold, resume: resume(strangers.newest),
                fabric.topology))
    }

    /// The number after which a client would go on whose numbers are old, because it began anew: only where the
    /// client is another process.
    private func resume(_ frame: Frame) -> SequenceNumber? {
        guard let reason = frame.fate.refusal, [.replayed, .tooOld].contains(reason),
            let encapsulation = frame.encapsulation, encapsulation.sender == .client,
            let tunnel = try? fabric.snapshot(of: encapsulation.tunnel), tunnel.ends.count == 1
        else { return nil }
        return tunnel.ends.first?.inbound.window.highest
    }

    /// A packet from another process, unless it is the reply to a message and is told with that; of many of one kind,
    /// how many there were.
    private func arrival(_ number: Int, _ answers: Set<Int>) -> LabEvent? {
        guard !answers.contains(number), let record = fabric.log[number] else { return nil }
        return heard.arrivals.add(record).map(tell)
    }

    private func tell(_ arrivals: NoticeTally<PacketRecord>.Group) -> LabEvent {
        .tunnel(.arrived(arrivals.newest, count: arrivals.untold, fabric.topology))
    }

    /// Hands over what has happened; what happened beside the command is kept for its end.
    func hear(_ note: (Happening) -> Void) {
        heard.events += notices(noting: note)
    }

    /// What a command says, and what happened beside it.
    func withOverheard(_ event: LabEvent) -> [LabEvent] {
        let unasked =
            notices() + heard.arrivals.takeUntold().map(tell)
            + heard.strangers.takeUntold().map(tell)
        if heard.events.isEmpty, unasked.isEmpty { return [event] }
        defer { heard.events.removeAll() }
        return [event] + heard.events + unasked
    }
}

extension Frame {
    /// Whether it is told although no command asked: what a stranger sent, or what came from the other end and
    /// has nothing inside that goes on.
    fileprivate var isUnasked: Bool {
        kind == .foreign || kind == .remote && packet == nil && fate.refusal?.refusesInside == true
    }
}
