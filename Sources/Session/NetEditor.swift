import Commands
import Events
import Fabric
import Firewall
import Grammar
import Network
import Timeline
import Wire

/// Carries out commands about a network on what is written down of it, whether they are typed or stand in a file.
struct NetEditor {
    /// Why a command can't be carried out, and where in its line.
    struct Fault: Error {
        let fault: CommandFault
        let range: Range<Int>
    }

    private let table: CommandTable<LabCommand>

    /// An editor that knows the words that no node may have for a name.
    init(_ table: CommandTable<LabCommand>) {
        self.table = table
    }

    /// Carries out a command; `node` is the one that it is about where it says nothing else.
    ///
    /// - Throws: `Fault`; then nothing has changed.
    func apply(
        _ command: NetCommand, at node: String, to net: inout Topology
    ) throws(Fault) -> NetEvent {
        switch command {
        case .addNode(let request): return try add(request, to: &net)
        case .addLink(let name, let delay, let mtu):
            try checkName(name)
            let link = Link(
                name: name.value, delay: delay ?? Link.usualDelay, mtu: mtu?.value ?? Link.usualMTU)
            try change(&net, name.range) { (net) throws(TopologyFault) in try net.add(link) }
            return .added(.link, name.value)
        case .setMTU(let name, let mtu):
            let link = try find(name, in: net)
            try change(&net, mtu.range) { (net) throws(TopologyFault) in
                try net.setMTU(mtu.value, of: link)
            }
            return .mtuSet(name.value, mtu.value)
        case .clamp(let name, let limit):
            let link = try find(name, in: net)
            let limit =
                limit.map { UInt16(clamping: $0) }
                ?? SegmentSizeClamp.limit(mtu: net[link].mtu, .v4)
            return try setClamp(limit, name, at: node, in: &net)
        case .unclamp(let name): return try setClamp(nil, name, at: node, in: &net)
        case .remove(let name): return try remove(name, from: &net)
        case .addRoute(let request):
            let (id, route) = try route(request, at: node, in: net)
            try change(&net, request.range) { (net) throws(TopologyFault) in
                try net.add(route, to: id)
            }
            return .routed(node, route, net)
        case .deleteRoute(let request):
            let (id, route) = try route(request, at: node, in: net)
            try change(&net, request.range) { (net) throws(TopologyFault) in
                try net.remove(route, from: id)
            }
            return .unrouted(node, route, net)
        case .addZone(let name, let links):
            let ids = try links.map { (link) throws(Fault) in try find(link, in: net) }
            try change(&net, name.range) { (net) throws(TopologyFault) in
                try net.add(ids, toZone: name.value)
            }
            return .added(.zone, name.value)
        case .deleteZone(let name):
            try change(&net, name.range) { (net) throws(TopologyFault) in
                try net.removeZone(name.value)
            }
            return .removed(.zone, name.value)
        case .antispoof(let check?):
            guard let id = net.node(named: node) else {
                throw Fault(
                    fault: .network(.topology(.unknown(.node, node, known: []))), range: 0..<0)
            }
            net.setReversePath(check, of: id)
            return .antispoof(node, check, isChanged: true)
        case .listRoutes, .listZones, .antispoof(nil), .load, .from, .save, .show, .list, .find,
            .diff,
            .check:
            preconditionFailure("what changes nothing is carried out elsewhere")
        }
    }

    private func add(
        _ request: NodeRequest, to net: inout Topology
    ) throws(Fault) -> NetEvent {
        try checkName(request.name)
        var interfaces: [Interface] = []
        for place in request.places {
            interfaces.append(
                Interface(link: try find(place.link, in: net), addresses: place.addresses))
        }
        try change(&net, request.name.range) { (net) throws(TopologyFault) in
            try net.add(
                Node(name: request.name.value, kind: request.kind, interfaces: interfaces))
        }
        return .added(.node(request.kind), request.name.value)
    }

    private func setClamp(
        _ limit: UInt16?, _ name: Placed<String>, at node: String, in net: inout Topology
    ) throws(Fault) -> NetEvent {
        let link = try find(name, in: net)
        try change(&net, name.range) { (net) throws(TopologyFault) in
            try net.setClamp(limit, at: link, of: net.find(node: node))
        }
        return limit.map { .clamped(node: node, name.value, $0) }
            ?? .unclamped(node: node, name.value)
    }

    private func remove(
        _ name: Placed<String>, from net: inout Topology
    ) throws(Fault) -> NetEvent {
        if let link = net.link(named: name.value) {
            try change(&net, name.range) { (net) throws(TopologyFault) in try net.remove(link) }
            return .removed(.link, name.value)
        }
        let kind = net.node(named: name.value).map { net[$0].kind } ?? .host
        try change(&net, name.range) { (net) throws(TopologyFault) in
            let node = try net.find(node: name.value)
            guard net.nodeIDs.count > 1 else { throw .lastNode(name.value) }
            net.remove(node)
        }
        return .removed(.node(kind), name.value)
    }

    private func route(
        _ request: RouteRequest, at node: String, in net: Topology
    ) throws(Fault) -> (NodeID, StaticRoute) {
        guard let id = net.node(named: node) else {
            throw Fault(
                fault: .network(
                    .topology(.unknown(.node, node, known: net.nodeIDs.map { net.name(of: $0) }))),
                range: request.range)
        }
        return (id, try RouteNames(net: net, node: id).route(request))
    }

    private func find(_ link: Placed<String>, in net: Topology) throws(Fault) -> LinkID {
        do throws(TopologyFault) {
            return try net.find(link: link.value)
        } catch {
            throw Fault(fault: .network(.topology(error)), range: link.range)
        }
    }

    private func change<Result>(
        _ net: inout Topology, _ range: Range<Int>,
        _ body: (inout Topology) throws(TopologyFault) -> Result
    ) throws(Fault) {
        do throws(TopologyFault) {
            _ = try body(&net)
        } catch {
            throw Fault(fault: .network(.topology(error)), range: range)
        }
    }

    /// A node stands in front of commands and where addresses can, so that none may be called as a command begins, or as
    /// a word that stands there.
    private func checkName(_ name: Placed<String>) throws(Fault) {
        let word = name.value.lowercased()
        let isTaken =
            RuleChain(rawValue: word) != nil || table.nouns.contains { $0.text == word }
            || NodeWord.reserved.contains(word)
        guard !isTaken else {
            throw Fault(fault: .reservedName(name.value), range: name.range)
        }
    }

    // MARK: - Files

    /// A network as a file makes it: what is written down, and the lists of rules that the file says something of.
    struct Written {
        var net = Topology()
        var lists: [(node: NodeID, draft: RuleListDraft)] = []

        /// The node that a command is about where none is named.
        var usualNode: String {
            (net.gateways.first ?? net.nodeIDs.first).map { net.name(of: $0) } ?? ""
        }
    }

    /// The network that the commands of a file make.
    ///
    /// - Throws: `LabFault` with the first line that is none of a network, or can't be carried out.
    func read(
        _ bytes: [UInt8], called file: Placed<String>, _ budget: Budget
    ) throws(LabFault) -> (Topology, [(node: NodeID, rules: RuleSet)]) {
        var written = Written()
        for (place, slice) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated()
        {
            guard budget.spend(Budget.item) else {
                if let end = budget.end { throw .command(.ended(end), file.range) }
                continue
            }
            var line = Array(slice)
            if line.last == 0x0D { line.removeLast() }
            do throws(NetFileFault) {
                try take(line, place + 1, into: &written)
            } catch {
                throw .command(.netFile(file.value, line: place + 1, error), file.range)
            }
        }
        guard !written.net.nodeIDs.isEmpty else {
            throw .command(.netFile(file.value, line: 1, .empty), file.range)
        }
        return (written.net, try rules(of: written, called: file, budget))
    }

    /// The lists of a network that a file has made.
    private func rules(
        of written: Written, called file: Placed<String>, _ budget: Budget
    ) throws(LabFault) -> [(node: NodeID, rules: RuleSet)] {
        if written.lists.isEmpty { return [] }
        let network = Network(written.net)
        var lists: [(node: NodeID, rules: RuleSet)] = []
        for (node, draft) in written.lists {
            var rules = network[node].gateway[draft.list]
            do throws(RuleSet.LoadFault) {
                try draft.load(into: &rules, budget)
            } catch {
                if let end = budget.end { throw .command(.ended(end), file.range) }
                let fault = NetFileFault.command(.rules(error.fault), column: 1)
                throw .command(
                    .netFile(file.value, line: draft.line(of: error.index), fault), file.range)
            }
            // It begins so: nothing has been changed that could be undone.
            rules.forgetEdits()
            lists.append((node, rules))
        }
        return lists
    }

    private func take(
        _ line: [UInt8], _ number: Int, into written: inout Written
    ) throws(NetFileFault) {
        let subject = SubjectLine(line, table) { written.net.node(named: $0) != nil }
        let command: LabCommand
        do throws(UsageFault) {
            let words = try CommandLine(subject.rest)
            guard !words.isEmpty else { return }
            command = try table.parse(words)
        } catch {
            throw .usage(error, line)
        }
        let node = subject.subject.node?.value ?? written.usualNode
        switch command {
        case .rule, .set:
            return try take(
                command, number, subject.subject.list?.value ?? .forward, at: node, into: &written)
        default: break
        }
        guard subject.subject.list == nil else { throw .notOfNetwork }
        if case .host(let change) = command, change.isWritten {
            return try take(change, at: node, into: &written.net)
        }
        if case .nat(let change) = command, change.isWritten {
            return try take(change, at: node, into: &written.net)
        }
        guard case .net(let change) = command, change.isWritten else { throw .notOfNetwork }
        do throws(Fault) {
            _ = try apply(change, at: node, to: &written.net)
        } catch {
            throw .command(error.fault, column: error.range.lowerBound + 1)
        }
    }
}

extension NetEditor {
    /// Carries out a command about how a node translates addresses.
    private func take(
        _ command: NATCommand, at name: String, into net: inout Topology
    ) throws(NetFileFault) {
        do throws(Fault) {
            guard let node = net.node(named: name) else {
                throw Fault(fault: .noTranslation(name), range: 0..<0)
            }
            var rules = net[node].translation
            _ = try NATEditor(node: node, net: net).apply(command, to: &rules)
            net.setTranslation(rules, of: node)
        } catch {
            throw .command(error.fault, column: error.range.lowerBound + 1)
        }
    }

    /// Carries out a command about a list of rules of a node.
    private func take(
        _ command: LabCommand, _ line: Int, _ list: RuleChain, at name: String,
        into written: inout Written
    ) throws(NetFileFault) {
        guard let node = written.net.node(named: name) else { throw .notOfNetwork }
        let count = written.lists.count
        let place =
            written.lists.firstIndex { $0.node == node && $0.draft.list == list } ?? count
        if place == count {
            let usual = NetFile.usualDefault(of: list, at: written.net[node].kind)
            written.lists.append((node, RuleListDraft(list, usual: usual)))
        }
        do throws(RuleListDraft.Fault) {
            try written.lists[place].draft.take(command, line: line)
        } catch {
            switch error {
            case .rules(let fault): throw .command(.rules(fault), column: 1)
            case .notARule, .usage: throw .notOfNetwork
            }
        }
    }

    /// Carries out a command about what a host offers.
    private func take(
        _ command: HostCommand, at name: String, into net: inout Topology
    ) throws(NetFileFault) {
        guard let node = net.node(named: name), net[node].kind == .host else {
            throw .command(.network(.noHost(name)), column: 1)
        }
        var services = net[node].services
        do throws(CommandFault) {
            _ = try ServiceEditor.apply(command, at: name, to: &services)
        } catch {
            throw .command(error, column: 1)
        }
        net.setServices(services, of: node)
    }
}

extension NetCommand {
    /// Whether it can stand in the file of a network.
    fileprivate var isWritten: Bool {
        switch self {
        case .addNode, .addLink, .remove, .addRoute, .deleteRoute, .addZone, .deleteZone, .setMTU,
            .clamp, .unclamp, .antispoof(.some):
            true
        case .listRoutes, .listZones, .antispoof(nil), .load, .from, .save, .show, .list, .find,
            .diff,
            .check:
            false
        }
    }
}
