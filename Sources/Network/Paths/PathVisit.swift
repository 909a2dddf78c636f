import Firewall

/// Where packets were, and what had become of them there but for their hop limits.
struct PathVisit<Address: PathAddress>: Hashable {
    /// The node.
    let node: NodeID
    /// Over which link they came; nil at their sender.
    let link: LinkID?
    /// What had become of them.
    let change: PathChange<Address>
    private let source: Interval<Address>
    private let destination: Interval<Address>

    /// The packets of a part that come to a node, or that it sends.
    init(_ part: PathPart<Address>, at node: NodeID, over link: LinkID?) {
        let now = part.now
        self.node = node
        self.link = link
        change = part.change.besidesHops
        source = now.source
        destination = now.destination
    }

    /// Whether some of these packets may have the addresses of some of others.
    private func meets(_ other: Self) -> Bool {
        source.intersects(other.source) && destination.intersects(other.destination)
    }

    /// Whether some of these packets may look like answers to some of others.
    private func mayAnswer(_ other: Self) -> Bool {
        source.intersects(other.destination) && destination.intersects(other.source)
    }
}

/// What a node knows of packets that come to it.
enum PathMemory {
    /// Nothing: they begin a flow there, if they can.
    case nothing
    /// The flow that they have begun there before, which it does not translate.
    case flow
    /// Perhaps a flow that they have begun there before with other addresses, or one that it translates.
    case doubtful
}

extension PathMap {
    /// What a node knows of packets that come to it from where they were before, first at their sender.
    ///
    /// The first packet of a flow decides how it is translated: when it comes again as it came, no rule is asked any longer.
    func memory(of visit: PathVisit<Address>, after seen: [PathVisit<Address>]) -> PathMemory {
        guard place(of: visit.node).remembers else { return .nothing }
        let isTranslating = !network.topology[visit.node].translation.isEmpty
        var memory = PathMemory.nothing
        for (place, before) in seen.enumerated() where before.node == visit.node {
            // As they came to the next node is as they left this one.
            let left = place + 1 < seen.count ? seen[place + 1] : visit
            if before.change == visit.change {
                guard left.change == before.change else { return .doubtful }
                memory = .flow
            } else if visit.isLike(before, left)
                || asks.aboutSourcePorts && isTranslating && visit.isForSame(as: left)
            {
                return .doubtful
            }
        }
        return memory
    }
}

extension PathVisit {
    /// Whether these packets may be taken for those of a flow, or for answers to them; `left`: its packets as they leave the node.
    fileprivate func isLike(_ before: Self, _ left: Self) -> Bool {
        meets(before) || mayAnswer(before) || mayAnswer(left)
    }

    /// Whether some of these packets may go where some of others do.
    fileprivate func isForSame(as other: Self) -> Bool {
        destination.intersects(other.destination)
    }
}
