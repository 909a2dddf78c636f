import Fabric
package import Timeline

/// How many datagrams were seen, how long they were, and when they came.
package struct WatchedTraffic: Sendable {
    /// How many there were; at least one.
    package private(set) var datagrams = 1
    /// Their lengths together, in bytes on the wire.
    package private(set) var bytes: Int
    /// The length of the shortest and of the longest.
    package private(set) var lengths: ClosedRange<Int>
    /// When the first one was seen.
    package let first: Instant
    /// When the last one was seen.
    package private(set) var last: Instant
    /// The shortest and the longest time between two that followed each other; nil for a single one.
    package private(set) var gaps: ClosedRange<Duration>?
    private var sizes: Set<Int>

    /// The traffic that begins with a datagram.
    init(_ frame: Frame) {
        bytes = frame.length
        lengths = frame.length...frame.length
        first = frame.end
        last = frame.end
        sizes = [frame.length]
    }

    /// How many different lengths there were.
    package var sizeCount: Int { sizes.count }

    /// Adds what was seen after that.
    mutating func add(_ frame: Frame) {
        let gap = frame.end - last
        gaps = gaps.map { min($0.lowerBound, gap)...max($0.upperBound, gap) } ?? gap...gap
        datagrams += 1
        bytes += frame.length
        lengths = min(lengths.lowerBound, frame.length)...max(lengths.upperBound, frame.length)
        last = frame.end
        sizes.insert(frame.length)
    }
}
