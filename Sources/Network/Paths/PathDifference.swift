package import Firewall
package import Timeline
import Wire

/// What two networks do otherwise with packets that nodes of the same name send, hosts from their own addresses.
package struct PathDifference: Sendable {
    /// A packet that arrives in one of them only.
    package struct Entry: Hashable, Sendable {
        /// The packet.
        package let point: ProofPoint
        /// The name of the node that sends it.
        package let sender: String
        /// The name of the node at which it is delivered in the one.
        package let receiver: String
        /// Whether that is the first of the two networks.
        package let isFirst: Bool
    }

    /// A network with the tunnels in it, and a trial of packets.
    package struct Side {
        /// The network.
        let network: Network
        /// What policies say at its gateways.
        let policies: [PathPolicies]
        /// How the way of a packet would end that a node sends.
        let trial: (ProofPoint, NodeID) -> Rehearsal.End

        /// Whether a gateway of it has policies.
        package var hasPolicies: Bool { !policies.isEmpty }

        /// A network with a trial.
        package init(
            _ network: Network, _ policies: [PathPolicies] = [],
            trying trial: @escaping (ProofPoint, NodeID) -> Rehearsal.End
        ) {
            self.network = network
            self.policies = policies
            self.trial = trial
        }
    }

    /// Packets that arrive in one of them only, at most one for each sender and receiver, and each way round.
    package private(set) var entries: [Entry] = []
    /// Why there may be others; nil where all were looked for.
    package private(set) var bound: PathBound?

    /// What two networks do otherwise.
    package init(_ first: Side, _ second: Side, _ budget: Budget = Budget()) {
        compare(first, second, UInt32.self, isFirst: true, budget)
        compare(second, first, UInt32.self, isFirst: false, budget)
        compare(first, second, UInt128.self, isFirst: true, budget)
        compare(second, first, UInt128.self, isFirst: false, budget)
    }

    /// Looks for packets that arrive in the one and not in the other.
    private mutating func compare<Address: PathAddress>(
        _ one: Side, _ other: Side, _ family: Address.Type, isFirst: Bool, _ budget: Budget
    ) {
        var maps = (PathMap<Address>(one.network), PathMap<Address>(other.network))
        let (net, far) = (one.network.topology, other.network.topology)
        for sender in net.nodeIDs where !net[sender].forwards {
            let name = net.name(of: sender)
            guard budget.end == nil else { return bound = budget.end.map { .ended($0) } }
            guard let here = arrivals(from: sender, &maps.0, one.policies, budget) else { return }
            var there: [PathArrival<Address>] = []
            let twin = far.node(named: name)
            if let twin {
                guard let found = arrivals(from: twin, &maps.1, other.policies, budget) else {
                    return
                }
                there = found
            }
            var told = Set(
                entries.filter { $0.sender == name }.map { "\($0.isFirst) \($0.receiver)" })
            for arrival in here {
                let receiver = net.name(of: arrival.receiver)
                guard !told.contains("\(isFirst) \(receiver)") else { continue }
                let same = there.filter { far.name(of: $0.receiver) == receiver }
                guard let point = packet(of: arrival, butNot: same, budget) else {
                    continue
                }
                let tried = Address.proofPoint(point)
                guard one.trial(tried, sender) == .delivered(arrival.receiver),
                    other.surelyKeeps(tried, fromNodeNamed: name, fromReaching: receiver)
                else {
                    bound = bound ?? .unconfirmed
                    continue
                }
                told.insert("\(isFirst) \(receiver)")
                entries.append(
                    Entry(
                        point: tried, sender: name, receiver: receiver,
                        isFirst: isFirst))
            }
            compareFragments(from: sender, twin, (one, other), &maps, budget) { receiver in
                !told.contains("\(isFirst) \(receiver)")
            }
        }
    }

    /// Notes that there may be differences where fragments arrive in the one, and not in the other, at nodes that are asked about.
    private mutating func compareFragments<Address: PathAddress>(
        from sender: NodeID, _ twin: NodeID?, _ sides: (Side, Side),
        _ maps: inout (PathMap<Address>, PathMap<Address>), _ budget: Budget,
        _ isAsked: (String) -> Bool
    ) {
        guard bound == nil,
            let here = arrivals(
                from: sender, &maps.0, sides.0.policies, isInFragments: true, budget)
        else { return }
        var there: [PathArrival<Address>] = []
        if let twin, !here.isEmpty {
            guard
                let found = arrivals(
                    from: twin, &maps.1, sides.1.policies, isInFragments: true, budget)
            else { return }
            there = found
        }
        let (net, far) = (sides.0.network.topology, sides.1.network.topology)
        for arrival in here {
            let receiver = net.name(of: arrival.receiver)
            guard isAsked(receiver) else { continue }
            let same = there.filter {
                far.name(of: $0.receiver) == receiver && $0.part.form == arrival.part.form
            }
            let isDifferent = packet(of: arrival, butNot: same, budget) != nil
            if isDifferent { bound = bound ?? .fragments }
        }
    }

    /// All that a node's packets come to; nil, and noted, where that is not known.
    private mutating func arrivals<Address: PathAddress>(
        from sender: NodeID, _ map: inout PathMap<Address>, _ policies: [PathPolicies],
        isInFragments: Bool = false, _ budget: Budget
    ) -> [PathArrival<Address>]? {
        var question = PathQuestion(from: [sender])
        question.sources = .own
        guard
            var walker = PathWalker(
                question, in: map, policies, isInFragments: isInFragments, budget)
        else {
            bound = .boxes
            return nil
        }
        var found: [PathArrival<Address>] = []
        // What shows a fragment header is compared as the packets of which these are fragments.
        while let arrival = walker.next() {
            if isInFragments || !arrival.part.isFragment { found.append(arrival) }
        }
        map = walker.map
        if let met = walker.bound {
            bound = met
            return nil
        }
        if let doubt = walker.doubt { bound = bound ?? doubt }
        return found
    }

    /// A packet of an arrival that is in none of others; nil where there is none.
    private mutating func packet<Address: PathAddress>(
        of arrival: PathArrival<Address>, butNot others: [PathArrival<Address>], _ budget: Budget
    ) -> PacketPoint<Address>? {
        var remains = BoxRemains<Address>(mostParts: 100_000, budget)
        var cover = arrival.part.without
        for other in others {
            guard let both = other.part.sent.intersection(arrival.part.sent) else { continue }
            // Whether they arrive there is not certain: then they may be a difference, or not.
            if !other.part.isCertain {
                bound = bound ?? (other.part.form == .whole ? .unconfirmed : .fragments)
            }
            guard let parts = remains.parts(of: both, without: other.part.without) else {
                bound = .parts(100_000)
                return nil
            }
            cover += parts
        }
        switch remains.packet(of: arrival.part.sent, without: cover) {
        case .packet(let point): return point
        case .nothing: return nil
        case .exhausted:
            bound = .parts(100_000)
            return nil
        }
    }
}

extension PathDifference.Side {
    /// Whether a packet that a node of a name sends surely does not get to the node of another; it does not where nobody is called
    /// like its sender.
    fileprivate func surelyKeeps(
        _ point: ProofPoint, fromNodeNamed sender: String, fromReaching receiver: String
    ) -> Bool {
        let net = network.topology
        guard let node = net.node(named: sender) else { return true }
        return switch trial(point, node) {
        case .delivered(let end): net.name(of: end) != receiver
        case .stopped: true
        case .unknown: false
        }
    }
}
