package import Firewall
package import Timeline
package import Wire

/// What holds for every way that packets can take through a network, from the nodes that send them to those that take them.
///
/// It is about the first packet of a flow, as long as no node knows a flow, and about packets that no link fragments: what comes
/// after it goes the same way, as flows do. Links lose nothing.
package struct PathProof: Sendable {
    private let network: Network
    private let policies: [PathPolicies]

    /// Proofs about a network, and the tunnels in it.
    package init(_ network: Network, _ policies: [PathPolicies] = []) {
        self.network = network
        self.policies = policies
    }

    /// Whether packets get where a question asks.
    package enum Answer: Hashable, Sendable {
        /// This one does, from the one node to the other.
        case found(ProofPoint, from: NodeID, to: NodeID)
        /// None does.
        case none
        /// It is not known, for this reason.
        case unknown(PathBound)
    }

    /// Tries a packet: where it would be delivered, and over which links it would go.
    package typealias Trial = (ProofPoint, NodeID) -> (receiver: NodeID?, links: [LinkID])

    /// A packet that gets where a question asks; IPv4 comes before IPv6.
    ///
    /// A packet is named only when the trial says that it does.
    package func find(
        _ question: PathQuestion, _ budget: Budget = Budget(), trying trial: Trial
    ) -> Answer {
        let first = find(question, UInt32.self, budget, trial)
        if case .found = first { return first }
        let second = find(question, UInt128.self, budget, trial)
        if case .found = second { return second }
        return first == .none ? second : first
    }

    private func find<Address: PathAddress>(
        _ question: PathQuestion, _ family: Address.Type, _ budget: Budget, _ trial: Trial
    ) -> Answer {
        var map = PathMap<Address>(network)
        if isNone(question, &map, budget) { return .none }
        guard var walker = PathWalker(question, in: map, policies, budget) else {
            return .unknown(.boxes)
        }
        var isDoubtful = false
        while let arrival = walker.next() {
            if let point = confirmed(arrival, question, &walker, trial) {
                return .found(
                    Address.proofPoint(point), from: arrival.sender, to: arrival.receiver)
            }
            isDoubtful = true
        }
        if let bound = walker.bound { return .unknown(bound) }
        if isDoubtful { return .unknown(.unconfirmed) }
        return walker.doubt.map { .unknown($0) } ?? .none
    }

    /// Whether surely none gets there, where it takes less to find that out than to find one that does.
    private func isNone<Address: PathAddress>(
        _ question: PathQuestion, _ map: inout PathMap<Address>, _ budget: Budget
    ) -> Bool {
        guard
            var walker = PathWalker(
                question, in: map, policies, isForWitness: false, budget)
        else { return false }
        let first = walker.next()
        map = walker.map
        return first == nil && walker.bound == nil && walker.doubt == nil
    }

    /// So many packets of a part are tried.
    private static var trials: Int { 8 }

    /// A packet of an arrival that the trial confirms.
    private func confirmed<Address: PathAddress>(
        _ arrival: PathArrival<Address>, _ question: PathQuestion,
        _ walker: inout PathWalker<Address>, _ trial: Trial
    ) -> PacketPoint<Address>? {
        var part = arrival.part
        for _ in 0..<Self.trials {
            let left = PathArrival(
                sender: arrival.sender, receiver: arrival.receiver, part: part)
            guard case .packet(let point) = walker.packet(of: left) else { return nil }
            let tried = trial(Address.proofPoint(point), arrival.sender)
            let progress = question.progress(
                over: tried.links, isPassedOn: network.topology[arrival.sender].forwards)
            if tried.receiver == arrival.receiver, progress.isDone {
                return point
            }
            part.exclude(sent: PacketBox(point))
        }
        return nil
    }
}

extension PacketDraft {
    /// The packet of a point that a proof names, without data unless its length asks for some.
    package init(_ point: ProofPoint) {
        switch point {
        case .v4(let point): self.init(point)
        case .v6(let point): self.init(point)
        }
    }

    private init<Address: PathAddress>(_ point: PacketPoint<Address>) {
        let proto = IPProtocol(rawValue: UInt8(truncatingIfNeeded: point[.proto]))
        let ports = (
            Port(rawValue: point[.sourcePort]), Port(rawValue: point[.destinationPort])
        )
        let transport: Transport =
            switch proto {
            case .tcp:
                .tcp(
                    source: ports.0, destination: ports.1, sequence: 0,
                    flags: TCPFlags(rawValue: point.flags))
            case .udp: .udp(source: ports.0, destination: ports.1)
            case .ownICMP(of: Address.family):
                .icmp(
                    type: UInt8(point[.sourcePort] >> 8),
                    code: UInt8(point[.destinationPort] >> 8), rest: 1 << 16 | 1)
            default: .other(proto)
            }
        self.init(
            source: Address.address(point.source), destination: Address.address(point.destination),
            transport: transport)
        for number in HeaderNumber.allCases {
            number.row.write(point[.header(number)], &self)
        }
    }
}
