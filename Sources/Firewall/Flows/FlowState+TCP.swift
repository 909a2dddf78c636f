extension FlowState {
    /// What a segment of one side does to a TCP flow in this state, by its control bits.
    ///
    /// These are the transitions of Linux (`nf_conntrack_proto_tcp.c`), which stands between two hosts and
    /// can't tell everything that they know: an ACK of either side counts as one of the FIN.
    func effect(of kind: SegmentKind, from side: FlowSide) -> SegmentEffect {
        switch (kind, side) {
        case (.syn, .originator): effectOfSyn
        case (.syn, .responder): effectOfReturnedSyn
        case (.synAck, _): effectOfSynAck(from: side)
        case (.ack, _): effectOfAck(from: side)
        case (.fin, _): effectOfFin
        case (.rst, _): .moves(.closed)
        }
    }

    /// Once the other side has answered, a SYN may be of a connection that only the two hosts know.
    private var effectOfSyn: SegmentEffect {
        switch self {
        case .synSent, .simultaneousOpen: .moves(self)
        case .timeWait, .closed: .reopens
        default: .ignored
        }
    }

    /// After TIME-WAIT the two may change their roles (RFC 9293 section 3.6.1).
    private var effectOfReturnedSyn: SegmentEffect {
        switch self {
        case .synSent, .simultaneousOpen: .moves(.simultaneousOpen)
        case .timeWait: .reopens
        default: .refused
        }
    }

    /// The originator sends a SYN,ACK only where both opened at once.
    private func effectOfSynAck(from side: FlowSide) -> SegmentEffect {
        switch (self, side) {
        case (.simultaneousOpen, _), (.synSent, .responder), (.synReceived, .originator):
            .moves(.synReceived)
        case (_, .originator): .refused
        case (_, .responder): .ignored
        }
    }

    /// The responder may answer a SYN with an ACK when it still holds an older connection (RFC 9293 section
    /// 3.5.1, figure 9).
    private func effectOfAck(from side: FlowSide) -> SegmentEffect {
        switch self {
        case .synSent, .simultaneousOpen: side == .originator ? .refused : .ignored
        case .synReceived: .moves(side == .originator ? .established : .synReceived)
        case .finWait, .closeWait: .moves(.closeWait)
        case .lastAck, .timeWait: .moves(.timeWait)
        case .established, .closed, .unreplied, .replied: .moves(self)
        }
    }

    private var effectOfFin: SegmentEffect {
        switch self {
        case .synSent, .simultaneousOpen: .refused
        case .synReceived, .established: .moves(.finWait)
        case .finWait, .closeWait, .lastAck: .moves(.lastAck)
        case .timeWait, .closed, .unreplied, .replied: .moves(self)
        }
    }
}

/// What a TCP segment does to a flow.
enum SegmentEffect: Hashable {
    /// It is one of the connection, which is then in this state.
    case moves(FlowState)
    /// It may be one of a connection that the two hosts know and we don't: it passes as one of the flow and
    /// leaves it as it is.
    case ignored
    /// It asks for another connection in the place of one that is over.
    case reopens
    /// It can't be one of the connection.
    case refused
}
