package import Firewall
package import Timeline
package import Wire

/// What a node knows of a packet that comes to it, beyond its bytes.
package struct Crossing: Sendable {
    /// The link over which it came.
    package let link: LinkID
    /// What rules call that link.
    package let linkName: LinkName
    /// When, in virtual time.
    package let instant: Instant
    /// The IPv4 identification of what the node makes because of it.
    package let identification: UInt16

    /// What is known of a packet.
    package init(
        over link: LinkID, _ linkName: LinkName, at instant: Instant, identification: UInt16 = 0
    ) {
        self.link = link
        self.linkName = linkName
        self.instant = instant
        self.identification = identification
    }

    /// What the node makes of a draft; nil where there is none, or where it can't be built.
    func built(_ draft: PacketDraft?) -> Packet? {
        guard var draft else { return nil }
        draft.identification = identification
        return try? draft.build()
    }
}

/// What a node has found out about a packet that passes through it, until it leaves.
package struct Passing: Sendable {
    /// How it came.
    package let crossing: Crossing
    /// The packet as it came: what its sender knows of it, and is told about.
    let arrived: Packet
    /// What the flow table says of it.
    var tracked: Tracked
}

/// Something that a node decided about a packet.
package enum Decision: Sendable {
    /// The route by which it goes on.
    case routed(Route)
    /// It can't have come from where it says.
    case contradicted(ReversePathRefusal)
    /// The rules decided about it.
    case judged(VerdictRecord)
    /// It was put together from so many fragments; this was the last that was missing.
    case joined(fragments: Int)
    /// The maximum segment size that its sender takes was lowered.
    case clamped(SegmentSizeChange)
    /// An end of it is another one now.
    case translated(NATChange)
}

/// What becomes of a packet at a node, as far as the node alone knows.
package enum Passage: Sendable {
    /// It is for the node itself.
    case local(Packet)
    /// It goes on by a route, as these bytes; nothing more is to be found out about what the node has made.
    case onward(Packet, Route, Passing?)
    /// It is a fragment that waits here for the others.
    case held
    /// Its way ends here.
    case dropped(Drop)
}

/// What becomes of a packet that leaves a node.
package enum Departure: Sendable {
    /// It goes to a neighbour, as these bytes.
    case out(Packet, Hop)
    /// It goes to a neighbour in fragments, as the link takes no more than so many bytes at once.
    case fragmented([Packet], mtu: Int, Hop)
    /// Its way ends here.
    case dropped(Drop)
}

/// Why a packet's way ended, and what its sender is told.
package struct Drop: Sendable {
    /// Why.
    package let reason: DropReason
    /// What the node sends the sender of the packet; nil where it says nothing, or may say nothing.
    package let answer: Packet?

    /// Whether the rules of a firewall refused the packet.
    package var isRefusal: Bool { reason == .rejectedByRule || reason == .rejectedByDefault }

    /// A drop.
    package init(_ reason: DropReason, answer: Packet? = nil) {
        self.reason = reason
        self.answer = answer
    }
}
