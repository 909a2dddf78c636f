import Firewall
import Timeline
import Wire

/// Follows all packets that a question is about at once, part by part, in the order in which a `Stack` does with one.
///
/// What it finds is never too little: every packet that gets to a node is of a part that does. It may be too much only of
/// parts that are not certain.
struct PathWalker<Address: PathAddress> {
    /// Packets that come to a node.
    private struct Stage {
        let part: PathPart<Address>
        let node: NodeID
        let link: LinkID
        /// Whether they came out of a tunnel, so that nobody asks whether they may come in clear.
        let isFromTunnel: Bool
        let way: Way
    }

    /// How packets came: from which node, what of the question is done, and where they were before.
    private struct Way {
        let sender: NodeID
        var progress: PathProgress
        var seen: [Visit] = []
    }

    /// Where packets were, and what had become of them there but for their hop limits.
    private struct Visit: Equatable {
        let node: NodeID
        let link: LinkID
        let change: PathChange<Address>
    }

    /// What has been followed already.
    private struct Known: Hashable {
        let part: PathPart<Address>
        let node: NodeID
        let link: LinkID
        let isFromTunnel: Bool
        let progress: PathProgress
    }

    private(set) var map: PathMap<Address>
    private let policies: [NodeID: PathPolicies]
    private let question: PathQuestion
    private let goal: PathGoal<Address>
    private let budget: Budget
    private var remains: BoxRemains<Address>
    private var stages: [Stage] = []
    private var notes = Notes()

    /// What the search has come to.
    private struct Notes {
        var found: [PathArrival<Address>] = []
        var known: Set<Known> = []
        var senders: [NodeID] = []
        var count = 0
        var bound: PathBound?
        var doubt: PathBound?
    }

    /// A search for all packets of a question; nil where it would be too many boxes.
    init?(
        _ question: PathQuestion, in map: PathMap<Address>, _ policies: [PathPolicies],
        _ budget: Budget
    ) {
        guard let goal = PathGoal<Address>(question, in: map.network) else { return nil }
        self.map = map
        self.policies = Dictionary(
            policies.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
        self.question = question
        self.goal = goal
        self.budget = budget
        remains = BoxRemains(mostParts: 100_000, budget)
        notes.senders = question.senders.reversed()
    }

    /// The most parts that are followed.
    static var mostParts: Int { 200_000 }

    /// Why not all has been followed; nil where it has, or is being.
    var bound: PathBound? { notes.bound }

    /// Why packets may get there by a way that is not followed; nil where there is none.
    var doubt: PathBound? { notes.doubt }

    /// The next packets that get where the question asks; nil where there are no more, or a bound was met.
    mutating func next() -> PathArrival<Address>? {
        while notes.bound == nil {
            if let found = notes.found.popLast() { return found }
            if let stage = stages.popLast() {
                arrive(stage)
            } else if let sender = notes.senders.popLast() {
                begin(at: sender)
            } else {
                return nil
            }
        }
        return nil
    }

    /// A packet of an arrival, one from an address of its sender if there is such; nil where there is none.
    mutating func packet(of arrival: PathArrival<Address>) -> BoxRemains<Address>.Found {
        let part = arrival.part
        for own in map.own(arrival.sender) where own != .all {
            guard let piece = part.sent.source.contains(own.low) ? own : nil else { continue }
            var box = part.sent
            box.source = piece
            if case .packet(let point) = remains.packet(of: box, without: part.without) {
                return .packet(point)
            }
        }
        return remains.packet(of: part.sent, without: part.without)
    }

    // MARK: - What nodes send

    private mutating func begin(at node: NodeID) {
        let states = question.match.states
        for (state, box) in FirstPackets<Address>.boxes where states?.contains(state) ?? true {
            for start in goal.start {
                guard let sent = box.intersection(start) else { continue }
                originate(PathPart(sent, state), at: node)
            }
        }
    }

    private mutating func originate(_ part: PathPart<Address>, at node: NodeID) {
        let way = Way(sender: node, progress: PathProgress(question))
        let stack = map.network.stacks[node.rawValue]
        let translations = map.translations(of: node)
        let arrived = part.now
        for span in map.spans(of: node) {
            guard let piece = part.narrowed(destination: span.addresses),
                let route = span.route(.here), let out = stack.name(of: route.link)
            else { continue }
            let passing = map.list(.output, of: node, budget).passing(piece, over: nil, out: out)
            for passed in passing {
                let sent = translations.translateOut(
                    passed, over: nil, out: out, own: map.address(of: node, on: route.link),
                    arrived: arrived)
                for part in sent { leave(part, node, by: route, way) { [$0] } }
            }
        }
    }

    // MARK: - What comes to a node

    private mutating func arrive(_ stage: Stage) {
        guard budget.spend(Budget.item) else { return notes.bound = budget.end.map { .ended($0) } }
        let (node, link) = (stage.node, stage.link)
        let stack = map.network.stacks[node.rawValue]
        guard let name = stack.name(of: link) else { return }
        for clear in isInClear(stage) {
            for part in withWayBack(clear, to: stack, over: link) {
                let arrived = part.now
                guard map.network.topology[node].forwards else {
                    take(part, at: node, over: name, stage.way)
                    continue
                }
                for part in map.translations(of: node).translateIn(part, on: name) {
                    take(part, at: node, over: name, stage.way)
                    forward(part, stage, over: name, arrived)
                }
            }
        }
    }

    /// The parts that the policies of a node let come in clear.
    private mutating func isInClear(_ stage: Stage) -> [PathPart<Address>] {
        guard let policy = policies[stage.node], policy.outside == stage.link,
            !stage.isFromTunnel
        else { return [stage.part] }
        return parted(stage.part, by: policy.receiving).compactMap { part, end in
            switch end {
            case .clear: part
            case .dropped, .tunnel, .elsewhere: nil
            }
        }
    }

    /// The parts that can have come from where they say, where a node asks (RFC 3704).
    private mutating func withWayBack(
        _ part: PathPart<Address>, to stack: Stack, over link: LinkID
    ) -> [PathPart<Address>] {
        let check = stack.reversePath
        if check == .off { return [part] }
        return map.spans(of: stack.node).flatMap { span -> [PathPart<Address>] in
            guard let piece = part.narrowed(source: span.addresses) else { return [] }
            if !span.candidates.isEmpty,
                check == .loose || span.candidates.contains(where: { $0.link == link })
            {
                return [piece]
            }
            return piece.narrowed(source: Interval(0, 0)).map { [$0] } ?? []
        }
    }

    /// Takes what is for the node itself.
    private mutating func take(
        _ part: PathPart<Address>, at node: NodeID, over link: LinkName, _ way: Way
    ) {
        guard way.progress.isDone, question.receiver ?? node == node else { return }
        for own in map.own(node) {
            guard let piece = part.narrowed(destination: own) else { continue }
            let input = map.list(.input, of: node, budget)
            for taken in input.passing(piece, over: link, out: nil) {
                for met in goal.met(by: taken) where !isEmpty(met) {
                    notes.found.append(
                        PathArrival(sender: way.sender, receiver: node, part: met))
                }
            }
        }
    }

    private mutating func forward(
        _ part: PathPart<Address>, _ stage: Stage, over name: LinkName,
        _ arrived: PacketBox<Address>
    ) {
        let (node, link) = (stage.node, stage.link)
        let stack = map.network.stacks[node.rawValue]
        guard let part = part.narrowed(.header(.hopLimit), Interval(2, 255)) else { return }
        let translations = map.translations(of: node)
        let others = IntervalList.outside(map.own(node))
        for span in map.spans(of: node) {
            guard let route = span.route(.over(link)), let out = stack.name(of: route.link) else {
                continue
            }
            for addresses in IntervalList.both(others, [span.addresses]) {
                guard let piece = part.narrowed(destination: addresses) else { continue }
                let list = map.list(.forward, of: node, budget)
                for passed in list.passing(piece, over: name, out: out) where !isEmpty(passed) {
                    var onward = passed
                    onward.change.hopLimit = passed.change.hopLimit.shifted(by: 0 &- 1)
                    let own = map.address(of: node, on: route.link)
                    leave(onward, node, by: route, stage.way) {
                        translations.translateOut(
                            $0, over: name, out: out, own: own, arrived: arrived)
                    }
                }
            }
        }
    }

    // MARK: - What leaves a node

    private mutating func leave(
        _ part: PathPart<Address>, _ node: NodeID, by route: Route, _ way: Way,
        _ translate: (PathPart<Address>) -> [PathPart<Address>]
    ) {
        guard let policy = policies[node], policy.outside == route.link else {
            for part in translate(part) { depart(part, node, by: route, way) }
            return
        }
        for (part, end) in parted(part, by: policy.sending) {
            switch end {
            case .clear: for part in translate(part) { depart(part, node, by: route, way) }
            case .dropped: break
            case .elsewhere(let name): if !isEmpty(part) { notes.doubt = .elsewhere(name) }
            case .tunnel(let tunnel): pass(part, through: tunnel, over: route.link, way)
            }
        }
    }

    private mutating func pass(
        _ part: PathPart<Address>, through tunnel: PathPolicies.Passageway, over link: LinkID,
        _ way: Way
    ) {
        let longest = Interval(0, UInt16(clamping: tunnel.longest))
        guard let part = part.narrowed(.header(.length), longest) else { return }
        var way = way
        way.progress.cross(link, question)
        for box in Address.boxes(of: tunnel.taken) {
            guard let piece = part.narrowed(to: box) else { continue }
            push(piece, to: tunnel.node, over: tunnel.link, way, isFromTunnel: true)
        }
    }

    /// Puts a part on the link of a route, towards whoever has its addresses there.
    private mutating func depart(
        _ part: PathPart<Address>, _ node: NodeID, by route: Route, _ way: Way
    ) {
        let net = map.network
        let segment = net.segments[route.link.rawValue]
        let longest = Interval(0, UInt16(clamping: net.topology[route.link].mtu))
        guard let part = part.narrowed(.header(.length), longest) else { return }
        if let gateway = route.gateway {
            guard let next = segment.neighbour(of: node, on: route, to: gateway) else { return }
            return push(part, to: next, over: route.link, way)
        }
        var owned: [Interval<Address>] = []
        let now = part.now.destination
        for (address, owner) in zip(segment.addresses, segment.owners) where owner != node {
            guard let number = Address.number(of: address), now.contains(number) else { continue }
            let one = Interval(number, number)
            owned.append(one)
            if let piece = part.narrowed(destination: one) {
                push(piece, to: owner, over: route.link, way)
            }
        }
        guard let next = segment.neighbour(of: node, on: route) else { return }
        for others in IntervalList.outside(owned) {
            if let piece = part.narrowed(destination: others) {
                push(piece, to: next, over: route.link, way)
            }
        }
    }

    private mutating func push(
        _ part: PathPart<Address>, to node: NodeID, over link: LinkID, _ way: Way,
        isFromTunnel: Bool = false
    ) {
        var way = way
        way.progress.cross(link, question)
        let visit = Visit(node: node, link: link, change: part.change.besidesHops)
        // What comes by the same way as the same packets is on its way for ever, until no hops are left.
        if !map.asksAboutHops, way.seen.contains(visit) { return }
        // Its flow table knows a flow by now, and these may be packets of it.
        let isAgain = way.seen.contains { $0.node == node && $0.change != visit.change }
        if isAgain, map.network.topology[node].forwards, !isEmpty(part) {
            notes.doubt = .again(map.network.topology.name(of: node))
        }
        way.seen.append(visit)
        let known = Known(
            part: part, node: node, link: link, isFromTunnel: isFromTunnel, progress: way.progress)
        guard notes.known.insert(known).inserted, !isEmpty(part) else { return }
        notes.count += 1
        guard notes.count <= Self.mostParts else { return notes.bound = .parts(Self.mostParts) }
        stages.append(
            Stage(part: part, node: node, link: link, isFromTunnel: isFromTunnel, way: way))
    }

    // MARK: - Both

    /// Parts of a part by the first entry of policies that takes them.
    private mutating func parted(
        _ part: PathPart<Address>, by entries: [PathPolicies.Entry]
    ) -> [(part: PathPart<Address>, end: PathPolicies.End)] {
        var found: [(part: PathPart<Address>, end: PathPolicies.End)] = []
        var rest = part
        for entry in entries {
            for box in Address.boxes(of: entry.region) {
                guard let piece = rest.narrowed(to: box) else { continue }
                found.append((piece, entry.end))
                if !rest.exclude(box) { return found }
            }
        }
        return found + [(rest, .clear)]
    }

    /// Whether surely no packet is left in a part.
    private mutating func isEmpty(_ part: PathPart<Address>) -> Bool {
        guard !part.without.isEmpty else { return false }
        return remains.packet(of: part.sent, without: part.without) == .nothing
    }
}

/// Packets that get where a question asks.
struct PathArrival<Address: PathAddress> {
    /// The node that sends them.
    let sender: NodeID
    /// The node at which they are delivered.
    let receiver: NodeID
    /// The packets.
    let part: PathPart<Address>
}
