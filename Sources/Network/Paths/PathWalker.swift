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
        /// Whether they belong to a flow that they have begun there before, and that is not translated.
        let isKnown: Bool
        let way: Way
    }

    /// How packets came: what of the question is done, and where they were before, first at their sender.
    private struct Way {
        var progress: PathProgress
        var seen: [PathVisit<Address>]
        var sender: NodeID { seen[0].node }
    }

    /// What has been followed already.
    private struct Known: Hashable {
        let part: PathPart<Address>
        let node: NodeID
        let link: LinkID
        let isFromTunnel: Bool
        let progress: PathProgress
        /// Where nodes remember them.
        let seen: [PathVisit<Address>]
    }

    private(set) var map: PathMap<Address>
    private let policies: [NodeID: PathPolicies]
    private let question: PathQuestion
    private let goal: PathGoal<Address>
    private let budget: Budget
    private var remains: BoxRemains<Address>
    private var stages: [Stage] = []
    private var notes: Notes

    /// What the search has come to.
    private struct Notes {
        /// Whether what is sent in fragments is followed, instead of what is sent whole.
        let isInFragments: Bool
        var found: [PathArrival<Address>] = []
        var known: Set<Known> = []
        var senders: [(node: NodeID, isHonest: Bool)] = []
        var count = 0
        var bound: PathBound?
        var doubt: PathBound?
    }

    /// A search for all packets of a question; nil where it would be too many boxes.
    ///
    /// `isForWitness`: for whoever asks only whether there are any, packets are told apart by what flow tables say of them only where a
    /// list or a translation asks for it: until there that is some thirty times less to follow. `isInFragments`: for those that are sent
    /// in fragments, or become fragments on their way, instead of all others; as far as these may get where whole packets do not.
    init?(
        _ question: PathQuestion, in map: PathMap<Address>, _ policies: [PathPolicies],
        isForWitness: Bool = true, isInFragments: Bool = false, _ budget: Budget
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
        notes = Notes(isInFragments: isInFragments)
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
        let whole = goal.start.map { PathPart($0.box, $0.state) }
        for start in notes.isInFragments ? fragmented : whole {
            for source in sources {
                guard let part = start.narrowed(source: source) else { continue }
                for part in map.translations(of: node).told(part) { originate(part, at: node) }
            }
        }
    }

    /// Whether it makes a difference how long a packet is.
    private var asksLength: Bool { goal.asksLength || map.asks.aboutLength }

    /// What is sent in fragments, or becomes fragments on its way.
    ///
    /// Of IPv4 the first fragment goes wherever a whole packet of its length does, and no packet is complete without it: only where
    /// lengths are asked about may more of them arrive. A later one that nobody puts together is delivered at a site.
    private var fragmented: [PathPart<Address>] {
        switch Address.family {
        case .v6: return goal.boxes.map { PathPart($0, .new).with(.inPieces, .new) }
        case .v4:
            var found: [PathPart<Address>] = []
            if asksLength {
                for (state, box) in goal.start {
                    var pieces = PathPart(box, state).with(.inPieces, state)
                    pieces.isCertain = false
                    found += [pieces, PathPart(box, state)]
                }
            }
            guard goal.asksLater, map.hasSites else { return found }
            return found + goal.boxes.map { PathPart($0, .invalid).with(.later, .invalid) }
        }
    }

    private mutating func originate(_ part: PathPart<Address>, at node: NodeID) {
        let way = Way(
            progress: PathProgress(question), seen: [PathVisit(part, at: node, over: nil)])
        let place = map.place(of: node)
        let translations = map.translations(of: node)
        let arrived = part.now
        for span in map.spans(of: node)
        where span.addresses.intersects(arrived.destination) {
            guard let route = span.route(.here), let out = place.door(to: route.link) else {
                continue
            }
            for addresses in place.leaving(to: span.addresses) {
                guard let piece = part.narrowed(destination: addresses) else { continue }
                let list = map.list(.output, of: node, to: piece.now.destination, budget)
                for passed in list.passing(piece, over: nil, out: out.name) {
                    let sent = translations.translateOut(
                        passed, over: nil, out: out.name, own: out.address, arrived: arrived)
                    for part in sent { leave(part, node, by: route, way) { [$0] } }
                }
            }
        }
    }

    // MARK: - What comes to a node

    private mutating func arrive(_ stage: Stage) {
        guard budget.spend(Budget.item) else { return notes.bound = budget.end.map { .ended($0) } }
        let (node, link) = (stage.node, stage.link)
        let place = map.place(of: node)
        guard let name = place.door(to: link)?.name else { return }
        let translations = translations(of: stage)
        for clear in isInClear(stage) {
            for come in withWayBack(clear, to: place, over: link) {
                if place.putsTogether, come.asksForFragments, !isEmpty(come) {
                    notes.doubt = .fragments
                }
                let parts = place.putsTogether ? come.puttingTogether : [come]
                for part in parts.flatMap(translations.told) {
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
    }

    /// The translations that are asked about what has come: none where it belongs to a flow that is there.
    private mutating func translations(of stage: Stage) -> PathTranslations<Address> {
        stage.isKnown
            ? PathTranslations(NATRules(), links: []) : map.translations(of: stage.node)
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
            guard let come = part.narrowed(destination: own) else { continue }
            let isTaken = come.form == .later && map.place(of: node).isSite
            if isTaken || come.asksForFragments { deliver(come, at: node, way) }
            for piece in come.puttingTogether {
                let input = map.list(.input, of: node, to: piece.now.destination, budget)
                for taken in input.passing(piece, over: link, out: nil) {
                    deliver(taken, at: node, way)
                }
            }
        }
    }

    private mutating func deliver(_ part: PathPart<Address>, at node: NodeID, _ way: Way) {
        guard !notes.isInFragments || part.form != .whole else { return }
        for met in goal.met(by: part) where !isEmpty(met) {
            notes.found.append(PathArrival(sender: way.sender, receiver: node, part: met))
        }
    }

    private mutating func forward(
        _ part: PathPart<Address>, _ stage: Stage, over name: LinkName,
        _ arrived: PacketBox<Address>
    ) {
        let (node, link) = (stage.node, stage.link)
        let place = map.place(of: node)
        guard let part = part.narrowed(.header(.hopLimit), Interval(2, 255)) else { return }
        let translations = translations(of: stage)
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
        var way = way
        way.progress.cross(link, isPassedOn: true, question)
        for part in part.fitting(tunnel.longest, following: notes.isInFragments && asksLength) {
            for box in Address.boxes(of: part.isOpaque ? tunnel.unseen : tunnel.taken) {
                guard let piece = part.narrowed(to: box) else { continue }
                push(piece, to: tunnel.node, over: tunnel.link, way, isFromTunnel: true)
            }
        }
    }

    /// Puts a part on the link of a route, towards whoever has its addresses there.
    private mutating func depart(
        _ part: PathPart<Address>, _ node: NodeID, by route: Route, _ way: Way
    ) {
        let mtu = map.network.topology[route.link].mtu
        let following = notes.isInFragments && asksLength && Address.family == .v4
        for part in part.fitting(mtu, following: following) { put(part, node, by: route, way) }
    }

    private mutating func put(
        _ part: PathPart<Address>, _ node: NodeID, by route: Route, _ way: Way
    ) {
        let segment = map.network.segments[route.link.rawValue]
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
            way.seen.count > 1 || isFromTunnel || map.place(of: way.sender).forwards
        way.progress.cross(link, isPassedOn: isPassedOn, question)
        if way.progress.isBarred { return }
        let visit = PathVisit(part, at: node, over: link)
        // What comes by the same way as the same packets is on its way for ever, until no hops are left.
        let isSame = way.seen.contains {
            $0.node == node && $0.link == link && $0.change == visit.change
        }
        if isSame, !map.asks.aboutHops { return }
        let memory = map.memory(of: visit, after: way.seen)
        if memory == .doubtful, !isEmpty(part) {
            notes.doubt = .again(map.network.topology.name(of: node))
        }
        way.seen.append(visit)
        let known = Known(
            part: part, node: node, link: link, isFromTunnel: isFromTunnel,
            progress: way.progress,
            seen: way.seen.filter { map.place(of: $0.node).remembers })
        guard notes.known.insert(known).inserted, !isEmpty(part) else { return }
        notes.count += 1
        guard notes.count <= Self.mostParts else { return notes.bound = .parts(Self.mostParts) }
        stages.append(
            Stage(
                part: part, node: node, link: link, isFromTunnel: isFromTunnel,
                isKnown: memory == .flow, way: way))
    }

    // MARK: - Both

    /// Parts of a part by the first entry of policies that takes them.
    private mutating func parted(
        _ part: PathPart<Address>, by entries: [PathPolicies.Entry]
    ) -> [(part: PathPart<Address>, end: PathPolicies.End)] {
        var found: [(part: PathPart<Address>, end: PathPolicies.End)] = []
        var rest = part
        for entry in entries {
            let end = part.isOpaque ? entry.unseenEnd : entry.end
            for box in Address.boxes(of: part.isOpaque ? entry.unseen : entry.region) {
                guard let piece = rest.narrowed(to: box) else { continue }
                found.append((piece, end))
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
