extension FlowState {
    /// The state of a TCP flow after a segment; nil where the segment can't belong to the flow.
    ///
    /// `closer` is the side that sent the first FIN, and counts only from `finWait` on.
    /// A SYN that begins a new connection in place of one that is over isn't decided here: see
    /// `isOver`. A SYN,ACK or SYN that the network lost behind the firewall is sent again, and changes
    /// nothing. The responder may answer a SYN with an ACK when it still holds an older connection
    /// (RFC 9293 section 3.5.1, figure 9).
    func next(_ kind: SegmentKind, from side: FlowSide, closer: FlowSide) -> FlowState? {
        if kind == .rst { return .closed }
        switch self {
        case .synSent:
            switch (side, kind) {
            case (.originator, .syn), (.responder, .ack): return .synSent
            case (.responder, .syn): return .simultaneousOpen
            case (.responder, .synAck): return .synReceived
            default: return nil
            }
        case .simultaneousOpen:
            switch kind {
            case .syn, .synAck, .rst: return .simultaneousOpen
            case .ack: return .established
            case .fin: return .finWait
            }
        case .synReceived:
            switch (side, kind) {
            case (.originator, .syn), (.responder, .synAck), (.responder, .ack):
                return .synReceived
            case (.originator, .ack): return .established
            case (_, .fin): return .finWait
            default: return nil
            }
        case .established, .finWait, .closeWait, .lastAck:
            switch kind {
            case .ack, .fin: return closing(kind, isCloser: side == closer)
            case .synAck where side == .responder: return self
            default: return nil
            }
        case .timeWait, .closed:
            return kind == .ack || kind == .fin ? self : nil
        case .unreplied, .replied:
            return nil
        }
    }

    /// Whether the connection has ended, so that a SYN begins another one (RFC 9293 section 3.6.1).
    var isOver: Bool { self == .timeWait || self == .closed }

    /// The state of an open or closing connection after an ACK or a FIN.
    ///
    /// Sequence numbers aren't read, so that an ACK of the right side counts as one of the FIN.
    private func closing(_ kind: SegmentKind, isCloser: Bool) -> FlowState {
        switch (self, kind, isCloser) {
        case (.established, .fin, _): .finWait
        case (.finWait, .ack, false): .closeWait
        case (.finWait, .fin, false), (.closeWait, .fin, false): .lastAck
        case (.lastAck, .ack, true): .timeWait
        default: self
        }
    }
}
