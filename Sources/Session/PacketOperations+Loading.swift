import Captures
import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network
import Timeline
import Wire

/// The packets of a capture file, sent or only thought about.
extension PacketOperations {
    /// The longest capture file, in bytes.
    private static let captureLimit = 256 << 20

    /// So many packets are told at once, so that a long file needs no room for what is said about it.
    private static let partSize = 1_024

    /// The most packets of a file that are under way at once.
    private static let underwayLimit = 256

    // MARK: - Testing

    /// Judges each packet of a file in turn, by the list of the node in use that it would meet; the rules, their counts and
    /// the flows stay as they are.
    ///
    /// The packets come at the times of the capture, counted from its first one, and meet a flow table of
    /// their own.
    func test(capture file: Placed<String>) throws(LabFault) -> PacketEvent {
        var feed = try feed(file)
        var trial = CaptureTrial(network)
        while let item = try next(of: &feed, file) {
            try network.spend(at: file.range)
            trial.judge(item)
            if trial.lines.count == Self.partSize { tell(trial.takeLines()) }
        }
        tell(trial.takeLines())
        trial.test.notes.brokenOff = feed.brokenOff
        return .testedFile(trial.test)
    }

    private func tell(_ lines: [CaptureTest.Line]) {
        if !lines.isEmpty { network.heard.part(.packet(.testedPackets(lines))) }
    }

    private func feed(_ file: Placed<String>) throws(LabFault) -> CaptureFeed {
        try network.prepare(at: file.range)
        let bytes = try access.read(file, limit: Self.captureLimit)
        let feed: CaptureFeed
        do {
            // Nothing is done with a file that is broken further on.
            try CaptureFeed.check(bytes, network.budget)
            feed = try CaptureFeed(
                bytes, at: network.current, in: fabric.topology)
        } catch {
            throw .command(.capture(file.value, error), file.range)
        }
        try network.spend(at: file.range)
        return feed
    }

    private func next(
        of feed: inout CaptureFeed, _ file: Placed<String>
    ) throws(LabFault) -> CaptureFeed.Item? {
        do {
            return try feed.next()
        } catch {
            throw .command(.capture(file.value, error), file.range)
        }
    }

    // MARK: - Sending

    /// Sends each packet of a file at its time, counted from now, and follows it to its end.
    func load(capture file: Placed<String>) throws(LabFault) -> PacketEvent {
        var feed = try feed(file)
        let start = fabric.loop.now
        var tally = LoadTally(
            file: file.value, first: fabric.log.lastNumber + 1, in: fabric.topology)
        var last = 0
        while let item = try next(of: &feed, file) {
            guard !network.isInterrupted else {
                tally.interrupt()
                break
            }
            guard case .packet(let packet, let link, let oddities) = item.content else {
                if case .missing(let miss) = item.content { tally.miss(item.number, miss) }
                continue
            }
            guard tally.sent < PacketRequest.countLimit else {
                tally.leaveOut()
                continue
            }
            try network.blaming(file.range) { () throws(FabricFault) in
                try fabric.run(until: start + item.offset)
            }
            network.hear { tally.note($0) }
            try makeRoom(&tally, file)
            last = try network.blaming(file.range) { () throws(FabricFault) in
                try fabric.launch(packet, from: network.origin(over: link))
            }
            tally.send(item.number, as: last, packet, oddities)
        }
        try finish(&tally, file)
        tally.breakOff(at: feed.brokenOff)
        if let record = fabric.log[last] {
            network.outcome = Outcome(record)
        }
        return .loaded(tally.result)
    }

    /// Lets time pass until fewer packets than the limit are under way.
    private func makeRoom(_ tally: inout LoadTally, _ file: Placed<String>) throws(LabFault) {
        while tally.underwayCount >= Self.underwayLimit {
            _ = try network.blaming(file.range) { () throws(FabricFault) in try fabric.run(steps: 1)
            }
            network.hear { tally.note($0) }
        }
    }

    /// Lets time pass until nothing is under way.
    private func finish(_ tally: inout LoadTally, _ file: Placed<String>) throws(LabFault) {
        while try network.blaming(
            file.range, { () throws(FabricFault) in try fabric.run(steps: LabNetwork.stride) })
        {
            network.hear { tally.note($0) }
        }
        network.hear { tally.note($0) }
    }
}

/// A node that is tried with the packets of a capture.
private struct CaptureTrial {
    var test: CaptureTest
    /// The packets since this was asked last.
    private(set) var lines: [CaptureTest.Line] = []
    private var stack: Stack
    private let network: LabNetwork

    init(_ network: LabNetwork) {
        self.network = network
        let stack = network.fabric.stack(of: network.current).unused
        test = CaptureTest(of: network.list, stack.gateway[network.list].count)
        self.stack = stack
    }

    mutating func takeLines() -> [CaptureTest.Line] {
        defer { lines.removeAll() }
        return lines
    }

    mutating func judge(_ item: CaptureFeed.Item) {
        let (line, length): (CaptureTest.Line, Int) =
            switch item.content {
            case .missing(let miss): (.missing(item.number, miss), 0)
            case .packet(let packet, let link, let oddities):
                (line(item.number, packet, link, item.offset, oddities), packet.length)
            }
        test.count(line, length: length) { stack.gateway[$0].count }
        if case .missing(_, .repeated) = line { return }
        lines.append(line)
    }

    /// A packet comes from where it would be sent: from its source where the capture says no more than that it is there.
    private mutating func line(
        _ number: Int, _ packet: Packet, _ link: LinkID?, _ offset: Duration,
        _ oddities: [PacketOddity]
    ) -> CaptureTest.Line {
        let net = network.fabric.topology
        let said = link == net.entrance(of: network.current) ? nil : link
        let came =
            said.map { net[$0].ruleName } ?? network.inLink(from: packet.fields.source, to: stack)
        let record = stack.test(
            packet, over: came, isSaid: said != nil, by: network.namedList,
            at: network.fabric.loop.now + offset)
        return .judged(number, packet.fields, record.verdict, by: record.list, oddities)
    }
}
