import Commands
import Events
import Fabric
import Firewall
import Grammar
import Network
import Wire

/// Carries out commands about address translation on what is written down of a network, whether they are typed or stand
/// in a file.
struct NATEditor {
    /// The node that they are about.
    let node: NodeID
    let net: Topology

    private var name: String { net.name(of: node) }

    /// Carries out a change of the rules.
    ///
    /// - Throws: `NetEditor.Fault`; then nothing has changed.
    func apply(
        _ command: NATCommand, to rules: inout NATRules
    ) throws(NetEditor.Fault) -> NATEvent {
        switch command {
        case .add(let request, let place):
            let rule = try rule(request)
            let range = place?.range ?? request.range
            let number = try blaming(range) { () throws(NATRuleFault) in
                try rules.insert(rule, at: place?.value)
            }
            return .added(node: name, number, rule)
        case .delete(let number):
            let rule = try blaming(number.range) { () throws(NATRuleFault) in
                try rules.remove(number.value)
            }
            return .deleted(node: name, number.value, rule)
        case .move(let number, let place):
            let isThere = rules.rules.indices.contains(number.value - 1)
            try blaming(isThere ? place.range : number.range) { () throws(NATRuleFault) in
                try rules.move(number.value, to: place.value)
            }
            return .moved(
                node: name, number.value, to: place.value, rules.rules[place.value - 1])
        case .clear:
            let count = rules.rules.count
            rules = NATRules()
            return .cleared(node: name, count: count)
        case .list, .show, .undo, .redo:
            preconditionFailure("what is no change of the rules is carried out elsewhere")
        }
    }

    // MARK: - A rule

    private func rule(_ request: NATRequest) throws(NetEditor.Fault) -> NATRule {
        guard net[node].forwards else {
            throw NetEditor.Fault(fault: .noTranslation(name), range: request.range)
        }
        let own = net[node].interfaces.map { net[$0.link].ruleName }
        for link in request.match.links + request.match.outLinks where !own.contains(link) {
            let gateway = GatewayName(text: name, isUsual: node == net.gateways.first)
            throw NetEditor.Fault(
                fault: .noSuchLink(link, at: gateway, known: own), range: request.range)
        }
        for match in [request.match.source, request.match.destination] {
            if let set = match?.setNames.first {
                throw NetEditor.Fault(fault: .setInTranslation(set), range: request.range)
            }
        }
        let action = try action(request.action)
        return try blaming(request.range) { () throws(NATRuleFault) in
            try NATRule(action, request.match)
        }
    }

    private func action(_ action: NATRequest.Action) throws(NetEditor.Fault) -> NATAction {
        switch action {
        case .masquerade(let ports): .masquerade(ports: ports)
        case .source(let target, let isPersistent): .source(try pool(target, isPersistent))
        case .destination(let target, let isPersistent):
            .destination(try pool(target, isPersistent))
        case .oneToOne(let inside, let outside):
            .oneToOne(inside: inside.value, outside: outside.value)
        }
    }

    private func pool(
        _ target: Placed<NATTarget>, _ isPersistent: Bool
    ) throws(NetEditor.Fault) -> NATPool {
        let addresses: AddressRange
        switch target.value.host {
        case .range(let range): addresses = range
        case .name(let name):
            guard let host = net.node(named: name), let address = net[host].address(.v4) else {
                throw NetEditor.Fault(
                    fault: net.node(named: name) == nil ? .noSuchHost(name) : .noIPv4(name),
                    range: target.range)
            }
            addresses = AddressRange(Prefix(address))
        }
        return NATPool(
            addresses: addresses, ports: target.value.ports, isPersistent: isPersistent)
    }

    private func blaming<Result>(
        _ range: Range<Int>, _ body: () throws(NATRuleFault) -> Result
    ) throws(NetEditor.Fault) -> Result {
        do throws(NATRuleFault) {
            return try body()
        } catch {
            throw NetEditor.Fault(fault: .translation(error), range: range)
        }
    }
}

extension NATCommand {
    /// Whether it can stand in the file of a network.
    var isWritten: Bool {
        switch self {
        case .add, .delete, .move, .clear: true
        case .list, .show, .undo, .redo: false
        }
    }
}
