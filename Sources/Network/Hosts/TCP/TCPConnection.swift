package import Timeline
import Wire

/// One end of a TCP connection (RFC 9293): segments, calls and an instant in, events and segments out.
///
/// It has what a lesson needs: handshakes, also simultaneous ones, data with retransmission (RFC 6298) and congestion
/// control (RFC 5681), closing from either side, and the checks of RFC 5961 against segments of strangers. Each segment
/// is acknowledged at once. There are no urgent data, no options but the maximum segment size, and data arriving with a
/// SYN is not kept: the peer sends it again.
package struct TCPConnection: Hashable, Sendable {
    /// The two endpoints.
    package let key: ConnectionKey
    /// Where the connection stands.
    package internal(set) var state: TCPState
    var sending: SendSide
    var receiving: ReceiveSide
    var timer = RetransmissionTimer()
    /// When TIME-WAIT ends, or the wait for the peer's FIN.
    var wait: Instant?
    var owesAcknowledgment = false
    private var challenges = ChallengeBudget()

    /// How long TIME-WAIT lasts: twice the maximum segment lifetime of 2 minutes (RFC 9293 section 3.4.2).
    package static let timeWait = Duration.seconds(240)
    /// How long the peer's FIN is waited for after ours; the RFC knows no bound, Linux has this one.
    package static let finWait = Duration.seconds(60)
    /// How long a SYN is repeated: at least 3 minutes (RFC 9293 section 3.8.3).
    package static let openPatience = Duration.seconds(180)
    /// How long a SYN-ACK is repeated: five times, as in Linux.
    package static let acceptPatience = Duration.seconds(60)
    /// How long data is repeated: at least 100 seconds (RFC 9293 section 3.8.3).
    package static let dataPatience = Duration.seconds(100)

    /// A connection that is to be opened from here; ``open(at:into:)`` does it.
    ///
    /// `mtu` is that of the link, 576 (IPv6: 1280) to 65,535 bytes.
    package init(opening key: ConnectionKey, initial: TCPSequence, mtu: Int) {
        self.init(key, .synSent, initial, mtu)
    }

    /// A connection that a peer opens with `syn`; ``open(at:into:)`` answers it.
    package init(accepting syn: TCPSegment, key: ConnectionKey, initial: TCPSequence, mtu: Int) {
        self.init(key, .synReceived, initial, mtu)
        receiving.start(initial: syn.sequence)
        limitSegments(announced: syn.maximumSize)
        _ = sending.update(window: Int(syn.window), from: syn)
    }

    /// A connection that only a SYN cookie remembered, at the segment that brings it back (RFC 4987 section 3.6).
    package init(resumed ack: TCPSegment, key: ConnectionKey, maximumSize: UInt16, mtu: Int) {
        self.init(key, .established, ack.acknowledgment + -1, mtu)
        receiving.start(initial: ack.sequence + -1)
        limitSegments(announced: maximumSize)
        sending.sentSYN()
        sending.acknowledge(upTo: ack.acknowledgment)
        _ = sending.update(window: Int(ack.window), from: ack)
    }

    private init(_ key: ConnectionKey, _ state: TCPState, _ initial: TCPSequence, _ mtu: Int) {
        self.key = key
        self.state = state
        let size = HostLimits.segmentSize(mtu: mtu, key.localAddress.family)
        sending = SendSide(initial: initial, segmentSize: size)
        receiving = ReceiveSide(segmentSize: UInt16(clamping: size))
    }

    /// When ``fire(at:into:)`` has something to do; nil where nothing is waited for.
    package var deadline: Instant? {
        guard let wait else { return timer.deadline }
        guard let deadline = timer.deadline else { return wait }
        return min(wait, deadline)
    }

    /// How many bytes wait to be sent or acknowledged.
    package var unacknowledgedBytes: Int { sending.buffer.count }

    /// Whether something was sent that is not acknowledged.
    package var hasInFlight: Bool { sending.flight > 0 }

    /// The first number of ours that is not acknowledged, and the one after the last that was sent.
    package var sentRange: (first: TCPSequence, end: TCPSequence) {
        (sending.unacknowledged, sending.highest)
    }

    /// The number of the peer that is awaited.
    package var awaited: TCPSequence { receiving.next }

    // MARK: What the user of the connection asks for

    /// Sends the SYN, or the SYN-ACK.
    package mutating func open(at instant: Instant, into output: inout TCPOutput) {
        sending.sentSYN()
        output.segments.append(synchronizing)
        timer.sent(upTo: sending.next, at: instant)
    }

    /// Takes data to be sent; ``flush(at:into:)`` sends it.
    ///
    /// - Returns: False where the connection is closed on this side, or keeps as much as it may:
    ///   `HostLimits.sendBuffer`.
    package mutating func send(_ data: [UInt8]) -> Bool {
        switch state {
        case .synSent, .synReceived, .established, .closeWait: sending.append(data)
        case .finWait1, .finWait2, .closing, .lastACK, .timeWait, .closed: false
        }
    }

    /// Lets a FIN follow what is to be sent; ``flush(at:into:)`` sends it.
    package mutating func close() {
        sending.close()
        switch state {
        case .established: state = .finWait1
        case .closeWait: state = .lastACK
        case .synSent: state = .closed
        case .synReceived, .finWait1, .finWait2, .closing, .lastACK, .timeWait, .closed: break
        }
    }

    /// Gives the connection up, and tells the peer by a RST where there is one (RFC 9293 section 3.10.5).
    package mutating func abort(as end: ConnectionEnd = .aborted, into output: inout TCPOutput) {
        switch state {
        case .synReceived, .established, .finWait1, .finWait2, .closeWait:
            output.segments.append(
                TCPSegment(
                    sequence: sending.highest, acknowledgment: receiving.next,
                    flags: [.rst, .ack], window: 0))
        case .synSent, .closing, .lastACK, .timeWait, .closed: break
        }
        finish(end, into: &output)
    }

    /// Sends what may be sent now, or the ACK that is owed.
    package mutating func flush(at instant: Instant, into output: inout TCPOutput) {
        if state.sendsData {
            while sendNext(at: instant, into: &output) {}
            if sending.isBlocked { timer.arm(at: instant) }
        }
        if owesAcknowledgment, state != .closed, state != .synSent {
            output.segments.append(acknowledging)
        }
        owesAcknowledgment = false
    }

    /// Does what is due: sends again, gives up, or ends the wait.
    package mutating func fire(at instant: Instant, into output: inout TCPOutput) {
        if let wait, wait <= instant {
            self.wait = nil
            if state == .timeWait { state = .closed } else { finish(.timedOut, into: &output) }
        }
        guard let deadline = timer.deadline, deadline <= instant else { return }
        guard timer.age(at: instant) < patience else { return finish(.timedOut, into: &output) }
        timer.expired(at: instant)
        output.events.append(.resent(count: timer.repeats))
        switch state {
        case .synSent, .synReceived:
            output.segments.append(synchronizing)
        case .established, .finWait1, .closeWait, .closing, .lastACK:
            sending.congestion.timedOut(flight: sending.flight)
            sending.goBack()
            if let next = sending.takeNext(beyondWindow: sending.window.size == 0) {
                emit(next, into: &output)
            }
        case .finWait2, .timeWait, .closed:
            timer.stop()
        }
    }

    // MARK: What the network reports

    /// An ICMP error says that the peer can't be reached; only while a connection is opened does it end it (RFC 5927
    /// section 4.1).
    ///
    /// It quotes the segment with the number `sequence`; one that is not on its way is a guess.
    package mutating func unreachable(quoting sequence: TCPSequence, into output: inout TCPOutput) {
        guard isInFlight(sequence), state == .synSent else { return }
        finish(.unreachable, into: &output)
    }

    /// An ICMP error says that no packet of more than `mtu` bytes gets through (RFC 1191, RFC 8201).
    ///
    /// What is on its way is cut anew and sent again. An MTU under 552 bytes (IPv6: 1280) is not believed, as Linux
    /// does, so that nobody makes a connection crawl.
    package mutating func tooBig(
        mtu: Int, quoting sequence: TCPSequence, at instant: Instant, into output: inout TCPOutput
    ) {
        guard isInFlight(sequence) else { return }
        let family = key.localAddress.family
        let least = family == .v4 ? 552 : 1280
        let size = HostLimits.segmentSize(mtu: max(mtu, least), family)
        guard size < sending.congestion.segmentSize else { return }
        sending.congestion.limitSegments(to: size)
        timer.forgetMeasurement()
        sending.goBack()
        flush(at: instant, into: &output)
    }

    /// Takes the peer's segment; ``flush(at:into:)`` answers it, after the user had a chance to add data.
    package mutating func receive(
        _ segment: TCPSegment, at instant: Instant, into output: inout TCPOutput
    ) {
        switch state {
        case .closed: break
        case .synSent: receiveOpening(segment, at: instant, into: &output)
        case .synReceived, .established, .finWait1, .finWait2, .closeWait, .closing, .lastACK,
            .timeWait:
            guard passesSequenceCheck(segment, at: instant, into: &output),
                passesControlCheck(segment, at: instant, into: &output),
                passesAcknowledgmentCheck(segment, at: instant, into: &output)
            else { return }
            takeAcknowledgment(segment, at: instant, into: &output)
            takeData(segment, at: instant, into: &output)
        }
    }
}

// MARK: - Steps that several of them take

extension TCPConnection {
    private var patience: Duration {
        switch state {
        case .synSent: Self.openPatience
        case .synReceived: Self.acceptPatience
        case .established, .finWait1, .finWait2, .closeWait, .closing, .lastACK, .timeWait, .closed:
            Self.dataPatience
        }
    }

    var synchronizing: TCPSegment {
        let isAnswer = state == .synReceived
        return TCPSegment(
            sequence: sending.initial,
            acknowledgment: isAnswer ? receiving.next : TCPSequence(rawValue: 0),
            flags: isAnswer ? [.syn, .ack] : .syn, maximumSize: receiving.segmentSize)
    }

    var acknowledging: TCPSegment {
        TCPSegment(sequence: sending.highest, acknowledgment: receiving.next, flags: .ack)
    }

    private func isInFlight(_ sequence: TCPSequence) -> Bool {
        sequence.isInside(sending.unacknowledged, length: sending.flight)
    }

    /// The peer announced the largest segment that it takes; without that it is 536 bytes, with IPv6 1220 (RFC 9293
    /// section 3.7.1).
    mutating func limitSegments(announced: UInt16?) {
        let usual = key.localAddress.family == .v4 ? 536 : 1220
        let size = announced.map { max(Int($0), HostLimits.leastSegment) } ?? usual
        sending.congestion.limitSegments(to: size)
    }

    /// Sends no segment with more data than so many bytes.
    mutating func limitSegments(to size: Int) {
        sending.congestion.limitSegments(to: max(size, HostLimits.leastSegment))
    }

    mutating func acknowledge(_ number: TCPSequence, at instant: Instant) {
        let count = sending.unacknowledged.distance(to: number)
        sending.acknowledge(upTo: number)
        sending.congestion.acknowledged(count)
        timer.acknowledged(upTo: number, isAll: sending.flight == 0, at: instant)
    }

    mutating func establish(into output: inout TCPOutput) {
        state = sending.isClosing ? .finWait1 : .established
        output.events.append(.established)
    }

    mutating func startTimeWait(at instant: Instant, into output: inout TCPOutput) {
        state = .timeWait
        timer.stop()
        wait = instant + Self.timeWait
        output.events.append(.ended(.closed))
    }

    mutating func finish(_ end: ConnectionEnd, into output: inout TCPOutput) {
        guard state != .closed else { return }
        state = .closed
        timer.stop()
        wait = nil
        owesAcknowledgment = false
        output.events.append(.ended(end))
    }

    /// Answers what looks like a guess by an ACK, which only the true peer makes sense of.
    mutating func challenge(
        _ fault: SegmentFault, at instant: Instant, into output: inout TCPOutput
    ) {
        output.events.append(.ignored(fault))
        if challenges.take(at: instant) { output.segments.append(acknowledging) }
    }

    private mutating func sendNext(at instant: Instant, into output: inout TCPOutput) -> Bool {
        let isNew = sending.next == sending.highest
        guard let next = sending.takeNext() else { return false }
        emit(next, into: &output)
        if isNew {
            timer.sent(upTo: sending.next, at: instant)
        } else {
            timer.arm(at: instant)
        }
        return true
    }

    /// Puts a segment together whose end is what is sent next, or the oldest one.
    mutating func emit(
        _ content: (data: ArraySlice<UInt8>, fin: Bool), into output: inout TCPOutput
    ) {
        var flags: TCPFlags = .ack
        let offset = content.data.startIndex
        if !content.data.isEmpty, content.data.endIndex == sending.buffer.count {
            flags.insert(.psh)
        }
        if content.fin { flags.insert(.fin) }
        output.segments.append(
            TCPSegment(
                sequence: sending.unacknowledged + offset, acknowledgment: receiving.next,
                flags: flags, data: Array(content.data)))
        owesAcknowledgment = false
    }
}
