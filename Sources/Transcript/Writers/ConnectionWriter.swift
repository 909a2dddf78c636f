import Events
import Fabric
import Network
import Wire

/// Says what connections hosts have, and what came of attacks on them.
struct ConnectionWriter: Writer {
    private typealias Say = ConnectionPhrase
    var page: Page

    // MARK: - `connection`

    mutating func write(
        _ connections: [HostConnection], _ listeners: [ListenerLoad], of node: String
    ) {
        if connections.isEmpty { page.line(Say.none, (.node, node)) }
        for (place, connection) in connections.enumerated() {
            page.row(
                Self.list, place + 1, connection.state,
                Composed { page in
                    page.say(
                        Say.connection, (.source, connection.key.local),
                        (.target, connection.key.remote), (.number, connection.next.rawValue),
                        (.wanted, connection.awaited.rawValue))
                })
            guard let kept = connection.kept, kept.count > 0 else { continue }
            page.row(
                Self.list, "", "",
                Composed { page in
                    page.say(
                        Say.received, (.text, Quoted(kept.bytes, shown: Self.shownBytes)))
                })
        }
        for listener in listeners where listener.isWorthALine {
            page.row(Columns(.rest()), LoadText(load: listener))
        }
    }

    mutating func write(closed key: ConnectionKey, _ state: TCPState) {
        page.line(Say.closed, (.source, key.local), (.target, key.remote), (.what, state))
    }

    /// So many bytes of what came are shown.
    private static let shownBytes = 256
    private static let list = Columns(.right(3), .left(12, after: 2), .rest(after: 2))

    // MARK: - A flood

    mutating func write(_ report: SYNFloodReport, at target: String, _ topology: Topology) {
        let node = topology.name(of: report.node)
        guard let sources = report.sources else {
            return page.line(Say.noFlood, (.node, node), (.target, target))
        }
        page.line(
            Say.flood, (.count, report.sent), (.node, node), (.target, target),
            (.first, sources.first), (.last, sources.last))
        if report.sent < report.flood.count {
            page.line(
                in: 2, Say.interrupted, (.count, report.sent), (.total, report.flood.count))
        }
        for listener in report.listeners {
            let name = topology.name(of: listener.node)
            for (event, count) in zip(ListenerEvent.allCases, listener.counts) where count > 0 {
                page.row(Self.steps, name, then: Self.phrase(event), (.count, count))
            }
            if let load = listener.load {
                page.row(Self.steps, name, LoadText(load: load))
            }
        }
        for drop in report.drops {
            page.row(
                Self.steps, "", then: Say.onTheWay, (.count, drop.count),
                (.reason, drop.reason.rawValue), (.source, SourceText(reason: drop.reason)))
        }
    }

    private static func phrase(_ event: ListenerEvent) -> ConnectionPhrase {
        switch event {
        case .halfOpen: .halfOpen
        case .backlogFull: .backlogFull
        case .cookieSent: .cookieSent
        case .cookieTaken: .cookieTaken
        case .noConnection: .noConnection
        }
    }

    private static let steps = Columns(.left(8, after: 2), .rest())

    // MARK: - A segment of somebody else

    mutating func write(
        _ report: InjectionReport, _ record: PacketRecord, _ others: [PacketRecord],
        _ topology: Topology
    ) {
        let fields = record.packet.fields
        let (source, target) = (fields.sourceText, fields.destinationText)
        let node = topology.name(of: report.node)
        switch report.injection.kind {
        case .reset:
            page.line(Say.reset, (.node, node), (.target, target), (.source, source))
        case .data(let data):
            page.line(
                Say.data, (.node, node), (.count, data.count), (.target, target),
                (.source, source))
        }
        write(report, topology)
        page.lend(PacketWriter.self) { writer in
            writer.write(sent: record, topology)
            for other in others.prefix(Self.shownPackets) { writer.write(sent: other, topology) }
        }
        if others.count > Self.shownPackets {
            page.line(
                Say.more, (.count, others.count - Self.shownPackets),
                (.first, others[Self.shownPackets].number), (.last, others[others.count - 1].number)
            )
        }
        let effects = report.effects.filter(\.isTold)
        for (place, effect) in effects.enumerated() {
            guard !effects[..<place].contains(effect) else { continue }
            write(effect, times: effects.count { $0 == effect }, topology)
        }
        if effects.isEmpty { page.line(Say.untouched) }
    }

    /// Its number, and what the receiver awaits.
    private mutating func write(_ report: InjectionReport, _ topology: Topology) {
        guard let receiver = report.receiver else {
            return page.line(in: 2, Say.unknown, (.number, report.sequence.rawValue))
        }
        let distance = receiver.awaited.distance(to: report.sequence)
        let phrase: ConnectionPhrase =
            distance == 0 ? .exact : distance > 0 ? .beyond : .before
        page.line(
            in: 2, phrase, (.number, report.sequence.rawValue),
            (.node, topology.name(of: receiver.node)), (.wanted, receiver.awaited.rawValue),
            (.count, abs(distance)))
    }

    /// So many of the packets that came of it are shown.
    private static let shownPackets = 5

    private mutating func write(
        _ effect: InjectionReport.Effect, times count: Int, _ topology: Topology
    ) {
        let node = topology.name(of: effect.node)
        let peer = effect.key.remote
        switch effect.event {
        case .ended(let end):
            page.row(Self.steps, node, then: Say.ended, (.target, peer), (.what, end))
        case .data(let data):
            page.row(
                Self.steps, node, then: Say.taken, (.target, peer),
                (.text, Quoted(data, shown: Self.shownBytes)))
        case .ignored(let fault):
            page.row(Self.steps, node, then: Say.ignored, (.what, fault))
        case .established, .peerClosed, .resent: break
        }
        if count > 1 { page.row(Self.steps, "", then: Say.times, (.count, count)) }
    }
}

extension InjectionReport.Effect {
    /// Whether it says what came of the segment.
    fileprivate var isTold: Bool {
        switch event {
        case .ended, .data, .ignored: true
        case .established, .peerClosed, .resent: false
        }
    }
}

extension ListenerLoad {
    /// Whether somebody would want to know: it is not empty, or not as usual.
    fileprivate var isWorthALine: Bool {
        halfOpen > 0 || service.backlog != HostLimits.backlog || service.cookies != .off
    }
}

/// How many connections of a listener are half open.
private struct LoadText: Written {
    let load: ListenerLoad

    func write(on page: inout Page) {
        page.say(
            ConnectionPhrase.load, (.place, load.service.port.rawValue), (.count, load.halfOpen),
            (.total, load.service.backlog), (.what, load.service.cookies.rawValue))
    }
}

extension PacketFields {
    fileprivate var sourceText: Endpoint { Endpoint(address: source, port: sourcePort) }
    fileprivate var destinationText: Endpoint {
        Endpoint(address: destination, port: destinationPort)
    }
}

extension TCPState: Written {
    /// The state as RFC 9293 writes it.
    func write(on page: inout Page) { page.put(rawValue) }
}
