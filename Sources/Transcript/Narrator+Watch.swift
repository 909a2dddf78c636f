import Captures
import Events
import Fabric
import Timeline
import Wire

/// `tunnel watch`: what somebody on the wire sees, what follows from it, and what does not.
extension Narrator {
    mutating func watched(_ report: WatchReport) {
        let link = Self.wireName(report.topology)
        page.begin(.strong)
        if report.seen == 0 { page.put("nothing") } else { put(report.seen, "datagram") }
        if let tunnel = report.tunnel { page.put(" of \(tunnel)") }
        page.put(report.seen == 0 ? " has crossed \(link) yet" : " crossed \(link)")
        page.end()
        if report.seen > report.newest.count {
            page.put("; the newest \(report.newest.count) of them:")
        }
        page.endLine()
        if let oldest = report.oldest {
            page.line("  the frames before frame \(oldest) are no longer kept")
        }
        for frame in report.newest { line(frame, report.topology) }
        for way in report.ways { tell(way, report.topology) }
    }

    /// The name of the link between the gateways, as a sentence has it.
    private static func wireName(_ topology: Topology) -> String {
        let hop = topology.nextHop(from: topology.clientGateway, to: topology.serverGateway)
        return hop.map { "the \($0.link.name) link" } ?? "the wire"
    }

    // MARK: - What is seen

    private mutating func line(_ watched: WatchedFrame, _ topology: Topology) {
        let frame = watched.frame
        var time: [UInt8] = []
        frame.end.write(to: &time)
        page.fill(14 - time.count)
        page.put(raw: time)
        page.put("  ")
        put(from: frame.direction.from, to: frame.direction.to, topology)
        page.put(frame.length, width: 7)
        page.put(frame.length == 1 ? " byte   " : " bytes  ")
        switch watched.content {
        case .clear(let packet):
            page.put("in clear: ")
            put(packet.fields, data: packet.bytes[packet.payload])
        case .esp(let header, let readable):
            page.put("ESP, SPI ")
            page.put(header.spi)
            page.put(", sequence number \(header.sequence.low)")
            if frame.encapsulation?.form?.mode == .transport {
                page.put(", ")
                page.put(watched.source)
                page.put(" -> ")
                page.put(watched.destination)
            }
            if let readable {
                page.put(", readable: ")
                put(readable.fields, data: readable.bytes[readable.payload])
            }
        case .keepalive: page.put("NAT keepalive")
        case .other: page.put("in UDP, no ESP packet")
        }
        page.endLine()
    }

    private mutating func put(from: NodeID, to: NodeID, _ topology: Topology) {
        page.put("\(topology.nodes[from.rawValue].name) to \(topology.nodes[to.rawValue].name)")
    }

    // MARK: - What follows

    private mutating func tell(_ way: WatchedWay, _ topology: Topology) {
        page.begin(.strong)
        put(from: way.from, to: way.to, topology)
        page.end()
        page.put(": ")
        put(way.traffic.datagrams, "datagram")
        page.put(", ")
        put(way.traffic.bytes, "byte")
        page.endLine()
        pairs(way)
        sizes(way.traffic)
        times(way.traffic)
        if way.inClear > 0 {
            page.put("  in clear: ")
            put(way.inClear, "packet")
            page.line("; all of it is readable, and a change of it would go unnoticed")
        }
        for place in way.streams.indices { tell(way.streams[place], way.predecessor(of: place)) }
        count("other SPIs", way.otherStreams)
        count("NAT keepalives", way.keepalives)
        count("not from the other end", way.madeUp)
    }

    private mutating func count(_ what: String, _ datagrams: Int) {
        guard datagrams > 0 else { return }
        page.put("  \(what): ")
        put(datagrams, "datagram")
        page.endLine()
    }

    private mutating func pairs(_ way: WatchedWay) {
        page.put("  addresses: ")
        for (place, pair) in way.pairs.enumerated() {
            if place > 0 { page.put(", ") }
            page.put(pair.source)
            page.put(" -> ")
            page.put(pair.destination)
        }
        if way.otherPairs > 0 {
            page.put(", and others in ")
            put(way.otherPairs, "datagram")
        }
        page.endLine()
    }

    private mutating func sizes(_ traffic: WatchedTraffic) {
        page.put("  sizes: ")
        if traffic.sizeCount > 1 {
            page.put("\(traffic.lengths.lowerBound) to ")
            put(traffic.lengths.upperBound, "byte")
            page.line(", \(traffic.sizeCount) different ones")
        } else {
            put(traffic.lengths.upperBound, "byte")
            page.line(traffic.datagrams > 1 ? ", all the same" : "")
        }
    }

    private mutating func times(_ traffic: WatchedTraffic) {
        page.put("  times: ")
        page.put(traffic.first)
        guard let gaps = traffic.gaps else { return page.endLine() }
        page.put(" to ")
        page.put(traffic.last)
        page.put(", ")
        page.put(gaps.lowerBound)
        if gaps.lowerBound < gaps.upperBound {
            page.put(" to ")
            page.put(gaps.upperBound)
        }
        page.line(" apart")
    }

    // MARK: - What an SA tells

    private mutating func tell(_ stream: WatchedStream, _ predecessor: WatchedStream?) {
        page.put("  SPI ")
        page.put(stream.spi)
        page.put(": ")
        put(stream.traffic.datagrams, "datagram")
        numbers(stream)
        page.endLine()
        if let predecessor {
            page.put("    new after the last datagram of SPI ")
            page.put(predecessor.spi)
            page.line(": a rekey, or another tunnel")
        }
        payloads(stream)
        notLearned(stream)
    }

    private mutating func numbers(_ stream: WatchedStream) {
        let (first, last) = (stream.numbers.range.lowerBound, stream.numbers.range.upperBound)
        page.put(first == last ? ", sequence number " : ", sequence numbers ")
        page.put(first)
        guard first < last || stream.numbers.repeated > 0 else { return }
        if first < last {
            page.put(" to ")
            page.put(last)
        }
        switch stream.numbers.missing {
        case 0: page.put(": none is missing")
        case 1: page.put(": 1 is missing")
        case let count: page.put(": \(count) are missing")
        }
        if stream.numbers.overtaken > 0 { page.put("; \(stream.numbers.overtaken) came after a later one") }
        if stream.numbers.repeated > 0 { page.put("; \(stream.numbers.repeated) came again") }
    }

    private mutating func payloads(_ stream: WatchedStream) {
        let payloads = stream.payloads
        let what = stream.mode == .tunnel ? "packet" : "payload"
        if !stream.suite.encrypts {
            page.put("    each \(what) inside stands there as it is: ")
            return page.line("\(stream.suite.name) encrypts nothing")
        }
        page.put("    each \(what) inside has ")
        guard stream.hasTrafficPadding else {
            page.put("\(payloads.lowerBound) to ")
            put(payloads.upperBound, "byte")
            page.put("; the size tells how many, but for 0 to ")
            put(WatchedStream.hidden, "byte")
            return page.line(" of padding")
        }
        page.put("at most ")
        put(payloads.upperBound, "byte")
        page.put("; traffic flow confidentiality padding ")
        let sizes = stream.traffic.sizeCount
        page.line(sizes == 1 ? "gives all one size" : "leaves \(sizes) sizes to tell apart")
    }

    private mutating func notLearned(_ stream: WatchedStream) {
        page.put("    not learned: ")
        switch (stream.suite.encrypts, stream.mode) {
        case (true, .tunnel):
            page.line("the addresses inside, the protocol, the ports, the content")
        case (true, .transport):
            page.line("the protocol, the ports, the content; the addresses are the hosts' own")
        case (false, _): page.line("nothing is hidden; only a change would be noticed")
        }
    }
}
