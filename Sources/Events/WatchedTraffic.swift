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
    init(_ crossing: WireCrossing) {
        bytes = crossing.length
        lengths = crossing.length...crossing.length
        first = crossing.instant
        last = crossing.instant
        sizes = [crossing.length]
    }

    /// How many different lengths there were.
    package var sizeCount: Int { sizes.count }

    /// Adds what was seen after that, in the order of time.
    mutating func add(_ crossings: some Sequence<WireCrossing>) {
        for crossing in crossings {
            let gap = crossing.instant - last
            gaps = gaps.map { min($0.lowerBound, gap)...max($0.upperBound, gap) } ?? gap...gap
            datagrams += 1
            bytes += crossing.length
            lengths =
                min(
                    lengths.lowerBound, crossing.length)...max(
                    lengths.upperBound, crossing.length)
            last = crossing.instant
            sizes.insert(crossing.length)
        }
    }
}
