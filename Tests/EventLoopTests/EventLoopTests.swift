import Platform
import Testing
import Timeline

@testable import EventLoop

/// What is to be done next, and what time it is then.
@Suite struct EventLoopTests {
    private let a = SocketID(rawValue: 1)
    private let b = SocketID(rawValue: 2)
    private func token(_ number: UInt64) -> TimerToken { TimerToken(rawValue: number) }

    @Test func timersMoveTheClockAndNothingElseDoes() throws {
        let loop = EventLoop()
        #expect(try loop.next() == .idle)
        loop.schedule(token(2), after: .milliseconds(20))
        loop.schedule(token(1), at: .start + .milliseconds(10))
        loop.schedule(token(3), after: .milliseconds(20))
        #expect(loop.nextDeadline == .start + .milliseconds(10))
        #expect(try loop.next() == .timer(token(1)))
        #expect(loop.now == .start + .milliseconds(10))
        // A deadline in the past runs at once and does not turn the clock back.
        loop.schedule(token(4), at: .start)
        #expect(try loop.next() == .timer(token(4)))
        #expect(loop.now == .start + .milliseconds(10))
        #expect(try loop.next() == .timer(token(2)))
        #expect(loop.cancel(token(3)) == 1)
        #expect(try loop.next() == .idle)
        #expect(loop.now == .start + .milliseconds(20))
        loop.advance(to: .start + .seconds(1))
        loop.advance(to: .start)
        #expect(loop.now == .start + .seconds(1))
    }

    @Test func whatIsUnderWayComesBeforeAnyTimer() throws {
        let loop = EventLoop()
        let socket = try UDPSocket(port: 0)
        loop.watch(socket.descriptor, as: a)
        loop.schedule(token(1), at: .start)
        try socket.send([1].span, to: socket.localPort)
        loop.noteSent(to: a)
        #expect(loop.inFlight == 1)
        #expect(try loop.next() == .readable(a))
        #expect(try loop.next() == .readable(a))
        #expect(loop.now == .start)
        var buffer: [UInt8] = [0, 0]
        #expect(try socket.receive(into: &buffer)?.count == 1)
        loop.noteReceived(at: a)
        #expect(loop.inFlight == 0)
        #expect(try loop.next() == .timer(token(1)))
        #expect(try loop.next() == .idle)
    }

    @Test func readySocketsAreReportedInTheOrderOfWatching() throws {
        let loop = EventLoop()
        let first = try UDPSocket(port: 0)
        let second = try UDPSocket(port: 0)
        loop.watch(second.descriptor, as: b)
        loop.watch(first.descriptor, as: a)
        for port in [first.localPort, second.localPort] { try first.send([1].span, to: port) }
        loop.noteSent(to: a)
        loop.noteSent(to: b)
        #expect(try loop.next() == .readable(b))
        #expect(loop.unwatch(b) == 1)
        #expect(loop.unwatch(b) == 0)
        #expect(try loop.next() == .readable(a))
        #expect(loop.inFlight == 1)
    }

    @Test func everyLostDatagramIsReportedOnce() throws {
        let loop = EventLoop(patience: .milliseconds(20))
        let socket = try UDPSocket(port: 0)
        loop.watch(socket.descriptor, as: a)
        loop.watch(socket.descriptor, as: b)
        for id in [a, b, a] { loop.noteSent(to: id) }
        loop.schedule(token(1), at: .start)
        #expect(try loop.next() == .overdue(a))
        #expect(try loop.next() == .overdue(a))
        #expect(try loop.next() == .overdue(b))
        #expect(loop.inFlight == 0)
        // What comes after all is not counted a second time.
        loop.noteReceived(at: a)
        #expect(loop.inFlight == 0)
        #expect(try loop.next() == .timer(token(1)))
        #expect(loop.now == .start)
    }

    @Test func aStrangersDatagramsDoNotPutOffTheLoss() throws {
        let loop = EventLoop(patience: .milliseconds(20))
        let socket = try UDPSocket(port: 0)
        loop.watch(socket.descriptor, as: a)
        loop.noteSent(to: a)
        var buffer: [UInt8] = [0, 0]
        var strangers = 0
        while true {
            try socket.send([9].span, to: socket.localPort)
            guard try loop.next() == .readable(a) else { break }
            _ = try socket.receive(into: &buffer)
            strangers += 1
            try #require(strangers < 10_000_000)
            // Between two of them nothing is there, so that the wait is felt.
            if strangers % 2 == 0 { continue }
            if try loop.next() == .overdue(a) { break }
        }
        #expect(strangers > 0)
        #expect(loop.inFlight == 0)
    }

    @Test func theKeyboardComesBeforeSocketsAndSignalsBeforeBoth() throws {
        let loop = EventLoop()
        let socket = try UDPSocket(port: 0)
        let keyboard = try Pipe()
        let wake = try Pipe()
        loop.watch(socket.descriptor, as: a)
        try socket.send([1].span, to: socket.localPort)
        #expect(try loop.waitForKey(keyboard: keyboard.reading, wake: wake.reading) == .readable(a))
        keyboard.write([1])
        #expect(try loop.waitForKey(keyboard: keyboard.reading, wake: wake.reading) == .keyboard)
        wake.write([1])
        #expect(try loop.waitForKey(keyboard: keyboard.reading, wake: wake.reading) == .wake)
        #expect(try loop.waitForKey(keyboard: keyboard.reading, wake: -1) == .keyboard)
        // The keyboard's end is something to read as well.
        let closed = try Pipe()
        closed.closeWriting()
        #expect(try loop.waitForKey(keyboard: closed.reading, wake: -1) == .keyboard)
    }
}

/// A pipe of the kernel.
final class Pipe {
    let reading: Int32
    private(set) var writing: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(unsafe pipe(&ends) == 0)
        reading = ends[0]
        writing = ends[1]
    }

    deinit {
        _ = close(reading)
        closeWriting()
    }

    func write(_ bytes: [UInt8]) {
        _ = unsafe Platform.write(writing, bytes, bytes.count)
    }

    func closeWriting() {
        if writing >= 0 { _ = close(writing) }
        writing = -1
    }
}
