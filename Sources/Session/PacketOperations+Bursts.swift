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
        var tally = BurstTally(first: fabric.log.lastNumber + 1, asked: request.count)
        var last = 0
        for count in 1...request.count {
            last = try network.blaming(range) { () throws(FabricFault) in
                if let interval = request.interval, count > 1 { try fabric.run(for: interval) }
                guard request.interval != nil else { return try send(request, about: quoted) }
                return try fabric.launch(
                    network.draft(of: request, quoting: quoted), via: request.via?.value,
                    over: request.link?.value, to: fabric.gateways[network.current])
            }
            // A long burst keeps what happened beside it, and not the events of each packet.
            guard count.isMultiple(of: Self.burstStride) else { continue }
            network.hear { tally.note($0) }
            if network.isInterrupted { break }
        }
        while try network.blaming(
            range, { () throws(FabricFault) in try fabric.run(steps: Self.burstStride) })
        {
            network.hear { tally.note($0) }
        }
        network.hear { tally.note($0) }
        network.outcome = fabric.log[last].map(Outcome.init)
        return .sentMany(tally.burst)
    }

    /// How many packets or steps there are between two looks at what has happened.
    static let burstStride = 256
}
