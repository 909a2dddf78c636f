import Events
import Fabric
import Firewall
import Network
import Wire

/// Says what happens step by step, and draws where packets are.
struct StepWriter: Writer {
    private typealias Say = StepPhrase
    var page: Page

    mutating func write(_ event: StepEvent) {
        switch event {
        case .held(let record, let moment, let topology):
            page.lend(PacketWriter.self) { $0.writeHeadline(record) }
            write(moment, [], topology, about: record)
            if record.outcome == nil { page.line(Say.waits) }
        case .moved(let moment, let flows, let topology, let isLast):
            write(moment, flows, topology, about: nil)
            if isLast { page.line(Say.last) }
        case .still: page.line(Say.still)
        case .paused: page.line(Say.paused)
        case .watched(let record, let moments, let topology):
            page.lend(PacketWriter.self) { $0.writeHeadline(record) }
            for moment in moments where page.goesOn { write(moment, [], topology, about: record) }
        case .zoomed(let record, let hops, let topology):
            page.lend(PacketWriter.self) { $0.writeHeadline(record) }
            write(hops)
            guard let outcome = record.outcome else { return }
            page.lend(PacketWriter.self) { $0.write(outcome, of: record, topology) }
        }
    }

    // MARK: - A moment

    /// What happened, what became of flows, and the network behind it; `subject` has been named already.
    private mutating func write(
        _ moment: Moment, _ flows: [FlowChange], _ topology: Topology, about subject: PacketRecord?
    ) {
        for move in moment.moves {
            let isNew = move.steps.contains { if case .entered = $0.what { true } else { false } }
            let isNamed = move.record.number == subject?.number
            page.lend(PacketWriter.self) { writer in
                if isNew, !isNamed { writer.writeHeadline(move.record) }
                writer.write(
                    move.steps, of: move.record, topology, isNamed: isNamed || isNew)
            }
        }
        for change in flows where page.goesOn { write(change) }
        draw(moment.picture)
    }

    /// The flow as a row of a table, of which only those rows are shown that changed.
    private mutating func write(_ change: FlowChange) {
        let state = change.flow.state.rawValue
        page.row(
            Self.flows, change.node,
            Composed { $0.say(Say.flow, (.number, change.flow.id.rawValue)) },
            Composed { page in
                switch change.kind {
                case .began: page.say(Say.flowBegan, (.what, state))
                case .moved(let old):
                    page.say(Say.beforeAfter, (.first, old.rawValue), (.last, state))
                case .ended: page.say(Say.flowEnded, (.what, state))
                }
            }, change.flow)
    }

    private static let flows = Columns(.left(8, after: 2), .left(10), .left(26), .rest())

    // MARK: - The network

    /// Each link as a line: `wan      gw --1--> isp`, `[gw 1]` where a packet is at a node.
    private mutating func draw(_ picture: NetPicture) {
        let columns = Columns(.fitting(picture.links.map(\.name), after: 2), .rest())
        for link in picture.links {
            if page.layout == .linear {
                page.row(columns, link.name, LinkPicture(link: link, picture: picture))
            } else {
                page.row(columns, link.name, Self.text(of: link, picture))
            }
        }
    }

    private static func text(of link: NetPicture.Link, _ picture: NetPicture) -> String {
        var moving: [String] = []
        var busy: Set<String> = []
        for way in link.carried {
            let others = link.carried.filter { $0.from == way.from && $0.to == way.to }
            guard others.first?.packet == way.packet else { continue }
            let numbers = others.map { "\($0.packet)" }.joined(separator: ",")
            moving.append(
                "\(Self.name(way.from, picture)) --\(numbers)--> \(Self.name(way.to, picture))")
            busy.formUnion([way.from, way.to])
        }
        let still = link.nodes.filter { !busy.contains($0) }.map { Self.name($0, picture) }
        let parts = moving + (still.isEmpty ? [] : [still.joined(separator: " -- ")])
        let text = parts.joined(separator: "   ")
        return text.count <= NetDrawing.width - 20
            ? text : String(text.prefix(NetDrawing.width - 24)) + " ..."
    }

    private static func name(_ node: String, _ picture: NetPicture) -> String {
        let packets = picture.standing.filter { $0.node == node }.map { "\($0.packet)" }
        return packets.isEmpty ? node : "[\(node) \(packets.joined(separator: ","))]"
    }

    // MARK: - Layer by layer

    private mutating func write(_ hops: [PacketHop]) {
        if hops.isEmpty { page.line(in: 2, Say.noHops) }
        for hop in hops { write(hop) }
    }

    // One function with a loop and these two kinds of lines ends the optimizer of Swift 6.3.1.
    @inline(never) private mutating func write(_ hop: PacketHop) {
        page.line(Say.onLink, (.node, hop.node), (.link, hop.link))
        if !hop.hasSameLayers { writeTitles(of: hop) }
        guard let changes = hop.changes else { return }
        for change in changes { write(change) }
        if changes.isEmpty { page.line(in: 2, Say.sameLayers) }
    }

    @inline(never) private mutating func writeTitles(of hop: PacketHop) {
        page.lend(LayerWriter.self) { writer in
            for layer in hop.layers { writer.write(titleOf: layer) }
        }
    }

    @inline(never) private mutating func write(_ change: PacketHop.Change) {
        page.row(
            Self.fields,
            Composed { page in
                page.say(Say.change, (.name, change.layer), (.field, change.field))
            },
            Composed { page in
                page.say(
                    Say.beforeAfter, (.first, ValueText(change.before, [])),
                    (.last, ValueText(change.after, [])))
            })
    }

    /// The longest name of a field behind that of its header.
    private static let fields = Columns(.left(30, after: 2), .rest())
}

/// A link with what is under way on it, in words: `packet 1 from gw to isp, gw with packet 2, isp`.
private struct LinkPicture: Written {
    let link: NetPicture.Link
    let picture: NetPicture

    func write(on page: inout Page) {
        let moving = link.carried.map { way in
            Composed { page in
                page.say(
                    StepPhrase.moving, (.number, Int(way.packet)), (.first, way.from),
                    (.last, way.to))
            }
        }
        let nodes = link.nodes.map { node in
            let packets = picture.standing.filter { $0.node == node }.map { "\($0.packet)" }
            return Composed { page in
                guard !packets.isEmpty else { return page.put(node) }
                page.say(StepPhrase.standing, (.node, node), (.members, Listed(packets)))
            }
        }
        Listed(moving + nodes).write(on: &page)
    }
}
