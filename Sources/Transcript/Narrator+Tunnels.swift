import Events
import Fabric
import Timeline
import Tunnel
import Wire

extension Narrator {
    mutating func tell(_ event: TunnelEvent) {
        switch event {
        case .opened(let tunnel, let topology): opened(tunnel, topology)
        case .message(let exchange, let text): message(exchange, text)
        case .arrived(let record, let topology): arrived(record, topology)
        case .keySet(let name, let role):
            page.line("the \(role.rawValue) end of \(name) has this key now, for both directions")
        case .rekeyed(let rekeying): tell(rekeying)
        case .retired(let retirement): tell(retirement)
        case .control(let report, let count, let asked): tell(report, count, of: asked)
        case .shown(let tunnel, let keys, let topology): show(tunnel, keys, topology)
        case .listed(let tunnels): list(tunnels)
        case .watched(let report): watched(report)
        case .closed(let name): page.line("tunnel \(name) is closed; its keys are wiped")
        case .keysSaved(let file, let keys):
            put(keys.count, "key")
            page.line(" saved to \(file)")
            put(leftOut: keys)
        case .stranger(let frame, let topology): stranger(frame, topology)
        }
    }

    private mutating func opened(_ tunnel: TunnelSnapshot, _ topology: Topology) {
        page.put("tunnel \(tunnel.name)", .strong)
        page.put(" is open: ESP in UDP on loopback, ")
        settled(tunnel)
        for end in tunnel.ends { associations(end, topology) }
        alone(tunnel)
        put(lifetime: tunnel)
        policy(of: tunnel)
        page.line("  keys: `tunnel show \(tunnel.name) keys`")
    }

    /// What is settled about both directions, or about each where they differ; ends the line.
    private mutating func settled(_ tunnel: TunnelSnapshot) {
        let towards = tunnel.ends.map(\.inbound.parameters)
        let isSame = towards.allSatisfy { $0 == tunnel.ends.first?.outbound.parameters }
        guard !isSame, let end = tunnel.ends.first else {
            if let parameters = towards.first { put(parameters) }
            return page.endLine()
        }
        page.line("each way its own")
        let sent = end.outbound.parameters
        let received = end.inbound.parameters
        let isClient = end.role == .client
        page.put("  to the client: ")
        put(isClient ? received : sent)
        page.endLine()
        page.put("  to the server: ")
        put(isClient ? sent : received)
        page.endLine()
    }

    private mutating func put(_ parameters: SAParameters) {
        put(parameters.suite)
        if parameters.mode == .transport { page.put(", transport mode") }
        if parameters.isExtended { page.put(", extended sequence numbers") }
        if parameters.windowSize != ReplayWindow.usualSize {
            page.put(", window of \(parameters.windowSize)")
        }
        if parameters.paddingMultiple > 1 {
            page.put(", padded to multiples of \(parameters.paddingMultiple) bytes")
        }
    }

    mutating func put(_ suite: ESPSuite) {
        switch suite.transform {
        case .aesGCM: page.put("AES-\(suite.keyLength * 8)-GCM")
        case .chaCha20Poly1305: page.put("ChaCha20-Poly1305")
        case .aesGMAC: page.put("AES-\(suite.keyLength * 8)-GMAC (nothing is encrypted)")
        }
        page.put(suite.icvLength == 8 ? " with an " : " with a ")
        page.put("\(suite.icvLength)-byte ICV")
    }

    private mutating func alone(_ tunnel: TunnelSnapshot) {
        guard tunnel.ends.count == 1, let end = tunnel.ends.first else { return }
        page.line("  the \(end.role.peer.rawValue) is in another process")
    }

    private mutating func put(lifetime tunnel: TunnelSnapshot) {
        guard let lifetime = tunnel.ends.first?.outbound.parameters.lifetime,
            lifetime != SALifetime()
        else { return }
        page.put("  lifetime:")
        if !lifetime.soft.isUnbounded { put(" soft ", lifetime.soft) }
        if !lifetime.hard.isUnbounded { put(" hard ", lifetime.hard) }
        page.endLine()
    }

    /// A bound as the language reads it: `60s,1000packets`.
    private mutating func put(_ word: String, _ bound: SALifetime.Bound) {
        var parts: [String] = []
        if let time = bound.time {
            let milliseconds = time.nanoseconds / 1_000_000
            parts.append(
                milliseconds.isMultiple(of: 1_000)
                    ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms")
        }
        if let packets = bound.packets { parts.append("\(packets)packets") }
        if let bytes = bound.bytes { parts.append("\(bytes)bytes") }
        page.put(word + parts.joined(separator: ","))
    }

    private mutating func policy(of tunnel: TunnelSnapshot) {
        guard let selectors = tunnel.selectors else { return }
        page.put("  policy: ")
        put(Policy(.protect(tunnel.name), for: selectors))
        page.endLine()
    }

    private mutating func put(_ keys: TunnelEvent.Keys) {
        put(key: keys.client, "client to server")
        put(key: keys.server, "server to client")
    }

    private mutating func put(key digits: [UInt8], _ direction: String) {
        page.line("  \(direction)")
        page.put("    key  ")
        page.put(raw: digits.dropLast(8))
        page.endLine()
        page.put("    salt ")
        page.put(raw: digits.suffix(8))
        page.endLine()
    }

    private mutating func associations(_ end: TunnelSnapshot.End, _ topology: Topology) {
        page.put(
            "  \(end.role.rawValue) at \(topology.nodes[end.node.rawValue].name): receives on SPI ")
        page.put(end.inbound.spi)
        page.put(", sends with SPI ")
        page.put(end.outbound.spi)
        if let port = end.port {
            page.put(", UDP port ")
            page.put(port)
        }
        page.endLine()
    }

    private mutating func list(_ tunnels: [TunnelSnapshot]) {
        if tunnels.isEmpty { return page.line("no tunnel is open") }
        let width = (tunnels.map(\.name.utf8.count).max() ?? 0) + 2
        for tunnel in tunnels {
            page.put(tunnel.name, width: width)
            for (place, end) in tunnel.ends.enumerated() {
                if place > 0 { page.fill(width) }
                page.put("  \(end.role.rawValue)  SPI ")
                page.put(end.inbound.spi)
                page.line("  \(end.sealed.packets) sealed, \(end.opened.packets) opened")
            }
        }
    }

    private mutating func show(
        _ tunnel: TunnelSnapshot, _ keys: TunnelEvent.Keys?, _ topology: Topology
    ) {
        page.put("tunnel \(tunnel.name)", .strong)
        page.put(": ")
        settled(tunnel)
        alone(tunnel)
        put(lifetime: tunnel)
        policy(of: tunnel)
        if tunnel.rekeyings > 0 {
            page.put("  rekeyed ")
            put(tunnel.rekeyings, "time")
            page.endLine()
        }
        for end in tunnel.ends { show(end, topology) }
        if let keys { put(keys) }
    }

    private mutating func show(_ end: TunnelSnapshot.End, _ topology: Topology) {
        associations(end, topology)
        page.put("    sealed ")
        put(end.sealed.packets, "packet")
        page.put(", ")
        put(end.sealed.bytes, "byte")
        page.line("; last sequence number \(end.outbound.lastSequence.rawValue)")
        page.put("    opened ")
        put(end.opened.packets, "packet")
        page.put(", ")
        put(end.opened.bytes, "byte")
        page.put("; anti-replay window of \(end.inbound.window.size) up to ")
        page.put(end.inbound.window.highest.rawValue)
        page.endLine()
        put("    window ", end.inbound.window)
        if !end.inbound.draining.isEmpty {
            page.put("    still receives on SPI ")
            let draining = end.inbound.draining
            for (place, spi) in draining.prefix(Self.shownDraining).enumerated() {
                if place > 0 { page.put(", ") }
                page.put(spi)
            }
            let others = draining.count - Self.shownDraining
            if others > 0 { page.put(" and \(others) older") }
            page.line(", for what is under way")
        }
        arrivals(end.counters)
    }

    /// How many old associations are named.
    private static let shownDraining = 4

    /// Draws the newest numbers of a window: `3 |##.#| 6`, # for one that was accepted.
    mutating func put(_ margin: String, _ window: ReplayWindow) {
        let highest = window.highest.rawValue
        page.put(margin)
        guard highest > 0 else { return page.line("nothing accepted yet") }
        let shown = UInt64(min(window.size, Self.windowWidth))
        let lowest = highest > shown ? highest - shown + 1 : 1
        page.put(lowest)
        page.put(" |")
        for number in lowest...highest {
            let isSeen = window.check(SequenceNumber(rawValue: number)) == .replayed
            page.put(isSeen ? "#" : ".", isSeen ? .good : .faint)
        }
        page.put("| ")
        page.put(highest)
        if lowest > 1, window.size > Self.windowWidth {
            page.put(", the newest \(Self.windowWidth) of \(window.size)")
        }
        page.endLine()
    }

    /// How many numbers of a window are drawn.
    private static let windowWidth = 64

    private mutating func arrivals(_ counters: TunnelCounters) {
        page.put("    arrived \(counters.arrived): \(counters.delivered) delivered")
        for reason in DropReason.allCases {
            let count = counters.refusedOnArrival(reason)
            if count > 0 { page.put(", \(count) \(reason.rawValue)") }
        }
        page.endLine()
    }

    private mutating func stranger(_ frame: Frame, _ topology: Topology) {
        guard let encapsulation = frame.encapsulation else { return }
        page.put("! a stranger's datagram of ")
        put(encapsulation.length, "byte")
        page.put(
            " came to the \(encapsulation.sender.peer.rawValue) end of \(encapsulation.tunnel): ")
        if let refusal = frame.fate.refusal {
            put(refusal: refusal)
        } else {
            page.put("its ICV verifies, so the sender has the key", .bad)
        }
        page.endLine()
    }
}
