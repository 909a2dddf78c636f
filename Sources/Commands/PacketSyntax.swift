import Firewall
import Grammar
import Wire

/// Packets as text: the pattern, the reader and the writer, for both spellings.
///
/// `from A to B port P` and `A -> B:P` mean the same packet; the lab prints the second.
enum PacketSyntax {
    /// Which packet, and what it carries.
    static let pattern = pattern(with: [])

    /// The same, and what the flow table is to say.
    static let testPattern = pattern(with: [
        .clause("state", "as if the flow table said so", .oneState, as: .states)
    ])

    /// The same, and how many of them.
    static let countedPattern = pattern(with: [
        .sequence([
            .clause("count", "how many packets", .count, as: .count),
            .optional(
                .clause("every", "how long after one the next is sent", .duration, as: .time)),
        ])
    ])

    private static func pattern(with more: [Pattern]) -> Pattern {
        .sequence([transport, .choice([arrowEnds, wordEnds]), .anyOrder(options + more)])
    }

    private static let transport = Pattern.optional(
        .choice([
            .keyword("tcp", "a TCP segment that opens a connection (SYN)", as: .proto),
            .keyword("udp", "a UDP datagram", as: .proto),
            .keyword("icmp", "an ICMP echo request", as: .proto),
            .keyword("icmpv6", "an ICMPv6 echo request", as: .proto),
            .keyword("esp", "a packet with the protocol number of ESP", as: .proto),
            .sequence([
                .keyword("proto", "which protocol"),
                .choice([
                    .keyword("tcp", "", as: .proto), .keyword("udp", "", as: .proto),
                    .keyword("icmp", "", as: .proto), .keyword("icmpv6", "", as: .proto),
                    .argument(.protocolNumber, .proto),
                ]),
            ]),
        ]))

    private static let wordEnds = Pattern.sequence([
        .keyword("from", "where it comes from"), .argument(.endpoint, .source),
        .optional(.clause("port", "source port", .port, as: .sourcePorts)),
        .keyword("to", "where it goes"), .argument(.endpoint, .destination),
    ])

    private static let arrowEnds = Pattern.sequence([
        .argument(.endpoint, .source), .keyword("->"), .argument(.endpoint, .destination),
    ])

    private static let options: [Pattern] = [
        .clause("port", "destination port", .port, as: .destinationPorts),
        .clause("data", "what it carries", .data, as: .data),
        .clause("flags", "the TCP flags that are set", .flagNames, as: .flags),
        .sequence([
            .clause("type", "the ICMP type", .byte, as: .icmpTypes),
            .optional(.clause("code", "the ICMP code", .byte, as: .icmpCodes)),
            .optional(.clause("about", "the packet that it quotes", .packetNumber, as: .about)),
        ]),
        .clause("on", "over which link it comes to gw-a", .link, as: .link),
        .clause("via", "through this tunnel", .tunnel, as: .via),
    ]

    /// What a packet is wanted for.
    enum Purpose {
        /// It is built and sent: nobody listens at port 0.
        case sending
        /// It is only asked about: rules can match port 0, and packets on a wire can have it.
        case asking
    }

    /// The packet of a line that fits.
    ///
    /// - Throws: `UsageFault` when its parts contradict each other, or a port is missing.
    static func read(
        _ match: Match, for purpose: Purpose
    ) throws(UsageFault) -> PacketRequest {
        guard let source = match.value(.source, Endpoint.parse) else {
            throw match.missing(.source)
        }
        guard let destination = match.value(.destination, Endpoint.parse) else {
            throw match.missing(.destination)
        }
        guard source.address.family == destination.address.family else {
            throw match.conflict(ValueFault.mixedFamilies.complaint, at: .destination)
        }
        let sourcePort = try port(of: source, .sourcePorts, match, purpose)
        let destinationPort = try port(of: destination, .destinationPorts, match, purpose)
        let transport = try transport(
            match, hasPorts: sourcePort != nil || destinationPort != nil,
            isComplete: destinationPort != nil, source.address.family)
        var request = PacketRequest(
            transport, from: Endpoint(address: source.address, port: sourcePort),
            to: Endpoint(address: destination.address, port: destinationPort),
            data: match.token(.data).map(match.line.value(of:)) ?? [],
            count: match.whole(.count).map(Int.init) ?? 1, at: match.labelledRange)
        request.via = match.placedText(.via)
        request.about = match.placedWhole(.about)
        request.interval = match.placedBytes(.time).flatMap {
            try? Numerals.duration($0.value.span)
        }
        request.link = match.placedText(.link).map {
            Placed(LinkName(rawValue: $0.value), at: $0.range)
        }
        request.state = match.value(.states, FieldSyntax.readStates)?.states.first
        if request.via != nil, request.link != nil {
            throw match.conflict(ValueFault.viaAndLink.complaint, at: .link)
        }
        if request.about != nil, !request.data.isEmpty {
            throw match.conflict(ValueFault.dataAndAbout.complaint, at: .data)
        }
        return request
    }

    private static func port(
        of endpoint: Endpoint, _ label: Label, _ match: Match, _ purpose: Purpose
    ) throws(UsageFault) -> Port? {
        let named = match.value(label, FieldSyntax.readPort)
        guard let own = endpoint.port else { return named }
        guard named == nil else { throw match.conflict(ValueFault.portTwice.complaint, at: label) }
        guard own.rawValue != 0 || purpose == .asking else {
            let place = label == .sourcePorts ? Label.source : Label.destination
            throw match.conflict(ValueFault.portZero.complaint, at: place)
        }
        return own
    }

    private static func transport(
        _ match: Match, hasPorts: Bool, isComplete: Bool, _ family: IPFamily
    ) throws(UsageFault) -> PacketRequest.Transport {
        var proto = match.value(.proto, IPProtocol.parse) ?? .tcp
        // `icmp` is the family's own; its number alone is only a number.
        if proto == .icmp, match.text(.proto) == "icmp" { proto = .ownICMP(of: family) }
        if proto == .icmpv6, family == .v4, match.text(.proto) == "icmpv6" {
            throw match.conflict(ValueFault.familyOfProtocol.complaint, at: .proto)
        }
        if proto != .tcp, match.has(.flags) {
            throw match.conflict(ValueFault.flagsWithoutTCP.complaint, at: .flags)
        }
        if proto != .ownICMP(of: family), match.has(.icmpTypes) {
            throw match.conflict(ValueFault.typeWithoutICMP.complaint, at: .icmpTypes)
        }
        guard proto == .tcp || proto == .udp else {
            guard !hasPorts else {
                throw match.conflict(ValueFault.portWithoutPorts.complaint, at: .proto)
            }
            guard proto == .ownICMP(of: family) else { return .other(proto) }
            return .icmp(type: byte(match, .icmpTypes), code: byte(match, .icmpCodes))
        }
        guard isComplete else {
            let end = match.line.bytes.count
            throw UsageFault(end..<end, .conflict(ValueFault.portMissing.complaint))
        }
        return proto == .udp ? .udp : .tcp(match.value(.flags, TCPFlags.parse) ?? .syn)
    }

    private static func byte(_ match: Match, _ label: Label) -> UInt8? {
        match.whole(label).map(UInt8.init(truncatingIfNeeded:))
    }
}

extension IPProtocol {
    /// The protocol of a family's own error and echo messages.
    static func ownICMP(of family: IPFamily) -> IPProtocol {
        switch family {
        case .v4: .icmp
        case .v6: .icmpv6
        }
    }
}

extension PacketRequest {
    /// Writes the packet as `packet test` reads it, in its one canonical form, without data.
    package func write(to text: inout [UInt8]) {
        switch transport {
        case .tcp: text.append(contentsOf: "tcp ".utf8)
        case .udp: text.append(contentsOf: "udp ".utf8)
        case .icmp:
            let isVersion4 = source.address.family == .v4
            text.append(contentsOf: isVersion4 ? "icmp ".utf8 : "icmpv6 ".utf8)
        case .other(let proto): text.append(contentsOf: "proto \(proto.rawValue) ".utf8)
        }
        source.write(to: &text)
        text.append(contentsOf: " -> ".utf8)
        destination.write(to: &text)
        switch transport {
        case .tcp(let flags) where flags != .syn:
            text.append(contentsOf: " flags ".utf8)
            flags.write(to: &text)
        case .icmp(let type?, let code):
            text.append(contentsOf: " type \(type)".utf8)
            if let code, code != 0 { text.append(contentsOf: " code \(code)".utf8) }
        case .tcp, .udp, .icmp, .other: break
        }
        if let link { text.append(contentsOf: " on \(link.value.rawValue)".utf8) }
        if let state { text.append(contentsOf: " state \(state.rawValue)".utf8) }
    }
}
