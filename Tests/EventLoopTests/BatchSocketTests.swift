import Platform
import Testing

@testable import EventLoop

/// What a datagram was when it arrived.
private struct Arrival: Equatable {
    let bytes: [UInt8]
    let isTruncated: Bool
    let senderPort: UInt16
}

/// Many datagrams at a time between real sockets on loopback, each way held against the plain one.
@Suite struct BatchSocketTests {
    /// Every way out with every way in.
    static let ways = BatchWay.allCases.flatMap { sending in
        BatchWay.allCases.map { (sending, $0) }
    }

    /// Bytes that are not the same in any two places near each other.
    private func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 251) }
    }

    /// The datagrams that lie in `bytes`.
    private func datagrams(_ bytes: [UInt8], segment: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: segment).map {
            Array(bytes[$0..<min($0 + segment, bytes.count)])
        }
    }

    /// All that waits in a socket.
    private func drain(_ socket: inout BatchSocket) throws -> [Arrival] {
        var arrivals: [Arrival] = []
        while true {
            let before = arrivals.count
            let count = try socket.receive { bytes, datagram in
                #expect(bytes.count == datagram.count)
                let copy = bytes.indices.map { bytes[$0] }
                arrivals.append(
                    Arrival(
                        bytes: copy, isTruncated: datagram.isTruncated,
                        senderPort: datagram.senderPort))
            }
            #expect(arrivals.count == before + count)
            if count == 0 { return arrivals }
        }
    }

    @Test(arguments: ways)
    func everyWayCarriesDatagramsOfAnyLengths(
        _ sending: BatchWay, _ receiving: BatchWay
    ) throws {
        var near = try BatchSocket(port: 0, way: sending)
        var far = try BatchSocket(port: 0, way: receiving)
        for lengths in [[], [0], [5, 0, 1_400, 1], Array(0..<130), [65_507]] as [[UInt32]] {
            let all = bytes(lengths.reduce(0) { $0 + Int($1) })
            try near.send(all.span, lengths: lengths, to: far.localPort)
            let arrived = try drain(&far)
            #expect(arrived.map(\.bytes.count) == lengths.map(Int.init))
            #expect(arrived.flatMap(\.bytes) == all)
        }
        #expect(far.droppedCount ?? 0 == 0)
        // What stands before a datagram that is too long went.
        let tooLong = bytes(65_511)
        #expect(throws: SystemFault.self) {
            try near.send(tooLong.span, lengths: [3, 65_508], to: far.localPort)
        }
        #expect(try drain(&far).map(\.bytes.count) == [3])
    }

    @Test(arguments: ways)
    func everyWayCarriesTheSame(_ sending: BatchWay, _ receiving: BatchWay) throws {
        var near = try BatchSocket(port: 0, way: sending)
        var far = try BatchSocket(port: 0, way: receiving)
        #expect(near.sending == sending)
        #expect(far.receiving == receiving)
        // Segment and length of the whole: one byte, whole segments, a shorter end, more than one
        // call takes by number (65 and 129) and by bytes (47 of 1,400), one that is not full.
        let cases = [
            (1, 1), (1, 65), (1, 128), (64, 64 * 64), (64, 64 * 65), (64, 64 * 129 - 1),
            (576, 576 * 3 + 1), (1_400, 1_400), (1_400, 1_400 * 64), (1_400, 1_400 * 47),
            (1_400, 900), (8_192, 8_192 * 9 - 8_191), (32_753, 65_506), (32_754, 65_508),
            (65_507, 65_507), (65_507, 65_508), (65_507, 20), (100_000, 20),
        ]
        for (segment, length) in cases {
            let all = bytes(length)
            let expected = datagrams(all, segment: segment)
            try #require(expected.count <= far.safeWindow(forDatagramsOf: min(segment, length)))
            try near.send(all.span, segment: segment, to: far.localPort)
            let arrivals = try drain(&far)
            #expect(arrivals.map(\.bytes) == expected, "\(length) bytes by \(segment)")
            #expect(arrivals.allSatisfy { !$0.isTruncated && $0.senderPort == near.localPort })
        }
        #expect(near.sending == sending, "nothing of this is refused")
        #expect(far.droppedCount == 0)
        try near.close()
        try far.close()
    }

    @Test(arguments: ways)
    func mixesWithPlainOnesOfTwoSendersInOrder(
        _ sending: BatchWay, _ receiving: BatchWay
    ) throws {
        var first = try BatchSocket(port: 0, way: sending)
        var second = try BatchSocket(port: 0, way: sending)
        let plain = try UDPSocket(port: 0)
        var far = try BatchSocket(port: 0, way: receiving)
        let nothing: [UInt8] = []
        var expected: [Arrival] = []
        func expect(_ list: [[UInt8]], from port: UInt16) {
            expected += list.map { Arrival(bytes: $0, isTruncated: false, senderPort: port) }
        }
        for round in 1...6 {
            let (one, two) = (bytes(round * 100 + 7), bytes(round * 64))
            try first.send(one.span, segment: 100, to: far.localPort)
            expect(datagrams(one, segment: 100), from: first.localPort)
            try plain.send(nothing.span, to: far.localPort)
            expect([[]], from: plain.localPort)
            try second.send(two.span, segment: 64, to: far.localPort)
            expect(datagrams(two, segment: 64), from: second.localPort)
            try plain.send([9, 8, 7].span, to: far.localPort)
            expect([[9, 8, 7]], from: plain.localPort)
        }
        #expect(try drain(&far) == expected)
        #expect(far.droppedCount == 0)
    }

    @Test(arguments: BatchWay.allCases)
    func aPlainSocketReceivesWhatABatchSent(_ way: BatchWay) throws {
        var near = try BatchSocket(port: 0, way: way)
        let far = try UDPSocket(port: 0)
        let all = bytes(700 * 9 + 1)
        try near.send(all.span, segment: 700, to: far.localPort)
        var buffer = [UInt8](repeating: 0, count: 2_000)
        for expected in datagrams(all, segment: 700) {
            let datagram = try #require(try far.receive(into: &buffer))
            #expect(Array(buffer[..<datagram.count]) == expected)
        }
        #expect(try far.receive(into: &buffer) == nil)
    }

    @Test(arguments: ways)
    func cutsWhatIsTooLongAndSaysSo(_ sending: BatchWay, _ receiving: BatchWay) throws {
        var near = try BatchSocket(port: 0, way: sending)
        var far = try BatchSocket(port: 0, way: receiving, datagramLimit: 100)
        for (segment, length) in [(100, 350), (101, 303), (101, 350), (300, 300)] {
            let all = bytes(length)
            try near.send(all.span, segment: segment, to: far.localPort)
            let expected = datagrams(all, segment: segment).map {
                Arrival(
                    bytes: Array($0.prefix(100)), isTruncated: $0.count > 100,
                    senderPort: near.localPort)
            }
            #expect(try drain(&far) == expected, "\(length) bytes by \(segment)")
        }
    }

    @Test(arguments: BatchWay.allCases)
    func refusesADatagramThatIsTooLongAndSendsNothing(_ way: BatchWay) throws {
        var near = try BatchSocket(port: 0, way: way)
        var far = try BatchSocket(port: 0, way: way)
        let (all, nothing) = (bytes(65_508 * 2), [UInt8]())
        #expect(throws: SystemFault(operation: .send, code: EMSGSIZE)) {
            try near.send(all.span, segment: 65_508, to: far.localPort)
        }
        #expect(throws: SystemFault(operation: .send, code: EMSGSIZE)) {
            try near.send(all.span, segment: .max, to: far.localPort)
        }
        #expect(try drain(&far).isEmpty)
        try near.send(nothing.span, segment: 10, to: far.localPort)
        #expect(try drain(&far).isEmpty, "no bytes are no datagram")
    }

    @Test(arguments: BatchWay.allCases)
    func aRefusalThatIsNotAboutTheWayLeavesTheWay(_ way: BatchWay) throws {
        var near = try BatchSocket(port: 0, way: way)
        let all = bytes(640)
        // Port 0 cannot be sent to: EINVAL, which a kernel that cannot cut up says as well.
        let operation: SystemOperation = way == .manyMessages ? .sendMany : .send
        #expect(throws: SystemFault(operation: operation, code: EINVAL)) {
            try near.send(all.span, segment: 64, to: 0)
        }
        #expect(near.sending == way)
    }

    @Test func fallsBackWhenTheKernelRefusesToCutUp() throws {
        var near = try BatchSocket(port: 0)
        var far = try BatchSocket(port: 0)
        // A socket without checksums may not leave the cutting to the kernel.
        var on: Int32 = 1
        let asked = unsafe setsockopt(
            near.descriptor, SOL_SOCKET, SO_NO_CHECK, &on, socklen_t(MemoryLayout<Int32>.size))
        try #require(asked == 0)
        let all = bytes(64 * 65 + 3)
        for _ in 0..<2 {
            try near.send(all.span, segment: 64, to: far.localPort)
            #expect(near.sending == .manyMessages)
            #expect(try drain(&far).map(\.bytes) == datagrams(all, segment: 64))
        }
    }

    @Test func refusesAPortThatIsTaken() throws {
        let first = try BatchSocket(port: 0)
        let port = first.localPort
        #expect(throws: SystemFault(operation: .bind, code: EADDRINUSE)) {
            _ = try BatchSocket(port: port)
        }
        try first.close()
        #expect(try BatchSocket(port: port).localPort == port)
    }

    @Test(arguments: BatchWay.allCases)
    func sendingToNobodyIsNoFault(_ way: BatchWay) throws {
        let gone = try UDPSocket(port: 0)
        let port = gone.localPort
        try gone.close()
        var socket = try BatchSocket(port: 0, way: way)
        let all = bytes(640)
        for _ in 0..<3 { try socket.send(all.span, segment: 64, to: port) }
        #expect(try drain(&socket).isEmpty)
    }

    @Test(arguments: ways)
    func losesNothingOfAHundredThousand(_ sending: BatchWay, _ receiving: BatchWay) throws {
        var near = try BatchSocket(port: 0, way: sending)
        var far = try BatchSocket(port: 0, way: receiving)
        // Within the window of a socket whose buffer nobody made larger than the usual limit.
        let (segment, batch, total) = (200, 50, 100_000)
        #expect(far.safeWindow(forDatagramsOf: segment) >= batch)
        var all = bytes(segment * batch)
        var (received, misplaced) = (0, 0)
        for round in 0..<total / batch {
            for number in 0..<batch {
                let value = round * batch + number
                for byte in 0..<4 {
                    all[number * segment + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte))
                }
            }
            try near.send(all.span, segment: segment, to: far.localPort)
            while received < (round + 1) * batch {
                let count = try far.receive { bytes, datagram in
                    let value = (0..<4).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
                    if value != received || datagram.count != segment { misplaced += 1 }
                    received += 1
                }
                try #require(count > 0)
            }
        }
        #expect(received == total)
        #expect(misplaced == 0)
        #expect(far.droppedCount == 0)
        #expect(near.sending == sending)
    }

    @Test(arguments: BatchWay.allCases)
    func countsWhatIsLostBeyondTheWindow(_ way: BatchWay) throws {
        var near = try BatchSocket(port: 0, way: way)
        var far = try BatchSocket(port: 0, way: way)
        let all = bytes(1_400 * 46)
        let batches = far.safeWindow(forDatagramsOf: 1_400) / 46 * 8 + 100
        for _ in 0..<batches { try near.send(all.span, segment: 1_400, to: far.localPort) }
        let received = try drain(&far).count
        #expect(received < batches * 46)
        #expect(received >= far.safeWindow(forDatagramsOf: 1_400) / 46 * 46)
        #expect(far.droppedCount.map { $0 > 0 } == true)
    }
}
