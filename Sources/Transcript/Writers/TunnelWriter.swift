import Events
import Fabric
import Network
import Timeline
import Tunnel
import Wire

/// Says what happens to tunnels, and shows them.
struct TunnelWriter: Writer {
    private typealias Say = TunnelPhrase
    var page: Page

    mutating func write(_ event: TunnelEvent) {
        switch event {
        case .opened(let tunnel, let topology): write(opened: tunnel, topology)
        case .message(let exchange, let text, _):
            page.lend(MessageWriter.self) { $0.write(exchange, text) }
        case .served(let served): write(served)
        case .arrived(let record, let count, _):
            page.lend(MessageWriter.self) { $0.write(arrived: record, count) }
        case .keySet(let name, let role):
            page.line(Say.keySet, (.role, role), (.tunnel, name))
        case .rekeyed(let rekeying): page.lend(ControlWriter.self) { $0.write(rekeying) }
        case .retired(let retirement): page.lend(ControlWriter.self) { $0.write(retirement) }
        case .control(let report, let count, let asked):
            page.lend(ControlWriter.self) { $0.write(report, count, of: asked) }
        case .keptAlive(let name, let role, let interval):
            let say = interval == nil ? Say.keptAliveNoLonger : .keptAlive
            page.line(say, (.role, role), (.tunnel, name), (.time, (interval ?? .zero).typed))
        case .shown(let tunnel, let keys, let topology): write(tunnel, keys, topology)
        case .listed(let tunnels, _): write(tunnels)
        case .watched(let report): page.lend(WatchWriter.self) { $0.write(report) }
        case .closed(let name, let isProtected):
            page.line(Say.closed, (.tunnel, name))
            if isProtected { page.line(in: 2, Say.stillProtected) }
        case .keysSaved(let file, let keys):
            page.line(Say.keysSaved, (.count, keys.count), (.file, file))
            write(leftOut: keys)
        case .stranger(let frame, let count, let resume, _):
            write(frame, as: count == 1 ? Say.stranger : .strangers, count, resume)
        case .refused(let frame, let count, _):
            write(frame, as: count == 1 ? Say.refusedInside : .severalRefusedInside, count)
        }
    }

    private mutating func write(_ served: TunnelEvent.Served) {
        page.say(
            Say.served, (.tunnel, served.tunnel), (.count, served.count), (.total, served.asked))
        if served.isInterrupted {
            page.say(Say.servedInterrupted)
        } else if served.count < served.asked {
            page.say(Say.servedInVain, (.time, served.limit))
        }
        page.endLine()
    }

    /// The keys that another program could not use.
    mutating func write(leftOut keys: SavedKeys) {
        for spi in keys.unknown { page.line(in: 2, Say.leftOut, (.spi, spi)) }
    }

    private mutating func write(opened tunnel: TunnelSnapshot, _ topology: Topology) {
        page.say(Say.opened, (.tunnel, tunnel.name))
        write(parametersOf: tunnel)
        for end in tunnel.ends { write(associationsOf: end, topology) }
        write(settingsOf: tunnel)
        page.line(in: 2, Say.keysHint, (.tunnel, tunnel.name))
    }

    /// What is settled about both directions, or about each where they differ; ends the line.
    private mutating func write(parametersOf tunnel: TunnelSnapshot) {
        let towards = tunnel.ends.map(\.inbound.parameters)
        let isSame = towards.allSatisfy { $0 == tunnel.ends.first?.outbound.parameters }
        guard !isSame, let end = tunnel.ends.first else {
            if let parameters = towards.first { parameters.write(on: &page) }
            return page.endLine()
        }
        page.line(Say.eachItsOwn)
        let (sent, received) = (end.outbound.parameters, end.inbound.parameters)
        let isClient = end.role == .client
        page.line(in: 2, Say.toClient, (.what, isClient ? received : sent))
        page.line(in: 2, Say.toServer, (.what, isClient ? sent : received))
    }

    /// What there is to say beyond the associations: the other process, the lifetime, the policy.
    private mutating func write(settingsOf tunnel: TunnelSnapshot) {
        guard let end = tunnel.ends.first else { return }
        if tunnel.ends.count == 1 {
            page.line(in: 2, Say.elsewhere, (.peer, end.role.peer))
        }
        for end in tunnel.ends where end.inbound.window.size == 0 {
            page.line(in: 2, Say.replayable, (.role, end.role))
        }
        let lifetime = end.outbound.parameters.lifetime
        if lifetime != SALifetime() { page.line(in: 2, Say.lifetime, (.limit, lifetime)) }
        guard let selectors = tunnel.selectors else { return }
        page.line(in: 2, Say.policy, (.policy, Policy(.protect(tunnel.name), for: selectors)))
    }

    private mutating func write(
        _ keys: (client: [UInt8], server: [UInt8]), isAlone: Bool
    ) {
        for (direction, digits) in [
            (Say.clientToServer, keys.client), (Say.serverToClient, keys.server),
        ] {
            page.line(in: 2, direction)
            // Whoever copies it to the other process must not leave half of it behind.
            if isAlone {
                page.row(Self.keys, Say.keyAndSalt, Characters(digits[...]))
            } else {
                page.row(Self.keys, Say.key, Characters(digits.dropLast(8)))
                page.row(Self.keys, Say.salt, Characters(digits.suffix(8)))
            }
        }
    }

    private static let keys = Columns(.left(5, after: 4), .rest())

    private mutating func write(associationsOf end: TunnelSnapshot.End, _ topology: Topology) {
        let port = Composed { page in
            if let port = end.port { page.say(Say.port, (.number, port)) }
        }
        page.line(
            in: 2, Say.ends, (.role, end.role), (.node, topology.name(of: end.node)),
            (.spi, end.inbound.spi), (.last, end.outbound.spi), (.ports, port))
    }

    private mutating func write(_ tunnels: [TunnelSnapshot]) {
        if tunnels.isEmpty { return page.line(Say.none) }
        let columns = Columns(.fitting(tunnels.map(\.name)), .rest(after: 2))
        for tunnel in tunnels {
            for (place, end) in tunnel.ends.enumerated() {
                page.row(
                    columns, place == 0 ? tunnel.name : "", "", then: Say.cells, (.role, end.role),
                    (.spi, end.inbound.spi),
                    (.first, end.sealed.packets), (.last, end.opened.packets))
            }
        }
    }

    private mutating func write(
        _ tunnel: TunnelSnapshot, _ keys: (client: [UInt8], server: [UInt8])?, _ topology: Topology
    ) {
        page.say(Say.title, (.tunnel, tunnel.name))
        write(parametersOf: tunnel)
        write(settingsOf: tunnel)
        if let interval = tunnel.keepalive, let speaker = tunnel.ends.first {
            page.line(in: 2, Say.keepsAlive, (.role, speaker.role), (.time, interval.typed))
        }
        if tunnel.rekeyings > 0 { page.line(in: 2, Say.rekeyed, (.count, tunnel.rekeyings)) }
        for end in tunnel.ends { write(end, topology) }
        if let keys { write(keys, isAlone: tunnel.ends.count == 1) }
    }

    private mutating func write(_ end: TunnelSnapshot.End, _ topology: Topology) {
        write(associationsOf: end, topology)
        if let place = end.place(in: topology) {
            page.line(
                in: 4, Say.seen, (.peer, end.role.peer), (.target, place.address),
                (.number, place.port))
        }
        if let mtu = end.outbound.pathMTU { page.line(in: 4, Say.pathMTU, (.bytes, mtu)) }
        page.line(
            in: 4, Say.sealed, (.count, end.sealed.packets), (.bytes, end.sealed.bytes),
            (.number, end.outbound.lastSequence))
        let window = end.inbound.window
        page.line(
            in: 4, window.size > 0 ? Say.received : .receivedUnchecked,
            (.count, end.opened.packets), (.bytes, end.opened.bytes),
            (.total, window.size), (.number, window.highest))
        if window.size > 0 { page.line(in: 4, Say.drawnWindow, (.what, window)) }
        let draining = end.inbound.draining
        if !draining.isEmpty {
            let others = draining.count - Self.shownDraining
            let older = Composed { page in
                if others > 0 { page.say(Say.older, (.count, others)) }
            }
            page.line(
                in: 4, Say.stillReceives,
                (.spi, Listed(Array(draining.prefix(Self.shownDraining)))), (.what, older))
        }
        write(end.counters)
    }

    /// How many old associations are named.
    private static let shownDraining = 4

    private mutating func write(_ counters: TunnelCounters) {
        page.fill(4)
        page.say(Say.arrived, (.count, counters.arrived), (.total, counters.delivered))
        for reason in DropReason.allCases {
            let count = counters.refusedOnArrival(reason)
            if count > 0 { page.say(Say.outcome, (.count, count), (.reason, reason.rawValue)) }
        }
        page.endLine()
    }

    private mutating func write(
        _ frame: Frame, as phrase: TunnelPhrase, _ count: Int, _ resume: SequenceNumber? = nil
    ) {
        guard let encapsulation = frame.encapsulation else { return }
        let (role, tunnel) = (encapsulation.sender.peer, encapsulation.tunnel)
        page.say(
            phrase, (.total, count), (.count, encapsulation.length), (.role, role),
            (.tunnel, tunnel))
        if let refusal = frame.fate.refusal {
            RefusalText(reason: refusal).write(on: &page)
        } else {
            page.say(Say.strangerHasKey)
        }
        page.endLine()
        if let resume { page.line(in: 2, Say.beganAnew, (.number, resume.rawValue)) }
    }
}
