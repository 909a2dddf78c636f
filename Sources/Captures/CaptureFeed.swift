import Fabric
package import Network
package import Timeline
package import Wire

/// The packets of a capture file as the lab takes them: each once, with the link it comes over and its time.
package struct CaptureFeed {
    /// A packet of the file.
    package struct Item {
        /// Its number in the file, from 1.
        package let number: Int
        /// How long after the first packet it comes.
        package let offset: Duration
        /// What it is.
        package let content: Content
    }

    /// What a packet of the file is to the lab.
    package enum Content {
        /// A packet that comes to the gateway over this link; with what is odd about it.
        case packet(Packet, over: LinkID?, [PacketOddity])
        /// Nothing that the lab can take.
        case missing(CaptureMiss)
    }

    private var reader: CaptureReader
    private let gateway: NodeID
    private let topology: Topology
    private var start: UInt64?
    private var offset = Duration.zero
    /// The interface at which each packet id of the section was seen first.
    private var places: [UInt64: Int] = [:]
    private var section = 0
    /// Where what the file ends inside of starts, in bytes from its start; nil where it ends behind a packet, or
    /// that is not known yet.
    package private(set) var brokenOff: Int?

    /// The longest time from the first packet to the last: a wrong clock must not use up the lab's.
    package static let longest = Duration.seconds(365 * 24 * 3_600)

    /// The packets of the file `bytes`, as they come to a gateway.
    ///
    /// - Throws: `CaptureFault` when it is no capture.
    package init(
        _ bytes: [UInt8], at gateway: NodeID, in topology: Topology
    ) throws(CaptureFault) {
        reader = try CaptureReader(bytes)
        self.gateway = gateway
        self.topology = topology
    }

    /// Reads to the end of a file, or of the budget, so that no packet is taken from one that makes no sense further on.
    ///
    /// A file may end before what it holds does, as that of a capture that was stopped.
    ///
    /// - Throws: `CaptureFault` at the first place that makes no sense.
    package static func check(
        _ bytes: [UInt8], _ budget: Budget
    ) throws(CaptureFault) {
        var reader = try CaptureReader(bytes)
        do {
            while budget.spend(Budget.item), try reader.next() != nil {}
        } catch .truncated {}
    }

    /// The next packet of the file; nil at its end.
    ///
    /// - Throws: `CaptureFault` where the file stops making sense.
    package mutating func next() throws(CaptureFault) -> Item? {
        guard let captured = try nextCaptured() else { return nil }
        if let time = captured.timestamp {
            let first = start ?? time
            start = first
            // A capture may go back in time; the lab's clock never does.
            let since = Duration(nanoseconds: time >= first ? time - first : 0)
            offset = max(offset, min(since, Self.longest))
        }
        return Item(number: captured.number, offset: offset, content: content(of: captured))
    }

    private mutating func nextCaptured() throws(CaptureFault) -> CapturedPacket? {
        do {
            return try reader.next()
        } catch .truncated(let place) {
            brokenOff = place
            return nil
        }
    }

    private mutating func content(of captured: CapturedPacket) -> Content {
        if isRepeated(captured) { return .missing(.repeated) }
        let frame = reader.bytes.span.extracting(captured.data)
        switch IPPayload.find(in: frame, linkType: captured.linkType) {
        case .missing(let reason): return .missing(.notIP(reason))
        case .found(let range):
            let start = captured.data.lowerBound
            let data = start + range.lowerBound..<start + range.upperBound
            do {
                let (packet, oddities) = try Packet.parse(captured: Array(reader.bytes[data]))
                return .packet(packet, over: link(of: captured), oddities)
            } catch {
                return .missing(captured.isCut ? .cut : .malformed(error))
            }
        }
    }

    private mutating func isRepeated(_ captured: CapturedPacket) -> Bool {
        guard let id = captured.options.packetID else { return false }
        if captured.section != section {
            section = captured.section
            places.removeAll()
        }
        guard let first = places[id] else {
            places[id] = captured.interface
            return false
        }
        return first != captured.interface
    }

    private func link(of captured: CapturedPacket) -> LinkID? {
        let isKnown = reader.interfaces.indices.contains(captured.interface)
        return topology.approach(
            of: isKnown ? reader.interfaces[captured.interface].name : nil,
            captured.options.direction, to: gateway)
    }
}
