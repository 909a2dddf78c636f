package import Wire

extension PacketPoint {
    /// What the classifier asks of a packet that is no fragment; its other numbers are zero.
    @inline(__always)
    init(classified packet: PacketFields, from source: Address, to destination: Address) {
        self.source = source
        self.destination = destination
        (numbers, flags, context) = (SIMD8(), 0, 0)
        // No rule sees these numbers of other protocols: they are those of a packet that people send.
        self[.sourcePort] =
            packet.sourcePort?.rawValue ?? packet.icmpType.map { UInt16($0) << 8 } ?? 40_000
        self[.destinationPort] =
            packet.destinationPort?.rawValue ?? UInt16(packet.icmpCode ?? 0) << 8
        self[.proto] = UInt16(packet.proto.rawValue)
    }

    /// The point of a packet that is no fragment, with its addresses as numbers.
    fileprivate init(
        _ packet: PacketFields, from source: Address, to destination: Address, context: UInt8,
        out: UInt16
    ) {
        self.init(classified: packet, from: source, to: destination)
        self.context = context
        self[.outLink] = out
        flags = (packet.tcpFlags ?? .syn).rawValue
        for number in HeaderNumber.allCases {
            self[.header(number)] = number.row.read(packet)
        }
    }
}

extension ProofPoint {
    /// The point of a packet that is no fragment.
    package init(_ fields: PacketFields, _ context: PacketContext, links: [LinkName]) {
        let link = context.link.flatMap(links.firstIndex(of:)) ?? 0
        let state = ConnectionState.allCases.firstIndex(of: context.state) ?? 0
        let bit = UInt8(link * ConnectionState.allCases.count + state)
        let out =
            context.out.flatMap(links.firstIndex(of:)).map(UInt16.init)
            ?? PacketSpace.usualOut(from: link, of: links.count)
        switch (fields.source, fields.destination) {
        case (.v4(let source), .v4(let destination)):
            self = .v4(
                PacketPoint(
                    fields, from: source.rawValue, to: destination.rawValue, context: bit, out: out)
            )
        case (.v6(let source), .v6(let destination)):
            self = .v6(
                PacketPoint(
                    fields, from: source.rawValue, to: destination.rawValue, context: bit, out: out)
            )
        case (.v4, .v6), (.v6, .v4):
            preconditionFailure("the addresses of a packet are of one family")
        }
    }
}

extension ProofPoint {
    /// Whether a match asks for the packet; false where it is too many boxes to tell.
    package func isAsked(by match: RuleMatch, links: [LinkName]) -> Bool {
        switch self {
        case .v4(let point):
            RuleBoxes(ipv4: match, links: links).boxes?.contains { $0.contains(point) } ?? false
        case .v6(let point):
            RuleBoxes(ipv6: match, links: links).boxes?.contains { $0.contains(point) } ?? false
        }
    }
}

extension RuleMatch {
    /// The match of packets between the same two ends, to the same service.
    package init(exactly fields: PacketFields) {
        self.init()
        proto = ProtocolMatch([fields.proto])
        source = AddressMatch(Prefix(fields.source))
        destination = AddressMatch(Prefix(fields.destination))
        destinationPorts = fields.destinationPort.map { PortMatch(PortSet(PortRange($0))) }
        icmp = fields.icmpType.map { ICMPMatch(types: [$0]) }
    }
}
