import Commands
import Events
import Fabric
import Grammar
import Timeline
import Wire

/// Several packets by one command: one after the other, or under way together.
extension Lab {
    func sendMany(
        _ request: PacketRequest, about quoted: Packet?, at range: Range<Int>
    ) throws(LabFault) -> PacketEvent {
        var tally = BurstTally(first: fabric.log.lastNumber + 1, asked: request.count)
        var last = 0
        for count in 1...request.count {
            last = try onNetwork(range) { () throws(FabricFault) in
                if let interval = request.interval, count > 1 { try fabric.run(for: interval) }
                let draft = draft(
                    of: request, quoting: quoted, number: fabric.log.lastNumber + 1)
                if request.interval != nil {
                    return try fabric.launch(
                        draft, via: request.via?.value, over: request.link?.value,
                        to: fabric.gateways[current])
                }
                return try fabric.send(
                    draft, via: request.via?.value, over: request.link?.value,
                    to: fabric.gateways[current])
            }
            // A long burst keeps what happened beside it, and not the events of each packet.
            if count.isMultiple(of: Self.burstStride) { hear(&tally) }
            if isInterrupted { break }
        }
        while !isInterrupted,
            try onNetwork(
                range, { () throws(FabricFault) in try fabric.run(steps: Self.burstStride) })
        {
            hear(&tally)
        }
        hear(&tally)
        // Of a packet that is still under way nothing can be expected.
        outcome = isInterrupted ? nil : fabric.log[last].map(Outcome.init)
        return .sentMany(tally.burst)
    }

    /// How many packets or steps there are between two looks at what has happened.
    static let burstStride = 256

    private func hear(_ tally: inout BurstTally) {
        hear { tally.note($0) }
    }

    /// Hands over what has happened; what happened beside the command is kept for its end.
    func hear(_ note: (Happening) -> Void) {
        heard.events += notices(noting: note)
    }
}
