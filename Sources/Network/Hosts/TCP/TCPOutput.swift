/// What a connection does at a step: what it says to whoever uses it, and the segments that it sends, in order.
package struct TCPOutput: Hashable, Sendable {
    /// What happened, in order.
    package var events: [TCPEvent] = []
    /// The segments for the peer, in order.
    package var segments: [TCPSegment] = []

    /// Nothing.
    package init() {}
}

/// What happens to a connection.
package enum TCPEvent: Hashable, Sendable {
    /// Both SYNs are acknowledged.
    case established
    /// Data of the peer, in order and never twice.
    case data([UInt8])
    /// The peer has closed: no more data comes.
    case peerClosed
    /// The connection is over; nothing follows.
    case ended(ConnectionEnd)
    /// A segment was sent again, for the so many-th time in a row.
    case resent(count: Int)
    /// A segment had no effect.
    case ignored(SegmentFault)
}
