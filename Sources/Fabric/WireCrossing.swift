package import Timeline
import Tunnel
package import Wire

/// A datagram that came out of the wire between the gateways, as somebody sees it who listens there.
package struct WireCrossing: Sendable {
    /// What it was.
    package enum Content: Sendable {
        /// The packet itself.
        case clear
        /// An ESP packet with this header in a UDP datagram.
        case sealed(Sealing, ESPHeader)
    }

    /// When it came out, in virtual time.
    package let instant: Instant
    /// The gateway that it left.
    package let from: NodeID
    /// The gateway that it went to.
    package let to: NodeID
    /// The addresses of its outermost IP header.
    package let source: IPAddress
    /// The address that it went to.
    package let destination: IPAddress
    /// How many bytes it had from that header on.
    package let length: Int
    /// The packet that it was, or that was inside.
    package let packet: Packet
    /// What it was.
    package let content: Content

    /// The tunnel that sealed it; nil in clear.
    package var tunnel: String? {
        guard case .sealed(let sealing, _) = content else { return nil }
        return sealing.tunnel
    }

    /// What came out of the wire of a packet, in the order of its way; what a link lost is not among it.
    package static func all(of record: PacketRecord, in topology: Topology) -> [WireCrossing] {
        let gateways = [topology.clientGateway, topology.serverGateway]
        var crossings: [WireCrossing] = []
        var last: Hop?
        var sealed: (sealing: Sealing, hop: Hop)?
        func add(_ crossing: WireCrossing?) {
            if let crossing { crossings.append(crossing) }
            sealed = nil
        }
        for hop in record.hops {
            if let pending = sealed, hop.node != pending.hop.node {
                add(WireCrossing(pending.sealing, record.packet, pending.hop, at: hop, topology))
            }
            switch hop.what {
            case .arrived:
                guard let left = last, left.node != hop.node, gateways.contains(left.node),
                    gateways.contains(hop.node)
                else { break }
                add(WireCrossing(clear: record.packet, from: left, at: hop))
            case .sealed(let sealing): sealed = (sealing, hop)
            case .dropped: sealed = nil
            default: break
            }
            last = hop
        }
        // The other end is in another process.
        if let sealed, let last, record.outcome != nil {
            add(WireCrossing(sealed.sealing, record.packet, sealed.hop, at: last, topology))
        }
        return crossings
    }

    private init(clear packet: Packet, from left: Hop, at hop: Hop) {
        instant = hop.instant
        from = left.node
        to = hop.node
        source = packet.fields.source
        destination = packet.fields.destination
        length = packet.bytes.count
        self.packet = packet
        content = .clear
    }

    private init?(
        _ sealing: Sealing, _ packet: Packet, _ left: Hop, at hop: Hop, _ topology: Topology
    ) {
        guard let (source, destination) = topology.outerAddresses(of: sealing, around: packet),
            let header = try? ESPHeader.parse(sealing.datagram.span)
        else { return nil }
        instant = hop.instant
        from = left.node
        to = sealing.role == .client ? topology.serverGateway : topology.clientGateway
        self.source = source
        self.destination = destination
        length = sealing.outerLength(around: packet)
        self.packet = packet
        content = .sealed(sealing, header)
    }
}
