/// A well-known name of a port (RFC 6335 section 5.1).
///
/// Names are in lower case, at most 15 bytes long and never a number.
package struct ServiceName: Hashable, Sendable {
    /// The name.
    package let name: String
    /// The port that the service listens on.
    package let port: Port
    /// The transports that the service is used with.
    package let transport: Transport
    /// Where the name comes from.
    package let origin: Origin

    init(_ name: String, _ port: UInt16, _ transport: Transport, _ origin: Origin = .registered) {
        self.name = name
        self.port = Port(rawValue: port)
        self.transport = transport
        self.origin = origin
    }

    /// Which of the transports with ports a service is used with.
    package enum Transport: Sendable, CaseIterable {
        /// TCP alone.
        case tcp
        /// UDP alone.
        case udp
        /// Either of them.
        case tcpAndUDP

        /// The protocols, by number.
        package var protocols: [IPProtocol] {
            switch self {
            case .tcp: [.tcp]
            case .udp: [.udp]
            case .tcpAndUDP: [.tcp, .udp]
            }
        }

        /// Whether `proto` is one of the protocols.
        package func contains(_ proto: IPProtocol) -> Bool {
            switch self {
            case .tcp: proto == .tcp
            case .udp: proto == .udp
            case .tcpAndUDP: proto.hasPorts
            }
        }
    }

    /// Where a name comes from.
    package enum Origin: Sendable {
        /// The registry of IANA.
        case registered
        /// What people call it, where the registry has another name.
        case alias
    }

    /// The service that all of `text` names, or nil; letters have to be in lower case.
    package static func named(_ text: Span<UInt8>) -> ServiceName? {
        let table = table
        var (low, high) = (0, table.count)
        while low < high {
            let middle = (low + high) / 2
            switch compare(text, with: table[middle].name) {
            case 0: return table[middle]
            case ..<0: high = middle
            default: low = middle + 1
            }
        }
        return nil
    }

    /// The names of `port` with `proto`: those of the registry first, each kind in its order.
    package static func names(_ port: Port, _ proto: IPProtocol) -> [String] {
        let rows = table.filter { $0.port == port && $0.transport.contains(proto) }
        return rows.filter { $0.origin == .registered }.map(\.name)
            + rows.filter { $0.origin == .alias }.map(\.name)
    }

    /// Below zero where `text` comes before `name` in the order of bytes, above where after.
    private static func compare(_ text: Span<UInt8>, with name: String) -> Int {
        var index = 0
        for byte in name.utf8 {
            guard index < text.count else { return -1 }
            guard text[index] == byte else { return Int(text[index]) - Int(byte) }
            index += 1
        }
        return text.count - index
    }
}
