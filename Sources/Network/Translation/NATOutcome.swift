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
    /// One element, as in a `Packet`: a copy shares it.
    private let box: [Contents]

    private struct Contents: Hashable {
        let end: NATEnd
        let before: FlowEnds
        let after: FlowEnds
        let rule: Int?
        let isError: Bool
    }

    /// A change of one end.
    init(end: NATEnd, before: FlowEnds, after: FlowEnds, rule: Int?, isError: Bool) {
        box = [Contents(end: end, before: before, after: after, rule: rule, isError: isError)]
    }

    /// Which end: `source` or `destination`.
    package var end: NATEnd { box.span[0].end }
    /// From whom to whom the packet was, the sender being the originator here.
    package var before: FlowEnds { box.span[0].before }
    /// From whom to whom it is now.
    package var after: FlowEnds { box.span[0].after }
    /// The number of the rule that decided it; nil where the flow has been translated before, or where no rule was
    /// needed to give a port that no other flow has.
    package var rule: Int? { box.span[0].rule }
    /// Whether the packet is an ICMP error, in which the quoted packet was changed likewise.
    package var isError: Bool { box.span[0].isError }
}
