private import Platform
package import Timeline

/// A bound of real time for what comes from outside.
///
/// It only ends a wait: how much of it has passed is told nobody, so that it can't be seen in a lab.
package struct RealTimeLimit: Sendable {
    /// The instant at which it is over, in nanoseconds of the system's monotonic clock.
    private let end: UInt64

    /// A bound that is over when `duration` has passed from now.
    package init(_ duration: Duration) {
        let (end, isTooLate) = EventLoop.realTime().addingReportingOverflow(duration.nanoseconds)
        self.end = isTooLate ? .max : end
    }

    /// Whether it is over.
    package var isOver: Bool { left == 0 }

    /// How many nanoseconds are left.
    var left: UInt64 {
        let now = EventLoop.realTime()
        return now < end ? end - now : 0
    }
}

extension EventLoop {
    /// Waits in real time for something to read at a watched socket, for a moment and not beyond a limit.
    ///
    /// A moment is 20 ms at most: whoever waits longer asks again, and looks up meanwhile. Virtual time stands
    /// still.
    ///
    /// - Returns: Whether there is something to read; also when the limit is over.
    /// - Throws: `SystemFault` if the socket cannot be polled.
    package func waitForDatagram(
        at id: SocketID, within limit: RealTimeLimit
    ) throws(SystemFault) -> Bool {
        // Rounded up, so that the limit is over when a wait up to it ends.
        let left = min(limit.left, Self.moment)
        return try poll(socket: id, milliseconds: Int32((left + 999_999) / 1_000_000))
    }

    /// Lets a moment of real time pass, 20 ms at most and not beyond a limit; virtual time stands still.
    ///
    /// - Throws: `SystemFault` if the system refuses to wait.
    package func rest(within limit: RealTimeLimit) throws(SystemFault) {
        let left = min(limit.left, Self.moment)
        try pause(milliseconds: Int32((left + 999_999) / 1_000_000))
    }

    private static let moment: UInt64 = 20_000_000
}
