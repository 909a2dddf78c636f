import Captures
import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Timeline
import Wire

/// The packets of a capture file, sent or only thought about.
extension PacketOperations {
    /// The longest capture file, in bytes.
    private static let captureLimit = 256 << 20

    /// The most packets of a file that are under way at once.
    private static let underwayLimit = 256

    // MARK: - Testing

    /// Judges each packet of a file in turn; the rules, their counts and the flows stay as they are.
    ///
    /// The packets come at the times of the capture, counted from its first one, and meet a flow table of
    /// their own.
    func test(capture file: Placed<String>) throws(LabFault) -> PacketEvent {
        var feed = try feed(file)
        var trial = CaptureTrial(network.firewall)
        while let item = try next(of: &feed, file) {
            try network.spend(at: file.range)
            trial.judge(item)
        }
        return .testedFile(trial.test)
    }

    private func feed(_ file: Placed<String>) throws(LabFault) -> CaptureFeed {
        try network.prepare(at: file.range)
        let bytes = try access.read(file, limit: Self.captureLimit)
        let feed: CaptureFeed
        do {
            // Nothing is done with a file that is broken further on.
            try CaptureFeed.check(bytes, network.budget)
            feed = try CaptureFeed(
                bytes, at: fabric.gateways[network.current].node, in: fabric.topology)
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
        var tally = LoadTally(file: file.value, first: fabric.log.lastNumber + 1)
        var last = 0
        while let item = try next(of: &feed, file) {
            guard !network.isInterrupted else {
                tally.interrupt()
                break
            }
            guard case .packet(let packet, let link) = item.content else {
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
            last = fabric.launch(
                packet, over: link.map { LinkName(rawValue: $0.name) },
                to: fabric.gateways[network.current])
            tally.send(item.number, as: last, packet)
        }
        try finish(&tally, file)
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

/// A firewall that is tried with the packets of a capture.
private struct CaptureTrial {
    private(set) var test = CaptureTest()
    private var firewall: RuleSet
    private var flows = FlowTable()

    init(_ firewall: RuleSet) {
        self.firewall = firewall
        test.hits = Array(repeating: FlowTraffic(), count: firewall.count)
    }

    mutating func judge(_ item: CaptureFeed.Item) {
        switch item.content {
        case .missing(let miss): test.add(item.number, miss)
        case .packet(let packet, let link):
            let now = Instant.start + item.offset
            let context = PacketContext(
                link: link.map { LinkName(rawValue: $0.name) },
                state: flows.state(of: packet, at: now))
            let verdict = firewall.decide(packet.fields, context, at: now)
            firewall.count(verdict, length: packet.bytes.count, at: now)
            if verdict.action == .allow { _ = flows.note(packet, at: now) }
            test.add(item.number, packet.fields, verdict, length: packet.bytes.count)
        }
    }
}
