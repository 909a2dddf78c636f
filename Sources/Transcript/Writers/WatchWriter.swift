import Captures
import Events
import Fabric
import Network
import Timeline
import Wire

/// `tunnel watch`: what somebody on the wire sees, what follows from it, and what does not.
struct WatchWriter: Writer {
    private typealias Say = WatchPhrase
    var page: Page

    mutating func write(_ report: WatchReport) {
        let phrase =
            switch (report.seen == 0, report.tunnel == nil) {
            case (true, true): Say.nothing
            case (true, false): Say.nothingOf
            case (false, true): Say.crossed
            case (false, false): Say.crossedOf
            }
        page.say(
            phrase, (.count, report.seen), (.tunnel, report.tunnel ?? ""),
            (.link, LinkText(topology: report.topology)))
        if report.seen > report.newest.count {
            page.say(Say.newest, (.count, report.newest.count))
        }
        page.endLine()
        if let oldest = report.oldest { page.line(in: 2, Say.forgotten, (.number, oldest)) }
        for frame in report.newest { write(frame, report.topology) }
        for way in report.ways { write(way, report.topology) }
    }

    // MARK: - What is seen

    private mutating func write(_ watched: WatchedFrame, _ topology: Topology) {
        let frame = watched.frame
        let way = WayText(from: frame.direction.from, to: frame.direction.to, topology: topology)
        page.begin(
            Self.frames, frame.end, way, frame.length,
            Composed { $0.say(Say.bytes, (.count, frame.length)) })
        switch watched.content {
        case .clear(let packet): page.say(Say.inClear, (.packet, Self.text(of: packet)))
        case .esp(let header, let readable):
            page.say(Say.sealed, (.spi, header.spi), (.number, header.sequence.low))
            if frame.encapsulation?.form?.mode == .transport {
                page.put(", ")
                page.say(Say.ends, (.first, watched.source), (.last, watched.destination))
            }
            if let readable { page.say(Say.readable, (.packet, Self.text(of: readable))) }
        case .keepalive: page.say(Say.keepalive)
        case .other: page.say(Say.noESP)
        }
        page.endLine()
    }

    private static func text(of packet: Packet) -> PacketText {
        PacketText(
            packet.fields, marks: packet.shownMarks, data: packet.bytes[packet.payload])
    }

    private static let frames = Columns(
        .right(14), .rest(after: 2), .right(7), .left(7, after: 1))

    // MARK: - What follows

    private mutating func write(_ way: WatchedWay, _ topology: Topology) {
        page.line(
            Say.wayTitle, (.what, WayText(from: way.from, to: way.to, topology: topology)),
            (.count, way.traffic.datagrams), (.bytes, way.traffic.bytes))
        write(pairsOf: way)
        write(way.traffic)
        if way.unsealed.inClear > 0 {
            page.line(in: 2, Say.clearCount, (.count, way.unsealed.inClear))
        }
        for place in way.streams.indices { write(way.streams[place], way.predecessor(of: place)) }
        for (phrase, count) in [
            (Say.otherSPIs, way.otherStreams), (Say.keepalives, way.unsealed.keepalives),
            (Say.madeUp, way.unsealed.madeUp),
        ] where count > 0 { page.line(in: 2, phrase, (.count, count)) }
    }

    private mutating func write(pairsOf way: WatchedWay) {
        let pairs = way.pairs.map { pair in
            Composed { $0.say(Say.ends, (.first, pair.source), (.last, pair.destination)) }
        }
        page.fill(2)
        page.say(Say.addresses, (.members, Listed(pairs)))
        if way.otherPairs > 0 { page.say(Say.otherAddresses, (.count, way.otherPairs)) }
        page.endLine()
    }

    private mutating func write(_ traffic: WatchedTraffic) {
        let isOne = traffic.sizeCount == 1
        page.line(
            in: 2, !isOne ? Say.sizes : traffic.datagrams > 1 ? .allOneSize : .oneSize,
            (.first, traffic.lengths.lowerBound), (.last, traffic.lengths.upperBound),
            (.count, traffic.sizeCount))
        guard let gaps = traffic.gaps else {
            return page.line(in: 2, Say.at, (.time, traffic.first))
        }
        let gap = Composed { page in
            page.put(gaps.lowerBound)
            if gaps.lowerBound < gaps.upperBound {
                page.say(Say.betweenRange, (.last, gaps.upperBound))
            }
        }
        page.line(in: 2, Say.between, (.first, traffic.first), (.last, traffic.last), (.time, gap))
    }

    // MARK: - What an SA tells

    private mutating func write(_ stream: WatchedStream, _ predecessor: WatchedStream?) {
        page.fill(2)
        page.say(Say.stream, (.spi, stream.spi), (.count, stream.traffic.datagrams))
        write(numbersOf: stream)
        page.endLine()
        if let predecessor { page.line(in: 4, Say.after, (.spi, predecessor.spi)) }
        write(payloadsOf: stream)
        let hidden: WatchPhrase =
            switch (stream.suite.encrypts, stream.mode) {
            case (true, .tunnel): .hiddenInTunnel
            case (true, .transport): .hiddenInTransport
            case (false, _): .nothingHidden
            }
        page.line(in: 4, hidden)
    }

    private mutating func write(numbersOf stream: WatchedStream) {
        let numbers = stream.numbers
        let (first, last) = (numbers.range.lowerBound, numbers.range.upperBound)
        page.say(first == last ? Say.number : Say.numbers, (.first, first), (.last, last))
        guard first < last || numbers.repeated > 0 else { return }
        page.say(numbers.missing == 0 ? Say.none : Say.missing, (.count, numbers.missing))
        if numbers.overtaken > 0 { page.say(Say.overtaken, (.count, numbers.overtaken)) }
        if numbers.repeated > 0 { page.say(Say.repeated, (.count, numbers.repeated)) }
    }

    private mutating func write(payloadsOf stream: WatchedStream) {
        let payloads = stream.payloads
        let what = (Slot.what, stream.mode == .tunnel ? Say.packet : Say.payload)
        if !stream.suite.encrypts {
            return page.line(in: 4, Say.standsThere, what, (.suite, stream.suite.name))
        }
        guard stream.hasTrafficPadding else {
            return page.line(
                in: 4, Say.hasRange, what, (.first, payloads.lowerBound),
                (.last, payloads.upperBound), (.count, WatchedStream.hidden))
        }
        let sizes = stream.traffic.sizeCount
        let left = Composed { $0.say(sizes == 1 ? Say.oneSizeLeft : .sizesLeft, (.count, sizes)) }
        page.line(in: 4, Say.hasAtMost, what, (.last, payloads.upperBound), (.meaning, left))
    }
}

/// The name of the link between the gateways, as a sentence has it.
private struct LinkText: Written {
    let topology: Topology

    func write(on page: inout Page) {
        guard let wire = topology.wire else { return page.say(WatchPhrase.wire) }
        page.say(WatchPhrase.link, (.name, topology.name(of: wire)))
    }
}

/// From where to where.
private struct WayText: Written {
    let from: NodeID
    let to: NodeID
    let topology: Topology

    func write(on page: inout Page) {
        page.say(
            WatchPhrase.way, (.first, topology.name(of: from)),
            (.last, topology.name(of: to)))
    }
}
