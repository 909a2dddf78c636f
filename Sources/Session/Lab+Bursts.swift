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
        var tally = BurstTally(first: fabric.log.lastNumber + 1, asked: request.asked.count)
        var last = 0
        for count in 1...request.asked.count {
            last = try onNetwork(range) { () throws(FabricFault) in
                if let interval = request.asked.interval, count > 1 {
                    try fabric.run(for: interval)
                }
                let draft = draft(
                    of: request, quoting: quoted, number: fabric.log.lastNumber + 1)
                if request.asked.interval != nil {
                    return try fabric.launch(
                        draft, via: request.way.via?.value, over: request.way.link?.value,
                        to: fabric.gateways[current])
                }
                return try fabric.send(
                    draft, via: request.way.via?.value, over: request.way.link?.value,
                    to: fabric.gateways[current])
            }
            // A long burst keeps what happened beside it, and not the events of each packet.
            guard count.isMultiple(of: Self.burstStride) else { continue }
            hear(&tally)
            if isInterrupted { break }
        }
        while try onNetwork(
            range, { () throws(FabricFault) in try fabric.run(steps: Self.burstStride) })
        {
            hear(&tally)
        }
        hear(&tally)
        outcome = fabric.log[last].map(Outcome.init)
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
