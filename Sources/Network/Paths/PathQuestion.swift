package import Firewall
import Wire

/// Which packets are to get where: the first packets of flows, sent by nodes, delivered at nodes.
package struct PathQuestion: Sendable {
    /// The nodes that send them.
    package var senders: [NodeID]
    /// What is asked of their headers: sources as they are sent, destinations as they are sent or as they arrive.
    package var match: RuleMatch
    /// The links over one of which they come first; nil: over whichever.
    package var from: Set<LinkID>?
    /// The links over none of which they come before: those of other zones.
    package var barred: Set<LinkID> = []
    /// The links over one of which a node passes them on then; nil: over whichever.
    package var to: Set<LinkID>?
    /// From which addresses hosts send.
    package var sources = Sources.ownFirst
    /// The node at which they are delivered; nil: any.
    package var receiver: NodeID?

    /// From which addresses hosts send.
    package enum Sources: Sendable {
        /// From their own alone.
        case own
        /// From any.
        case any
        /// From any, and what comes from their own is looked for first.
        case ownFirst
    }

    /// A question about what some nodes send.
    package init(from senders: [NodeID], _ match: RuleMatch = RuleMatch()) {
        self.senders = senders
        self.match = match
    }

    /// The same question, of which the links are asked of the way, and not of a node.
    package init(
        from senders: [NodeID], along match: RuleMatch, in net: Topology
    ) throws(TopologyFault) {
        self.init(from: senders, match)
        from = try Self.links(match.links, in: net)
        if match.links.contains(where: { net.zone(named: $0.rawValue) != nil }) {
            barred = Set(net.zones.flatMap(\.links)).subtracting(from ?? [])
        }
        to = try Self.links(match.outLinks, in: net)
        self.match.links = []
        self.match.outLinks = []
    }

    private static func links(
        _ names: [LinkName], in net: Topology
    ) throws(TopologyFault) -> Set<LinkID>? {
        guard !names.isEmpty else { return nil }
        var links: Set<LinkID> = []
        for name in names {
            if let zone = net.zone(named: name.rawValue) {
                links.formUnion(zone.links)
            } else {
                links.insert(try net.find(link: name.rawValue))
            }
        }
        return links
    }

    /// How far a way has come that has gone over some links; `isPassedOn`: the sender is a node that passes packets on.
    func progress(over links: [LinkID], isPassedOn: Bool) -> PathProgress {
        var progress = PathProgress(self)
        for (place, link) in links.enumerated() {
            progress.cross(link, isPassedOn: place > 0 || isPassedOn, self)
        }
        return progress
    }
}

/// How far a way has come, of what a question asks of it.
struct PathProgress: Hashable {
    private var hasCome: Bool
    private var hasGone: Bool
    /// Whether it has come another way before.
    private(set) var isBarred = false

    /// At the beginning.
    init(_ question: PathQuestion) {
        hasCome = question.from == nil
        hasGone = question.to == nil
    }

    /// Whether it has gone where it was to go.
    var isDone: Bool { hasCome && hasGone && !isBarred }

    /// Notes a link; `isPassedOn`: the node that puts the packet there passes packets on.
    mutating func cross(_ link: LinkID, isPassedOn: Bool, _ question: PathQuestion) {
        if !hasCome {
            hasCome = question.from?.contains(link) ?? true
            if !hasCome, question.barred.contains(link) { isBarred = true }
        } else if !hasGone, isPassedOn {
            hasGone = question.to?.contains(link) ?? true
        }
    }
}

/// What a question asks of headers, as boxes of one family.
struct PathGoal<Address: PathAddress> {
    /// Boxes of packets as they are sent, with the destinations that are asked for.
    let boxes: [PacketBox<Address>]
    /// The same with whatever destination.
    private let sources: [PacketBox<Address>]
    /// Boxes around all packets that can be meant, as they are sent, with what flow tables say of them.
    ///
    /// What is last is followed first: a person rather reads about TCP. Without a state they are not told apart.
    let start: [(state: ConnectionState?, box: PacketBox<Address>)]

    /// The goal of a question in a network; nil where it would be too many boxes.
    ///
    /// Where states are not told apart, packets are of few boxes, and lists that ask for states make more of them.
    init?(_ question: PathQuestion, in network: Network, tellingStates: Bool) {
        guard let boxes = Address.boxes(of: question.match, links: [Self.anyLink]) else {
            return nil
        }
        var all = boxes
        // What flow tables say is known by itself.
        for place in all.indices { all[place].context = .max }
        self.boxes = all
        sources = all.map { box in
            var box = box
            box.destination = .all
            if box.hasPorts { box[.destinationPort] = .all }
            return box
        }
        let starts = Self.start(of: all, in: network)
        guard tellingStates || question.match.states != nil else {
            start = FirstPackets<Address>.whole.flatMap { box in
                starts.compactMap { box.intersection($0) }.map { (nil, $0) }
            }
            return
        }
        let states = question.match.states
        start = FirstPackets<Address>.boxes.reversed().flatMap { state, box in
            states?.contains(state) ?? true
                ? starts.compactMap { box.intersection($0) }.map { (state, $0) } : []
        }
    }

    private static var anyLink: LinkName { LinkName(rawValue: "any") }

    /// The parts of a part that has arrived that are asked for.
    func met(by part: PathPart<Address>) -> [PathPart<Address>] {
        var found = boxes.compactMap { part.narrowed(sent: $0) }
        guard !part.change.keepsDestination else { return found }
        for (place, source) in sources.enumerated() {
            var arrived = PacketBox<Address>.all
            arrived.destination = boxes[place].destination
            if source.hasPorts { arrived[.destinationPort] = boxes[place][.destinationPort] }
            if let piece = part.narrowed(sent: source)?.narrowed(to: arrived) {
                found.append(piece)
            }
        }
        return found
    }

    /// The boxes, and those of which translations of destinations can make a packet in one of them.
    private static func start(
        of boxes: [PacketBox<Address>], in network: Network
    ) -> [PacketBox<Address>] {
        guard Address.family == .v4 else { return boxes }
        let rules = network.topology.nodeIDs.flatMap { node in
            network.topology[node].translation.rules.filter { $0.action.end != .source }
        }
        var found = boxes
        var seen = Set(boxes)
        var next = 0
        while next < found.count, found.count < limit {
            let box = found[next]
            next += 1
            for rule in rules {
                for before in origins(of: box, by: rule) where seen.insert(before).inserted {
                    found.append(before)
                }
            }
        }
        // So many translations one behind the other: whatever is sent may be meant.
        if found.count >= limit {
            return boxes.map { box in
                var box = box
                box.destination = .all
                if box.hasPorts { box[.destinationPort] = .all }
                return box
            }
        }
        return found
    }

    private static var limit: Int { 1_000 }

    /// Boxes around what a rule makes packets of a box of.
    private static func origins(
        of box: PacketBox<Address>, by rule: NATRule
    ) -> [PacketBox<Address>] {
        var before = box
        let new: Interval<Address>?
        var old: [Interval<Address>] = [.all]
        switch rule.action {
        case .masquerade, .source: return []
        case .oneToOne(let inside, let outside):
            new = Address.interval(inside.first, inside.last)
            old = [Address.interval(outside.first, outside.last) ?? .all]
        case .destination(let pool):
            new = Address.interval(pool.addresses.first, pool.addresses.last)
            if pool.ports != nil, box.hasPorts { before[.destinationPort] = .all }
            if let wanted = rule.match.destination {
                old =
                    (Address.boxes(of: RuleMatch(destination: wanted), links: [anyLink]) ?? [.all])
                    .map(\.destination)
            }
        }
        guard new?.intersects(box.destination) ?? false else { return [] }
        return old.map { destination in
            var box = before
            box.destination = destination
            return box
        }
    }
}

extension PacketBox where Address: PathAddress {
    /// Whether its packets have ports.
    fileprivate var hasPorts: Bool {
        let proto = self[.proto]
        return proto.low == proto.high && IPProtocol(rawValue: UInt8(proto.low)).hasPorts
    }
}

extension PathPart {
    /// Those that were sent as in a box; nil where none was.
    func narrowed(sent box: PacketBox<Address>) -> Self? {
        guard let both = sent.intersection(box) else { return nil }
        var part = self
        part.sent = both
        return part
    }
}
