import Wire

/// What a connection has received (RFC 9293 section 3.3.1: the receive sequence variables).
///
/// What arrives in order is handed on at once, so that the window is always the same.
struct ReceiveSide: Hashable, Sendable {
    /// The number that is awaited; it counts only once the peer's SYN was seen.
    private(set) var next = TCPSequence(rawValue: 0)
    /// The maximum segment size that is announced to the peer.
    let segmentSize: UInt16
    /// Pieces of data behind a gap, by their distance from `next`; no two of them touch.
    private var pieces: [Piece] = []
    /// The number of the peer's FIN, once it was seen.
    private(set) var fin: TCPSequence?
    /// How many bytes have arrived.
    private(set) var count = 0

    private struct Piece: Hashable, Sendable {
        var start: TCPSequence
        var data: [UInt8]
        var end: TCPSequence { start + data.count }
    }

    /// The window that is always offered.
    static let window = 65_535

    /// A side that has seen nothing yet.
    init(segmentSize: UInt16) {
        self.segmentSize = segmentSize
    }

    /// The peer's SYN came, with that number.
    mutating func start(initial: TCPSequence) {
        next = initial + 1
    }

    /// Whether a segment has any number that is awaited (RFC 9293 section 3.10.7.4, table 6).
    func accepts(_ segment: TCPSegment) -> Bool {
        segment.sequence.isInside(next, length: Self.window)
            || (segment.length > 0
                && (segment.sequence + (segment.length - 1)).isInside(next, length: Self.window))
    }

    /// Whether the peer's FIN was reached: all its data is here.
    var isClosed: Bool { fin.map { next == $0 + 1 } ?? false }

    /// Takes an acceptable segment's data and FIN.
    ///
    /// - Returns: What is in order now.
    mutating func take(_ segment: TCPSegment) -> [UInt8] {
        let start = segment.flags.contains(.syn) ? segment.sequence + 1 : segment.sequence
        if segment.flags.contains(.fin) { note(fin: start + segment.data.count) }
        var data = segment.data[...]
        if start.isBefore(next) { data = data.dropFirst(start.distance(to: next)) }
        let place = start.isBefore(next) ? next : start
        data = data.prefix(max(0, place.distance(to: next + Self.window)))
        if let fin { data = data.prefix(max(0, place.distance(to: fin))) }
        var ready: [UInt8] = []
        if place == next {
            ready = Array(data)
            next += data.count
            takePieces(into: &ready)
        } else if !data.isEmpty {
            insert(Piece(start: place, data: Array(data)))
        }
        count += ready.count
        if let fin, next == fin { next += 1 }
        return ready
    }

    /// Nothing follows a FIN: what is behind it is forgotten, and one before what has arrived is none.
    private mutating func note(fin number: TCPSequence) {
        guard fin == nil, !number.isBefore(next) else { return }
        fin = number
        pieces.removeAll { number.isBefore($0.end) }
    }

    /// Appends the pieces that the gap no longer keeps.
    private mutating func takePieces(into ready: inout [UInt8]) {
        while let piece = pieces.first, !next.isBefore(piece.start) {
            pieces.removeFirst()
            let fresh = piece.data.dropFirst(piece.start.distance(to: next))
            ready += fresh
            next += fresh.count
        }
    }

    /// Keeps a piece behind the gap, together with those that it meets.
    ///
    /// There are at most `HostLimits.gaps` of them; one too many is forgotten, as if it had been lost.
    private mutating func insert(_ new: Piece) {
        var piece = new
        var others: [Piece] = []
        for other in pieces {
            if other.end.isBefore(piece.start) || piece.end.isBefore(other.start) {
                others.append(other)
            } else {
                piece = Self.union(piece, other)
            }
        }
        guard others.count < HostLimits.gaps else { return }
        let place =
            others.firstIndex { next.distance(to: $0.start) > next.distance(to: piece.start) }
            ?? others.count
        others.insert(piece, at: place)
        pieces = others
    }

    /// Two pieces that meet; where both have a byte, the first one's is kept.
    private static func union(_ piece: Piece, _ other: Piece) -> Piece {
        var result = piece
        if other.start.isBefore(result.start) {
            let head = other.data.prefix(other.start.distance(to: result.start))
            result = Piece(start: other.start, data: head + result.data)
        }
        if result.end.isBefore(other.end) {
            result.data += other.data.suffix(result.end.distance(to: other.end))
        }
        return result
    }
}
