/// How long something has taken in real time, for people who look on: no lab can see it.
package struct StopWatch: Sendable {
    /// When it was started, in nanoseconds of the system's monotonic clock, which all processes share.
    package let start: UInt64

    /// A watch that starts now.
    package init() {
        start = EventLoop.realTime()
    }

    /// A watch that was started at an instant of the same clock.
    package init(startedAt start: UInt64) {
        self.start = start
    }

    /// Whole seconds since then; 0 for an instant that is still to come.
    package var seconds: UInt64 {
        let now = EventLoop.realTime()
        return now < start ? 0 : (now - start) / 1_000_000_000
    }
}
