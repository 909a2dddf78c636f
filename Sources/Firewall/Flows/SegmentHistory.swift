/// What a TCP flow remembers of its segments beside its state, as Linux does in its `struct ip_ct_tcp`.
///
/// Sequence numbers aren't among it: a SYN,ACK right after a SYN that was ignored is taken for its answer,
/// and a RST is believed.
struct SegmentHistory {
    private var lastKind = SegmentKind.syn
    private var lastSide = FlowSide.originator
    /// Whether a FIN began to close the connection.
    private var isClosing = false
    /// Whether both sides sent a SYN before either acknowledged one.
    private var isSimultaneous = false
    /// Whether a SYN was ignored while the last ACK was due: an ACK may then be about the SYN (a "challenge
    /// ACK", RFC 5961 section 4.2).
    private var awaitsChallenge = false

    /// Notes a segment of a flow that is in this state, and says what it does.
    mutating func take(
        _ kind: SegmentKind, from side: FlowSide, in state: FlowState
    ) -> SegmentEffect {
        switch state.effect(of: kind, from: side) {
        case .refused: return .refused
        // Who was sent a RST still holds a connection for which the other's SYN is out of place.
        case .reopens where isClosing || isLast(.rst, from: side): return .reopens
        case .reopens, .ignored: return ignore(kind, from: side, in: state)
        case .moves(let next): return move(to: next, kind, from: side, in: state)
        }
    }

    private mutating func ignore(
        _ kind: SegmentKind, from side: FlowSide, in state: FlowState
    ) -> SegmentEffect {
        // The two hosts agree on a connection: it takes the place of the one that was known.
        let isAnswer = kind == .synAck && isLast(.syn, from: side.other)
        if isAnswer { (isClosing, awaitsChallenge) = (false, false) }
        if kind == .syn { (isSimultaneous, awaitsChallenge) = (false, state == .lastAck) }
        (lastKind, lastSide) = (kind, side)
        return isAnswer ? .moves(.synReceived) : .ignored
    }

    private mutating func move(
        to next: FlowState, _ kind: SegmentKind, from side: FlowSide, in state: FlowState
    ) -> SegmentEffect {
        var next = next
        switch (state, kind) {
        case (.lastAck, .ack) where awaitsChallenge && isLast(.syn, from: side.other):
            awaitsChallenge = false
            return .ignored
        // Who opened at once with the other may be the second to acknowledge.
        case (.synReceived, .ack) where isSimultaneous: next = .established
        default: break
        }
        if next == .simultaneousOpen { isSimultaneous = true }
        if next == .finWait, state != .finWait { isClosing = true }
        (lastKind, lastSide) = (kind, side)
        return .moves(next)
    }

    /// Whether the segment before was this.
    private func isLast(_ kind: SegmentKind, from side: FlowSide) -> Bool {
        lastKind == kind && lastSide == side
    }
}
