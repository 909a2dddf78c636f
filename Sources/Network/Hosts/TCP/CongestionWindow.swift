/// How much may be on its way to the peer (RFC 5681), in bytes.
struct CongestionWindow: Hashable, Sendable {
    /// The most data in one segment: what the peer takes, and what the path is known to carry.
    private(set) var segmentSize: Int
    /// The congestion window.
    private(set) var size: Int
    /// Acknowledgments in a row that acknowledged nothing new.
    private(set) var duplicates = 0
    private var threshold = Int(UInt16.max)

    /// The window of a connection that begins (section 3.1): two to four segments.
    init(segmentSize: Int) {
        self.segmentSize = segmentSize
        size = Self.initial(segmentSize)
    }

    private static func initial(_ segmentSize: Int) -> Int {
        segmentSize > 2190
            ? 2 * segmentSize : segmentSize > 1095 ? 3 * segmentSize : 4 * segmentSize
    }

    /// The peer or the path carries no more than `size` bytes of data in a segment.
    mutating func limitSegments(to size: Int) {
        guard size < segmentSize else { return }
        segmentSize = size
        self.size = Self.initial(size)
    }

    /// So many bytes were acknowledged: slow start or congestion avoidance (section 3.1).
    mutating func acknowledged(_ count: Int) {
        duplicates = 0
        let step =
            size < threshold
            ? min(count, segmentSize) : max(1, segmentSize * segmentSize / size)
        size = min(size + step, Int(UInt16.max))
    }

    /// An acknowledgment came twice.
    ///
    /// - Returns: Whether it is the third in a row: the segment that is awaited is lost (section 3.2).
    mutating func duplicated(flight: Int) -> Bool {
        duplicates += 1
        guard duplicates == 3 else { return false }
        threshold = max(flight / 2, 2 * segmentSize)
        size = threshold
        return true
    }

    /// The retransmission timer expired (section 3.1, equation 4).
    mutating func timedOut(flight: Int) {
        duplicates = 0
        threshold = max(flight / 2, 2 * segmentSize)
        size = segmentSize
    }
}
