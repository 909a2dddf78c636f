import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network

/// Carries out the commands about the network itself.
struct NetOperations {
    let network: LabNetwork
    let access: Access
    let captures: CaptureOperations
    let table: CommandTable<LabCommand>

    private var fabric: Fabric { network.fabric }

    func apply(_ command: NetCommand) throws(LabFault) -> NetEvent {
        switch command {
        case .addNode, .addLink, .remove, .addRoute, .deleteRoute, .addZone, .deleteZone, .setMTU,
            .clamp, .unclamp, .antispoof(.some):
            return try edit(command)
        case .listZones: return .zones(fabric.topology)
        case .antispoof(nil):
            let stack = fabric.stack(of: network.current)
            return .antispoof(
                fabric.topology.name(of: network.current), stack.reversePath, isChanged: false)
        case .listRoutes:
            let routes = fabric.stack(of: network.current).routes.routes
            return .routes(fabric.topology.name(of: network.current), routes, fabric.topology)
        case .load(let file): return try load(file)
        case .from: preconditionFailure("it is carried out by itself, as it says more")
        case .save(let file):
            let fabric = fabric
            let text = NetFile.text(of: fabric.topology, rules: { fabric[$0] }, network.budget)
            try network.spend(at: file.range)
            try access.write(file, over: .savedNetwork) { output throws(SystemFault) in
                try output.write(text.span)
                return true
            }
            return .saved(file.value, fabric.topology)
        case .show(let isLinear): return .shown(fabric.topology, isLinear: isLinear)
        case .list: return .listed(NetFile.library.map(\.name))
        case .diff(let file): return .differed(try compare(with: file))
        case .check: return .checked(check())
        case .find(let query): return .searched(try PathQuestions(network: network).search(query))
        }
    }

    /// Makes a network for the rules of a file, and loads them there.
    ///
    /// - Throws: `LabFault`; then nothing has changed.
    func make(from load: RuleLoad) throws(LabFault) -> [LabEvent] {
        guard !captures.isRunning else { throw .command(.captureRunning, load.file.range) }
        let rules = RuleOperations(network: network, access: access, table: table)
        let (made, text) = try rules.netMaker(from: load)
        let (net, _) = try NetEditor(table).read(
            Array(made.text.utf8), called: load.file, network.budget)
        guard let node = net.node(named: NetFileMaker.gateway) else {
            preconditionFailure("the network has its gateway")
        }
        let all = try rules.readAll(text, load, at: node, of: net, aliases: made.aliases)
        try network.blaming(load.file.range) { () throws(FabricFault) in
            try fabric.replace(with: net)
        }
        network.beginAnew()
        return try [.net(.made(load.file.value, net, made.places.map(MadePlace.init)))]
            + rules.put(all, from: load.file, at: node)
    }

    private func edit(_ command: NetCommand) throws(LabFault) -> NetEvent {
        let node = fabric.topology.name(of: network.current)
        var net = fabric.topology
        let event: NetEvent
        do throws(NetEditor.Fault) {
            event = try NetEditor(table).apply(command, at: node, to: &net)
        } catch {
            throw .command(error.fault, error.range)
        }
        if case .deleteZone(let zone) = command { try refuse(usedZone: zone) }
        if case .remove(let name) = command { try refuse(usedNode: name) }
        if case .addNode(let request) = command { try refuse(nameOfSet: request.name) }
        try network.blaming(0..<0) { () throws(FabricFault) in try fabric.update(to: net) }
        captures.update(to: net)
        return event
    }

    /// Refuses to delete a zone that a rule names.
    private func refuse(usedZone zone: Placed<String>) throws(LabFault) {
        let name = LinkName(rawValue: zone.value)
        for node in fabric.topology.nodeIDs {
            for list in RuleChain.allCases {
                guard let number = fabric[node][list].number(using: name) else { continue }
                throw .command(
                    .zoneInUse(zone.value, number, list, at: fabric[node].name), zone.range)
            }
        }
    }

    /// Refuses to remove a node that a rule of another one names.
    private func refuse(usedNode node: Placed<String>) throws(LabFault) {
        let name = NodeName(rawValue: node.value)
        for other in fabric.topology.nodeIDs where fabric.topology.name(of: other) != node.value {
            for list in RuleChain.allCases {
                guard let number = fabric[other][list].number(using: name) else { continue }
                throw .command(
                    .nodeInUse(node.value, number, list, at: fabric[other].name), node.range)
            }
        }
    }

    /// Refuses to call a node as a set of a list is called: both are looked for where an address can stand.
    private func refuse(nameOfSet node: Placed<String>) throws(LabFault) {
        for other in fabric.topology.nodeIDs {
            for list in RuleChain.allCases
            where fabric[other][list].settings.sets.contains(where: {
                $0.name.rawValue == node.value
            }) {
                throw .command(.nameOfSet(node.value, at: fabric[other].name), node.range)
            }
        }
    }

    /// The longest file of a network, in bytes.
    private static let sizeLimit = 4 << 20

    /// A network of a file, or one that comes with the program, with the lists of rules that it says something of.
    func read(
        _ file: Placed<String>
    ) throws(LabFault) -> (net: Topology, lists: [(node: NodeID, rules: RuleSet)]) {
        let bytes: [UInt8]
        if let text = NetFile.text(named: file.value) {
            bytes = text
        } else {
            bytes = try access.read(file, limit: Self.sizeLimit)
        }
        let read = try NetEditor(table).read(bytes, called: file, network.budget)
        return (read.0, read.1.map { (node: $0.0, rules: $0.1) })
    }

    private func load(_ file: Placed<String>) throws(LabFault) -> NetEvent {
        guard !captures.isRunning else { throw .command(.captureRunning, file.range) }
        let (net, lists) = try read(file)
        try network.blaming(file.range) { () throws(FabricFault) in
            try fabric.replace(with: net)
        }
        for (node, rules) in lists { fabric[node][rules.chain] = rules }
        network.beginAnew()
        return .loaded(file.value, net)
    }
}
