import Wire

/// What a connection has sent and has to send (RFC 9293 section 3.3.1: the send sequence variables).
struct SendSide: Hashable, Sendable {
    /// The initial sequence number, which is that of the SYN.
    let initial: TCPSequence
    /// The oldest number that is not acknowledged.
    private(set) var unacknowledged: TCPSequence
    /// The number that is sent next; it goes back when what was lost is sent again.
    private(set) var next: TCPSequence
    /// One after the highest number that was sent.
    private(set) var highest: TCPSequence
    /// What the peer takes.
    private(set) var window = PeerWindow()
    /// The data from `unacknowledged` on, sent or not.
    private(set) var buffer: [UInt8] = []
    /// Whether a FIN follows the data.
    private var closing = Closing.no
    /// How much may be on its way.
    var congestion: CongestionWindow

    /// What the peer said last about its window, and with which segment.
    struct PeerWindow: Hashable, Sendable {
        var size = 0
        var largest = 0
        var sequence = TCPSequence(rawValue: 0)
        var acknowledgment = TCPSequence(rawValue: 0)
    }

    private enum Closing: Hashable, Sendable {
        case no
        case queued
        /// The FIN was sent; `end` is the number after it.
        case sent(end: TCPSequence)
    }

    /// A side that has its SYN to send.
    init(initial: TCPSequence, segmentSize: Int) {
        self.initial = initial
        unacknowledged = initial
        next = initial
        highest = initial
        congestion = CongestionWindow(segmentSize: segmentSize)
    }

    /// How many numbers are sent and not acknowledged.
    var flight: Int { unacknowledged.distance(to: highest) }

    /// Whether all that is to be said was said and acknowledged, the FIN included.
    var isFinished: Bool { closing == .sent(end: unacknowledged) }

    /// Whether a FIN follows the data.
    var isClosing: Bool { closing != .no }

    /// Takes data to send.
    ///
    /// - Returns: False, and nothing is taken, where more would be kept than may be.
    mutating func append(_ data: [UInt8]) -> Bool {
        guard !isClosing, buffer.count + data.count <= HostLimits.sendBuffer else { return false }
        buffer += data
        return true
    }

    /// Lets a FIN follow.
    mutating func close() {
        if closing == .no { closing = .queued }
    }

    /// The SYN was sent.
    mutating func sentSYN() {
        next = initial + 1
        if highest.isBefore(next) { highest = next }
    }

    /// Whether an acknowledgment number says something new of what was sent.
    func isNew(_ acknowledgment: TCPSequence) -> Bool {
        unacknowledged.isBefore(acknowledgment) && !highest.isBefore(acknowledgment)
    }

    /// Takes off what is acknowledged.
    mutating func acknowledge(upTo number: TCPSequence) {
        let count = unacknowledged.distance(to: number)
        // The SYN takes a number and no byte of the buffer, and so does the FIN.
        let data = unacknowledged == initial ? count - 1 : count
        buffer.removeFirst(min(max(data, 0), buffer.count))
        unacknowledged = number
        if next.isBefore(number) { next = number }
    }

    /// Takes the window of a segment, unless a later one said something else (RFC 9293 section 3.10.7.4).
    ///
    /// - Returns: Whether the window changed.
    mutating func update(window size: Int, from segment: TCPSegment) -> Bool {
        let isLater =
            window.sequence.isBefore(segment.sequence)
            || (window.sequence == segment.sequence
                && !segment.acknowledgment.isBefore(window.acknowledgment))
            || window.largest == 0
        guard isLater else { return false }
        let changed = window.size != size
        window = PeerWindow(
            size: size, largest: max(window.largest, size), sequence: segment.sequence,
            acknowledgment: segment.acknowledgment)
        return changed
    }

    /// Starts again with the oldest number that is not acknowledged.
    mutating func goBack() { next = unacknowledged }

    /// The oldest segment that is not acknowledged, once more; what is sent next stays as it is.
    mutating func takeOldest() -> (data: ArraySlice<UInt8>, fin: Bool)? {
        let rest = next
        goBack()
        defer { if next.isBefore(rest) { next = rest } }
        return takeNext()
    }

    /// The next segment's data and whether a FIN goes with it; nil where nothing may be sent now.
    ///
    /// With `beyondWindow` it is one byte though the peer takes none, to hear whether that is still so.
    mutating func takeNext(beyondWindow: Bool = false) -> (data: ArraySlice<UInt8>, fin: Bool)? {
        guard unacknowledged != initial else { return nil }
        let offset = unacknowledged.distance(to: next)
        let remaining = buffer.count - offset
        guard remaining >= 0 else { return nil }
        let open = beyondWindow ? max(window.size, 1) : window.size
        let room = min(open, max(congestion.size, congestion.segmentSize)) - offset
        let count = max(0, min(congestion.segmentSize, remaining, room))
        let fin = isClosing && count == remaining
        // A small segment in the middle waits for room (RFC 9293 section 3.8.6.2.1).
        let isSmall = count < min(congestion.segmentSize, remaining) && offset > 0
        guard fin || (count > 0 && !isSmall) else { return nil }
        let data = buffer[offset..<(offset + count)]
        next += count + (fin ? 1 : 0)
        if highest.isBefore(next) { highest = next }
        if fin { closing = .sent(end: next) }
        return (data, fin)
    }

    /// Whether there is something to send that only the peer's window holds back, and nothing is on its way.
    var isBlocked: Bool {
        unacknowledged != initial && flight == 0 && !buffer.isEmpty && window.size == 0
    }
}
