import Commands
import Events
import Fabric
import Firewall
import Network
import Timeline
import Tunnel

/// What decides about packets once a submission has run.
package struct Decisions: Sendable {
    private struct Place: Sendable {
        /// What stands in front of a command about it; nil where nothing has to.
        let name: String?
        let lists: [RuleSet]
        let policies: [Policy]
    }

    private let places: [Place]
    /// Nodes, links, routes and services, as commands.
    private let net: [UInt8]

    /// The rules of each gateway.
    var rules: [RuleSet] { places.compactMap { $0.lists.first { $0.chain == .forward } } }

    /// That of a network now.
    init(_ network: LabNetwork) {
        let fabric = network.fabric
        places = fabric.topology.gateways.map { node in
            let gateway = fabric[node]
            return Place(
                name: gateway.name.isUsual ? nil : gateway.name.text,
                lists: RuleChain.allCases.map { gateway[$0] },
                policies: fabric.policies(of: node).entries)
        }
        net = NetFile.text(of: fabric.topology)
    }

    /// Where another network decides otherwise, read in their own orders and in some others; nil: it is proven that it does
    /// nowhere.
    func difference(
        from other: Decisions, orders: [ReadingOrder], _ budget: Budget
    ) -> DecisionDifference? {
        guard net == other.net, places.map(\.name) == other.places.map(\.name),
            places.map(\.policies) == other.places.map(\.policies)
        else { return .elsewhere }
        for (one, another) in zip(places, other.places) {
            for (list, otherList) in zip(one.lists, another.lists) {
                for order in [nil] + orders.map(Optional.some) {
                    let difference = Self.difference(
                        list, otherList, at: one.name, order, budget)
                    if let difference { return difference }
                }
            }
        }
        return nil
    }

    /// The words in front of a command about a list; nil where none are needed.
    static func subject(_ node: String?, _ list: RuleChain) -> String? {
        let words = [node, list == .forward ? nil : list.rawValue].compactMap { $0 }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private static func difference(
        _ one: RuleSet, _ other: RuleSet, at node: String?, _ order: ReadingOrder?, _ budget: Budget
    ) -> DecisionDifference? {
        var (left, right) = (one, other)
        guard (try? left.know(right.settings.links)) != nil,
            (try? right.know(left.settings.links)) != nil
        else { return .unknown }
        let proofs = (RuleProof(left, order: order, budget), RuleProof(right, order: order, budget))
        switch proofs.0.list.difference(from: proofs.1.list, limit: 1, budget) {
        case .equal: return nil
        case .unknown: return .unknown
        case .different(let boxes, _):
            guard let box = boxes.first else { return .unknown }
            let needsState = left.index.stateful + right.index.stateful > 0
            return .packet(
                WitnessMaker(left, asksAboutState: needsState).text(of: box.witness),
                at: subject(node, left.chain),
                here: .init(
                    Action(outcome: box.leftOutcome), by: proofs.0.decider(box.leftDecider)),
                there: .init(
                    Action(outcome: box.rightOutcome), by: proofs.1.decider(box.rightDecider)))
        }
    }
}

extension Exercise {
    /// The orders of reading that its own commands set behind a submission.
    var orders: [ReadingOrder] {
        ReadingOrder.allCases.filter { order in
            steps.contains { step in
                guard case .command(let line) = step else { return false }
                let words = String(decoding: line.text, as: UTF8.self).split(separator: " ")
                return words.contains("order") && words.contains(Substring(order.rawValue))
            }
        }
    }

    /// Whether a proof is about all that its submissions may change.
    var isProvable: Bool {
        may.allSatisfy { words in
            ["rule", "set", "policy", "route", "zone", "net", "service", "record"].contains(
                words.split(separator: " ").first.map(String.init) ?? "")
        }
    }
}
