package import Fabric
package import Firewall
package import Network
package import Wire

/// What can happen step by step, and what is shown so afterwards.
package enum StepEvent: Event {
    /// A packet was put on its way, and waits there.
    case held(PacketRecord, Moment, Topology)
    /// The next thing happened, and so much changed in the tables of flows; whether anything is under way now.
    case moved(Moment, [FlowChange], Topology, isLast: Bool)
    /// Nothing is under way.
    case still
    /// So many things have happened that one command shows no more; others are under way.
    case paused
    /// The way of a packet, moment by moment.
    case watched(PacketRecord, [Moment], Topology)
    /// What a packet was made of, link by link, and how its way ended so far.
    case zoomed(PacketRecord, [PacketHop], Topology)

    var row: Row {
        switch self {
        case .held(let record, let moment, let topology):
            ["packet": topology.named(record), "moment": topology.named(moment)]
        case .moved(let moment, let flows, let topology, let isLast):
            ["moment": topology.named(moment), "flows": flows, "last": isLast]
        case .still, .paused: [:]
        case .watched(let record, let moments, let topology):
            ["packet": topology.named(record), "moments": moments.map(topology.named)]
        case .zoomed(let record, let hops, let topology):
            ["packet": topology.named(record), "hops": hops]
        }
    }
}

/// What happened at one instant, and where packets are then.
package struct Moment: Sendable, Located {
    /// What was done with a packet, or happened to it.
    package struct Move: Sendable {
        /// The packet, as it is remembered then or later.
        package let record: PacketRecord
        /// What was done, in order.
        package let steps: [Step]

        /// What happened to a packet.
        package init(_ record: PacketRecord, _ steps: [Step]) {
            self.record = record
            self.steps = steps
        }
    }

    /// What happened, to each packet that it happened to.
    package let moves: [Move]
    /// Where packets are then.
    package let picture: NetPicture

    /// What happened, and where packets are then.
    package init(_ moves: [Move], _ picture: NetPicture) {
        self.moves = moves
        self.picture = picture
    }

    func row(in topology: Topology) -> Row {
        [
            "moves": moves.map { move -> Row in
                ["packet": topology.named(move.record), "steps": move.steps.map(topology.named)]
            }, "picture": picture,
        ]
    }
}

/// A flow of a node's table that began, came further, or ended.
package struct FlowChange: RowValue {
    /// What became of a flow.
    package enum Kind: KindValue, Hashable, Sendable {
        /// It is new.
        case began
        /// It was in that state before.
        case moved(from: FlowState)
        /// It is not in the table any longer.
        case ended

        package var parts: Row {
            switch self {
            case .began, .ended: [:]
            case .moved(let state): ["before": state]
            }
        }
    }

    /// The node's name.
    package let node: String
    /// What became of it.
    package let kind: Kind
    /// The flow; where it ended, as it was last.
    package let flow: FlowRecord

    /// What became of a flow of a node.
    package init(node: String, _ kind: Kind, _ flow: FlowRecord) {
        self.node = node
        self.kind = kind
        self.flow = flow
    }

    package var row: Row { ["node": node, "change": kind, "flow": flow] }
}

/// Where packets are: on links, or at nodes.
package struct NetPicture: RowValue {
    /// A packet on a link.
    package struct Carried: RowValue {
        /// The packet's number.
        package let packet: Int
        /// The names of the node that it left, and of the one that it goes to.
        package let from: String, to: String

        package var row: Row { ["packet": packet, "from": from, "to": to] }
    }

    /// A link with what is on it.
    package struct Link: RowValue {
        /// Its name.
        package let name: String
        /// The names of the nodes that it joins.
        package let nodes: [String]
        /// The packets that are on it.
        package internal(set) var carried: [Carried] = []

        package var row: Row { ["name": name, "nodes": nodes, "carried": carried] }
    }

    /// A packet at a node.
    package struct Standing: RowValue {
        /// The packet's number.
        package let packet: Int
        /// The node's name.
        package let node: String

        package var row: Row { ["packet": packet, "node": node] }
    }

    /// The links that are drawn: of a large network those with a packet on them, or at one of their nodes.
    package private(set) var links: [Link] = []
    /// The packets that are at nodes.
    package private(set) var standing: [Standing] = []

    package var row: Row { ["links": links, "standing": standing] }

    /// So many links are drawn even if nothing is on them.
    private static let wholeNetwork = 10

    /// Where packets are, each behind its last one of these steps.
    package init(_ topology: Topology, _ packets: [(number: Int, last: Step)], _ frames: FrameLog) {
        let name = { (node: NodeID) in topology.name(of: node) }
        var carried: [LinkID: [Carried]] = [:]
        for (number, step) in packets {
            if case .forwarded(let frame) = step.what, let hop = frames[frame]?.direction {
                carried[hop.link, default: []].append(
                    Carried(packet: number, from: name(hop.from), to: name(hop.to)))
            } else {
                standing.append(Standing(packet: number, node: name(step.node)))
            }
        }
        let isWhole = topology.linkIDs.count <= Self.wholeNetwork
        let places = Set(packets.map(\.last.node))
        for id in topology.linkIDs {
            let ends = topology[id].ends
            guard isWhole || carried[id] != nil || ends.contains(where: places.contains) else {
                continue
            }
            links.append(
                Link(
                    name: topology.name(of: id), nodes: ends.map(name), carried: carried[id] ?? []))
        }
    }
}

/// What a packet was made of on one link of its way.
package struct PacketHop: RowValue {
    /// A field that says something else than on the link before.
    package struct Change: RowValue {
        /// The header that it stands in.
        package let layer: LayerKind
        /// The field.
        package let field: FieldName
        /// What it said.
        package let before: FieldValue
        /// What it says.
        package let after: FieldValue

        package var row: Row {
            ["layer": layer, "field": field, "before": before, "after": after]
        }
    }

    /// The name of the node that put it on the link.
    package let node: String
    /// The link's name.
    package let link: String
    /// What it is made of there.
    package let layers: [DissectedLayer]
    /// Whether it is made of the same layers as on the link before.
    package private(set) var hasSameLayers = false
    /// The fields that changed since it was last made of the same layers; nil where it never was before.
    package private(set) var changes: [Change]?

    package var row: Row {
        [
            "node": node, "link": link, "layers": layers, "same-layers": hasSameLayers,
            "changes": changes,
        ]
    }

    /// A packet on each link that it was put on, as far as its frames are kept.
    package static func all(
        of record: PacketRecord, in log: FrameLog, _ topology: Topology
    ) -> [PacketHop] {
        var hops: [PacketHop] = []
        for step in record.steps {
            guard case .forwarded(let number) = step.what, let image = log.image(of: number) else {
                continue
            }
            let content = image.frame.encapsulation?.content(around: record.sealedPacket)
            var hop = PacketHop(
                node: topology.name(of: step.node),
                link: topology.name(of: image.frame.direction.link),
                layers: Dissection.layers(of: image.bytes.span, knowing: content))
            hop.compare(with: hops)
            hops.append(hop)
        }
        return hops
    }

    private init(node: String, link: String, layers: [DissectedLayer]) {
        self.node = node
        self.link = link
        self.layers = layers
    }

    private mutating func compare(with others: [PacketHop]) {
        let kinds = layers.map(\.kind)
        hasSameLayers = others.last?.layers.map(\.kind) == kinds
        guard let last = others.last(where: { $0.layers.map(\.kind) == kinds }) else { return }
        var changes: [Change] = []
        for (old, new) in zip(last.layers, layers) {
            for (field, now) in zip(old.fields, new.fields)
            where field.name == now.name && field.value != now.value {
                changes.append(
                    Change(
                        layer: new.kind, field: now.name, before: field.value, after: now.value))
            }
        }
        self.changes = changes
    }
}
