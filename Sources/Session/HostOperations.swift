import Commands
import EventLoop
import Events
import Fabric
import Grammar
import Network
import Timeline
import Wire

/// Carries out what hosts are to ask the network, and to offer.
struct HostOperations {
    let network: LabNetwork

    private var fabric: Fabric { network.fabric }
    /// The host that the command is about.
    private var node: NodeID { network.current }
    private var name: String { fabric.topology.name(of: node) }

    func apply(_ command: HostCommand) throws(LabFault) -> HostAnswer {
        switch command {
        case .ping(let target, let words): try ping(target, words)
        case .traceroute(let target, let words): try trace(target, words)
        case .connect(let target, let words): try connect(target, words)
        case .fetch(let page): try fetch(page)
        case .resolve(let name, let words): try resolve(name, words)
        case .scan(let target, let words): try scan(target, words)
        case .listConnections: try connections()
        case .closeConnection(let number): try close(number)
        case .addService(let service): try offer(command, at: service.range)
        case .removeService(let kind, _): try offer(command, at: kind.range)
        case .addRecord(let record): try offer(command, at: record.range)
        case .removeRecords(let name): try offer(command, at: name.range)
        case .listServices: .services(node: name, try services(at: 0..<0))
        case .listRecords:
            .records(
                node: name, try services(at: 0..<0).lazy.compactMap(\.zone).first?.records ?? [])
        }
    }

    // MARK: - What hosts ask

    private func ping(
        _ target: Placed<HostWord>, _ words: PingWords
    ) throws(LabFault) -> HostAnswer {
        var request = PingRequest(target: try address(of: target))
        request.count = words.count ?? request.count
        request.interval = words.interval ?? request.interval
        request.size = words.size ?? request.size
        let (asker, report) = try ask(.ping(request), text(target))
        return .pinged(
            asker,
            report.findings.compactMap {
                if case .ping(let event) = $0.event { event } else { nil }
            })
    }

    private func trace(
        _ target: Placed<HostWord>, _ words: TracerouteWords
    ) throws(LabFault) -> HostAnswer {
        var request = TracerouteRequest(target: try address(of: target))
        request.mode = words.mode
        request.mostHops = words.mostHops ?? request.mostHops
        let (asker, report) = try ask(.traceroute(request), text(target))
        return .traced(
            asker,
            report.findings.compactMap {
                if case .traceroute(let event) = $0.event { event } else { nil }
            })
    }

    private func connect(
        _ target: Placed<HostPort>, _ words: ConnectWords
    ) throws(LabFault) -> HostAnswer {
        var request = ConversationRequest(
            target: try address(of: Placed(target.value.host, at: target.range)),
            port: target.value.port)
        request.data = words.data
        request.isKept = words.isKept
        let (asker, report) = try ask(.conversation(request), text(target))
        return .connected(
            asker,
            report.findings.compactMap {
                if case .conversation(let event) = $0.event { event } else { nil }
            })
    }

    private func fetch(_ page: Placed<PageAddress>) throws(LabFault) -> HostAnswer {
        let server = page.value.server
        let target = try address(of: Placed(server.host, at: page.range))
        guard
            var request = FetchRequest(
                target: target, host: page.value.authority, path: page.value.path)
        else { preconditionFailure("an address of a page that was read can be asked for") }
        request.port = server.port
        let (asker, report) = try ask(.fetch(request), Placed(server.description, at: page.range))
        return .fetched(
            asker,
            report.findings.compactMap {
                if case .fetch(let event) = $0.event { event } else { nil }
            })
    }

    private func resolve(
        _ name: Placed<DNSName>, _ words: ResolveWords
    ) throws(LabFault) -> HostAnswer {
        guard let server = words.server else { throw .command(.noResolver, name.range) }
        let target = try address(of: server)
        let request =
            words.type.map {
                ResolveRequest(
                    server: target, question: DNSQuestion(name: name.value, type: $0))
            } ?? ResolveRequest(server: target, addressesOf: name.value)
        let (asker, report) = try ask(.resolve(request), text(server))
        return .resolved(
            asker,
            report.findings.compactMap {
                if case .resolve(let event) = $0.event { event } else { nil }
            })
    }

    private func scan(
        _ target: Placed<HostWord>, _ words: ScanWords
    ) throws(LabFault) -> HostAnswer {
        var request = ScanRequest(
            target: try address(of: target), ports: words.portList, technique: words.technique)
        request.pace = words.pace ?? request.pace
        let (asker, report) = try ask(.scan(request), text(target))
        return .scanned(
            asker, words.technique,
            report.findings.compactMap {
                if case .scan(let event) = $0.event { event } else { nil }
            })
    }

    private func text(_ value: Placed<some TextWritable>) -> Placed<String> {
        Placed(value.value.description, at: value.range)
    }

    private func ask(
        _ request: ProbeRequest, _ target: Placed<String>
    ) throws(LabFault) -> (Asker, ProbeReport) {
        let node = try asker(at: target.range)
        try network.prepare(at: target.range)
        let report = try network.blaming(target.range) { () throws(FabricFault) in
            try fabric.probe(request, from: node, network.budget)
        }
        network.outcome = outcome(of: report)
        return (Asker(report, asking: target.value, in: fabric.topology), report)
    }

    /// The node that sends by itself; without a name in front the gateway in use is meant, and nobody means that.
    func asker(at range: Range<Int>) throws(LabFault) -> NodeID {
        guard fabric.host(at: node) != nil,
            fabric.topology[node].kind == .host || network.subject.node != nil
        else { throw .command(noHost, range) }
        return node
    }

    /// How the last question ended, for `expect`: it, or its answer, was dropped, or it was answered.
    private func outcome(of report: ProbeReport) -> Outcome? {
        guard let item = report.packets.keys.max(),
            let record = report.packets[item].flatMap({ fabric.log[$0] })
        else { return nil }
        guard let blame = report.blames[item], !report.isAnswered else { return Outcome(record) }
        return fabric.log[blame.packet].map(Outcome.init) ?? Outcome(record)
    }

    /// The address that a word means: one of a family that the host has, the first of its node where it is a name.
    func address(of word: Placed<HostWord>) throws(LabFault) -> IPAddress {
        switch word.value {
        case .address(let address): return address
        case .name(let name):
            let own = fabric.host(at: node)?.addresses.map(\.family) ?? IPFamily.allCases
            guard let target = fabric.topology.node(named: name) else {
                let known = network.learned(name)
                for family in IPFamily.allCases where own.contains(family) {
                    if let address = known.first(where: { $0.family == family }) { return address }
                }
                throw .command(known.isEmpty ? .noSuchHost(name) : .noAddress(name), word.range)
            }
            for family in IPFamily.allCases where own.contains(family) {
                if let address = fabric.topology[target].address(family) { return address }
            }
            throw .command(.noAddress(name), word.range)
        }
    }

    // MARK: - What hosts have open

    private func connections() throws(LabFault) -> HostAnswer {
        let host = try ownHost(at: 0..<0)
        return .connections(node: name, host.openConnections, host.listeners)
    }

    private func close(_ number: Placed<Int>) throws(LabFault) -> HostAnswer {
        let open = try ownHost(at: number.range).openConnections
        guard open.indices.contains(number.value - 1) else {
            throw .command(.noSuchConnection(number.value, count: open.count), number.range)
        }
        let key = open[number.value - 1].key
        _ = try network.blaming(number.range) { () throws(FabricFault) in
            try fabric.close(key, at: node)
        }
        return .connectionClosed(
            node: name, key, fabric.host(at: node)?.connections[key]?.state ?? .closed)
    }

    /// The host that the command is about.
    private func ownHost(at range: Range<Int>) throws(LabFault) -> EndHost {
        guard fabric.topology[node].kind == .host, let host = fabric.host(at: node) else {
            throw .command(noHost, range)
        }
        return host
    }

    // MARK: - What hosts offer

    private func services(at range: Range<Int>) throws(LabFault) -> [HostService] {
        try ownHost(at: range).services
    }

    /// The node is no host; those that are come with it, up to a few.
    private var noHost: CommandFault {
        let hosts = fabric.topology.nodes.filter { $0.kind == .host }.map(\.name)
        return .noHost(name, known: Array(hosts.prefix(Self.namedHosts)))
    }

    private static let namedHosts = 8

    private func offer(
        _ command: HostCommand, at range: Range<Int>
    ) throws(LabFault) -> HostAnswer {
        var services = try services(at: range)
        let answer: HostAnswer
        do throws(CommandFault) {
            answer = try ServiceEditor.apply(command, at: name, to: &services)
        } catch {
            throw .command(error, range)
        }
        var net = fabric.topology
        net.setServices(services, of: node)
        try network.blaming(range) { () throws(FabricFault) in try fabric.update(to: net) }
        return answer
    }
}

extension ProbeReport {
    /// Whether a connection came to its end as both sides wanted: what was lost on the way was sent again.
    fileprivate var isAnswered: Bool {
        findings.contains { finding in
            switch finding.event {
            case .conversation(.ended(let summary)), .fetch(.connection(.ended(let summary))):
                summary.end == .closed
            case .conversation(.kept): true
            case .ping, .traceroute, .conversation, .fetch, .resolve, .scan: false
            }
        }
    }
}
