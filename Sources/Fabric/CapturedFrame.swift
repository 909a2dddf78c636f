package import Timeline
package import Wire

/// A packet as it was on a link at a moment.
package struct CapturedFrame: Sendable {
    /// What the link carried.
    package enum Content: Sendable {
        /// The packet itself, from its IP header on.
        case clear([UInt8])
        /// The packet inside ESP.
        case sealed(Sealing, Packet)
    }

    /// The link's place in `Topology.links`.
    package let link: Int
    /// When the packet began its way over the link, in virtual time.
    package let instant: Instant
    /// Which way it went, as the gateway sees it at which the link is captured.
    package let direction: PcapngPacketOptions.Direction
    /// What the link carried.
    package let content: Content
    /// What became of the packet.
    package let story: PacketStory

    /// How many bytes it has from its outermost IP header on.
    var length: Int {
        switch content {
        case .clear(let bytes): bytes.count
        case .sealed(let sealing, let packet): sealing.outerLength(around: packet)
        }
    }

    /// What a packet whose way has ended left on the links, in the order of its way.
    static func frames(of record: PacketRecord, in topology: Topology) -> [CapturedFrame] {
        guard let first = record.hops.first else { return [] }
        let story = PacketStory(record)
        var frames: [CapturedFrame] = []
        let bytes = record.packet.bytes
        // Packets wait nowhere: what comes in somewhere left the place before at once.
        var last = first
        var isSealed = false
        func add(_ content: Content, from hop: Hop, to node: NodeID) {
            guard let place = topology.place(between: hop.node, and: node) else { return }
            frames.append(
                CapturedFrame(
                    link: place, instant: hop.instant,
                    direction: topology.direction(of: topology.links[place], from: hop.node),
                    content: content, story: story))
        }
        for hop in record.hops {
            switch hop.what {
            case .arrived: add(.clear(bytes), from: last, to: hop.node)
            case .sealed(let sealing):
                let isFromClient = hop.node == topology.clientGateway
                add(
                    .sealed(sealing, record.packet), from: hop,
                    to: isFromClient ? topology.serverGateway : topology.clientGateway)
                isSealed = true
            case .opened: isSealed = false
            case .impaired(let effect) where effect.kind == .lost && !isSealed:
                // It was on the link, although it came out nowhere.
                if let link = topology.links.first(where: { $0.name == effect.link }),
                    let next = link.end(across: hop.node)
                {
                    add(.clear(bytes), from: hop, to: next)
                }
            default: break
            }
            last = hop
        }
        return frames
    }
}

/// What became of a packet, for the comments of a capture; one for all places where it was seen.
package final class PacketStory: Sendable {
    /// The packet's number.
    package let number: Int
    /// Why it exists.
    package let origin: PacketOrigin
    /// What the gateways on its way said about it, in order.
    package let judgements: [Judgement]
    /// Where and why its way ended before its receiver, if it did.
    package let drop: (node: NodeID, reason: DropReason)?

    init(_ record: PacketRecord) {
        number = record.number
        origin = record.origin
        judgements = record.judgements
        drop = record.dropReason.flatMap { reason in record.outcome.map { ($0.node, reason) } }
    }
}
