import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Timeline
import Wire

/// What the firewall would do with the packets of a capture file.
extension Lab {
    /// The longest capture file, in bytes.
    private static let captureLimit = 256 << 20

    /// Judges each packet of a file in turn; the rules, their counts and the flows stay as they are.
    ///
    /// The packets come at the times of the capture, counted from its first one, and meet a flow table of
    /// their own. An interface of the capture that is called like a link of the firewall is that link;
    /// all others are the one that leads to the entrance.
    func test(capture file: Placed<String>) throws(LabFault) -> PacketEvent {
        let bytes = try read(file, limit: Self.captureLimit)
        var trial = CaptureTrial(fabric.firewall, usualLink: fabric.entranceLink)
        do {
            var reader = try CaptureReader(bytes)
            while let captured = try reader.next() { trial.judge(captured, in: reader) }
        } catch {
            throw .command(.capture(file.value, error), file.range)
        }
        return .testedFile(trial.test)
    }
}

/// A firewall that is tried with the packets of a capture.
private struct CaptureTrial {
    private(set) var test = CaptureTest()
    private var firewall: RuleSet
    private var flows = FlowTable()
    private var start: UInt64?
    private var now = Instant.start
    private let usualLink: LinkName?

    init(_ firewall: RuleSet, usualLink: LinkName?) {
        self.firewall = firewall
        self.usualLink = usualLink
        test.hits = Array(repeating: CaptureTest.Count(), count: firewall.count)
    }

    mutating func judge(_ captured: CapturedPacket, in reader: CaptureReader) {
        if let time = captured.timestamp {
            let first = start ?? time
            start = first
            // A capture may go back in time; the lab's clock never does.
            now = max(now, Instant(nanoseconds: time >= first ? time - first : 0))
        }
        let frame = reader.bytes.span.extracting(captured.data)
        switch IPPayload.find(in: frame, linkType: captured.linkType) {
        case .missing(let reason): test.add(captured.number, .notIP(reason))
        case .found(let range):
            let data =
                captured.data.lowerBound + range.lowerBound..<captured.data.lowerBound
                + range.upperBound
            do {
                judge(
                    try Packet.parse(Array(reader.bytes[data])), captured.number,
                    over: link(of: captured, in: reader))
            } catch {
                test.add(captured.number, captured.isCut ? .cut : .malformed(error))
            }
        }
    }

    private func link(of captured: CapturedPacket, in reader: CaptureReader) -> LinkName? {
        guard reader.interfaces.indices.contains(captured.interface) else { return usualLink }
        let name = reader.interfaces[captured.interface].name
        return firewall.links.first { $0.rawValue == name } ?? usualLink
    }

    private mutating func judge(_ packet: Packet, _ number: Int, over link: LinkName?) {
        guard packet.fragment != .later else { return test.add(number, .fragment) }
        let context = PacketContext(link: link, state: flows.state(of: packet, at: now))
        let verdict = firewall.decide(packet.fields, context, at: now)
        firewall.count(verdict, length: packet.bytes.count, at: now)
        if verdict.action == .allow { _ = flows.note(packet, at: now) }
        test.add(number, packet.fields, verdict, length: packet.bytes.count)
    }
}
