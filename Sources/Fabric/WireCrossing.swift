package import Timeline
import Tunnel
package import Wire

/// A datagram on the wire between the gateways, as somebody sees it who listens there.
package struct WireCrossing: Sendable {
    /// What it was.
    package enum Content: Sendable {
        /// The packet itself.
        case clear
        /// An ESP packet with this header in a UDP datagram.
        case sealed(Sealing, ESPHeader)
    }

    /// When it left the gateway, in virtual time.
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

    /// What a packet left on the wire, in the order of its way.
    package static func all(of record: PacketRecord, in topology: Topology) -> [WireCrossing] {
        let gateways = [topology.clientGateway, topology.serverGateway]
        var crossings: [WireCrossing] = []
        // Packets wait nowhere: what comes in at one gateway left the other one at its last step there.
        var last: Hop?
        for hop in record.hops {
            switch hop.what {
            case .arrived:
                guard let left = last, left.node != hop.node, gateways.contains(left.node),
                    gateways.contains(hop.node)
                else { break }
                crossings.append(
                    WireCrossing(clear: record.packet, from: left, to: hop.node))
            case .sealed(let sealing):
                let other = sealing.role == .client ? gateways[1] : gateways[0]
                if let crossing = WireCrossing(sealing, record.packet, hop, to: other, topology) {
                    crossings.append(crossing)
                }
            default: break
            }
            last = hop
        }
        return crossings
    }

    private init(clear packet: Packet, from hop: Hop, to node: NodeID) {
        instant = hop.instant
        from = hop.node
        to = node
        source = packet.fields.source
        destination = packet.fields.destination
        length = packet.bytes.count
        self.packet = packet
        content = .clear
    }

    private init?(
        _ sealing: Sealing, _ packet: Packet, _ hop: Hop, to node: NodeID, _ topology: Topology
    ) {
        guard let (source, destination) = topology.outerAddresses(of: sealing, around: packet),
            let header = try? ESPHeader.parse(sealing.datagram.span)
        else { return nil }
        instant = hop.instant
        from = hop.node
        to = node
        self.source = source
        self.destination = destination
        let below = source.family == .v4 ? IPv4Header.length : IPv6Header.length
        length = below + UDPHeader.length + sealing.datagram.count
        self.packet = packet
        content = .sealed(sealing, header)
    }
}
