import Firewall
import Wire

/// An end of a packet as a line names it: `10.0.0.1`, `10.0.0.1:80`, `web:80`.
struct PacketEnd: Sendable {
    /// Its address, or whose address it is.
    let host: Host
    /// Its port.
    let port: Port?

    /// An address, or whose.
    enum Host: Sendable {
        case address(IPAddress)
        case name(NodeName)
    }

    /// The address; nil where a name stands.
    var address: IPAddress? {
        guard case .address(let address) = host else { return nil }
        return address
    }

    /// The name; nil where an address stands.
    var name: NodeName? {
        guard case .name(let name) = host else { return nil }
        return name
    }

    /// Reads an address or a name, with a port or without.
    ///
    /// - Throws: What `Endpoint.parse(_:)` throws.
    static func read(_ text: Span<UInt8>) throws(TextFault) -> PacketEnd {
        let colon = text.indices.last { text[$0] == UInt8(ascii: ":") }
        let head = text.extracting(..<(colon ?? text.count))
        guard !Names.isCapture(text), let name = try? NodeWord.read(head) else {
            let endpoint = try Endpoint.parse(text)
            return PacketEnd(host: .address(endpoint.address), port: endpoint.port)
        }
        let port = try colon.map { (colon) throws(TextFault) in
            try FieldSyntax.readPort(text.extracting((colon + 1)...))
        }
        return PacketEnd(host: .name(name), port: port)
    }
}
