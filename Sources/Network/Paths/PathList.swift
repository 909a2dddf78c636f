import Firewall
import Timeline
import Wire

/// The lists of rules of a network, each made when it is asked for.
struct PathLists<Address: PathAddress> {
    private var whole: [Key: PathList<Address>] = [:]
    /// Parts of them: most rules of a large network are about other destinations than a question.
    private var near: [NearKey: PathList<Address>] = [:]

    private struct Key: Hashable {
        let node: NodeID
        let chain: RuleChain
    }

    private struct NearKey: Hashable {
        let key: Key
        let destinations: Interval<Address>
    }

    /// A list of a node, without the rules that are about other destinations alone.
    mutating func list(
        _ chain: RuleChain, of network: Network, _ node: NodeID,
        to destinations: Interval<Address>, _ budget: Budget
    ) -> PathList<Address> {
        let key = Key(node: node, chain: chain)
        let list =
            whole[key]
            ?? PathList<Address>(network.stacks[node.rawValue].gateway[chain], budget)
        whole[key] = list
        guard list.rules.count > Self.fewRules else { return list }
        let nearKey = NearKey(key: key, destinations: destinations)
        if let known = near[nearKey] { return known }
        if near.count >= Self.mostNear { near.removeAll(keepingCapacity: true) }
        let narrowed = list.narrowed(to: destinations)
        near[nearKey] = narrowed
        return narrowed
    }

    /// A list of so many rules is as quickly read as looked for.
    private static var fewRules: Int { 8 }
    /// The most parts of lists that are kept.
    private static var mostNear: Int { 4_096 }
}

/// A list of rules as paths meet it.
struct PathList<Address: PathAddress> {
    /// The rules that decide, in the order in which they are read.
    private(set) var rules: [Rule]
    /// Whether it lets pass what no rule takes.
    let allowsByDefault: Bool
    /// The links that its rules know.
    let links: [LinkName]
    /// Which packets are of which state, where a rule asks for it.
    private let states: [(state: ConnectionState, box: PacketBox<Address>)]

    /// A rule.
    struct Rule {
        /// Its packets; none where they are too many boxes.
        let boxes: [PacketBox<Address>]
        /// Whether it lets them pass.
        let allows: Bool
        /// Whether it surely takes them.
        let isCertain: Bool
        /// Whether its boxes are known.
        let isBounded: Bool
    }

    /// The rules of a set.
    init(_ set: RuleSet, _ budget: Budget) {
        let allow = Action.allow.outcome
        let proof = RuleProof(set, for: .oneQuestion, budget).list
        rules = proof.rules.map { rule in
            Rule(
                boxes: Address.boxes(of: rule), allows: rule.outcome == allow,
                isCertain: rule.limit == nil && rule.isBounded, isBounded: rule.isBounded)
        }
        allowsByDefault = set.settings.defaultAction == .allow
        links = set.links
        let asks = set.entries.contains { $0.rule.match.asks(about: .state) }
        states = asks ? FirstPackets<Address>.boxes : []
    }

    /// The same, without the boxes that are about other destinations than some, and without rules that have no others.
    func narrowed(to destinations: Interval<Address>) -> Self {
        var list = self
        list.rules = rules.compactMap { rule in
            let near = rule.boxes.filter { $0.destination.intersects(destinations) }
            if near.count == rule.boxes.count { return rule }
            if near.isEmpty { return nil }
            return Rule(
                boxes: near, allows: rule.allows, isCertain: rule.isCertain,
                isBounded: rule.isBounded)
        }
        return list
    }

    /// The parts of a part that pass, over a link or made here, and out over a link or for the node itself.
    func passing(
        _ part: PathPart<Address>, over link: LinkName?, out: LinkName?
    ) -> [PathPart<Address>] {
        if !states.isEmpty, part.state == nil {
            return part.told(apart: states).flatMap { passing($0, over: link, out: out) }
        }
        var now = part.now
        // Where no rule asks for states, each is as good as any other.
        now.context = context(link, part.state ?? .new)
        let place = out.flatMap(links.firstIndex(of:)) ?? 0
        now[.outLink] = Interval(UInt16(place), UInt16(place))
        var passed: [PathPart<Address>] = []
        // What earlier rules may have let pass passes; only what they stop is left out.
        var rest = part
        for rule in rules {
            if !rule.isBounded {
                if rule.allows {
                    var doubtful = rest
                    doubtful.isCertain = false
                    passed.append(doubtful)
                } else {
                    rest.isCertain = false
                }
                continue
            }
            var isWhole = false
            for box in rule.boxes where box.intersects(now) {
                if rule.allows, var piece = rest.narrowed(to: box)?.pruned {
                    if !rule.isCertain { piece.isCertain = false }
                    passed.append(piece)
                }
                isWhole = isWhole || rule.isCertain && box.contains(now)
            }
            if isWhole { return passed }
            guard !rule.allows else { continue }
            for box in rule.boxes where box.intersects(now) {
                if !rule.isCertain {
                    rest.isCertain = false
                } else if !rest.exclude(box) {
                    return passed
                }
            }
        }
        if allowsByDefault { passed.append(rest) }
        return passed
    }

    private func context(_ link: LinkName?, _ state: ConnectionState) -> UInt64 {
        let bit = ConnectionState.allCases.firstIndex(of: state) ?? 0
        let place = link.flatMap(links.firstIndex(of:)) ?? 0
        return 1 << UInt64(place * ConnectionState.allCases.count + bit)
    }
}
