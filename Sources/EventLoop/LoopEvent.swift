package import Timeline

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
