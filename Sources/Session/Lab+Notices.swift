import EventLoop
package import Events
import Fabric
import Tunnel
import Wire

/// What happened that no command asked for: strangers, new pairs of associations, packets from another
/// process.
extension Lab {
    /// What happened since the last command.
    package func notices() -> [LabEvent] {
        notices(among: fabric.takeEvents())
    }

    func notices(among events: [FabricEvent]) -> [LabEvent] {
        var answers: Set<Int> = []
        for case .hop(_, let hop) in events {
            if case .answered(let number) = hop.what { answers.insert(number) }
        }
        return events.compactMap { event in
            switch event {
            case .stranger(let datagram): .tunnel(.stranger(datagram, fabric.topology))
            case .rekeyed(let rekeying): .tunnel(.rekeyed(rekeying))
            case .retired(let retirement): .tunnel(.retired(retirement))
            case .entered(let record): arrival(record, answers)
            case .hop, .attacked: nil
            }
        }
    }

    /// A packet from another process, unless it is the reply to a message and is told with that.
    private func arrival(_ entered: PacketRecord, _ answers: Set<Int>) -> LabEvent? {
        guard case .arrival = entered.origin, !answers.contains(entered.number),
            let record = fabric.log[entered.number]
        else { return nil }
        return .tunnel(.arrived(record, fabric.topology))
    }
}
