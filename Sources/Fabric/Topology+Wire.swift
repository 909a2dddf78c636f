import Tunnel
package import Wire

/// What goes over the wire between the gateways.
extension Topology {
    /// The ESP packet around `packet` as it is on the wire: in UDP from port 4500 to 4500 (RFC 3948
    /// section 2.1); nil where a gateway has no address.
    ///
    /// In tunnel mode the outer header names the gateways; in transport mode it is the packet's own (RFC
    /// 4303 section 3.1).
    package func outerPacket(of sealing: Sealing, around packet: Packet) -> [UInt8]? {
        guard let (source, destination) = outerAddresses(of: sealing, around: packet) else {
            return nil
        }
        let draft = PacketDraft(
            source: source, destination: destination,
            transport: .udp(source: .udpEncapsulation, destination: .udpEncapsulation),
            data: sealing.datagram)
        return try? draft.build().bytes
    }

    /// Source and destination of the outer header; nil where a gateway has no address.
    func outerAddresses(
        of sealing: Sealing, around packet: Packet
    ) -> (source: IPAddress, destination: IPAddress)? {
        switch sealing.form.mode {
        case .transport: return (packet.fields.source, packet.fields.destination)
        case .tunnel:
            guard let client = nodes[clientGateway.rawValue].address,
                let server = nodes[serverGateway.rawValue].address
            else { return nil }
            return sealing.role == .client
                ? (.v4(client), .v4(server)) : (.v4(server), .v4(client))
        }
    }
}

extension Sealing {
    /// How many bytes the datagram has on the wire, from its outer IP header on.
    func outerLength(around packet: Packet) -> Int {
        let isTransport6 = form.mode == .transport && packet.fields.source.family == .v6
        let header = isTransport6 ? IPv6Header.length : IPv4Header.length
        return header + UDPHeader.length + datagram.count
    }
}
