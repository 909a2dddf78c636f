package import Wire

/// Which connection of a host: the two endpoints (RFC 9293 section 3.3.1).
package struct ConnectionKey: Hashable, Sendable {
    /// The host's own address.
    package let localAddress: IPAddress
    /// The host's own port.
    package let localPort: Port
    /// The peer's address, of the same family.
    package let remoteAddress: IPAddress
    /// The peer's port.
    package let remotePort: Port

    /// The connection between two endpoints.
    ///
    /// The addresses have to be of one family.
    package init(
        localAddress: IPAddress, localPort: Port, remoteAddress: IPAddress, remotePort: Port
    ) {
        precondition(
            localAddress.family == remoteAddress.family, "a connection stays in one family")
        self.localAddress = localAddress
        self.localPort = localPort
        self.remoteAddress = remoteAddress
        self.remotePort = remotePort
    }

    /// The host's own end.
    package var local: Endpoint { Endpoint(address: localAddress, port: localPort) }

    /// The peer's end.
    package var remote: Endpoint { Endpoint(address: remoteAddress, port: remotePort) }

    /// The connection to which a packet that came in belongs; nil without ports.
    package init?(incoming fields: PacketFields) {
        guard let source = fields.sourcePort, let destination = fields.destinationPort else {
            return nil
        }
        self.init(
            localAddress: fields.destination, localPort: destination,
            remoteAddress: fields.source, remotePort: source)
    }

    /// The connection that sent a packet which an ICMP error quotes; nil without ports.
    package init?(quoted fields: PacketFields) {
        guard let source = fields.sourcePort, let destination = fields.destinationPort else {
            return nil
        }
        self.init(
            localAddress: fields.source, localPort: source,
            remoteAddress: fields.destination, remotePort: destination)
    }

    /// The bytes that keyed functions mix: both addresses, both ports.
    var mixed: [UInt8] {
        var bytes: [UInt8] = []
        for address in [localAddress, remoteAddress] {
            switch address {
            case .v4(let address): bytes.append(bigEndian: address.rawValue)
            case .v6(let address): bytes.append(bigEndian: address.rawValue)
            }
        }
        bytes.append(bigEndian: localPort.rawValue)
        bytes.append(bigEndian: remotePort.rawValue)
        return bytes
    }
}
