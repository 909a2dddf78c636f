import Wire

/// The key of a packet's flow, and which way the packet goes.
struct FlowTuple: Sendable {
    let key: FlowKey
    /// Whether the packet goes from the second end of the key to the first.
    let isReversed: Bool

    private init(key: FlowKey, isReversed: Bool) {
        self.key = key
        self.isReversed = isReversed
    }

    /// The tuple of the packets that answer.
    var inverse: FlowTuple {
        // Packets from an end to itself go both ways at once.
        let isLoop =
            key.first == key.second && key.ports >> 16 == key.ports & 0xFFFF
            && key.proto != .ownICMP(of: key.family)
        return FlowTuple(key: key, isReversed: !isReversed && !isLoop)
    }

    /// The key of this direction alone.
    var directedKey: FlowKey { key.directed(isReversed: isReversed) }

    /// The tuple of a packet between two ends, from the one that begins a flow to the other.
    init(_ ends: FlowEnds) {
        let fields = PacketFields(
            source: ends.originator.address, destination: ends.responder.address,
            proto: ends.proto, icmpCode: ends.query?.code, totalLength: 0)
        if let query = ends.query {
            self.init(
                fields, ICMPHeader.Query(request: query.type, isReply: false),
                identifier: query.identifier)
        } else if let source = ends.originator.port, let destination = ends.responder.port {
            self.init(fields, source: source, destination: destination)
        } else {
            self.init(portless: fields)
        }
    }

    /// The tuple of a TCP or UDP packet.
    init(_ fields: PacketFields, source: Port, destination: Port) {
        self.init(
            fields, source: UInt32(source.rawValue), destination: UInt32(destination.rawValue))
    }

    /// The tuple of a packet of another protocol, which is told from others by its addresses alone.
    init(portless fields: PacketFields) {
        self.init(fields, source: 0, destination: 0)
    }

    /// The tuple of an ICMP message that asks, or that answers one.
    init(_ fields: PacketFields, _ query: ICMPHeader.Query, identifier: UInt16) {
        let (source, destination) = (fields.source.number, fields.destination.number)
        let code = UInt32(fields.icmpCode ?? 0)
        isReversed = query.isReply
        key = FlowKey(
            first: isReversed ? destination : source, second: isReversed ? source : destination,
            ports: UInt32(query.request) << 24 | code << 16 | UInt32(identifier),
            proto: fields.proto, family: fields.source.family)
    }

    private init(_ fields: PacketFields, source sourcePort: UInt32, destination port: UInt32) {
        let (source, destination) = (fields.source.number, fields.destination.number)
        isReversed = source == destination ? sourcePort > port : source > destination
        key = FlowKey(
            first: isReversed ? destination : source, second: isReversed ? source : destination,
            ports: isReversed ? port << 16 | sourcePort : sourcePort << 16 | port,
            proto: fields.proto, family: fields.source.family)
    }

    /// The ends of a flow that a packet with the tuple begins.
    var ends: FlowEnds {
        let proto = key.proto
        func end(_ number: UInt128, _ port: UInt32) -> Endpoint {
            let address: IPAddress =
                switch key.family {
                case .v4: .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number)))
                case .v6: .v6(IPv6Address(rawValue: number))
                }
            return Endpoint(
                address: address,
                port: proto.hasPorts ? Port(rawValue: UInt16(truncatingIfNeeded: port)) : nil)
        }
        let (first, second) = (end(key.first, key.ports >> 16), end(key.second, key.ports))
        let query = FlowEnds.Query(
            type: UInt8(key.ports >> 24), code: UInt8(truncatingIfNeeded: key.ports >> 16),
            identifier: UInt16(truncatingIfNeeded: key.ports))
        return FlowEnds(
            proto: proto, originator: isReversed ? second : first,
            responder: isReversed ? first : second,
            query: proto == .ownICMP(of: key.family) ? query : nil)
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
