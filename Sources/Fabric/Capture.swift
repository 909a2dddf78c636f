import Timeline
package import Wire

/// What was seen on the links from `capture start` on: bounded in number and in bytes.
package struct Capture {
    /// Whether packets are still being recorded.
    package internal(set) var isRunning = true
    /// What was recorded, by the ends of the packets' ways.
    package private(set) var frames: [CapturedFrame] = []
    /// How many more there were that did not fit.
    package private(set) var missed = 0
    /// The keys of the SAs that sealed something meanwhile.
    package let keys = SealingKeys()
    /// The network that is captured.
    package let topology: Topology
    private var length = 0
    /// The packets whose ways have not ended yet: the log may have forgotten them by then.
    private var underway: [Int: PacketRecord] = [:]

    /// The most packets that are recorded, each counted at every link where it was seen.
    package static let limit = 100_000
    /// The most bytes of packets that are recorded.
    package static let byteLimit = 64 << 20

    /// A capture that has seen nothing.
    init(of topology: Topology) {
        self.topology = topology
    }

    mutating func apply(_ event: FabricEvent) {
        switch event {
        case .entered(let record): underway[record.number] = record
        case .hop(let number, let hop):
            underway[number]?.hops.append(hop)
            switch hop.what {
            case .delivered, .departed, .dropped:
                if let record = underway.removeValue(forKey: number) { add(record) }
            default: break
            }
        case .stranger, .attacked, .rekeyed, .retired: break
        }
    }

    /// Records a packet whose way has ended.
    mutating func add(_ record: PacketRecord) {
        for frame in CapturedFrame.frames(of: record, in: topology) {
            guard frames.count < Self.limit, frame.length <= Self.byteLimit - length else {
                missed += 1
                continue
            }
            length += frame.length
            frames.append(frame)
        }
    }

    /// What was recorded, in the order of time; at one instant in that of the packets' numbers.
    package var framesInOrder: [CapturedFrame] {
        func place(_ index: Int) -> (UInt64, Int, Int) {
            (frames[index].instant.nanoseconds, frames[index].story.number, index)
        }
        return frames.indices.sorted { place($0) < place($1) }.map { frames[$0] }
    }

    /// The state in a few numbers.
    package var summary: CaptureSummary {
        var counts = [Int](repeating: 0, count: topology.links.count)
        for frame in frames { counts[frame.link] += 1 }
        return CaptureSummary(
            isRunning: isRunning,
            links: zip(topology.links, counts).map { ($0.name, $1) }, missed: missed,
            keys: keys.list.count, missedKeys: keys.missed, sharedSPIs: keys.sharedSPIs)
    }
}

/// The state of a capture in a few numbers.
package struct CaptureSummary: Sendable {
    /// Whether packets are still being recorded.
    package let isRunning: Bool
    /// How many packets were recorded at each link, in the order of the topology.
    package let links: [(name: String, packets: Int)]
    /// How many more there were that did not fit.
    package let missed: Int
    /// How many keys are remembered.
    package let keys: Int
    /// How many more keys there were that did not fit.
    package let missedKeys: Int
    /// The SPIs under which more than one key was used, in the order of their first use.
    package let sharedSPIs: [SPI]

    /// How many packets were recorded at all links together.
    package var packets: Int { links.reduce(0) { $0 + $1.packets } }
}
