import Network
import Testing
import Timeline
import Wire

@testable import Network

/// Segments that somebody else puts into a connection (RFC 9293 section 3.10.7, RFC 5961).
@Suite struct HostSegmentTests {
    static let key = ConnectionKey(
        localAddress: HostNet.address(2), localPort: Port(rawValue: 7),
        remoteAddress: HostNet.address(1), remotePort: Port(rawValue: 50_000))
    static let peer = TCPSequence(rawValue: 0xFFFF_FFF0)
    static let own = TCPSequence(rawValue: 1_000)

    /// A connection that a peer has opened.
    static func open() -> TCPConnection {
        var output = TCPOutput()
        var tcp = TCPConnection(
            accepting: TCPSegment(sequence: peer, flags: .syn, maximumSize: 1_460), key: key,
            initial: own, mtu: 1_500)
        tcp.open(at: .start, into: &output)
        tcp.receive(
            TCPSegment(sequence: peer + 1, acknowledgment: own + 1, flags: .ack), at: .start,
            into: &output)
        return tcp
    }

    static func receive(
        _ segment: TCPSegment, _ tcp: inout TCPConnection, at instant: Instant = .start
    ) -> TCPOutput {
        var output = TCPOutput()
        tcp.receive(segment, at: instant, into: &output)
        tcp.flush(at: instant, into: &output)
        return output
    }

    @Test func aResetHasToHaveTheExactNumber() {
        for (offset, end) in [
            (0, TCPState.closed), (1, .established), (65_534, .established), (65_535, .established),
            (-1, .established),
        ] {
            var tcp = Self.open()
            #expect(tcp.state == .established)
            let output = Self.receive(
                TCPSegment(sequence: Self.peer + 1 + offset, flags: .rst), &tcp)
            #expect(tcp.state == end, "\(offset)")
            switch offset {
            case 0: #expect(output.events == [.ended(.reset)])
            case 1...65_534:
                #expect(output.events == [.ignored(.inexactReset)])
                #expect(output.segments.map(\.flags) == [.ack])
                #expect(output.segments[0].acknowledgment == Self.peer + 1)
            default:
                #expect(output.events == [.ignored(.outsideWindow)])
                #expect(output.segments.isEmpty)
            }
        }
    }

    @Test func aSYNInAConnectionIsChallenged() {
        var tcp = Self.open()
        let output = Self.receive(TCPSegment(sequence: Self.peer + 1, flags: .syn), &tcp)
        #expect(tcp.state == .established)
        #expect(output.events == [.ignored(.unexpectedSYN)])
        #expect(output.segments.map(\.flags) == [.ack])
    }

    @Test func challengesAreBounded() {
        var tcp = Self.open()
        var count = 0
        for _ in 0..<50 {
            count +=
                Self.receive(TCPSegment(sequence: Self.peer + 1, flags: .syn), &tcp).segments.count
        }
        #expect(count == 10)
        let later = Instant.start + .seconds(5)
        let answer = Self.receive(
            TCPSegment(sequence: Self.peer + 1, flags: .syn), &tcp, at: later)
        #expect(answer.segments.count == 1)
    }

    @Test func injectedDataHasToFit() {
        for (offset, isTaken) in [(0, true), (-1, false), (65_535, false)] {
            var tcp = Self.open()
            let output = Self.receive(
                TCPSegment(
                    sequence: Self.peer + 1 + offset, acknowledgment: Self.own + 1,
                    flags: [.ack, .psh], data: [0x41]), &tcp)
            #expect(output.events.contains(.data([0x41])) == isTaken, "\(offset)")
            #expect(output.segments.map(\.flags) == [.ack])
        }
    }

    @Test func injectedDataNeedsAnAcknowledgmentThatFits() {
        for (offset, isTaken) in [
            (1, true), (2, false), (0, true), (1 - 65_535, true), (-65_535, false),
        ] {
            var tcp = Self.open()
            let output = Self.receive(
                TCPSegment(
                    sequence: Self.peer + 1, acknowledgment: Self.own + offset,
                    flags: .ack, data: [0x41]), &tcp)
            #expect(output.events.contains(.data([0x41])) == isTaken, "\(offset)")
            if !isTaken { #expect(output.events == [.ignored(.badAcknowledgment)]) }
        }
        var tcp = Self.open()
        let output = Self.receive(
            TCPSegment(sequence: Self.peer + 1, flags: [.psh], data: [0x41]), &tcp)
        #expect(output.events == [.ignored(.noAcknowledgment)])
    }

    @Test func gapsAreFilledInAnyOrder() {
        // Every order of five pieces, some overlapping.
        let text = Array("abcdefghij".utf8)
        let ranges = [0..<3, 2..<5, 5..<6, 6..<9, 8..<10]
        var orders = 0
        func visit(_ rest: [Int], _ done: [Int]) {
            guard !rest.isEmpty else {
                var tcp = Self.open()
                var heard: [UInt8] = []
                for index in done {
                    let range = ranges[index]
                    let output = Self.receive(
                        TCPSegment(
                            sequence: Self.peer + 1 + range.lowerBound,
                            acknowledgment: Self.own + 1, flags: .ack, data: Array(text[range])),
                        &tcp)
                    for case .data(let data) in output.events { heard += data }
                }
                #expect(heard == text)
                orders += 1
                return
            }
            for (place, index) in rest.enumerated() {
                var others = rest
                others.remove(at: place)
                visit(others, done + [index])
            }
        }
        visit(Array(ranges.indices), [])
        #expect(orders == 120)
    }

    @Test func bothCloseAtOnce() {
        var tcp = Self.open()
        tcp.close()
        var output = TCPOutput()
        tcp.flush(at: .start, into: &output)
        #expect(output.segments.map(\.flags) == [[.ack, .fin]])
        #expect(tcp.state == .finWait1)
        let fin = TCPSegment(
            sequence: Self.peer + 1, acknowledgment: Self.own + 1, flags: [.fin, .ack])
        let output1 = Self.receive(fin, &tcp)
        #expect(output1.events == [.peerClosed])
        #expect(tcp.state == .closing)
        let ack = TCPSegment(
            sequence: Self.peer + 2, acknowledgment: Self.own + 2, flags: .ack)
        let output2 = Self.receive(ack, &tcp)
        #expect(output2.events == [.ended(.closed)])
        #expect(tcp.state == .timeWait)
    }

    @Test func bothOpenAtOnce() throws {
        var left = TCPConnection(opening: Self.key, initial: Self.own, mtu: 1_500)
        let other = ConnectionKey(
            localAddress: Self.key.remoteAddress, localPort: Self.key.remotePort,
            remoteAddress: Self.key.localAddress, remotePort: Self.key.localPort)
        var right = TCPConnection(opening: other, initial: Self.peer, mtu: 1_500)
        var (fromLeft, fromRight) = (TCPOutput(), TCPOutput())
        left.open(at: .start, into: &fromLeft)
        right.open(at: .start, into: &fromRight)
        var rounds = 0
        while !(fromLeft.segments.isEmpty && fromRight.segments.isEmpty), rounds < 10 {
            let (toRight, toLeft) = (fromLeft.segments, fromRight.segments)
            (fromLeft, fromRight) = (TCPOutput(), TCPOutput())
            for segment in toRight { right.receive(segment, at: .start, into: &fromRight) }
            for segment in toLeft { left.receive(segment, at: .start, into: &fromLeft) }
            right.flush(at: .start, into: &fromRight)
            left.flush(at: .start, into: &fromLeft)
            rounds += 1
        }
        #expect(left.state == .established)
        #expect(right.state == .established)
        #expect(rounds < 10)
    }

    @Test func aClosedWindowIsProbed() {
        var tcp = Self.open()
        let shut = TCPSegment(
            sequence: Self.peer + 1, acknowledgment: Self.own + 1, flags: .ack, window: 0)
        _ = Self.receive(shut, &tcp)
        let isTaken = tcp.send([1, 2, 3])
        #expect(isTaken)
        var output = TCPOutput()
        tcp.flush(at: .start, into: &output)
        #expect(output.segments.isEmpty)
        var now = Instant.start
        for _ in 0..<200 {
            guard let deadline = tcp.deadline else { break }
            now = deadline
            output = TCPOutput()
            tcp.fire(at: now, into: &output)
            #expect(output.segments.map(\.data) == [[1]])
            _ = Self.receive(shut, &tcp, at: now)
        }
        #expect(tcp.state == .established)
        #expect(now > Instant.start + TCPConnection.dataPatience)
        let open = TCPSegment(
            sequence: Self.peer + 1, acknowledgment: Self.own + 2, flags: .ack, window: 100)
        let output3 = Self.receive(open, &tcp, at: now)
        #expect(output3.segments.map(\.data) == [[2, 3]])
    }

    @Test func dataThatNobodyAcknowledgesEndsTheConnection() {
        var tcp = Self.open()
        let isTaken = tcp.send([1])
        #expect(isTaken)
        var output = TCPOutput()
        tcp.flush(at: .start, into: &output)
        var now = Instant.start
        while let deadline = tcp.deadline, tcp.state != .closed {
            now = deadline
            tcp.fire(at: now, into: &output)
        }
        #expect(output.events.last == .ended(.timedOut))
        #expect(now >= Instant.start + TCPConnection.dataPatience)
        #expect(now < Instant.start + .seconds(200))
    }

    @Test func threeDuplicateACKsBringTheSegmentAtOnce() {
        var tcp = Self.open()
        let isTaken = tcp.send(Array(repeating: 7, count: 4_000))
        #expect(isTaken)
        var output = TCPOutput()
        tcp.flush(at: .start, into: &output)
        #expect(output.segments.map(\.data.count) == [1_460, 1_460, 1_080])
        let ack = TCPSegment(
            sequence: Self.peer + 1, acknowledgment: Self.own + 1, flags: .ack)
        let output4 = Self.receive(ack, &tcp)
        #expect(output4.segments.isEmpty)
        let output5 = Self.receive(ack, &tcp)
        #expect(output5.segments.isEmpty)
        let third = Self.receive(ack, &tcp)
        #expect(third.segments.map(\.sequence) == [Self.own + 1])
        #expect(third.events == [.resent(count: 1)])
        let output6 = Self.receive(ack, &tcp)
        #expect(output6.segments.isEmpty)
    }

    @Test func anErrorAboutTheMTUCutsSegmentsAnew() {
        var tcp = Self.open()
        let isTaken = tcp.send(Array(repeating: 7, count: 3_000))
        #expect(isTaken)
        var output = TCPOutput()
        tcp.flush(at: .start, into: &output)
        #expect(output.segments.map(\.data.count) == [1_460, 1_460, 80])
        output = TCPOutput()
        // A guess at a number that is not under way.
        tcp.tooBig(mtu: 1_000, quoting: Self.own + 5_000, at: .start, into: &output)
        #expect(output.segments.isEmpty)
        tcp.tooBig(mtu: 1_000, quoting: Self.own + 1, at: .start, into: &output)
        #expect(output.segments.map(\.data.count) == [960, 960, 960, 120])
        output = TCPOutput()
        tcp.tooBig(mtu: 68, quoting: Self.own + 1, at: .start, into: &output)
        #expect(output.segments[0].data.count == 512)
    }

    @Test func tooMuchDataEndsTheConnection() {
        var tcp = Self.open()
        var sent = 0
        var ended = false
        while !ended, sent < 2 * HostLimits.receivedBytes {
            let output = Self.receive(
                TCPSegment(
                    sequence: Self.peer + 1 + sent, acknowledgment: Self.own + 1, flags: .ack,
                    data: Array(repeating: 1, count: 1_400)), &tcp)
            sent += 1_400
            ended = output.events.contains(.ended(.overLimit))
        }
        #expect(ended)
        #expect(sent > HostLimits.receivedBytes)
    }

    @Test func anUnansweredSYNACKGivesUpAfterAMinute() {
        var tcp = TCPConnection(
            accepting: TCPSegment(sequence: Self.peer, flags: .syn), key: Self.key,
            initial: Self.own, mtu: 1_500)
        var output = TCPOutput()
        tcp.open(at: .start, into: &output)
        var now = Instant.start
        while let deadline = tcp.deadline {
            now = deadline
            tcp.fire(at: now, into: &output)
        }
        #expect(output.segments.count == 6)
        #expect(now == Instant.start + .seconds(63))
        #expect(output.events.last == .ended(.timedOut))
        // Without the option 536 bytes are taken (RFC 9293 section 3.7.1).
        #expect(tcp.sending.congestion.segmentSize == 536)
    }
}
