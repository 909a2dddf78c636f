package import Network
package import Timeline
import Wire

/// What somebody does to connections that are not his: he writes any source into his packets, and needs no key.
extension Attacker {
    /// Asks for many connections in the names of others, and waits until all is quiet.
    ///
    /// - Throws: `FabricFault` when the network can't run any further.
    package func carryOut(
        _ flood: SYNFlood, from node: NodeID, _ budget: Budget = Budget()
    ) throws(FabricFault) -> SYNFloodReport {
        try fabric.run()
        var report = SYNFloodReport(node: node, flood: flood)
        var numbers: [Int] = []
        fabric.walker.hosts.begin()
        defer { _ = fabric.walker.hosts.end() }
        for index in 0..<flood.count where budget.spend(4 * Budget.item) {
            if index > 0 { try fabric.run(for: flood.interval) }
            let source = flood.source(index)
            let key = ConnectionKey(
                localAddress: source.address, localPort: source.port, remoteAddress: flood.target,
                remotePort: flood.port)
            let segment = TCPSegment(
                sequence: TCPSequence(rawValue: UInt32(index) &* Self.spread), flags: .syn,
                maximumSize: Self.segmentSize(flood.target.family))
            numbers.append(try launch(segment, of: key, from: node))
            report.sent += 1
            report.sources = (report.sources?.first ?? source.address, flood.source(index).address)
        }
        try fabric.run()
        take(fabric.walker.hosts.end().notes, into: &report)
        for reason in DropReason.allCases {
            let count = numbers.count { fabric.log[$0]?.dropReason == reason }
            if count > 0 { report.drops.append((reason, count)) }
        }
        return report
    }

    /// Speaks for one end of a connection whose packet he has seen, and waits until all is quiet.
    ///
    /// - Throws: `FabricFault.noSegment` when the packet is no whole TCP segment; then nothing was sent.
    package func carryOut(
        _ injection: Injection, from node: NodeID
    ) throws(FabricFault) -> InjectionReport {
        guard let seen = fabric.log[injection.packet]?.packet, let segment = TCPSegment(seen),
            let received = ConnectionKey(incoming: seen.fields)
        else { throw .noSegment(packet: injection.packet) }
        try fabric.run()
        let key = ConnectionKey(
            localAddress: received.remoteAddress, localPort: received.remotePort,
            remoteAddress: received.localAddress, remotePort: received.localPort)
        let sequence = segment.end + injection.offset
        var forged = TCPSegment(sequence: sequence, flags: .rst, window: 0)
        if case .data(let data) = injection.kind {
            forged = TCPSegment(
                sequence: sequence, acknowledgment: segment.acknowledgment, flags: [.psh, .ack],
                data: data)
        }
        let receiver = fabric.topology.owner(of: received.localAddress).flatMap { node in
            fabric.host(at: node)?.connections[received].map { (node: node, awaited: $0.awaited) }
        }
        fabric.walker.hosts.begin()
        defer { _ = fabric.walker.hosts.end() }
        let number = try launch(forged, of: key, from: node)
        try fabric.run()
        let effects = fabric.walker.hosts.end().notes.compactMap { note in
            if case .connection(let key, let event) = note.event {
                InjectionReport.Effect(node: note.node, key: key, event: event)
            } else {
                nil
            }
        }
        return InjectionReport(
            node: node, injection: injection, number: number, sequence: sequence,
            receiver: receiver, effects: effects)
    }

    private func launch(
        _ segment: TCPSegment, of key: ConnectionKey, from node: NodeID
    ) throws(FabricFault) -> Int {
        let packet: Packet
        do throws(WireFault) {
            packet = try segment.packet(of: key)
        } catch {
            throw .packet(error)
        }
        return try fabric.launch(packet, from: .node(node))
    }

    private func take(_ notes: [HostNote], into report: inout SYNFloodReport) {
        for note in notes {
            guard case .listener(let key, let event) = note.event,
                let column = ListenerEvent.allCases.firstIndex(of: event)
            else { continue }
            let place =
                report.listeners.firstIndex { $0.node == note.node && $0.port == key.localPort }
                ?? report.listeners.count
            if place == report.listeners.count {
                report.listeners.append(
                    SYNFloodReport.Listener(
                        node: note.node, port: key.localPort,
                        load: fabric.host(at: note.node)?.listeners.first {
                            $0.service.port == key.localPort
                        }))
            }
            report.listeners[place].counts[column] += 1
        }
        report.listeners.sort {
            ($0.node.rawValue, $0.port.rawValue) < ($1.node.rawValue, $1.port.rawValue)
        }
    }

    /// Numbers that lie apart, so that no SYN looks like another one sent again.
    private static let spread: UInt32 = 1_000_003

    /// What hosts announce on a link with the usual MTU.
    private static func segmentSize(_ family: IPFamily) -> UInt16 {
        switch family {
        case .v4: 1_460
        case .v6: 1_440
        }
    }
}
