import Wire

/// The key of a packet's flow, and which way the packet goes.
struct FlowTuple {
    let key: FlowKey
    /// Whether the packet goes from the second end of the key to the first.
    let isReversed: Bool

    /// The tuple of a TCP or UDP packet.
    init(_ fields: PacketFields, source: Port, destination: Port) {
        self.init(
            fields, source: UInt32(source.rawValue), destination: UInt32(destination.rawValue))
    }

    /// The tuple of a packet of another protocol, which is told from others by its addresses alone.
    init(portless fields: PacketFields) {
        self.init(fields, source: 0, destination: 0)
    }

    /// The tuple of an echo message.
    init(_ fields: PacketFields, echo identifier: UInt16, isReply: Bool) {
        let (source, destination) = (fields.source.number, fields.destination.number)
        key = FlowKey(
            first: isReply ? destination : source, second: isReply ? source : destination,
            ports: UInt32(identifier), proto: fields.proto, family: fields.source.family)
        isReversed = isReply
    }

    private init(_ fields: PacketFields, source sourcePort: UInt32, destination port: UInt32) {
        let (source, destination) = (fields.source.number, fields.destination.number)
        isReversed = source == destination ? sourcePort > port : source > destination
        key = FlowKey(
            first: isReversed ? destination : source, second: isReversed ? source : destination,
            ports: isReversed ? port << 16 | sourcePort : sourcePort << 16 | port,
            proto: fields.proto, family: fields.source.family)
    }
}

extension IPAddress {
    /// The address as a number, without its family.
    fileprivate var number: UInt128 {
        switch self {
        case .v4(let address): UInt128(address.rawValue)
        case .v6(let address): address.rawValue
        }
    }
}
