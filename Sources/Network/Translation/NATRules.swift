import Firewall
import Wire

/// The address translation rules of a node, in order: the first that matches decides.
///
/// A flow is asked twice: before routing by the rules about destinations, after it by those about sources. Hairpinning
/// needs no rule of its own: a host that asks for a service by its outside address meets the same destination rule
/// as one from outside does, if that names no link; a source rule `out` the inside link then brings the answers back.
package struct NATRules: Hashable, Sendable {
    /// The rules.
    package private(set) var rules: [NATRule] = []

    /// How many rules there may be.
    package static let limit = 1_000

    /// No rules.
    package init() {}

    /// The list of these rules.
    ///
    /// - Throws: `repeated` or `full`.
    package init(_ rules: [NATRule]) throws(NATRuleFault) {
        for rule in rules { try insert(rule) }
    }

    /// Whether nothing is ever translated.
    package var isEmpty: Bool { rules.isEmpty }

    /// Whether destinations are translated.
    package var rewritesDestinations: Bool { rules.contains { $0.action.end != .source } }

    /// Puts a rule at a number, or at the end.
    ///
    /// - Returns: Its number.
    /// - Throws: `noSuchPlace`, `repeated` or `full`.
    @discardableResult
    package mutating func insert(
        _ rule: NATRule, at number: Int? = nil
    ) throws(NATRuleFault) -> Int {
        let number = number ?? rules.count + 1
        guard 1...rules.count + 1 ~= number else {
            throw .noSuchPlace(number, count: rules.count + 1)
        }
        if let place = rules.firstIndex(of: rule) { throw .repeated(number: place + 1) }
        guard rules.count < Self.limit else { throw .full(limit: Self.limit) }
        rules.insert(rule, at: number - 1)
        return number
    }

    /// Takes a rule away; flows that it translates go on as they are.
    ///
    /// - Throws: `noSuchRule`.
    @discardableResult
    package mutating func remove(_ number: Int) throws(NATRuleFault) -> NATRule {
        guard 1...max(rules.count, 1) ~= number, !rules.isEmpty else {
            throw .noSuchRule(number, count: rules.count)
        }
        return rules.remove(at: number - 1)
    }

    /// Gives a rule another number.
    ///
    /// - Throws: `noSuchRule` or `noSuchPlace`.
    package mutating func move(_ number: Int, to place: Int) throws(NATRuleFault) {
        guard rules.indices.contains(number - 1) else {
            throw .noSuchRule(number, count: rules.count)
        }
        guard rules.indices.contains(place - 1) else {
            throw .noSuchPlace(place, count: rules.count)
        }
        rules.insert(rules.remove(at: number - 1), at: place - 1)
    }

    /// Takes away every rule that names a link.
    mutating func removeAll(about link: LinkName) {
        rules.removeAll { $0.match.links.contains(link) || $0.match.outLinks.contains(link) }
    }

    /// Looks up what the zones in the rules stand for, at a node on these links.
    mutating func lookUpZones(_ zones: [LinkZone], on links: [LinkName]) {
        for place in rules.indices {
            let match = rules[place].match
            guard (match.inLinkMatch ?? match.outLinkMatch) != nil else { continue }
            rules[place].match.resolve(zones, known: links)
        }
    }

    /// The number of the first rule that names a zone; nil where none does.
    func number(using zone: LinkName) -> Int? {
        rules.firstIndex {
            $0.match.links.contains(zone) || $0.match.outLinks.contains(zone)
        }.map { $0 + 1 }
    }

    // MARK: - Who decides

    /// The first rule about the destination of a packet, and its number.
    func destinationRule(
        for packet: PacketFields, on link: LinkName?
    ) -> (number: Int, rule: NATRule)? {
        let context = PacketContext(link: link)
        for (place, rule) in rules.enumerated() where rule.action.end != .source {
            if case .oneToOne(_, let outside) = rule.action {
                guard outside.contains(packet.destination) else { continue }
            }
            if rule.match.firstMismatch(with: packet, context) == nil { return (place + 1, rule) }
        }
        return nil
    }

    /// The first rule about the source of a packet, and its number.
    func sourceRule(
        for packet: PacketFields, on link: LinkName?, out: LinkName
    ) -> (number: Int, rule: NATRule)? {
        for (place, rule) in rules.enumerated() where rule.action.end != .destination {
            var context = PacketContext(link: link, out: out)
            if case .oneToOne(let inside, _) = rule.action {
                guard inside.contains(packet.source) else { continue }
                // Its links are the outside, which is where these packets go out.
                context.link = out
            }
            if rule.match.firstMismatch(with: packet, context) == nil { return (place + 1, rule) }
        }
        return nil
    }
}
