import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network
import Timeline

/// Carries out the commands about address translation.
struct NATOperations {
    let network: LabNetwork

    private var fabric: Fabric { network.fabric }
    private var node: NodeID { network.current }
    private var name: String { fabric.topology.name(of: node) }
    private var translator: Translator { fabric.stack(of: node).translator }

    func apply(_ command: NATCommand) throws(LabFault) -> NATEvent {
        switch command {
        case .add, .delete, .move, .clear: return try edit(command)
        case .list: return .listed(node: name, translator.rules.rules)
        case .show: return .shown(report)
        case .undo:
            var history = translator.history
            guard let rules = history.undo(translator.rules) else {
                throw .command(.nothingToUndo, 0..<0)
            }
            try put(rules, history)
            return .undone(node: name, count: rules.rules.count)
        case .redo:
            var history = translator.history
            guard let rules = history.redo(translator.rules) else {
                throw .command(.nothingToRedo, 0..<0)
            }
            try put(rules, history)
            return .redone(node: name, count: rules.rules.count)
        }
    }

    private func edit(_ command: NATCommand) throws(LabFault) -> NATEvent {
        let old = translator.rules
        var (rules, history) = (old, translator.history)
        let event: NATEvent
        do throws(NetEditor.Fault) {
            event = try NATEditor(node: node, net: fabric.topology).apply(command, to: &rules)
        } catch {
            throw .command(error.fault, error.range)
        }
        history.note(old)
        try put(rules, history)
        return event
    }

    private func put(_ rules: NATRules, _ history: NATHistory) throws(LabFault) {
        try network.blaming(0..<0) { () throws(FabricFault) in
            try fabric.setTranslation(rules, history, at: node)
        }
    }

    /// Whose addresses are translated, and how.
    private var report: NATReport {
        let now = fabric.loop.now
        let rules = translator.rules
        return NATReport(
            node: name, count: rules.rules.count,
            bindings: network.withGateway { $0.flows.flows(at: now) }.filter {
                $0.translated != nil
            },
            behavior: rules.isEmpty
                ? nil
                : fabric.topology.surroundings(of: node).map { rules.behavior(in: $0) })
    }
}
