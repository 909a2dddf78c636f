import Firewall
import Timeline
import Wire

/// Which rules some packet comes to, of all that routes bring to their nodes.
struct RuleMeeting<Address: PathAddress> {
    private var map: PathMap<Address>
    private let flow: DestinationFlow<Address>
    private let budget: Budget
    private var remains: BoxRemains<Address>

    /// The rules of a network.
    init(_ map: inout PathMap<Address>, _ policies: [PathPolicies], _ budget: Budget) {
        flow = DestinationFlow(&map, policies, budget)
        self.map = map
        self.budget = budget
        remains = BoxRemains(mostParts: 100_000, budget)
    }

    /// The numbers of the rules of a list that some packet comes to, or may.
    mutating func met(_ chain: RuleChain, of node: NodeID) -> Set<Int> {
        let set = map.network.stacks[node.rawValue].gateway[chain]
        guard set.count > 0 else { return [] }
        let proof = RuleProof(set, for: .oneQuestion, budget)
        let boxes = proof.list.rules.map { Address.boxes(of: $0) }
        let arrivals = arrivals(chain, of: node, links: set.links)
        var met: Set<Int> = []
        for (place, rule) in proof.list.rules.enumerated() {
            guard budget.spend(Budget.item) else { break }
            let earlier = (0..<place).filter { proof.list.rules[$0].limit == nil }
            let isMet =
                !rule.isBounded
                || isMet(boxes[place], arrivals) {
                    earlier.flatMap { boxes[$0] }
                }
            if isMet || isMetByLater(place, proof, set, boxes, arrivals) {
                met.insert(proof.numbers[place])
            }
        }
        return met
    }

    /// Whether fragments that are not the first of their packets come to a rule at a place, or may: they pass by all rules that ask for
    /// what they do not show.
    private mutating func isMetByLater(
        _ place: Int, _ proof: RuleProof, _ set: RuleSet, _ boxes: [[PacketBox<Address>]],
        _ arrivals: [PacketBox<Address>]
    ) -> Bool {
        func asks(_ place: Int) -> Bool {
            set.entries[proof.numbers[place] - 1].rule.match.asksBeyondIP
        }
        guard Address.family == .v4, !asks(place) else { return false }
        let earlier = (0..<place).filter { proof.list.rules[$0].limit == nil && !asks($0) }
        return isMet(boxes[place], arrivals) { earlier.flatMap { boxes[$0] } }
    }

    /// The numbers of the address translation rules of a node that translate some packet, or may.
    mutating func translated(at node: NodeID) -> Set<Int> {
        let stack = map.network.stacks[node.rawValue]
        let links = stack.gateway.firewall.ownLinks
        let rules = stack.translator.rules.rules
        guard Address.family == .v4, !rules.isEmpty else { return [] }
        let came = incoming(node, links: links)
        let left =
            arrivals(.forward, of: node, links: links)
            + arrivals(.output, of: node, links: links)
        var met: Set<Int> = []
        var earlier: (destinations: [PacketBox<Address>], sources: [PacketBox<Address>]) = ([], [])
        for (place, rule) in rules.enumerated() {
            guard budget.spend(Budget.item) else { break }
            guard let boxes = Address.boxes(of: rule.match, links: links) else {
                met.insert(place + 1)
                continue
            }
            var (destinations, sources) = (boxes, boxes)
            if case .oneToOne(let inside, let outside) = rule.action {
                destinations = boxes.compactMap { $0.meeting(destination: outside) }
                // Its links are the outside, over which these go out.
                sources = links.indices.compactMap { link in
                    boxes.first { $0.isAbout(link) }.flatMap {
                        $0.leaving(over: link).meeting(source: inside)
                    }
                }
            }
            if rule.action.end != .source {
                if isMet(destinations, came, { earlier.destinations }) { met.insert(place + 1) }
                earlier.destinations += destinations
            }
            if rule.action.end != .destination {
                if isMet(sources, left, { earlier.sources }) { met.insert(place + 1) }
                earlier.sources += sources
            }
        }
        return met
    }

    private mutating func isMet(
        _ boxes: [PacketBox<Address>], _ arrivals: [PacketBox<Address>],
        _ earlier: () -> [PacketBox<Address>]
    ) -> Bool {
        let pieces = boxes.flatMap { box in arrivals.compactMap { box.intersection($0) } }
        guard !pieces.isEmpty else { return false }
        let earlier = earlier()
        for piece in pieces {
            let near = earlier.filter { $0.intersects(piece) }
            if remains.packet(of: piece, without: near) != .nothing { return true }
        }
        return false
    }

    // MARK: - What comes to lists

    /// Boxes of the packets that come to a list, with the links over which they come and go.
    private mutating func arrivals(
        _ chain: RuleChain, of node: NodeID, links: [LinkName]
    ) -> [PacketBox<Address>] {
        switch chain {
        case .output: return made(by: node, links: links)
        case .input:
            return toItself(node, links: links)
                + incoming(node, links: links).flatMap { box in
                    IntervalList.both([box.destination], map.own(node)).map { box.with($0) }
                }
        case .forward:
            guard map.network.topology[node].forwards else { return [] }
            return incoming(node, links: links, isOnward: true).flatMap { box in
                forwarded(box, at: node, links: links)
            }
        }
    }

    /// What a node sends to its own addresses, as it goes out and comes in again.
    private func toItself(_ node: NodeID, links: [LinkName]) -> [PacketBox<Address>] {
        guard let place = links.firstIndex(of: .loopback) else { return [] }
        return map.own(node).map { own in
            var box = PacketBox<Address>.all.with(own).out(place)
            box.context = Self.bits(of: place)
            return box
        }
    }

    private mutating func made(by node: NodeID, links: [LinkName]) -> [PacketBox<Address>] {
        let stack = map.network.stacks[node.rawValue]
        return toItself(node, links: links)
            + map.spans(of: node).flatMap { span in
                span.routesOfOwn.compactMap { route in
                    guard let name = stack.name(of: route.link),
                        let out = links.firstIndex(of: name)
                    else { return nil }
                    return PacketBox<Address>.all.with(span.addresses).out(out)
                }
            }
    }

    /// What comes to a node over its links.
    private mutating func incoming(
        _ node: NodeID, links: [LinkName], isOnward: Bool = false
    ) -> [PacketBox<Address>] {
        let stack = map.network.stacks[node.rawValue]
        var found: [PacketBox<Address>] = []
        for interface in stack.interfaces {
            guard let name = stack.name(of: interface.link), let place = links.firstIndex(of: name)
            else { continue }
            let arrival = DestinationFlow<Address>.Arrival(node: node, link: interface.link)
            let destinations =
                isOnward
                ? flow.onward(from: arrival, map) : flow.destinations[arrival, default: []]
            for sources in sources(stack, over: interface.link) {
                for addresses in destinations {
                    var box = PacketBox<Address>.all.with(addresses)
                    box.source = sources
                    box.context = Self.bits(of: place)
                    found.append(box)
                }
            }
        }
        return found
    }

    /// The sources that a node lets come over a link.
    private mutating func sources(_ stack: Stack, over link: LinkID) -> [Interval<Address>] {
        let check = stack.reversePath
        if check == .off { return [.all] }
        let allowed = map.spans(of: stack.node).filter { span in
            !span.candidates.isEmpty
                && (check == .loose || span.candidates.contains { $0.link == link })
        }
        return IntervalList.merged([Interval(0, 0)] + allowed.map(\.addresses))
    }

    /// The parts of a box that a node forwards, each with the link over which it goes.
    private mutating func forwarded(
        _ box: PacketBox<Address>, at node: NodeID, links: [LinkName]
    ) -> [PacketBox<Address>] {
        let stack = map.network.stacks[node.rawValue]
        let came = links.indices.first { box.isAbout($0) }.map { links[$0] }
        guard let link = stack.interfaces.first(where: { stack.name(of: $0.link) == came })?.link
        else { return [] }
        return map.spans(of: node).flatMap { span -> [PacketBox<Address>] in
            guard let route = span.route(.over(link)), let name = stack.name(of: route.link),
                let out = links.firstIndex(of: name)
            else { return [] }
            return IntervalList.both([box.destination], [span.addresses]).map { addresses in
                var part = box.with(addresses).out(out)
                part[.header(.hopLimit)] = Interval(2, 255)
                return part
            }
        }
    }

    /// The bits of a link with each state that the first packet of a flow can have.
    private static func bits(of link: Int) -> UInt64 {
        let states = ConnectionState.allCases
        let width = UInt64(states.count)
        return ((1 << width) - 1) << (UInt64(link) * width)
    }
}

extension PacketBox where Address: PathAddress {
    /// The box with other destinations.
    fileprivate func with(_ destinations: Interval<Address>) -> Self {
        var box = self
        box.destination = destinations
        return box
    }

    /// The box of what goes out over a link, by its place.
    fileprivate func out(_ link: Int) -> Self {
        var box = self
        box[.outLink] = Interval(UInt16(link), UInt16(link))
        return box
    }

    /// What of it goes out over a link, whichever it came over.
    fileprivate func leaving(over link: Int) -> Self {
        var box = out(link)
        box.context = .max
        return box
    }

    /// Whether some of it came over a link, by its place.
    fileprivate func isAbout(_ link: Int) -> Bool {
        let width = UInt64(ConnectionState.allCases.count)
        return context >> (UInt64(link) * width) & ((1 << width) - 1) != 0
    }

    /// What of it goes to a prefix; nil where nothing does.
    fileprivate func meeting(destination prefix: Prefix) -> Self? {
        guard let addresses = Address.interval(prefix.first, prefix.last) else { return nil }
        var all = Self.all
        all.destination = addresses
        return intersection(all)
    }

    /// What of it comes from a prefix; nil where nothing does.
    fileprivate func meeting(source prefix: Prefix) -> Self? {
        guard let addresses = Address.interval(prefix.first, prefix.last) else { return nil }
        var all = Self.all
        all.source = addresses
        return intersection(all)
    }
}
