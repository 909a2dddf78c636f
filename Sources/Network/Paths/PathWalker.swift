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
    private struct Visit {
        let node: NodeID
        let link: LinkID
        let change: PathChange<Address>
        /// Their addresses.
        let source: Interval<Address>
        let destination: Interval<Address>

        /// Whether some of these packets may have the addresses of some of others.
        func meets(_ other: Visit) -> Bool {
            source.intersects(other.source) && destination.intersects(other.destination)
        }

        /// Whether some of these packets may look like answers to some of others.
        func mayAnswer(_ other: Visit) -> Bool {
            source.intersects(other.destination) && destination.intersects(other.source)
        }
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
        var senders: [(node: NodeID, isHonest: Bool)] = []
        var count = 0
        var bound: PathBound?
        var doubt: PathBound?
    }

    /// A search for all packets of a question; nil where it would be too many boxes.
    ///
    /// For whoever asks only whether there are any, packets are told apart by what flow tables say of them only where a list or a
    /// translation asks for it: until there that is some thirty times less to follow.
    init?(
        _ question: PathQuestion, in map: PathMap<Address>, _ policies: [PathPolicies],
        isForWitness: Bool = true, _ budget: Budget
    ) {
        guard
            let goal = PathGoal<Address>(
                question, in: map.network, tellingStates: isForWitness)
        else { return nil }
        self.map = map
        self.policies = Dictionary(
            policies.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
        self.question = question
        self.goal = goal
        self.budget = budget
        remains = BoxRemains(mostParts: 100_000, budget)
        // What is last is followed first.
        let last = question.senders.reversed()
        switch question.sources {
        case .own: notes.senders = last.map { ($0, true) }
        case .any: notes.senders = last.map { ($0, false) }
        case .ownFirst:
            let others = last.filter { !map.network.topology[$0].standsForAny }
            notes.senders = others.map { ($0, false) } + last.map { ($0, true) }
        }
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
                begin(at: sender.node, isHonest: sender.isHonest)
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

    /// `isHonest`: only what comes from an address of its own.
    private mutating func begin(at node: NodeID, isHonest: Bool) {
        let sources = isHonest ? map.own(node) : [.all]
        for (state, sent) in goal.start {
            for source in sources {
                guard let part = PathPart(sent, state).narrowed(source: source) else {
                    continue
                }
                for part in map.translations(of: node).told(part) {
                    originate(part, at: node)
                }
            }
        }
    }

    private mutating func originate(_ part: PathPart<Address>, at node: NodeID) {
        let way = Way(sender: node, progress: PathProgress(question))
        let place = map.place(of: node)
        let translations = map.translations(of: node)
        let arrived = part.now
        for span in map.spans(of: node)
        where span.addresses.intersects(arrived.destination) {
            guard let piece = part.narrowed(destination: span.addresses),
                let route = span.route(.here), let out = place.door(to: route.link)
            else { continue }
            let list = map.list(.output, of: node, to: piece.now.destination, budget)
            for passed in list.passing(piece, over: nil, out: out.name) {
                let sent = translations.translateOut(
                    passed, over: nil, out: out.name, own: out.address, arrived: arrived)
                for part in sent { leave(part, node, by: route, way) { [$0] } }
            }
        }
    }

    // MARK: - What comes to a node

    private mutating func arrive(_ stage: Stage) {
        guard budget.spend(Budget.item) else { return notes.bound = budget.end.map { .ended($0) } }
        let (node, link) = (stage.node, stage.link)
        let place = map.place(of: node)
        guard let name = place.door(to: link)?.name else { return }
        let translations = map.translations(of: node)
        for clear in isInClear(stage) {
            for part in withWayBack(clear, to: place, over: link).flatMap(translations.told) {
                let arrived = part.now
                guard place.forwards else {
                    take(part, at: node, over: name, stage.way)
                    continue
                }
                for part in translations.translateIn(part, on: name) {
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
        _ part: PathPart<Address>, to place: PathPlace<Address>, over link: LinkID
    ) -> [PathPart<Address>] {
        let check = place.reversePath
        if check == .off { return [part] }
        return map.spans(of: place.node).flatMap { span -> [PathPart<Address>] in
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
        let wanted = part.now.destination
        for own in map.own(node) where own.intersects(wanted) {
            guard let piece = part.narrowed(destination: own) else { continue }
            let input = map.list(.input, of: node, to: piece.now.destination, budget)
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
        let place = map.place(of: node)
        guard let part = part.narrowed(.header(.hopLimit), Interval(2, 255)) else { return }
        let translations = map.translations(of: node)
        let wanted = part.now.destination
        let others = IntervalList.outside(map.own(node), of: wanted)
        for span in map.spans(of: node) where span.addresses.intersects(wanted) {
            guard let route = span.route(.over(link)), let out = place.door(to: route.link) else {
                continue
            }
            for addresses in IntervalList.both(others, [span.addresses]) {
                guard let piece = part.narrowed(destination: addresses) else { continue }
                let list = map.list(.forward, of: node, to: piece.now.destination, budget)
                guard budget.spend(list.rules.count) else { return }
                for passed in list.passing(piece, over: name, out: out.name) where !isEmpty(passed)
                {
                    var onward = passed
                    onward.change.hopLimit = passed.change.hopLimit.shifted(by: 0 &- 1)
                    leave(onward, node, by: route, stage.way) {
                        translations.translateOut(
                            $0, over: name, out: out.name, own: out.address, arrived: arrived)
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
        way.progress.cross(link, isPassedOn: true, question)
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
        for (address, owner) in zip(segment.addresses, segment.owners) {
            guard owner != node, let number = Address.number(of: address), now.contains(number)
            else { continue }
            let one = Interval(number, number)
            owned.append(one)
            if let piece = part.narrowed(destination: one) {
                push(piece, to: owner, over: route.link, way)
            }
        }
        guard let next = segment.neighbour(of: node, on: route) else { return }
        for others in IntervalList.outside(owned, of: now) {
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
        let isPassedOn =
            !way.seen.isEmpty || isFromTunnel || map.place(of: way.sender).forwards
        way.progress.cross(link, isPassedOn: isPassedOn, question)
        if way.progress.isBarred { return }
        let now = part.now
        let visit = Visit(
            node: node, link: link, change: part.change.besidesHops, source: now.source,
            destination: now.destination)
        // What comes by the same way as the same packets is on its way for ever, until no hops are left.
        let isSame = way.seen.contains {
            $0.node == node && $0.link == link && $0.change == visit.change
        }
        if isSame, !map.asks.aboutHops { return }
        if isDoubtful(visit, way), !isEmpty(part) {
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

    /// Whether a node to which packets come again may take them for packets of the flow that they have begun there.
    private func isDoubtful(_ visit: Visit, _ way: Way) -> Bool {
        guard map.place(of: visit.node).forwards else { return false }
        let isTranslating = !map.network.topology[visit.node].translation.isEmpty
        return way.seen.indices.contains { place in
            let before = way.seen[place]
            guard before.node == visit.node, before.change != visit.change else { return false }
            // As they came here is as they left the node before.
            let left = place + 1 < way.seen.count ? way.seen[place + 1] : visit
            return visit.meets(before) || visit.mayAnswer(before) || visit.mayAnswer(left)
                || map.asks.aboutSourcePorts && isTranslating
                    && visit.destination.intersects(left.destination)
        }
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
