import Wire

/// What a packet has to do with flows, as its bytes alone say.
enum FlowSubject {
    /// It may belong to the flow of this tuple.
    case member(FlowTuple, FlowRole)
    /// It is an ICMP error to the sender of a packet with this tuple.
    case error(FlowTuple)
    /// It is of neighbour or multicast discovery, which is nobody's flow.
    case discovery
    /// It can't belong to a flow.
    case stranger

    init(_ packet: Packet) {
        let fields = packet.fields
        guard packet.fragment != .later else {
            self = .stranger
            return
        }
        switch (fields.proto, fields.source.family) {
        case (.tcp, _), (.udp, _):
            self = Self.ports(fields)
        case (.icmp, .v4), (.icmpv6, .v6):
            self = Self.icmp(packet)
        case (.icmp, .v6), (.icmpv6, .v4):
            self = .stranger
        default:
            self = .member(FlowTuple(portless: fields), .datagram)
        }
    }

    private static func ports(_ fields: PacketFields) -> FlowSubject {
        guard let source = fields.sourcePort, let destination = fields.destinationPort else {
            return .stranger
        }
        let tuple = FlowTuple(fields, source: source, destination: destination)
        guard let flags = fields.tcpFlags else { return .member(tuple, .datagram) }
        return SegmentKind(flags).map { .member(tuple, .segment($0)) } ?? .stranger
    }

    private static func icmp(_ packet: Packet) -> FlowSubject {
        let fields = packet.fields
        let family = fields.source.family
        guard let type = fields.icmpType else { return .stranger }
        if let query = ICMPHeader.query(type, family), let identifier = packet.queryIdentifier {
            let tuple = FlowTuple(fields, query, identifier: identifier)
            return .member(tuple, query.isReply ? .answer : .datagram)
        }
        if ICMPHeader.isError(type, family) { return error(packet, quote: packet.payload) }
        guard family == .v6 else { return .stranger }
        if isDiscovery(type) { return .discovery }
        return type == redirectType ? redirect(packet) : .stranger
    }

    /// The error's subject: it has to go to the sender of the packet that it quotes.
    ///
    /// Nobody sends an error about an error (RFC 1122 section 3.2.2), so that none is quoted.
    private static func error(_ packet: Packet, quote: Range<Int>) -> FlowSubject {
        guard let quoted = try? QuotedPacket.parse(packet.written.span.extracting(quote)),
            quoted.fields.source == packet.fields.destination, quoted.fragment != .later
        else { return .stranger }
        let fields = quoted.fields
        switch (fields.proto, fields.source.family) {
        case (.tcp, _), (.udp, _):
            guard let source = fields.sourcePort, let destination = fields.destinationPort else {
                return .stranger
            }
            return .error(FlowTuple(fields, source: source, destination: destination))
        case (.icmp, let family), (.icmpv6, let family):
            guard let type = fields.icmpType, let query = ICMPHeader.query(type, family),
                let identifier = quoted.queryIdentifier
            else { return .stranger }
            return .error(FlowTuple(fields, query, identifier: identifier))
        default:
            return .error(FlowTuple(portless: fields))
        }
    }

    /// A redirect of ICMPv6 is an error where it may be one of the sender's own router (RFC 4861 section 8.1)
    /// and its first option quotes a packet.
    private static func redirect(_ packet: Packet) -> FlowSubject {
        let fields = packet.fields
        // The header, the target and the destination (RFC 4861 section 4.5).
        let option = packet.transportOffset + ICMPHeader.length + 32
        guard fields.icmpCode == 0, fields.hopLimit == 255, fields.source.isLinkLocal,
            option + 2 <= packet.length, packet.written[option] == redirectedHeaderOption,
            packet.written[option + 1] > 0
        else { return .stranger }
        let quote = min(option + 8, packet.length)
        return error(packet, quote: quote..<packet.length)
    }

    /// Router and neighbour messages (RFC 4861 section 4), those of multicast listeners (RFC 2710 section 3,
    /// RFC 3810 section 5), and of multicast routers but for their terminations (RFC 4286 section 3).
    private static func isDiscovery(_ type: UInt8) -> Bool {
        (130...136).contains(type) || type == 143 || (151...152).contains(type)
    }

    /// RFC 4861 section 4.5.
    private static let redirectType: UInt8 = 137
    /// RFC 4861 section 4.6.3.
    private static let redirectedHeaderOption: UInt8 = 4
}

extension IPAddress {
    /// Whether it is a link-local address of IPv6, fe80::/10 (RFC 4291 section 2.5.6).
    fileprivate var isLinkLocal: Bool {
        guard case .v6(let address) = self else { return false }
        return address.rawValue >> 118 == 0xFE80 >> 6
    }
}
