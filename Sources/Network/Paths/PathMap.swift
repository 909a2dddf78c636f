import Firewall
import Timeline
import Wire

/// What paths ask of the nodes of a network that depends on no packet; worked out when it is asked for.
struct PathMap<Address: PathAddress> {
    /// The network.
    let network: Network
    private var routes: [NodeID: [RouteSpan<Address>]] = [:]
    private var lists = PathLists<Address>()
    private var translations: [NodeID: PathTranslations<Address>] = [:]
    /// What the rules of the network ask about.
    let asks: Asks
    /// The nodes; a `NodeID` is an index here.
    private let places: [PathPlace<Address>]

    /// What makes a difference to packets that come to a node again.
    struct Asks {
        /// Whether a translation of destinations asks how many hops are left, or from which port a packet comes: then packets that
        /// come again may go another way.
        let aboutHops: Bool
        /// Whether a rule asks from which port a packet comes.
        let aboutSourcePorts: Bool
        /// Whether a rule asks how long a packet is: then fragments may go where the packet would not.
        let aboutLength: Bool

        /// What the rules of a network ask about.
        init(_ network: Network) {
            let nodes = network.topology.nodeIDs
            let translations = nodes.flatMap { network.topology[$0].translation.rules }
            aboutHops = translations.contains { rule in
                rule.match.asks(about: .number(.hopLimit))
                    || rule.action.end != .source && rule.match.asks(about: .sourcePort)
            }
            func asks(about field: RuleField) -> Bool {
                translations.contains { $0.match.asks(about: field) }
                    || nodes.contains { node in
                        RuleChain.allCases.contains { chain in
                            network.stacks[node.rawValue].gateway[chain].entries.contains {
                                $0.rule.match.asks(about: field)
                            }
                        }
                    }
            }
            aboutSourcePorts = asks(about: .sourcePort)
            aboutLength = asks(about: .number(.length))
        }
    }

    /// The map of a network.
    init(_ network: Network) {
        self.network = network
        asks = Asks(network)
        places = network.stacks.map { PathPlace($0) }
    }

    /// The addresses of a node's family that the same routes are for, rising; together they are all.
    mutating func spans(of node: NodeID) -> [RouteSpan<Address>] {
        if let known = routes[node] { return known }
        let spans = RouteSpan<Address>.spans(of: network.stacks[node.rawValue].routes)
        routes[node] = spans
        return spans
    }

    /// A list of rules of a node, without those that are about other destinations alone.
    mutating func list(
        _ chain: RuleChain, of node: NodeID, to destinations: Interval<Address>, _ budget: Budget
    ) -> PathList<Address> {
        lists.list(chain, of: network, node, to: destinations, budget)
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

    /// Whether a node stands for any.
    var hasSites: Bool { places.contains { $0.isSite } }

    /// What is known of a node.
    func place(of node: NodeID) -> PathPlace<Address> { places[node.rawValue] }

    /// The addresses of a node, each by itself, rising; every address for a site.
    func own(_ node: NodeID) -> [Interval<Address>] { places[node.rawValue].owned }
}

/// A node as paths meet it.
struct PathPlace<Address: PathAddress> {
    /// Which it is.
    let node: NodeID
    /// Whether it passes packets on.
    let forwards: Bool
    /// Whether it stands for any node: it takes what can't be put together, too.
    let isSite: Bool
    /// Whether it puts all fragments together, because it translates addresses.
    let putsTogether: Bool
    /// Whether it makes a difference to packets which flows it knows: it translates addresses, or one of its rules asks for states.
    let remembers: Bool
    /// Whether it asks where sources are.
    let reversePath: ReversePathCheck
    /// Its addresses, each by itself, rising; every address for a site.
    let owned: [Interval<Address>]
    private let doors: [Door]

    /// A link that it is on.
    struct Door {
        let link: LinkID
        /// What rules call it.
        let name: LinkName
        /// The node's address there; nil where it has none.
        let address: Address?
    }

    /// The place of a node.
    init(_ stack: Stack) {
        node = stack.node
        forwards = stack.kind.forwards
        isSite = stack.kind == .site
        putsTogether = !stack.translator.rules.isEmpty
        remembers =
            stack.kind.forwards
            && (putsTogether
                || RuleChain.allCases.contains { list in
                    stack.gateway[list].entries.contains { $0.rule.match.asks(about: .state) }
                })
        reversePath = stack.reversePath
        let numbers = stack.interfaces.flatMap { interface in
            interface.addresses.compactMap { Address.number(of: $0.address) }
        }
        owned =
            stack.kind == .site ? [.all] : Set(numbers).sorted().map { Interval($0, $0) }
        doors = stack.interfaces.compactMap { interface in
            stack.name(of: interface.link).map { name in
                Door(
                    link: interface.link, name: name,
                    address: interface.address(Address.family).flatMap { Address.number(of: $0) })
            }
        }
    }

    /// Those of some addresses to which a packet of the node leaves it: not its own, and not what is loopback everywhere.
    func leaving(to addresses: Interval<Address>) -> [Interval<Address>] {
        if isSite { return [addresses] }
        return IntervalList.outside(owned + Address.loopback, of: addresses)
    }

    /// The link of a number; nil where it is not on it.
    func door(to link: LinkID) -> Door? { doors.first { $0.link == link } }
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

    /// The routes over which goes what the node makes: its own, and answers to what came over each link.
    var routesOfOwn: [Route] {
        candidates.indices.filter { place in
            !candidates[..<place].contains { $0.link == candidates[place].link }
        }.map { candidates[$0] }
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
