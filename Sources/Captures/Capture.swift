package import Fabric
package import Network
import Timeline
package import Wire

/// What was seen on the links from `capture start` on: bounded in number and in bytes.
package final class Capture: FrameReader {
    /// Whether frames are still being recorded.
    package private(set) var isRunning = true
    /// What was recorded, in the order in which the fates of the frames were known.
    package private(set) var frames: [CapturedFrame] = []
    /// How many more there were that did not fit.
    package private(set) var missed = 0
    /// The keys of the SAs that sealed something meanwhile.
    package let keys = SealingKeys()
    /// The network that is captured, as it is now.
    package var topology: Topology
    private var length = 0
    private var store = FrameStore(limit: 2 * Capture.byteLimit)
    /// What is known of the packets that are under way.
    private var stories: [Int: PacketStory] = [:]

    /// The most packets that are recorded, each counted at every link where it was seen.
    package static let limit = 100_000
    /// The most bytes of packets that are recorded.
    package static let byteLimit = 64 << 20

    /// A capture that has seen nothing.
    package init(of topology: Topology) {
        self.topology = topology
    }

    /// Records nothing any longer.
    package func stop() {
        isRunning = false
        stories.removeAll()
    }

    package func take(_ happening: Happening) {
        switch happening {
        case .entered(let number, let origin):
            stories[number] = PacketStory(number: number, origin: origin)
        case .step(let number, let step):
            switch step.what {
            case .delivered, .departed: stories[number] = nil
            case .dropped(let reason):
                stories[number]?.drop = (step.node, reason)
                stories[number] = nil
            case .judged(let verdict): stories[number]?.verdicts.append(verdict)
            default: break
            }
        case .frame, .rekeyed, .retired: break
        }
    }

    package func take(_ frame: Frame, _ bytes: Span<UInt8>) {
        guard frames.count < Self.limit, bytes.count <= Self.byteLimit - length else {
            missed += 1
            return
        }
        length += bytes.count
        frames.append(
            CapturedFrame(
                frame: frame, place: store.keep(bytes),
                story: frame.packet.flatMap { stories[$0] }))
    }

    /// What was recorded, in the order in which it was put on links.
    package var framesInOrder: [CapturedFrame] {
        frames.sorted { $0.frame.number < $1.frame.number }
    }

    /// Lends the bytes of a frame, from its outermost IP header on.
    package func withBytes<Result, Fault: Error>(
        of frame: CapturedFrame, _ body: (Span<UInt8>) throws(Fault) -> Result
    ) throws(Fault) -> Result {
        try store.withBytes(at: frame.place, body)
    }

    /// Which way a frame went, as the gateway sees it at which its link is captured.
    package func direction(of frame: CapturedFrame) -> PcapngPacketOptions.Direction {
        let direction = frame.frame.direction
        return topology.direction(of: direction.link, from: direction.from)
    }

    /// The state in a few numbers.
    package var summary: CaptureSummary {
        var counts = [Int](repeating: 0, count: topology.links.count)
        for frame in frames { counts[frame.frame.direction.link.rawValue] += 1 }
        return CaptureSummary(
            isRunning: isRunning,
            links: zip(topology.links, counts).filter { !$0.isRemoved || $1 > 0 }.map {
                CaptureSummary.LinkCount(name: $0.name, packets: $1)
            }, missed: missed,
            keys: keys.list.count, missedKeys: keys.missed, sharedSPIs: keys.sharedSPIs)
    }
}

/// A frame that was recorded.
package struct CapturedFrame {
    /// The frame, as it was when its fate was known.
    package let frame: Frame
    let place: FrameStore.Place
    /// What became of the packet in it; nil for what carries none.
    package let story: PacketStory?
}

/// What became of a packet, for the comments of a capture; one for all places where it was seen.
package final class PacketStory {
    /// The packet's number.
    package let number: Int
    /// Why it exists.
    package let origin: PacketOrigin
    /// What the gateways on its way said about it, in order.
    package internal(set) var verdicts: [VerdictRecord] = []
    /// Where and why its way ended before its receiver, if it did.
    package internal(set) var drop: (node: NodeID, reason: DropReason)?

    init(number: Int, origin: PacketOrigin) {
        self.number = number
        self.origin = origin
    }
}

/// The state of a capture in a few numbers.
package struct CaptureSummary: Sendable {
    /// How many packets were recorded at one link.
    package struct LinkCount: Sendable {
        /// The link's name.
        package let name: String
        /// How many packets.
        package let packets: Int
    }

    /// Whether packets are still being recorded.
    package let isRunning: Bool
    /// How many packets were recorded at each link, in the order of the topology.
    package let links: [LinkCount]
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
