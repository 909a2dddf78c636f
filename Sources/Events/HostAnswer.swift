package import Fabric
package import Network

/// Who asked something, and what the lab knows beside what came back.
package struct Asker: Sendable {
    /// What the host is called.
    package let node: String
    /// Whom or what it asked, as a person wrote it.
    package let target: String
    /// Where packets of it ended their way, in the order of what they asked.
    package let blames: [Blamed]
    /// What hosts understood meanwhile.
    package let notes: [Understood]
    /// Whether it was ended before it was done.
    package let isCut: Bool

    /// Who asked, by the report on what came of it.
    package init(_ report: ProbeReport, asking target: String, in topology: Topology) {
        node = topology.name(of: report.node)
        self.target = target
        blames = report.blames.sorted { $0.key < $1.key }.map { item, blame in
            Blamed(item: item, blame, node: topology.name(of: blame.node))
        }
        notes = report.notes.compactMap { note in
            guard case .service(_, _, let what) = note.event else { return nil }
            return Understood(node: topology.name(of: note.node), what: what)
        }
        isCut = report.isCut
    }

    /// Where the way of an item's packet ended.
    package func blame(of item: Int) -> Blamed? {
        var (low, high) = (0, blames.count)
        while low < high {
            let middle = (low + high) / 2
            if blames[middle].item < item { low = middle + 1 } else { high = middle }
        }
        guard low < blames.count, blames[low].item == item else { return nil }
        return blames[low]
    }
}

/// Where the way of a packet that asked something, or of its answer, ended.
package struct Blamed: Sendable {
    /// What it asked: the place among all that was asked.
    package let item: Int
    /// The packet and its end.
    package let blame: Blame
    /// What the node is called.
    package let node: String

    init(item: Int, _ blame: Blame, node: String) {
        self.item = item
        self.blame = blame
        self.node = node
    }
}

/// What a service of a host understood.
package struct Understood: Sendable {
    /// What the host is called.
    package let node: String
    /// What it understood.
    package let what: ServiceNote
}

/// What can come of what hosts ask, and of what they are told to offer.
package enum HostAnswer: Event {
    /// Echo requests were sent.
    case pinged(Asker, [PingEvent])
    /// The routers on the way were asked for.
    case traced(Asker, [TracerouteEvent])
    /// A connection was opened, or not.
    case connected(Asker, [ConversationEvent])
    /// A page was asked for.
    case fetched(Asker, [FetchEvent])
    /// A name was asked about.
    case resolved(Asker, [ResolveEvent])
    /// Ports were asked for.
    case scanned(Asker, ScanRequest.Technique, [ScanEvent])
    /// The connections of a host were asked for, and what its listeners have to do with.
    case connections(node: String, [HostConnection], [ListenerLoad])
    /// A connection was closed from here; how it stands now.
    case connectionClosed(node: String, ConnectionKey, TCPState)
    /// A host offers a service now.
    case serviceAdded(node: String, HostService)
    /// A host offers a service no longer.
    case serviceRemoved(node: String, HostService)
    /// The services of a host were asked for.
    case services(node: String, [HostService])
    /// A host says something about a name now.
    case recordAdded(node: String, DNSRecord)
    /// A host says nothing about a name any longer.
    case recordsRemoved(node: String, DNSName, count: Int)
    /// What a host says about names was asked for.
    case records(node: String, [DNSRecord])

    var row: Row {
        switch self {
        case .pinged(let asker, let found): asker.row + ["findings": found]
        case .traced(let asker, let found): asker.row + ["findings": found]
        case .connected(let asker, let found): asker.row + ["findings": found]
        case .fetched(let asker, let found): asker.row + ["findings": found]
        case .resolved(let asker, let found): asker.row + ["findings": found]
        case .scanned(let asker, let technique, let found):
            asker.row + ["technique": technique, "findings": found]
        case .connections(let node, let connections, let listeners):
            ["node": node, "connections": connections, "listeners": listeners]
        case .connectionClosed(let node, let key, let state):
            ["node": node, "connection": key, "state": state]
        case .serviceAdded(let node, let service), .serviceRemoved(let node, let service):
            ["node": node, "service": service]
        case .services(let node, let services): ["node": node, "services": services]
        case .recordAdded(let node, let record): ["node": node, "record": record]
        case .recordsRemoved(let node, let name, let count):
            ["node": node, "name": name, "count": count]
        case .records(let node, let records): ["node": node, "records": records]
        }
    }
}

extension Asker: RowValue {
    package var row: Row {
        [
            "node": node, "target": target, "blames": blames, "understood": notes, "cut": isCut,
        ]
    }
}

extension Blamed: RowValue {
    package var row: Row {
        [
            "item": item, "packet": blame.packet, "answer": blame.isAnswer, "node": node,
            "reason": blame.reason, "decision": blame.verdict,
        ]
    }
}

extension Understood: RowValue {
    package var row: Row { ["node": node, "what": what] }
}
