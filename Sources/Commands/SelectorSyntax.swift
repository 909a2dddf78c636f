package import Firewall
package import Grammar
package import Tunnel
package import Wire

/// Traffic selectors as text: the pattern, the reader and the writer, side by side.
///
/// The words are those of rules.
enum SelectorSyntax {
    /// What a line says of one end; nil stands for all addresses of the other end's family.
    typealias End = (prefix: Placed<PrefixWord?>, ports: Placed<PortSet>?)

    /// What a line says behind the two ends.
    enum Rest: Sendable {
        case messages(types: [UInt8], codes: [UInt8])
        case opaque
    }

    /// What a line says.
    struct Words: Sendable {
        let proto: Placed<[IPProtocol]>?
        let source: End
        let destination: End
        let rest: Placed<Rest>?
    }

    static let pattern = Pattern.sequence(
        .optional(.clause("proto", .ruleProto, RuleSyntax.protocolList)),
        .sequence(
            end("from", .policyFrom, ports: .ruleSourcePorts),
            end("to", .policyTo, ports: .ruleDestinationPorts)),
        .optional(rest)
    ).map { Words(proto: $0.0, source: $0.1.0, destination: $0.1.1, rest: $0.2) }

    private static func end(_ word: StaticWord, _ use: WordUse, ports: WordUse) -> Pattern<End> {
        let prefix: Pattern<Placed<PrefixWord?>> = .choice([
            .keyword("any", .everyAddress, as: nil),
            Pattern.argument(Arguments.prefixOrNode).map { $0.map { $0 } },
        ])
        return Pattern.clause(
            word, use, .sequence(prefix, .optional(.clause("port", ports, Arguments.ports)))
        ).map { (prefix: $0.0, ports: $0.1) }
    }

    private static let rest: Pattern<Placed<Rest>> = .choice([
        Pattern.sequence(
            .clause("type", .ruleType, Arguments.icmpTypes),
            .optional(.clause("code", .ruleCode, Arguments.icmpCodes))
        ).map { words in
            words.0.map { .messages(types: $0, codes: words.1?.value ?? []) }
        },
        .keyword("opaque", .policyOpaque, as: .opaque),
    ])

    // MARK: - Reading

    /// The selectors that a line says.
    ///
    /// - Throws: `UsageFault` when its parts contradict each other.
    static func selectors(_ words: Words) throws(UsageFault) -> SelectorRequest {
        try selectors(words, family: nil) { _ in nil }
    }

    /// The same, with addresses in the place of names; of one that is not known yet it is the unspecified one.
    fileprivate static func selectors(
        _ words: Words, family known: IPFamily?, _ address: (NodeName) -> IPAddress?
    ) throws(UsageFault) -> SelectorRequest {
        let (source, destination) = (words.source.prefix, words.destination.prefix)
        guard let family = known ?? family(of: words) else {
            throw destination.conflict(ValueFault.noFamily.complaint)
        }
        let nextLayer = try nextLayer(words, in: family)
        let everything = Prefix.everything(of: family)
        func prefix(_ word: PrefixWord?) -> Prefix {
            switch word {
            case .prefix(let prefix): prefix
            case .name(let name): Prefix(address(name) ?? everything.address)
            case nil: everything
            }
        }
        guard
            let selectors = TrafficSelectors(
                source: prefix(source.value), destination: prefix(destination.value), nextLayer)
        else { throw destination.conflict(ValueFault.mixedFamilies.complaint) }
        return SelectorRequest(
            selectors: selectors, source: source.range, destination: destination.range,
            words: words)
    }

    /// The family of the addresses; nil where nothing says which.
    ///
    /// Where there are only names it is IPv4, unless the protocol is IPv6's alone.
    private static func family(of words: Words) -> IPFamily? {
        let ends = [words.source.prefix.value, words.destination.prefix.value]
        if let prefix = ends.lazy.compactMap({ $0?.prefix }).first { return prefix.family }
        guard ends.contains(where: { $0?.name != nil }) else { return nil }
        return words.proto?.value == [.icmpv6] ? .v6 : .v4
    }

    private static func nextLayer(
        _ words: Words, in family: IPFamily
    ) throws(UsageFault) -> NextLayer {
        let ports = words.source.ports ?? words.destination.ports
        let proto = words.proto
        if let proto, [.icmp, .icmpv6].contains(proto.value),
            proto.value != [.ownICMP(of: family)]
        {
            throw proto.conflict(ValueFault.familyOfProtocol.complaint)
        }
        let content: NextLayer.Content
        switch words.rest?.value {
        case .messages(let types, let codes): content = .messages(types: types, codes: codes)
        case .opaque: content = .opaque
        case nil:
            content = .ports(
                source: words.source.ports?.value, destination: words.destination.ports?.value)
        }
        if ports != nil, let rest = words.rest {
            let isOpaque = content == .opaque
            throw rest.conflict(
                isOpaque
                    ? ValueFault.portAndOpaque.complaint : ValueFault.typeWithoutICMP.complaint)
        }
        do throws(NextLayer.Fault) {
            return try NextLayer(
                proto?.value ?? [], ports == nil && words.rest == nil ? .any : content, in: family)
        } catch {
            // Only a named protocol has no ports, or hides nothing.
            let range = proto?.range ?? words.rest?.range ?? words.source.prefix.range
            switch error {
            case .portsWithoutPorts:
                throw UsageFault(range, .conflict(ValueFault.portWithoutPorts.complaint))
            case .messageWithoutICMP:
                throw UsageFault(
                    words.rest?.range ?? range, .conflict(ValueFault.typeWithoutICMP.complaint))
            case .nothingToHide:
                throw UsageFault(range, .conflict(ValueFault.nothingHidden.complaint))
            }
        }
    }
}

/// Traffic selectors as a person asks for them.
package struct SelectorRequest: Sendable {
    /// The selectors.
    package let selectors: TrafficSelectors
    /// Where the line says the source's addresses: byte offsets.
    package let source: Range<Int>
    /// Where it says the destination's.
    package let destination: Range<Int>
    let words: SelectorSyntax.Words

    /// The nodes whose addresses it is about, source first.
    package var names: [Placed<NodeName>] {
        [words.source.prefix, words.destination.prefix].compactMap { word in
            (word.value?.name).map { Placed($0, at: word.range) }
        }
    }

    /// The families of which it can be, that which is tried first in front.
    package var families: [IPFamily] {
        let isOpen = [words.source, words.destination].allSatisfy { $0.prefix.value?.prefix == nil }
        return isOpen && selectors.source.family == .v4 && words.proto?.value != [.icmp]
            ? [.v4, .v6] : [selectors.source.family]
    }

    /// The same with addresses of one family in the place of names.
    ///
    /// - Throws: `UsageFault` when its parts contradict each other then.
    package func naming(
        _ family: IPFamily, _ address: (NodeName) -> IPAddress?
    ) throws(UsageFault) -> SelectorRequest {
        try SelectorSyntax.selectors(words, family: family, address)
    }
}

extension TrafficSelectors {
    /// Writes them as `policy add` reads them: `proto tcp from 10.0.0.0/24 to 10.1.0.0/16 port 443`.
    package func write(to text: inout [UInt8]) {
        if !nextLayer.protocols.isEmpty {
            text.append(contentsOf: "proto ".utf8)
            FieldSyntax.write(ProtocolMatch(nextLayer.protocols), to: &text)
            text.append(UInt8(ascii: " "))
        }
        var (from, to): (PortSet?, PortSet?)
        if case .ports(let source, let destination) = nextLayer.content {
            (from, to) = (source, destination)
        }
        Self.write(source, from, behind: "from ", to: &text)
        Self.write(destination, to, behind: " to ", to: &text)
        switch nextLayer.content {
        case .any, .ports: break
        case .opaque: text.append(contentsOf: " opaque".utf8)
        case .messages(let types, let codes):
            text.append(contentsOf: " type ".utf8)
            FieldSyntax.write(types, to: &text)
            guard !codes.isEmpty else { break }
            text.append(contentsOf: " code ".utf8)
            FieldSyntax.write(codes, to: &text)
        }
    }

    private static func write(
        _ prefix: Prefix, _ ports: PortSet?, behind word: StaticString, to text: inout [UInt8]
    ) {
        text.append(contentsOf: word.description.utf8)
        prefix.write(to: &text)
        guard let ports else { return }
        text.append(contentsOf: " port ".utf8)
        ports.write(to: &text)
    }
}
