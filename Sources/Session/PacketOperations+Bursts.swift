import Commands
import Events
import Fabric
import Grammar
import Timeline
import Wire

/// Several packets by one command: one after the other, or under way together.
extension PacketOperations {
    func sendMany(
        _ request: PacketRequest, about quoted: Packet?, at range: Range<Int>
    ) throws(LabFault) -> PacketEvent {
        var tally = BurstTally(first: fabric.log.lastNumber + 1, asked: request.asked.count)
        var last = 0
        for count in 1...request.asked.count {
            last = try network.blaming(range) { () throws(FabricFault) in
                if let interval = request.asked.interval, count > 1 {
                    try fabric.run(for: interval)
                }
                guard request.asked.interval != nil else { return try send(request, about: quoted) }
                return try fabric.launch(
                    network.draft(of: request, quoting: quoted), via: request.way.via?.value,
                    from: network.origin(of: request))
            }
            // A long burst keeps what happened beside it, and not the events of each packet.
            if count.isMultiple(of: LabNetwork.stride) { network.hear { tally.note($0) } }
            if network.isInterrupted { break }
        }
        while !network.isInterrupted,
            try network.blaming(
                range, { () throws(FabricFault) in try fabric.run(steps: LabNetwork.stride) })
        {
            network.hear { tally.note($0) }
        }
        network.hear { tally.note($0) }
        // Of a packet that is still under way nothing can be expected.
        network.outcome = network.isInterrupted ? nil : fabric.log[last].map(Outcome.init)
        return .sentMany(tally.burst)
    }
}
