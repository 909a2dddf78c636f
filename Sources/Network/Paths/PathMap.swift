import Firewall
import Timeline
import Wire

/// What paths ask of the nodes of a network that depends on no packet; worked out when it is asked for.
struct PathMap<Address: PathAddress> {
    /// The network.
    let network: Network
    private var routes: [NodeID: [RouteSpan<Address>]] = [:]
    private var lists: [ListKey: PathList<Address>] = [:]
    private var translations: [NodeID: PathTranslations<Address>] = [:]
    /// Whether an address translation rule asks how many hops are left: then packets that come again may go another way.
    let asksAboutHops: Bool

    private struct ListKey: Hashable {
        let node: NodeID
        let chain: RuleChain
    }

    /// The map of a network.
    init(_ network: Network) {
        self.network = network
        asksAboutHops = network.topology.nodeIDs.contains { node in
            network.topology[node].translation.rules.contains {
                $0.match.fields.contains(.number(.hopLimit))
            }
        }
    }

    /// The addresses of a node's family that the same routes are for, rising; together they are all.
    mutating func spans(of node: NodeID) -> [RouteSpan<Address>] {
        if let known = routes[node] { return known }
        let spans = RouteSpan<Address>.spans(of: network.stacks[node.rawValue].routes)
        routes[node] = spans
        return spans
    }

    /// A list of rules of a node.
    mutating func list(_ chain: RuleChain, of node: NodeID, _ budget: Budget) -> PathList<Address> {
        let key = ListKey(node: node, chain: chain)
        if let known = lists[key] { return known }
        let list = PathList<Address>(network.stacks[node.rawValue].gateway[chain], budget)
        lists[key] = list
        return list
    }

    /// The address translation rules of a node; none where it does not translate the family.
    mutating func translations(of node: NodeID) -> PathTranslations<Address> {
        if let known = translations[node] { return known }
        let stack = network.stacks[node.rawValue]
        let rules = PathTranslations<Address>(
            stack.translator.rules, links: stack.gateway.firewall.ownLinks)
        translations[node] = rules
        return rules
    }

    /// The addresses of a node, each by itself, rising; every address for a site.
    func own(_ node: NodeID) -> [Interval<Address>] {
        let stack = network.stacks[node.rawValue]
        if stack.kind == .site { return [.all] }
        let numbers = stack.interfaces.flatMap { interface in
            interface.addresses.compactMap { Address.number(of: $0.address) }
        }
        return Set(numbers).sorted().map { Interval($0, $0) }
    }

    /// The address of a node on a link; nil where it has none.
    func address(of node: NodeID, on link: LinkID) -> Address? {
        let interface = network.stacks[node.rawValue].interfaces.first { $0.link == link }
        return interface?.address(Address.family).flatMap { Address.number(of: $0) }
    }
}

/// Addresses for which a node has the same routes.
struct RouteSpan<Address: PathAddress> {
    let addresses: Interval<Address>
    /// The routes, the best first; empty where there is none.
    let candidates: [Route]

    /// Over which route goes what came over a link, or was made here.
    func route(_ approach: Approach) -> Route? {
        RouteTable.choice(of: candidates[...], approach)
    }

    /// All addresses of the family, rising.
    static func spans(of table: RouteTable) -> [Self] {
        var starts: Set<Address> = [0]
        for route in table.routes {
            guard let span = Address.interval(route.prefix.first, route.prefix.last) else {
                continue
            }
            starts.insert(span.low)
            if span.high < .max { starts.insert(span.high + 1) }
        }
        let rising = starts.sorted()
        var spans: [Self] = []
        for (place, start) in rising.enumerated() {
            let end = place + 1 < rising.count ? rising[place + 1] - 1 : Address.max
            let candidates = Array(table.candidates(for: Address.address(start)))
            if let last = spans.last, last.candidates == candidates {
                spans[spans.count - 1] = Self(
                    addresses: Interval(last.addresses.low, end), candidates: candidates)
            } else {
                spans.append(Self(addresses: Interval(start, end), candidates: candidates))
            }
        }
        return spans
    }
}

/// A list of rules as paths meet it.
struct PathList<Address: PathAddress> {
    /// The rules that decide, in the order in which they are read.
    let rules: [Rule]
    /// Whether it lets pass what no rule takes.
    let allowsByDefault: Bool
    /// The links that its rules know.
    let links: [LinkName]

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
    }

    /// The parts of a part that pass, over a link or made here, and out over a link or for the node itself.
    func passing(
        _ part: PathPart<Address>, over link: LinkName?, out: LinkName?
    ) -> [PathPart<Address>] {
        var now = part.now
        now.context = context(link, part.state)
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
                if rule.allows, var piece = rest.narrowed(to: box) {
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
