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
            if let zone = net.zone(named: link.rawValue) {
                if zone.links.contains(where: { own.contains(net[$0].ruleName) }) { continue }
                throw NetEditor.Fault(fault: .rules(.zoneElsewhere(link)), range: request.range)
            }
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
        let match = try settled(request.match, request.range)
        return try blaming(request.range) { () throws(NATRuleFault) in
            try NATRule(action, match)
        }
    }

    /// A match with addresses in the place of nodes: what is stored is the addresses, as flows would not change with
    /// names.
    private func settled(
        _ match: RuleMatch, _ range: Range<Int>
    ) throws(NetEditor.Fault) -> RuleMatch {
        var match = match
        if let list = match.source { match.source = try settled(list, range) }
        if let list = match.destination { match.destination = try settled(list, range) }
        net.lookUpZones(in: &match, at: node)
        return match
    }

    private func settled(
        _ list: AddressMatch, _ range: Range<Int>
    ) throws(NetEditor.Fault) -> AddressMatch {
        guard list.namesNodes else { return list }
        var members: [AddressMatch.Member] = []
        for member in list.members {
            guard case .node(let name) = member else {
                members.append(member)
                continue
            }
            let addresses = try addresses(of: name.rawValue, range)
            members += addresses.map { .range(AddressRange(Prefix($0))) }
        }
        return AddressMatch(members, isNegated: list.isNegated)
    }

    /// The IPv4 addresses of a node: only those are translated.
    private func addresses(
        of name: String, _ range: Range<Int>
    ) throws(NetEditor.Fault) -> [IPAddress] {
        guard let host = net.node(named: name) else {
            throw NetEditor.Fault(fault: net.unknown(name), range: range)
        }
        let addresses = net[host].interfaces.flatMap { $0.addresses.map(\.address) }.filter {
            $0.family == .v4
        }
        guard !addresses.isEmpty else {
            throw NetEditor.Fault(fault: .noIPv4(name), range: range)
        }
        return addresses
    }

    private func action(_ action: NATRequest.Action) throws(NetEditor.Fault) -> NATAction {
        switch action {
        case .masquerade(let ports): .masquerade(ports: ports)
        case .source(let target, let isPersistent): .source(try pool(target, isPersistent))
        case .destination(let target, let isPersistent):
            .destination(try pool(target, isPersistent))
        case .oneToOne(let inside, let outside):
            .oneToOne(inside: try prefix(inside), outside: try prefix(outside))
        }
    }

    private func prefix(_ word: Placed<PrefixWord>) throws(NetEditor.Fault) -> Prefix {
        switch word.value {
        case .prefix(let prefix): prefix
        case .name(let name): Prefix(try addresses(of: name.rawValue, word.range)[0])
        }
    }

    private func pool(
        _ target: Placed<NATTarget>, _ isPersistent: Bool
    ) throws(NetEditor.Fault) -> NATPool {
        let addresses: AddressRange
        switch target.value.host {
        case .range(let range): addresses = range
        case .name(let name):
            addresses = AddressRange(Prefix(try self.addresses(of: name, target.range)[0]))
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

extension Topology {
    /// Why a name stands for nothing that has an address.
    func unknown(_ name: String) -> CommandFault {
        let isLink = link(named: name) != nil || zone(named: name) != nil
        let closest = Spelling.closest(to: name, among: nodeIDs.map { self.name(of: $0) })
        return .noSuchNode(
            UnknownName(
                name, meaning: isLink ? .link : closest.map(UnknownName.Meaning.word) ?? .nothing))
    }
}
