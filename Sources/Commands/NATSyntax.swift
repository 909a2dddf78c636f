import Firewall
import Grammar
package import Network
import Wire

/// Address translation rules as text: patterns, readers and the writer, side by side.
///
/// What `write` prints, the pattern accepts, and reading it prints the same text again.
enum NATSyntax {
    /// What a line says behind a rule's target.
    struct Options: Sendable {
        var place: Placed<Int>?
        var ports: Placed<PortRange>?
        var links: Placed<[LinkName]>?
        var isPersistent = false
    }

    /// A rule, before its parts are held against each other.
    struct Words: Sendable {
        let action: NATRequest.Action
        let fields: RuleSyntax.Fields
        let place: Placed<Int>?
    }

    /// A rule of any kind.
    static let pattern: Pattern<Words> = .choice([
        masquerade, translated("snat", .natSource) { .source($0, isPersistent: $1) },
        translated("dnat", .natDestination) { .destination($0, isPersistent: $1) },
        translated("forward", .natForward) { .destination($0, isPersistent: $1) }, oneToOne,
    ])

    private static let place = Pattern.clause("at", .natAt, Arguments.natNumber)

    private static let masquerade = Pattern.clause(
        "masquerade", .natMasquerade,
        .sequence(
            fields,
            .anyOrder(
                Options(),
                [
                    Part(.clause("ports", .natPorts, Arguments.natPorts)) { $0.ports = $1 },
                    Part(place) { $0.place = $1 },
                ]))
    ).map { words in
        Words(
            action: .masquerade(ports: words.1.ports?.value), fields: words.0,
            place: words.1.place)
    }

    private static func translated(
        _ word: StaticWord, _ use: WordUse,
        _ action: @escaping @Sendable (Placed<NATTarget>, Bool) -> NATRequest.Action
    ) -> Pattern<Words> {
        Pattern.clause(
            word, use,
            .sequence(
                fields, .clause("to", .natTo, Arguments.natTarget),
                .anyOrder(
                    Options(),
                    [
                        Part(.keyword("persistent", .natPersistent, as: true)) {
                            $0.isPersistent = $1.value
                        },
                        Part(place) { $0.place = $1 },
                    ]))
        ).map { words in
            Words(
                action: action(words.1, words.2.isPersistent), fields: words.0,
                place: words.2.place)
        }
    }

    private static let oneToOne = Pattern.clause(
        "one-to-one", .natOneToOne,
        .sequence(
            .argument(Arguments.prefixOrNode), .clause("as", .natAs, Arguments.prefixOrNode),
            .anyOrder(
                Options(),
                [
                    Part(.clause("on", .natOutside, Arguments.links)) { $0.links = $1 },
                    Part(place) { $0.place = $1 },
                ]))
    ).map { words in
        var fields = RuleSyntax.Fields()
        if let links = words.2.links { fields.parts.append(links.map { .links(LinkMatch($0)) }) }
        return Words(
            action: .oneToOne(inside: words.0, outside: words.1), fields: fields,
            place: words.2.place)
    }

    /// The fields of packets, in any order; where they go is behind `for`, as `to` says what becomes of them.
    private static let fields: Pattern<RuleSyntax.Fields> = .anyOrder(
        RuleSyntax.Fields(),
        [
            Part(.clause("on", .ruleOn, Arguments.links)) { fields, links in
                fields.parts.append(links.map { .links(LinkMatch($0)) })
            },
            Part(.clause("out", .ruleOut, Arguments.links)) { fields, links in
                fields.parts.append(links.map { .outLinks(LinkMatch($0)) })
            },
            Part(.clause("proto", .ruleProto, RuleSyntax.protocols)) { $0.proto = $1 },
            Part(RuleSyntax.end("from", .ruleFrom, ports: .ruleSourcePorts)) { $0.source = $1 },
            Part(RuleSyntax.end("for", .natFor, ports: .ruleDestinationPorts)) {
                $0.destination = $1
            },
            Part(RuleSyntax.ports(.ruleDestinationPorts)) { $0.ports = $1 },
        ])

    /// Reads what an address becomes.
    static func readTarget(_ text: Span<UInt8>) throws(Misfit) -> NATTarget {
        // Only IPv4 is translated, which is said where the rule is made.
        if let other = try? AddressRange.parse(text), other.family == .v6 {
            return NATTarget(host: .range(other), ports: nil)
        }
        let colon = text.indices.last { text[$0] == UInt8(ascii: ":") }
        let host = text.extracting(..<(colon ?? text.count))
        var ports: PortRange?
        if let colon {
            do throws(TextFault) {
                ports = try readPorts(text.extracting((colon + 1)...))
            } catch {
                throw .wrong(error.complaint)
            }
        }
        if host.beginsWithDigit {
            do throws(TextFault) {
                return NATTarget(host: .range(try .parse(host)), ports: ports)
            } catch {
                throw Misfit(error)
            }
        }
        do throws(ValueFault) {
            return NATTarget(host: .name(try Names.read(host)), ports: ports)
        } catch {
            throw Misfit(error)
        }
    }

    /// Reads ports, or a service's.
    static func readPorts(_ text: Span<UInt8>) throws(TextFault) -> PortRange {
        if let service = ServiceName.named(text) { return PortRange(service.port) }
        return try PortRange.parse(text)
    }
}

extension NATRule {
    /// Writes the rule as `nat add` reads it, in its one canonical form.
    package func write(to text: inout [UInt8]) {
        switch action {
        case .masquerade(let ports):
            text += "masquerade".utf8
            match.writeForTranslation(to: &text)
            guard let ports else { return }
            text += " ports ".utf8
            ports.write(to: &text)
        case .source(let pool):
            text += "snat".utf8
            match.writeForTranslation(to: &text)
            pool.write(to: &text)
        case .destination(let pool):
            text += "dnat".utf8
            match.writeForTranslation(to: &text)
            pool.write(to: &text)
        case .oneToOne(let inside, let outside):
            text += "one-to-one ".utf8
            inside.write(to: &text)
            text += " as ".utf8
            outside.write(to: &text)
            match.writeForTranslation(to: &text)
        }
    }

    /// The rule's canonical text.
    package var text: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension NATPool {
    fileprivate func write(to text: inout [UInt8]) {
        text += " to ".utf8
        addresses.write(to: &text)
        if let ports {
            text.append(UInt8(ascii: ":"))
            ports.write(to: &text)
        }
        if isPersistent { text += " persistent".utf8 }
    }
}

extension RuleMatch {
    /// Writes the match, each part behind a blank; nothing when it matches everything.
    fileprivate func writeForTranslation(to text: inout [UInt8]) {
        func write(_ field: RuleField, behind word: String) {
            text += " \(word) ".utf8
            self.write(field, to: &text)
        }
        if !links.isEmpty { write(.link, behind: "on") }
        if !outLinks.isEmpty { write(.outLink, behind: "out") }
        if proto != nil { write(.proto, behind: "proto") }
        if source != nil { write(.source, behind: "from") }
        if sourcePorts != nil {
            if source == nil { text += " from any".utf8 }
            write(.sourcePort, behind: "port")
        }
        if destination != nil { write(.destination, behind: "for") }
        guard destinationPorts != nil else { return }
        // Right behind `from` it would be the source port.
        if destination == nil, source != nil || sourcePorts != nil {
            text += " for any".utf8
        }
        write(.destinationPort, behind: "port")
    }
}
