import Firewall
import Timeline
import Wire

/// What a node does with packets that are too long for a link, and with the fragments of others.
extension Stack {
    /// Whether a packet is a fragment that the node puts together with others: what is for itself, and where it translates
    /// addresses everything, as a later fragment names no ports.
    func putsTogether(_ packet: Packet) -> Bool {
        Fragment.isOne(packet) && (isTranslating || isOwn(packet.fields.destination))
    }

    /// Takes a fragment.
    ///
    /// - Returns: The packet of which it was the last fragment that was missing; nil while others are.
    /// - Throws: `ReassemblyFault` where it is a part of none.
    mutating func putTogether(
        _ fragment: Packet, at now: Instant, noting decisions: inout [Decision]
    ) throws(ReassemblyFault) -> Packet? {
        switch translator.reassembly.take(fragment, at: now).outcome {
        case .whole: return fragment
        case .waits: return nil
        case .complete(let whole):
            decisions.append(.joined(fragments: whole.fragments.count))
            return whole.packet
        case .refused(let fault): throw fault
        }
    }

    /// Lowers the maximum segment size of a SYN where it comes over a link, or goes out over one, at which that is done.
    func clamped(
        _ packet: Packet, from came: LinkID, to out: LinkID, noting decisions: inout [Decision]
    ) -> Packet {
        guard !translator.clamps.isEmpty else { return packet }
        let family = packet.fields.source.family
        let limits = translator.clamps.filter { $0.link == came || $0.link == out }.map {
            $0.limit(family)
        }
        guard let limit = limits.min(), let before = SegmentSizeClamp.size(in: packet),
            let changed = SegmentSizeClamp.clamp(packet, to: limit)
        else { return packet }
        decisions.append(.clamped(SegmentSizeChange(before: before, after: limit)))
        return changed
    }

    /// The drop of a packet that fits into no more than `mtu` bytes on its way from here, whose sender is told so.
    package func tooBig(_ passing: Passing, mtu: Int) -> Drop {
        drop(.packetTooBig, .tooBig(mtu: mtu), passing.arrived.forwarded, passing.crossing)
    }
}
