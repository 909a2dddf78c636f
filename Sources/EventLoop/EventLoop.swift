private import Platform
package import Timeline

/// The virtual clock, the timers and the sockets of one lab, which say what is to be done next.
///
/// Virtual time stands still while a datagram is under way on a socket; else it jumps to the next
/// timer. How long the real waiting took can therefore never be seen in a lab. The loop calls
/// nobody back: its owner asks for one step after the other. It is used from one thread.
package final class EventLoop {
    /// Whether nothing is to be waited for any longer, because the person wants to go on.
    package var isHurried: () -> Bool = { false }

    /// The virtual time.
    package var now: Instant { clock }

    /// How many datagrams have been sent and neither received nor given up.
    package var inFlight: Int { underway }

    // Private, so that the compiler proves what else would be checked at run time (exclusive access).
    private var clock = Instant.start
    private var underway = 0
    private var timers = TimerQueue()
    private var watched: [Watched] = []
    /// What `poll(2)` is asked: two places for keyboard and signals, then the watched sockets.
    private var requests: [pollfd]
    private let patience: UInt64
    /// The real instant since which nothing has come, in nanoseconds; nil while all goes well.
    private var waitingSince: UInt64?

    /// A loop at the start of virtual time.
    ///
    /// `patience` is real time: so long may a datagram on loopback be under way, which normally
    /// takes microseconds, before it is taken for lost.
    package init(patience: Duration = .seconds(2)) {
        self.patience = patience.nanoseconds
        let unused = pollfd(fd: -1, events: Int16(POLLIN), revents: 0)
        requests = [unused, unused]
    }

    /// The deadline of the next timer, or nil when there is none.
    package var nextDeadline: Instant? { timers.next?.deadline }

    /// Adds a timer; one whose deadline has passed runs at once and does not turn the clock back.
    package func schedule(_ token: TimerToken, at deadline: Instant) {
        timers.schedule(token, at: deadline)
    }

    /// Adds a timer that is due when `wait` has passed.
    package func schedule(_ token: TimerToken, after wait: Duration) {
        timers.schedule(token, at: now + wait)
    }

    /// Removes every timer with this token and returns how many there were.
    @discardableResult
    package func cancel(_ token: TimerToken) -> Int {
        timers.cancel(token)
    }

    /// Moves the clock forward without running anything; an earlier instant changes nothing.
    ///
    /// No timer may be due before `instant` and nothing may be under way.
    package func advance(to instant: Instant) {
        precondition(inFlight == 0, "virtual time stands still while a datagram is under way")
        if let nextDeadline {
            precondition(instant <= nextDeadline, "virtual time may not jump over a timer")
        }
        clock = max(clock, instant)
    }

    /// Moves the clock back, where nobody waits for anything: whoever kept what was true at an instant puts it back.
    ///
    /// No timer may be waiting and nothing may be under way.
    package func turnBack(to instant: Instant) {
        precondition(inFlight == 0 && timers.isEmpty, "nobody waits for anything")
        clock = instant
    }

    /// Whether no timer is waiting and nothing is under way.
    package var isStill: Bool { inFlight == 0 && timers.isEmpty }

    /// Starts looking at a socket, which must stay open until `unwatch`.
    ///
    /// Sockets that are readable at the same time are reported in the order of this call.
    package func watch(_ descriptor: Int32, as id: SocketID) {
        precondition(index(of: id) == nil, "a socket's name is watched only once")
        watched.append(Watched(id: id))
        requests.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
    }

    /// Stops looking at a socket and forgets what is still under way to it.
    ///
    /// - Returns: How many datagrams were under way to it.
    @discardableResult
    package func unwatch(_ id: SocketID) -> Int {
        guard let index = index(of: id) else { return 0 }
        let forgotten = watched.remove(at: index).inFlight
        requests.remove(at: Self.reserved + index)
        underway -= forgotten
        waitingSince = nil
        return forgotten
    }

    /// Notes that a datagram has been sent to a watched socket.
    package func noteSent(to id: SocketID) {
        guard let index = index(of: id) else {
            preconditionFailure("only a watched socket can have a datagram under way")
        }
        watched[index].inFlight += 1
        underway += 1
        waitingSince = nil
    }

    /// Notes that a datagram which had been noted as sent has been received.
    ///
    /// A datagram of a stranger is not to be noted. One that comes after it was given up as
    /// overdue changes nothing.
    package func noteReceived(at id: SocketID) {
        guard let index = index(of: id), watched[index].inFlight > 0 else { return }
        watched[index].inFlight -= 1
        underway -= 1
        waitingSince = nil
    }

    /// Finds out what is to be done next, and waits in real time only for what is under way.
    ///
    /// - Throws: `SystemFault` if the sockets cannot be polled.
    package func next() throws(SystemFault) -> LoopEvent {
        if inFlight > 0 { return try nextDatagram() }
        guard let (deadline, token) = timers.popNext() else { return .idle }
        clock = max(clock, deadline)
        return .timer(token)
    }

    /// Waits without a limit for a key, a signal or a datagram, in this order of importance.
    ///
    /// Nothing wakes the process meanwhile. `keyboard` and `wake` are descriptors; a negative one
    /// is not looked at.
    ///
    /// - Throws: `SystemFault` if they cannot be polled.
    package func waitForKey(keyboard: Int32, wake: Int32) throws(SystemFault) -> KeyWait {
        requests[Self.keyboardPlace].fd = keyboard
        requests[Self.wakePlace].fd = wake
        while true {
            guard try poll(from: 0, milliseconds: -1) else { continue }
            if requests[Self.wakePlace].revents != 0 { return .wake }
            if requests[Self.keyboardPlace].revents != 0 { return .keyboard }
            if let id = firstReadable() { return .readable(id) }
        }
    }

    private func nextDatagram() throws(SystemFault) -> LoopEvent {
        while true {
            let time = Self.realTime()
            let start = waitingSince ?? time
            waitingSince = start
            let waited = time - start
            // Before looking: whoever floods a socket must not keep a lost datagram from being given up.
            guard waited < patience else { return giveUpOne() }
            if try poll(from: Self.reserved, milliseconds: 0), let id = firstReadable() {
                return .readable(id)
            }
            guard !isHurried() else { return giveUpOne() }
            // Rounded up, so that the wait is over when it ends and poll is not asked again.
            let rest = (patience - waited + 999_999) / 1_000_000
            _ = try poll(from: Self.reserved, milliseconds: Int32(clamping: rest))
        }
    }

    /// The clock goes on running, so that the other lost datagrams follow without another wait.
    private func giveUpOne() -> LoopEvent {
        guard let index = watched.firstIndex(where: { $0.inFlight > 0 }) else {
            preconditionFailure("the datagrams under way are those of the watched sockets")
        }
        watched[index].inFlight -= 1
        underway -= 1
        return .overdue(watched[index].id)
    }

    private func firstReadable() -> SocketID? {
        for index in watched.indices where requests[Self.reserved + index].revents != 0 {
            return watched[index].id
        }
        return nil
    }

    /// Whether anything is ready; false also after a signal.
    private func poll(from first: Int, milliseconds: Int32) throws(SystemFault) -> Bool {
        let count = unsafe requests.withUnsafeMutableBufferPointer { requests in
            let part = unsafe UnsafeMutableBufferPointer(rebasing: requests[first...])
            return unsafe Platform.poll(part.baseAddress, nfds_t(part.count), milliseconds)
        }
        if count < 0, errno != EINTR { throw SystemFault(operation: .poll, code: errno) }
        return count > 0
    }

    /// Whether a watched socket is readable, or becomes so in a time; false also after a signal.
    func poll(socket id: SocketID, milliseconds: Int32) throws(SystemFault) -> Bool {
        guard let index = index(of: id) else {
            preconditionFailure("only a watched socket is waited for")
        }
        var request = requests[Self.reserved + index]
        let count = unsafe Platform.poll(&request, 1, milliseconds)
        if count < 0, errno != EINTR { throw SystemFault(operation: .poll, code: errno) }
        return count > 0
    }

    /// Waits for nothing but time to pass; a signal ends it.
    func pause(milliseconds: Int32) throws(SystemFault) {
        let count = Platform.poll(nil, 0, milliseconds)
        if count < 0, errno != EINTR { throw SystemFault(operation: .poll, code: errno) }
    }

    private func index(of id: SocketID) -> Int? {
        watched.firstIndex { $0.id == id }
    }

    /// Real time never reaches a lab: it only limits how long loopback is waited for.
    static func realTime() -> UInt64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private static let keyboardPlace = 0
    private static let wakePlace = 1
    private static let reserved = 2
}

/// A socket that the loop looks at.
private struct Watched {
    let id: SocketID
    var inFlight = 0
}

/// The name of a watched socket, chosen by its owner.
package struct SocketID: Hashable, Sendable {
    /// The number that the owner chose.
    package let rawValue: Int

    /// A name with the number that its owner chose.
    package init(rawValue: Int) {
        self.rawValue = rawValue
    }
}

/// What ended the wait for the person at the keyboard.
package enum KeyWait: Hashable, Sendable {
    /// The keyboard has something to read: a key, its end, or an error.
    case keyboard

    /// The descriptor that announces signals has something to read.
    case wake

    /// This socket has a datagram, or an error to be collected by receiving.
    case readable(SocketID)
}

/// What the event loop found to do next.
package enum LoopEvent: Hashable, Sendable {
    /// This timer is due; the clock stands at its deadline.
    case timer(TimerToken)

    /// This socket has a datagram, or an error to be collected by receiving.
    case readable(SocketID)

    /// A datagram on its way to this socket did not come in the real time allowed.
    case overdue(SocketID)

    /// Nothing is under way and no timer is left.
    case idle
}
