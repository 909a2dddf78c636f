import Firewall
import Grammar
import Timeline
package import Wire

/// Packets as text: the pattern, the reader and the writer, for both spellings.
///
/// `from A to B port P` and `A -> B:P` mean the same packet; the lab prints the second.
enum PacketSyntax {
    /// What a line says of a packet besides its protocol and its ends.
    struct Options: Sendable {
        var port: Placed<Port>?
        var data: Placed<[UInt8]>?
        var flags: Placed<TCPFlags>?
        var icmp: ICMP?
        var way = PacketRequest.Way()
        var header: [HeaderNumber: Placed<UInt16>] = [:]
        var marks = HeaderSyntax.Marks()
        var asked = PacketRequest.Asked()
    }

    /// What a line says of an ICMP message.
    struct ICMP: Sendable {
        let type: Placed<UInt8>
        let code: UInt8?
        let about: Placed<Int>?
    }

    /// Where a packet comes from, and where it goes.
    struct Ends {
        let source: Placed<PacketEnd>
        var sourcePort: Placed<Port>?
        let destination: Placed<PacketEnd>

        /// The family of the addresses; where both ends are named it is IPv4, unless the protocol is IPv6's alone.
        func family(_ proto: NamedProtocol?) -> IPFamily {
            let isVersion6 = proto.map { $0.isName && $0.proto == .icmpv6 } ?? false
            return (source.value.address ?? destination.value.address)?.family
                ?? (isVersion6 ? .v6 : .v4)
        }
    }

    /// The words of a packet.
    typealias Words = (Placed<NamedProtocol>?, Ends, Options)

    /// What the firewall is asked about: a packet, and what the flow table is to say.
    static let testPattern = pattern(with: [
        Part(.clause("state", .packetState, Arguments.oneState)) {
            $0.asked.state = $1.value
        },
        Part(.clause("out", .packetOut, Arguments.link)) { $0.asked.out = $1 },
        Part(.keyword("fragment", .packetFragment, as: true)) { $0.marks.later = $1 },
    ])

    /// What is sent: a packet, and how many of them.
    ///
    /// One packet can be held instead.
    static let countedPattern = pattern(with: [
        Part(.choice([several, held])) {
            $0.asked.count = $1.count
            $0.asked.interval = $1.interval
            $0.asked.isHeld = $1.isHeld
        }
    ])

    private static let several: Pattern<Series> = Pattern.sequence(
        .clause("count", .packetCount, Arguments.count),
        .optional(.clause("every", .packetEvery, Arguments.duration))
    ).map { Series(count: $0.0.value, interval: $0.1?.value) }

    private static let held: Pattern<Series> = Pattern.keyword("hold", .packetHold, as: true).map {
        Series(isHeld: $0.value)
    }

    /// How many packets, and when they begin their way.
    private struct Series: Sendable {
        var count = 1
        var interval: Duration?
        var isHeld = false
    }

    private static func pattern(with more: [Part<Options>]) -> Pattern<Words> {
        .sequence(
            .optional(transport), .choice([arrowEnds, wordEnds]),
            .anyOrder(Options(), options + more))
    }

    private static let transport = Pattern<Placed<NamedProtocol>>.choice([
        .keyword("tcp", .packetTCP, as: .init(.tcp)),
        .keyword("udp", .packetUDP, as: .init(.udp)),
        .keyword("icmp", .packetICMP, as: .icmp),
        .keyword("icmpv6", .packetICMPv6, as: .icmpv6),
        .keyword("esp", .packetESP, as: .init(.esp)),
        .clause(
            "proto", .packetProto,
            .choice([
                .keyword("tcp", as: .init(.tcp)), .keyword("udp", as: .init(.udp)),
                .keyword("icmp", as: .icmp), .keyword("icmpv6", as: .icmpv6),
                .argument(Arguments.protocolNumber),
            ])),
    ])

    private static let wordEnds = Pattern.sequence(
        .clause("from", .packetFrom, Arguments.endpoint),
        .optional(.clause("port", .packetSourcePort, Arguments.port)),
        .clause("to", .packetTo, Arguments.endpoint)
    ).map { Ends(source: $0.0, sourcePort: $0.1, destination: $0.2) }

    private static let arrowEnds = Pattern.sequence(
        .argument(Arguments.endpoint), .clause("->", "", Arguments.endpoint)
    ).map { Ends(source: $0.0, destination: $0.1) }

    private static let options: [Part<Options>] =
        [
            Part(.clause("port", .packetDestinationPort, Arguments.port)) { $0.port = $1 },
            Part(.clause("data", .packetData, Arguments.data)) { $0.data = $1 },
            Part(.clause("flags", .packetFlags, Arguments.flagNames)) {
                $0.flags = $1
            },
            Part(
                Pattern.sequence(
                    .clause("type", .packetType, Arguments.byte),
                    .optional(.clause("code", .packetCode, Arguments.byte)),
                    .optional(.clause("about", .packetAbout, Arguments.packetNumber)))
            ) { $0.icmp = ICMP(type: $1.0, code: $1.1?.value, about: $1.2) },
            Part(.clause("on", .packetOn, Arguments.link)) { $0.way.link = $1 },
            Part(.clause("via", .packetVia, Arguments.tunnel)) { $0.way.via = $1 },
        ]
        + HeaderNumber.allCases.map { number in
            Part(HeaderSyntax.packetPattern(number)) { $0.header[number] = $1 }
        } + [
            Part(HeaderSyntax.ecnPattern) { $0.marks.ecn = $1 },
            Part(HeaderSyntax.dfPattern) { $0.marks.dontFragment = $1 },
        ]

    /// What a packet is wanted for.
    enum Purpose {
        /// It is built and sent: nobody listens at port 0.
        case sending
        /// It is only asked about: rules can match port 0, and packets on a wire can have it.
        case asking
    }

    /// The packet that a line says.
    ///
    /// - Throws: `UsageFault` when its parts contradict each other, or a port is missing.
    static func packet(
        _ words: Words, _ extent: Extent, for purpose: Purpose
    ) throws(UsageFault) -> PacketRequest {
        let (proto, ends, options) = words
        let (source, destination) = (ends.source, ends.destination)
        let family = ends.family(proto?.value)
        guard (destination.value.address?.family ?? family) == family else {
            throw destination.conflict(ValueFault.mixedFamilies.complaint)
        }
        let ports = (
            source: try port(of: source, ends.sourcePort, purpose),
            destination: try port(of: destination, options.port, purpose)
        )
        let transport = try transport(proto, family, options, ports, extent)
        if let link = options.way.link, options.way.via != nil {
            throw link.conflict(ValueFault.viaAndLink.complaint)
        }
        var request = PacketRequest(
            transport,
            from: Endpoint(
                address: source.value.address ?? .unspecified(family), port: ports.source),
            to: Endpoint(
                address: destination.value.address ?? .unspecified(family), port: ports.destination),
            try payload(of: options), at: extent.range)
        request.way = options.way
        request.way.source = source.value.name.map { Placed($0, at: source.range) }
        request.way.destination = destination.value.name.map { Placed($0, at: destination.range) }
        request.asked = options.asked
        if !options.header.isEmpty {
            request.header.numbers = try HeaderSyntax.values(options.header, of: request)
        }
        request.header.marks = try options.marks.marks(family)
        return request
    }

    private static func payload(
        of options: Options
    ) throws(UsageFault) -> PacketRequest.Payload {
        guard let about = options.icmp?.about else { return .data(options.data?.value ?? []) }
        if let data = options.data, !data.value.isEmpty {
            throw data.conflict(ValueFault.dataAndAbout.complaint)
        }
        return .beginning(of: about)
    }

    private static func port(
        of endpoint: Placed<PacketEnd>, _ named: Placed<Port>?, _ purpose: Purpose
    ) throws(UsageFault) -> Port? {
        guard let own = endpoint.value.port else { return named?.value }
        if let named { throw named.conflict(ValueFault.portTwice.complaint) }
        guard own.rawValue != 0 || purpose == .asking else {
            throw endpoint.conflict(ValueFault.portZero.complaint)
        }
        return own
    }

    private static func transport(
        _ named: Placed<NamedProtocol>?, _ family: IPFamily, _ options: Options,
        _ ports: (source: Port?, destination: Port?), _ extent: Extent
    ) throws(UsageFault) -> PacketRequest.Transport {
        let proto = named?.value.proto(in: family) ?? .tcp
        if let later = options.marks.later {
            guard family == .v4, options.flags == nil, options.icmp == nil, ports.source == nil,
                ports.destination == nil
            else { throw later.conflict(ValueFault.laterFragment.complaint) }
            return .later(proto)
        }
        if let named, named.value.isName, proto == .icmpv6, family == .v4 {
            throw named.conflict(ValueFault.familyOfProtocol.complaint)
        }
        if proto != .tcp, let flags = options.flags {
            throw flags.conflict(ValueFault.flagsWithoutTCP.complaint)
        }
        if proto != .ownICMP(of: family), let icmp = options.icmp {
            throw icmp.type.conflict(ValueFault.typeWithoutICMP.complaint)
        }
        if proto == .tcp || proto == .udp {
            guard ports.destination != nil else {
                throw extent.missing(ValueFault.portMissing.complaint)
            }
            return proto == .udp ? .udp : .tcp(options.flags?.value ?? .syn)
        }
        if let named, ports.source != nil || ports.destination != nil {
            throw named.conflict(ValueFault.portWithoutPorts.complaint)
        }
        guard proto == .ownICMP(of: family) else { return .other(proto) }
        return .icmp(type: options.icmp?.type.value, code: options.icmp?.code)
    }
}

/// A protocol as a line names it.
struct NamedProtocol: Sendable {
    /// The protocol.
    let proto: IPProtocol
    /// Whether it is `icmp` or `icmpv6`, by its name.
    let isName: Bool

    static let icmp = NamedProtocol(.icmp, isName: true)
    static let icmpv6 = NamedProtocol(.icmpv6, isName: true)

    init(_ proto: IPProtocol, isName: Bool = false) {
        self.proto = proto
        self.isName = isName
    }

    static func read(_ text: Span<UInt8>) throws(TextFault) -> NamedProtocol {
        NamedProtocol(
            try IPProtocol.parse(text), isName: text.spells("icmp") || text.spells("icmpv6"))
    }

    /// The protocol at this family: `icmp` is the family's own; its number alone is only a number.
    func proto(in family: IPFamily) -> IPProtocol {
        isName && proto == .icmp ? .ownICMP(of: family) : proto
    }
}

extension PacketRequest {
    /// The packet of which a gateway, or whoever sees it on its way, knows these fields.
    package init(
        _ fields: PacketFields, marks: IPMarks = IPMarks(), data: [UInt8] = [], via: String? = nil
    ) {
        let transport: Transport
        let isLater =
            (fields.proto.hasPorts && fields.sourcePort == nil)
            || (fields.proto == .icmp && fields.icmpType == nil)
        switch (fields.proto, fields.icmpType) {
        case _ where isLater && fields.source.family == .v4: transport = .later(fields.proto)
        case (.tcp, _): transport = .tcp(fields.tcpFlags ?? .syn)
        case (.udp, _): transport = .udp
        case (_, let type?):
            let code = fields.icmpCode ?? 0
            let isUsual = type == ICMPHeader.echoRequest(fields.source.family) && code == 0
            transport = .icmp(type: isUsual ? nil : type, code: code == 0 ? nil : code)
        // ICMP without a type is the other family's: a number like any other.
        default: transport = .other(fields.proto)
        }
        self.init(
            transport, from: Endpoint(address: fields.source, port: fields.sourcePort),
            to: Endpoint(address: fields.destination, port: fields.destinationPort), .data(data))
        for number in HeaderNumber.allCases {
            let value = number.row.read(fields)
            if let usual = number.row.usual, value != usual { header[number] = value }
        }
        header.marks = marks
        way.via = via.map { Placed($0, at: 0..<0) }
    }

    /// Writes the packet as `packet send` and `packet test` read it, in its one canonical form.
    package func write(to text: inout [UInt8]) {
        switch transport {
        case .tcp, .later(.tcp): text.append(contentsOf: "tcp ".utf8)
        case .udp, .later(.udp): text.append(contentsOf: "udp ".utf8)
        case .later(.icmp): text.append(contentsOf: "icmp ".utf8)
        case .icmp:
            let isVersion4 = source.address.family == .v4
            text.append(contentsOf: isVersion4 ? "icmp ".utf8 : "icmpv6 ".utf8)
        case .other(.esp), .later(.esp): text.append(contentsOf: "esp ".utf8)
        case .other(let proto), .later(let proto):
            text.append(contentsOf: "proto \(proto.rawValue) ".utf8)
        }
        write(source, named: way.source, to: &text)
        text.append(contentsOf: " -> ".utf8)
        write(destination, named: way.destination, to: &text)
        switch transport {
        case .tcp(let flags) where flags != .syn:
            text.append(contentsOf: " flags ".utf8)
            flags.write(to: &text)
        case .icmp(let type?, let code):
            text.append(contentsOf: " type \(type)".utf8)
            if let code, code != 0 { text.append(contentsOf: " code \(code)".utf8) }
        case .later: text.append(contentsOf: " fragment".utf8)
        case .tcp, .udp, .icmp, .other: break
        }
        HeaderSyntax.write(header, to: &text)
        if !data.isEmpty {
            text.append(contentsOf: " data ".utf8)
            Quotes.write(data, to: &text)
        }
        if let link = way.link { text.append(contentsOf: " on \(link.value.rawValue)".utf8) }
        if let out = asked.out { text.append(contentsOf: " out \(out.value.rawValue)".utf8) }
        if let state = asked.state { text.append(contentsOf: " state \(state.rawValue)".utf8) }
        if let via = way.via { text.append(contentsOf: " via \(via.value)".utf8) }
    }

    private func write(
        _ end: Endpoint, named name: Placed<NodeName>?, to text: inout [UInt8]
    ) {
        guard let name else { return end.write(to: &text) }
        text.append(contentsOf: name.value.rawValue.utf8)
        guard let port = end.port else { return }
        text.append(UInt8(ascii: ":"))
        port.write(to: &text)
    }
}

extension IPAddress {
    /// The unspecified address of a family (RFC 4291 section 2.5.2), which stands for one that is not known yet.
    fileprivate static func unspecified(_ family: IPFamily) -> IPAddress {
        switch family {
        case .v4: .v4(IPv4Address(rawValue: 0))
        case .v6: .v6(IPv6Address(rawValue: 0))
        }
    }
}
