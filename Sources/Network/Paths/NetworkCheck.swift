package import Firewall
package import Timeline
package import Wire

/// What is the matter with a network as a whole, whatever each list says for itself.
package struct NetworkCheck: Sendable {
    /// Something that misleads.
    package enum Finding: Hashable, Sendable {
        /// Packets to these addresses go round these nodes until no hops are left.
        case loop(AddressRange, [NodeID])
        /// No other node can reach this host.
        case unreached(NodeID)
        /// It is not known whether one can.
        case unknown(NodeID, PathBound)
        /// No packet comes to the rule of this number in a list.
        case unmet(NodeID, RuleChain, Int)
        /// The address translation rule of this number translates nothing.
        case idle(NodeID, Int)
    }

    /// What was found: loops, hosts, rules and address translation rules, each by their nodes.
    package private(set) var findings: [Finding] = []
    /// How many nodes, rules and address translation rules there are.
    package let counts: (nodes: Int, rules: Int, translations: Int)
    /// Why not all was looked at; nil where it was.
    package let end: Budget.End?

    /// Checks a network with the tunnels in it.
    package init(_ network: Network, _ policies: [PathPolicies] = [], _ budget: Budget = Budget()) {
        let net = network.topology
        let nodes = net.nodeIDs
        counts = (
            nodes.count,
            nodes.reduce(0) { sum, node in
                sum + RuleChain.allCases.reduce(0) { $0 + network[node].gateway[$1].count }
            }, nodes.reduce(0) { $0 + net[$1].translation.rules.count }
        )
        var map4 = PathMap<UInt32>(network)
        var map6 = PathMap<UInt128>(network)
        findings += RouteLoops.find(&map4, budget) + RouteLoops.find(&map6, budget)
        findings += Self.unreached(&map4, &map6, policies, budget)
        var meeting4 = RuleMeeting(&map4, policies, budget)
        var meeting6 = RuleMeeting(&map6, policies, budget)
        for node in nodes where budget.end == nil {
            for chain in RuleChain.allCases {
                let met = meeting4.met(chain, of: node).union(meeting6.met(chain, of: node))
                let set = network[node].gateway[chain]
                for place in set.entries.indices where set.entries[place].isEnabled {
                    let decides = set.entries[place].rule.action.decides
                    guard decides, !met.contains(place + 1) else { continue }
                    findings.append(.unmet(node, chain, place + 1))
                }
            }
        }
        for node in nodes where budget.end == nil {
            let met = meeting4.translated(at: node)
            for place in net[node].translation.rules.indices where !met.contains(place + 1) {
                findings.append(.idle(node, place + 1))
            }
        }
        end = budget.end
    }

    /// The hosts that no other node can reach by any address of theirs.
    private static func unreached(
        _ map4: inout PathMap<UInt32>, _ map6: inout PathMap<UInt128>, _ policies: [PathPolicies],
        _ budget: Budget
    ) -> [Finding] {
        let net = map4.network.topology
        let senders = net.nodeIDs.filter { !net[$0].forwards }
        var found: [Finding] = []
        for host in senders where net[host].kind == .host && senders.count > 1 {
            guard budget.end == nil else { break }
            let addresses = net[host].interfaces.flatMap(\.addresses).map { address in
                AddressMatch.Member.range(AddressRange(Prefix(address.address)))
            }
            guard !addresses.isEmpty else {
                found.append(.unreached(host))
                continue
            }
            var question = PathQuestion(
                from: senders.filter { $0 != host },
                RuleMatch(destination: AddressMatch(addresses)))
            question.receiver = host
            let first = reaches(question, &map4, policies, budget)
            if first == .some(nil) { continue }
            let second = reaches(question, &map6, policies, budget)
            if second == .some(nil) { continue }
            if let bound = [first, second].compactMap({ $0 }).first ?? nil {
                found.append(.unknown(host, bound))
            } else {
                found.append(.unreached(host))
            }
        }
        return found
    }

    /// Nil where none of the packets of a question gets there, a bound where that is not known; `.some(nil)` where one does.
    private static func reaches<Address: PathAddress>(
        _ question: PathQuestion, _ map: inout PathMap<Address>, _ policies: [PathPolicies],
        _ budget: Budget
    ) -> PathBound?? {
        // What comes from whatever source proves as much, and is fewer parts; where it is not certain, that from hosts' own may be.
        var question = question
        question.sources = .any
        let answer = search(question, &map, policies, budget)
        guard case .some(.some) = answer else { return answer }
        question.sources = .own
        let own = search(question, &map, policies, budget)
        return own == .some(nil) ? own : answer
    }

    private static func search<Address: PathAddress>(
        _ question: PathQuestion, _ map: inout PathMap<Address>, _ policies: [PathPolicies],
        _ budget: Budget
    ) -> PathBound?? {
        guard
            var walker = PathWalker(
                question, in: map, policies, isForWitness: false, budget)
        else {
            return .some(.boxes)
        }
        defer { map = walker.map }
        var isDoubtful = false
        while let arrival = walker.next() {
            if arrival.part.isCertain { return .some(nil) }
            isDoubtful = true
        }
        if let bound = walker.bound ?? walker.doubt { return .some(bound) }
        return isDoubtful ? .some(.unconfirmed) : nil
    }
}

/// Routes that lead in circles.
enum RouteLoops<Address: PathAddress> {
    /// The circles of a network: each once, with the first addresses that go round there.
    static func find(_ map: inout PathMap<Address>, _ budget: Budget) -> [NetworkCheck.Finding] {
        let network = map.network
        let routers = network.topology.nodeIDs.filter { network.topology[$0].forwards }
        var starts: Set<Address> = [0]
        for node in routers { starts.formUnion(map.spans(of: node).map(\.addresses.low)) }
        let rising = starts.sorted()
        var found: [(loop: [NodeID], addresses: Interval<Address>)] = []
        for (place, start) in rising.enumerated() {
            let end = place + 1 < rising.count ? rising[place + 1] - 1 : Address.max
            for loop in loops(to: Address.address(end), routers, network) {
                guard budget.spend(Budget.item) else { break }
                let last = found.firstIndex { $0.loop == loop }
                if let last, found[last].addresses.high &+ 1 == start {
                    found[last].addresses.high = end
                } else if last == nil {
                    found.append((loop, Interval(start, end)))
                }
            }
        }
        return found.compactMap { loop, addresses in
            let range = try? AddressRange(
                first: Address.address(addresses.low), last: Address.address(addresses.high))
            return range.map { .loop($0, loop) }
        }
    }

    /// The circles in which packets to an address go, each from its lowest node on.
    private static func loops(
        to address: IPAddress, _ routers: [NodeID], _ network: Network
    ) -> [[NodeID]] {
        var found: [[NodeID]] = []
        var done: Set<Visit> = []
        for router in routers {
            for interface in network.topology[router].interfaces {
                var way: [Visit] = []
                var next: Visit? = Visit(node: router, link: interface.link)
                while let visit = next, !done.contains(visit) {
                    if let place = way.firstIndex(of: visit) {
                        let loop = turned(way[place...].map(\.node))
                        if !found.contains(loop) { found.append(loop) }
                        break
                    }
                    way.append(visit)
                    next = step(visit, to: address, network)
                }
                done.formUnion(way)
            }
        }
        return found
    }

    private struct Visit: Hashable {
        let node: NodeID
        let link: LinkID
    }

    private static func step(
        _ visit: Visit, to address: IPAddress, _ network: Network
    ) -> Visit? {
        let stack = network.stacks[visit.node.rawValue]
        guard network.topology[visit.node].forwards, !stack.isOwn(address),
            let route = stack.routes.route(to: address, .over(visit.link)),
            let next = network.segments[route.link.rawValue].neighbour(
                of: visit.node, on: route, to: address)
        else { return nil }
        return Visit(node: next, link: route.link)
    }

    /// A circle that begins at its lowest node.
    private static func turned(_ loop: [NodeID]) -> [NodeID] {
        guard let least = loop.min(), let place = loop.firstIndex(of: least) else { return loop }
        return Array(loop[place...] + loop[..<place])
    }
}
