import Timeline
import Wire

/// Segments that come in (RFC 9293 section 3.10.7).
extension TCPConnection {
    /// A segment in SYN-SENT (section 3.10.7.3).
    mutating func receiveOpening(
        _ segment: TCPSegment, at instant: Instant, into output: inout TCPOutput
    ) {
        let acknowledges = segment.flags.contains(.ack)
        if acknowledges, !sending.isNew(segment.acknowledgment) {
            output.events.append(.ignored(.badAcknowledgment))
            guard !segment.flags.contains(.rst) else { return }
            output.segments.append(
                TCPSegment(sequence: segment.acknowledgment, flags: .rst, window: 0))
            return
        }
        if segment.flags.contains(.rst) {
            if acknowledges { finish(.refused, into: &output) }
            return
        }
        guard segment.flags.contains(.syn) else { return }
        receiving.start(initial: segment.sequence)
        limitSegments(announced: segment.maximumSize)
        if acknowledges {
            acknowledge(segment.acknowledgment, at: instant)
            _ = sending.update(window: Int(segment.window), from: segment)
            establish(into: &output)
            // Before the user adds data: the third segment of the handshake goes by itself.
            output.segments.append(acknowledging)
        } else {
            state = .synReceived
            output.segments.append(synchronizing)
        }
    }

    /// The first check, whether any of the segment is awaited.
    mutating func passesSequenceCheck(
        _ segment: TCPSegment, at instant: Instant, into output: inout TCPOutput
    ) -> Bool {
        guard !receiving.accepts(segment) else { return true }
        if segment.flags.contains(.rst) {
            output.events.append(.ignored(.outsideWindow))
            return false
        }
        if state == .synReceived, segment.flags.contains(.syn), segment.end == receiving.next {
            if !segment.flags.contains(.ack) {
                // The peer has not got our SYN-ACK.
                output.segments.append(synchronizing)
                return false
            }
            if sending.isNew(segment.acknowledgment) {
                // Both opened at once (section 3.5, figure 8).
                takeAcknowledgment(segment, at: instant, into: &output)
                return false
            }
        }
        if state == .timeWait, segment.flags.contains(.fin) { wait = instant + Self.timeWait }
        guard segment.length == 0 else {
            // Most often the peer has not got our ACK. It may have got that of something in this segment.
            output.events.append(.ignored(.outsideWindow))
            if segment.flags.contains(.ack), sending.isNew(segment.acknowledgment),
                !segment.flags.contains(.syn)
            {
                takeAcknowledgment(segment, at: instant, into: &output)
            }
            owesAcknowledgment = state != .closed
            return false
        }
        challenge(.outsideWindow, at: instant, into: &output)
        return false
    }

    /// The second and fourth check: RST and SYN (RFC 5961 sections 3 and 4).
    mutating func passesControlCheck(
        _ segment: TCPSegment, at instant: Instant, into output: inout TCPOutput
    ) -> Bool {
        if segment.flags.contains(.rst) {
            if segment.sequence != receiving.next {
                challenge(.inexactReset, at: instant, into: &output)
            } else if state != .timeWait {
                // In TIME-WAIT it would end the wait that keeps old segments out (RFC 1337 section 3).
                finish(.reset, into: &output)
            }
            return false
        }
        if segment.flags.contains(.syn) {
            challenge(.unexpectedSYN, at: instant, into: &output)
            return false
        }
        return true
    }

    /// The fifth check: the acknowledgment number.
    mutating func passesAcknowledgmentCheck(
        _ segment: TCPSegment, at instant: Instant, into output: inout TCPOutput
    ) -> Bool {
        guard segment.flags.contains(.ack) else {
            output.events.append(.ignored(.noAcknowledgment))
            return false
        }
        let number = segment.acknowledgment
        if state == .synReceived {
            guard !sending.isNew(number) else { return true }
            output.events.append(.ignored(.badAcknowledgment))
            output.segments.append(TCPSegment(sequence: number, flags: .rst, window: 0))
            return false
        }
        let age = number.distance(to: sending.unacknowledged)
        guard !sending.highest.isBefore(number), age <= sending.window.largest else {
            challenge(.badAcknowledgment, at: instant, into: &output)
            return false
        }
        return true
    }

    mutating func takeAcknowledgment(
        _ segment: TCPSegment, at instant: Instant, into output: inout TCPOutput
    ) {
        let isNew = sending.isNew(segment.acknowledgment)
        if isNew { acknowledge(segment.acknowledgment, at: instant) }
        let changed = sending.update(window: Int(segment.window), from: segment)
        if state == .synReceived {
            establish(into: &output)
        } else if !isNew, sending.window.size == 0 {
            timer.heardPeer(at: instant)
        } else if !isNew, !changed, segment.length == 0, sending.flight > 0,
            segment.acknowledgment == sending.unacknowledged,
            sending.congestion.duplicated(flight: sending.flight),
            let oldest = sending.takeOldest()
        {
            timer.forgetMeasurement()
            output.events.append(.resent(count: 1))
            emit(oldest, into: &output)
        }
        guard sending.isFinished else { return }
        switch state {
        case .finWait1:
            state = .finWait2
            wait = instant + Self.finWait
        case .closing: startTimeWait(at: instant, into: &output)
        case .lastACK: finish(.closed, into: &output)
        case .synSent, .synReceived, .established, .finWait2, .closeWait, .timeWait, .closed: break
        }
    }

    /// The seventh and eighth step: data and FIN.
    mutating func takeData(
        _ segment: TCPSegment, at instant: Instant, into output: inout TCPOutput
    ) {
        guard segment.length > 0, state != .closed else { return }
        guard state.takesData else {
            return challenge(.afterClose, at: instant, into: &output)
        }
        let data = receiving.take(segment)
        owesAcknowledgment = true
        if !data.isEmpty { output.events.append(.data(data)) }
        guard receiving.count <= HostLimits.receivedBytes else {
            return abort(as: .overLimit, into: &output)
        }
        guard receiving.isClosed else { return }
        output.events.append(.peerClosed)
        switch state {
        case .established: state = .closeWait
        case .finWait1: state = .closing
        case .finWait2: startTimeWait(at: instant, into: &output)
        case .synSent, .synReceived, .closeWait, .closing, .lastACK, .timeWait, .closed: break
        }
    }
}
