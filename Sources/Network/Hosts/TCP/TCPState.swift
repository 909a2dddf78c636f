/// The states of a connection (RFC 9293 section 3.3.2); LISTEN is a service's and no connection's.
package enum TCPState: String, CaseIterable, Sendable {
    /// A SYN was sent, and none came.
    case synSent = "SYN-SENT"
    /// A SYN came, and ours isn't acknowledged.
    case synReceived = "SYN-RECEIVED"
    /// Both SYNs are acknowledged: data goes both ways.
    case established = "ESTABLISHED"
    /// We have closed, and that isn't acknowledged.
    case finWait1 = "FIN-WAIT-1"
    /// We have closed, the peer hasn't.
    case finWait2 = "FIN-WAIT-2"
    /// The peer has closed, we haven't.
    case closeWait = "CLOSE-WAIT"
    /// Both have closed, and our FIN isn't acknowledged.
    case closing = "CLOSING"
    /// The peer closed first, and our FIN isn't acknowledged.
    case lastACK = "LAST-ACK"
    /// Both have closed; old segments are given the time to die out.
    case timeWait = "TIME-WAIT"
    /// There is no connection any more.
    case closed = "CLOSED"

    /// Whether both SYNs have been acknowledged.
    package var isSynchronized: Bool {
        switch self {
        case .synSent, .synReceived, .closed: false
        case .established, .finWait1, .finWait2, .closeWait, .closing, .lastACK, .timeWait: true
        }
    }

    /// Whether data of the peer may still come.
    var takesData: Bool {
        switch self {
        case .established, .finWait1, .finWait2: true
        case .synSent, .synReceived, .closeWait, .closing, .lastACK, .timeWait, .closed: false
        }
    }

    /// Whether the connection may send data or a FIN that it has not sent, or send them again.
    var sendsData: Bool {
        switch self {
        case .established, .closeWait, .finWait1, .closing, .lastACK: true
        case .synSent, .synReceived, .finWait2, .timeWait, .closed: false
        }
    }
}

/// How a connection ended.
package enum ConnectionEnd: String, CaseIterable, Sendable {
    /// Both ends closed it, and each knows that the other did.
    case closed
    /// A RST answered our SYN: the port is closed, or a firewall says so.
    case refused
    /// The peer, or somebody who sent what only the peer should know, reset it.
    case reset
    /// We gave it up and told the peer.
    case aborted
    /// Nothing that was sent was acknowledged for too long (RFC 9293 section 3.8.3).
    case timedOut = "timed-out"
    /// An ICMP error said that the peer can't be reached.
    case unreachable
    /// More was to be kept than a connection may keep.
    case overLimit = "over-limit"
}

/// Why a segment had no effect on a connection, or only that of an ACK in return.
package enum SegmentFault: String, CaseIterable, Sendable {
    /// It lies outside the window (RFC 9293 section 3.10.7.4).
    case outsideWindow = "outside-window"
    /// A RST inside the window that does not have exactly the next sequence number (RFC 5961 section 3.2).
    case inexactReset = "inexact-reset"
    /// A SYN in a connection that is synchronized (RFC 5961 section 4.2).
    case unexpectedSYN = "unexpected-syn"
    /// Its acknowledgment number is of something that was never sent, or too long ago (RFC 5961 section 5.2).
    case badAcknowledgment = "bad-acknowledgment"
    /// It has no ACK where one has to be.
    case noAcknowledgment = "no-acknowledgment"
    /// It has data or FIN after the peer's FIN.
    case afterClose = "after-close"
}
