/// How nodes lie to each other, whatever their routes say.
extension Topology {
    /// The first hop of a shortest way between two nodes, on which only nodes lie that forward; nil when there is none.
    ///
    /// Of several it takes the one whose link stands first at the node.
    package func way(from start: NodeID, to goal: NodeID) -> Hop? {
        var distance = [Int?](repeating: nil, count: nodes.count)
        distance[goal.rawValue] = 0
        var frontier = [goal]
        var next = 0
        // Distances from the goal, breadth first: the first hop leads to a neighbour that is one nearer.
        while next < frontier.count, distance[start.rawValue] == nil {
            let node = frontier[next]
            next += 1
            guard node == goal || self[node].forwards else { continue }
            for other in neighbours(of: node) where distance[other.node.rawValue] == nil {
                distance[other.node.rawValue] = (distance[node.rawValue] ?? 0) + 1
                frontier.append(other.node)
            }
        }
        guard let steps = distance[start.rawValue], steps > 0 else { return nil }
        let found = neighbours(of: start).first { other in
            distance[other.node.rawValue] == steps - 1
                && (other.node == goal || self[other.node].forwards)
        }
        return found.map { Hop(link: $0.link, from: start, to: $0.node) }
    }

    /// Who sends what comes to a node over a link when nobody says who: the nearest node on that side that stands for any
    /// address, else the first other node on the link; nil where there is none.
    package func sender(towards node: NodeID, over link: LinkID) -> NodeID? {
        var seen: Set<NodeID> = [node]
        var frontier = self[link].ends.filter { seen.insert($0).inserted }
        var next = 0
        while next < frontier.count {
            let other = frontier[next]
            next += 1
            if self[other].standsForAny { return other }
            guard self[other].forwards else { continue }
            frontier += neighbours(of: other).map(\.node).filter { seen.insert($0).inserted }
        }
        return self[link].ends.first { $0 != node }
    }

    /// The nodes that share a link with a node, by its links in their order.
    private func neighbours(of node: NodeID) -> [(link: LinkID, node: NodeID)] {
        self[node].interfaces.flatMap { interface in
            self[interface.link].ends.filter { $0 != node }.map { (interface.link, $0) }
        }
    }
}
