import Wire

/// What a packet has to do with flows, as its bytes alone say.
enum FlowSubject {
    /// It may belong to the flow of this tuple.
    case member(FlowTuple, FlowRole)
    /// It is an ICMP error to the sender of a packet with this tuple.
    case error(FlowTuple)
    /// It is of neighbour or multicast listener discovery.
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
        if let identifier = packet.echoIdentifier {
            let isReply = type == ICMPHeader.echoReply(family)
            let tuple = FlowTuple(fields, echo: identifier, isReply: isReply)
            return .member(tuple, isReply ? .answer : .datagram)
        }
        if isError(type, family) { return error(packet) }
        return family == .v6 && isDiscovery(type) ? .discovery : .stranger
    }

    /// The error's subject: it has to go to the sender of the packet that it quotes.
    ///
    /// Nobody sends an error about an error (RFC 1122 section 3.2.2), so that none is quoted.
    private static func error(_ packet: Packet) -> FlowSubject {
        let quote = packet.bytes.span.extracting(packet.payload)
        guard let quoted = try? QuotedPacket.parse(quote),
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
            guard let identifier = quoted.echoIdentifier else { return .stranger }
            let isReply = fields.icmpType == ICMPHeader.echoReply(family)
            return .error(FlowTuple(fields, echo: identifier, isReply: isReply))
        default:
            return .error(FlowTuple(portless: fields))
        }
    }

    /// The errors of RFC 792, and those of RFC 4443; other ICMPv6 types below 128 are not assigned.
    private static func isError(_ type: UInt8, _ family: IPFamily) -> Bool {
        ICMPHeader.isError(type, family) && (family == .v4 || (1...4).contains(type))
    }

    /// Router, neighbour and redirect messages (RFC 4861 section 4), and those of multicast listeners
    /// (RFC 2710 section 3, RFC 3810 section 5).
    private static func isDiscovery(_ type: UInt8) -> Bool {
        (130...137).contains(type) || type == 143
    }
}
