import Grammar
import Wire

/// Packets as text: the pattern and the reader, for both spellings.
///
/// `from A to B port P` and `A -> B:P` mean the same packet; the lab prints the second.
enum PacketSyntax {
    /// Which packet, and what it carries.
    static let pattern = Pattern.sequence([
        transport, .choice([arrowEnds, wordEnds]), .anyOrder(options),
    ])

    /// The same, and how many of them.
    static let countedPattern = Pattern.sequence([
        transport, .choice([arrowEnds, wordEnds]),
        .anyOrder(options + [.clause("count", "how many packets", .count, as: .count)]),
    ])

    private static let transport = Pattern.optional(
        .choice([
            .keyword("tcp", "a TCP segment that opens a connection (SYN)", as: .proto),
            .keyword("udp", "a UDP datagram", as: .proto),
            .keyword("icmp", "an ICMP echo request", as: .proto),
            .sequence([
                .keyword("proto", "which protocol"),
                .choice([
                    .keyword("tcp", "", as: .proto), .keyword("udp", "", as: .proto),
                    .keyword("icmp", "", as: .proto),
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
        .clause("via", "through this tunnel", .tunnel, as: .via),
    ]

    /// The packet of a line that fits.
    ///
    /// - Throws: `UsageFault` when its parts contradict each other, or a port is missing.
    static func read(_ match: Match) throws(UsageFault) -> PacketRequest {
        guard let source = match.value(.source, Endpoint.parse) else {
            throw match.missing(.source)
        }
        guard let destination = match.value(.destination, Endpoint.parse) else {
            throw match.missing(.destination)
        }
        guard source.address.family == destination.address.family else {
            throw match.conflict(ValueFault.mixedFamilies.complaint, at: .destination)
        }
        let sourcePort = try port(of: source, .sourcePorts, match)
        let destinationPort = try port(of: destination, .destinationPorts, match)
        let transport = try transport(match, sourcePort, destinationPort)
        return PacketRequest(
            transport: transport,
            source: Endpoint(address: source.address, port: sourcePort),
            destination: Endpoint(address: destination.address, port: destinationPort),
            data: match.token(.data).map(match.line.value(of:)) ?? [],
            via: match.placedText(.via), count: match.whole(.count).map(Int.init) ?? 1,
            range: match.labelledRange)
    }

    private static func port(
        of endpoint: Endpoint, _ label: Label, _ match: Match
    ) throws(UsageFault) -> Port? {
        let named = match.value(label, Port.parse)
        guard let own = endpoint.port else { return named }
        guard named == nil else { throw match.conflict(ValueFault.portTwice.complaint, at: label) }
        guard own.rawValue != 0 else {
            let place = label == .sourcePorts ? Label.source : Label.destination
            throw match.conflict(ValueFault.portZero.complaint, at: place)
        }
        return own
    }

    private static func transport(
        _ match: Match, _ sourcePort: Port?, _ destinationPort: Port?
    ) throws(UsageFault) -> PacketRequest.Transport {
        let asked = match.text(.proto).flatMap(PacketRequest.Transport.init(rawValue:))
        if asked == .icmp {
            guard sourcePort == nil, destinationPort == nil else {
                throw match.conflict(ValueFault.portWithoutPorts.complaint, at: .proto)
            }
            return .icmp
        }
        guard destinationPort != nil else {
            let end = match.line.bytes.count
            throw UsageFault(end..<end, .conflict(ValueFault.portMissing.complaint))
        }
        return asked ?? .tcp
    }
}
