import Chance
import Firewall
@testable import Network
import Wire

/// Random policies of some gateways of a network, and tunnels between them: as boxes for proofs, and asked packet by packet.
struct RandomPolicies {
    private(set) var proofs: [PathPolicies] = []
    private var tables: [NodeID: Table] = [:]

    /// The policies of a gateway.
    private struct Table {
        let outside: LinkID
        let sending: [Entry]
        let receiving: [Entry]
    }

    /// Packets, and what becomes of them.
    private struct Entry {
        let match: RuleMatch
        let end: Rehearsal.Choice
        /// What the other end of a tunnel takes.
        var taken = RuleMatch()
    }

    /// Policies of the gateways of a network, of which matches are made by `match`.
    init(
        _ network: Network, _ random: inout SplitMix, _ match: (inout SplitMix) throws -> RuleMatch
    ) throws {
        let gates = network.topology.nodeIDs.filter { network.topology[$0].forwards }
        let outsides = gates.map { gate in
            network.topology[gate].interfaces.shuffled(using: &random).first?.link
        }
        for (gate, outside) in zip(gates, outsides) where random.chance(85) {
            guard let outside else { continue }
            let others = zip(gates, outsides).filter { $0.0 != gate }
            let far = others.randomElement(using: &random)
            var sending: [Entry] = []
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let match = try match(&random)
                let taken = random.chance(80) ? RuleMatch() : try self.match(&random, match)
                let end: Rehearsal.Choice
                switch Int.random(in: 0...6, using: &random) {
                case 0: end = .clear
                case 1: end = .dropped(.discardedByPolicy)
                default:
                    guard let far, let link = far.1 else { continue }
                    end = .tunnel("t", to: far.0, over: link)
                }
                sending.append(Entry(match: match, end: end, taken: taken))
            }
            var receiving: [Entry] = []
            if random.chance(25) {
                let end: Rehearsal.Choice = random.chance(70) ? .dropped(.unprotected) : .clear
                receiving.append(Entry(match: try match(&random), end: end))
            }
            tables[gate] = Table(outside: outside, sending: sending, receiving: receiving)
            proofs.append(
                PathPolicies(
                    node: gate, outside: outside, sending: sending.map(Self.entry),
                    receiving: receiving.map(Self.entry)))
        }
    }

    /// A match that asks for a little of what another does.
    private func match(_ random: inout SplitMix, _ match: RuleMatch) throws -> RuleMatch {
        RuleMatch(proto: ProtocolMatch([random.one(of: [.tcp, .udp])]), source: match.source)
    }

    private static func entry(_ entry: Entry) -> PathPolicies.Entry {
        let end: PathPolicies.End =
            switch entry.end {
            case .clear: .clear
            case .elsewhere(let name): .elsewhere(name)
            case .dropped: .dropped
            case .tunnel(_, let node, let link):
                .tunnel(
                    PathPolicies.Passageway(
                        to: node, over: link, taken: region(entry.taken),
                        unseen: region(entry.taken), longest: 1_400))
            }
        // What these ask for is what every packet shows.
        let region = region(entry.match)
        return PathPolicies.Entry(region, end, unseen: region, end)
    }

    private static func region(_ match: RuleMatch) -> ProofRegion {
        let links = [LinkName(rawValue: "any")]
        return ProofRegion(
            boxes4: RuleBoxes(ipv4: match, links: links).boxes ?? [],
            boxes6: RuleBoxes(ipv6: match, links: links).boxes ?? [])
    }

    /// The same, asked packet by packet.
    var rehearsal: Rehearsal.Policies {
        Rehearsal.Policies(
            sending: { fields, node, link in
                choice(fields, tables[node].flatMap { $0.outside == link ? $0.sending : nil })
            },
            receiving: { fields, node, link in
                choice(fields, tables[node].flatMap { $0.outside == link ? $0.receiving : nil })
            })
    }

    private func choice(_ fields: PacketFields, _ entries: [Entry]?) -> Rehearsal.Choice {
        let first = entries?.first { Self.takes($0.match, fields) }
        guard let first else { return .clear }
        if case .tunnel = first.end, !Self.takes(first.taken, fields) {
            return .dropped(.selectorMismatch)
        }
        return first.end
    }

    private static func takes(_ match: RuleMatch, _ fields: PacketFields) -> Bool {
        match.firstMismatch(with: fields, PacketContext()) == nil
    }
}
