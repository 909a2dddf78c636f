package import Firewall
package import Wire

/// What became of a packet at one of the two places where addresses are translated.
package enum NATOutcome: Sendable {
    /// Nothing: it goes on as it is.
    case unchanged
    /// It goes on as this packet.
    case translated(Packet, NATChange)
    /// It goes no further.
    case refused(NATRefusal)
}

/// What was changed about a packet.
package struct NATChange: Hashable, Sendable {
    /// Which end: `source` or `destination`.
    package let end: NATEnd
    /// From whom to whom the packet was, the sender being the originator here.
    package let before: FlowEnds
    /// From whom to whom it is now.
    package let after: FlowEnds
    /// The number of the rule that decided it; nil where the flow has been translated before, or where no rule was
    /// needed to give a port that no other flow has.
    package let rule: Int?
    /// Whether the packet is an ICMP error, in which the quoted packet was changed likewise.
    package let isError: Bool
}
