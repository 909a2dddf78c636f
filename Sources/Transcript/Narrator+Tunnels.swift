import Events
import Fabric
import Timeline
import Tunnel
import Wire

extension Narrator {
    mutating func tell(_ event: TunnelEvent) {
        switch event {
        case .opened(let tunnel, let clientKey, let serverKey, let topology):
            page.put("tunnel \(tunnel.name)", .strong)
            page.line(" is open: ESP in UDP on loopback, AES-256-GCM with a 16-byte ICV")
            for end in tunnel.ends { associations(end, topology) }
            put(key: clientKey, "client to server")
            put(key: serverKey, "server to client")
        case .message(let record, let echo, let text): message(record, echo, text)
        case .keySet(let name, let role):
            page.line("the \(role.rawValue) end of \(name) has this key now, for both directions")
        case .shown(let tunnel, let topology): show(tunnel, topology)
        case .listed(let tunnels): list(tunnels)
        case .watched(let report): watched(report)
        case .closed(let name): page.line("tunnel \(name) is closed; its keys are wiped")
        case .stranger(let datagram, let topology): stranger(datagram, topology)
        }
    }

    private mutating func put(key digits: [UInt8], _ direction: String) {
        page.line("  \(direction)")
        page.put("    key  ")
        page.put(raw: digits.prefix(64))
        page.endLine()
        page.put("    salt ")
        page.put(raw: digits.dropFirst(64))
        page.endLine()
    }

    private mutating func associations(_ end: TunnelSnapshot.End, _ topology: Topology) {
        page.put(
            "  \(end.role.rawValue) at \(topology.nodes[end.node.rawValue].name): receives on SPI ")
        page.put(end.inboundSPI)
        page.put(", sends with SPI ")
        page.put(end.outboundSPI)
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
                page.put(end.inboundSPI)
                page.line("  \(end.sealed.packets) sealed, \(end.opened.packets) opened")
            }
        }
    }

    private mutating func show(_ tunnel: TunnelSnapshot, _ topology: Topology) {
        page.put("tunnel \(tunnel.name)", .strong)
        page.endLine()
        for end in tunnel.ends {
            associations(end, topology)
            page.put("    sealed ")
            put(end.sealed.packets, "packet")
            page.put(", ")
            put(end.sealed.bytes, "byte")
            page.line("; last sequence number \(end.lastSequence.rawValue)")
            page.put("    opened ")
            put(end.opened.packets, "packet")
            page.put(", ")
            put(end.opened.bytes, "byte")
            page.put("; anti-replay window of \(end.window.size) up to ")
            page.put(end.window.highest.rawValue)
            page.endLine()
            arrivals(end.counters)
        }
    }

    private mutating func arrivals(_ counters: TunnelCounters) {
        page.put("    arrived \(counters.arrived): \(counters.delivered) delivered")
        for reason in DropReason.allCases {
            let count = counters.refusedOnArrival(reason)
            if count > 0 { page.put(", \(count) \(reason.rawValue)") }
        }
        page.endLine()
    }

    private mutating func stranger(_ datagram: StrangerDatagram, _ topology: Topology) {
        page.put("! a stranger's datagram of ")
        put(datagram.length, "byte")
        page.put(" came to the \(datagram.role.rawValue) end of \(datagram.tunnel): ")
        if let refusal = datagram.refusal {
            put(refusal: refusal)
        } else {
            page.put("its ICV verifies, so the sender has the key", .bad)
        }
        page.endLine()
    }
}
