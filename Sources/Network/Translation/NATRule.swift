package import Firewall
import Wire

/// One address translation rule: what becomes of the flows that it matches.
///
/// It is asked about the first packet of a flow, and never again while the flow lives.
package struct NATRule: Hashable, Sendable {
    /// What it does.
    package let action: NATAction
    /// Which packets it matches, as they are when it is asked: a destination before routing, a source after the
    /// destination was translated.
    ///
    /// Only a source can ask about the link over which packets go out; for `oneToOne` the links are the outside.
    package internal(set) var match: RuleMatch

    /// A rule.
    ///
    /// - Throws: `notIPv4`, `portsWithoutProtocol`, `outBeforeRouting`, `prefixesDiffer` or `onlyLinks`.
    package init(
        _ action: NATAction, _ match: RuleMatch = RuleMatch()
    ) throws(NATRuleFault) {
        self.action = action
        self.match = match
        let addresses = [match.source, match.destination].compactMap { $0 }
        guard addresses.allSatisfy({ $0.families.allSatisfy { $0 == .v4 } }), isIPv4 else {
            throw .notIPv4
        }
        if action.ports != nil {
            guard let proto = match.proto, !proto.isNegated,
                proto.protocols.allSatisfy(\.hasPorts)
            else { throw .portsWithoutProtocol }
        }
        if action.end != .source, !match.outLinks.isEmpty { throw .outBeforeRouting }
        guard case .oneToOne(let inside, let outside) = action else { return }
        guard inside.length == outside.length else {
            throw .prefixesDiffer(inside: inside.length, outside: outside.length)
        }
        guard match.fields.allSatisfy({ $0 == .link }) else { throw .onlyLinks }
    }

    private var isIPv4: Bool {
        switch action {
        case .masquerade: true
        case .source(let pool), .destination(let pool): pool.addresses.family == .v4
        case .oneToOne(let inside, let outside): inside.family == .v4 && outside.family == .v4
        }
    }
}

/// Why an address translation rule is none, or can't stand where it was to stand.
package enum NATRuleFault: Error, Equatable, Sendable {
    /// It names an IPv6 address: only IPv4 is translated.
    case notIPv4
    /// It gives ports, but its packets need not have any: it has to name TCP, UDP or both.
    case portsWithoutProtocol
    /// It translates destinations, which is before anybody knows over which link a packet will go out.
    case outBeforeRouting
    /// The two prefixes of a translation one to one have different lengths.
    case prefixesDiffer(inside: Int, outside: Int)
    /// A translation one to one is about both directions, so that it can ask about nothing but links.
    case onlyLinks
    /// There is no rule of this number.
    case noSuchRule(Int, count: Int)
    /// No rule can stand at this number, only at 1 to `count`.
    case noSuchPlace(Int, count: Int)
    /// The same rule stands there already.
    case repeated(number: Int)
    /// There are as many rules as there can be.
    case full(limit: Int)
}
