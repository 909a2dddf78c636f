import EventLoop
import Events
import Fabric
import Firewall
import Network
import Timeline

/// What changes in the tables of flows while things happen one after the other: in those of nodes whose rules or translations
/// may ask for them.
struct FlowWatch {
    /// The flows of a node, and when the first of them will be forgotten.
    private struct Table {
        let node: NodeID
        let flows: [FlowRecord]
        let end: Instant?

        init(of node: NodeID, in fabric: Fabric) {
            self.node = node
            flows = fabric[node].flows.flows(at: fabric.loop.now)
            end = flows.lazy.map(\.expires).min()
        }
    }

    private let network: LabNetwork
    private var tables: [Table]

    /// The tables as they are now.
    init(_ network: LabNetwork) {
        self.network = network
        let fabric = network.fabric
        tables = fabric.topology.nodeIDs.filter { node in
            fabric[node].isDeciding || fabric[node].flows.isTranslating
                || !fabric.stack(of: node).translator.rules.isEmpty
        }.map { Table(of: $0, in: fabric) }
    }

    /// What has changed since this was asked last, node by node and in the order in which the flows began.
    ///
    /// Only the tables of these nodes are looked through, and those of which a flow has ended by itself.
    mutating func changes(at nodes: Set<NodeID>) -> [FlowChange] {
        let fabric = network.fabric
        var changes: [FlowChange] = []
        for (place, old) in tables.enumerated() {
            let hasEnded = old.end.map { $0 <= fabric.loop.now } ?? false
            guard hasEnded || nodes.contains(old.node),
                network.budget.spend(Budget.item * (old.flows.count + 1))
            else { continue }
            let new = Table(of: old.node, in: fabric)
            changes += Self.changes(
                from: old.flows, to: new.flows, at: fabric.topology.name(of: old.node))
            tables[place] = new
        }
        return changes
    }

    /// What is different in a later list; both are in the order in which the flows began.
    private static func changes(
        from old: [FlowRecord], to new: [FlowRecord], at node: String
    ) -> [FlowChange] {
        var changes: [FlowChange] = []
        var rest = new[...]
        for flow in old {
            guard let next = rest.first, next.id == flow.id else {
                changes.append(FlowChange(node: node, .ended, flow))
                continue
            }
            rest.removeFirst()
            if next.state != flow.state {
                changes.append(FlowChange(node: node, .moved(from: flow.state), next))
            }
        }
        return changes + rest.map { FlowChange(node: node, .began, $0) }
    }
}
