package import Grammar
package import Timeline
package import Wire

/// What can be done with links.
package enum LinkCommand: Sendable {
    /// Make a link do something to packets; nil: the wire between the gateways.
    case impair(LinkChange, on: Placed<String>?)
    /// Show every link and what it does.
    case list
    /// Make a link do nothing any longer; nil: all of them.
    case clear(Placed<String>?)
}

/// One thing that a link is to do to packets from now on; none of them, or no time, ends it.
package enum LinkChange: Hashable, Sendable {
    /// Lose so many.
    case loss(Percentage)
    /// Take so much longer, give or take the jitter, which is at most the delay.
    case delay(Duration, jitter: Duration)
    /// Hold so many back for so long.
    case reorder(Percentage, by: Duration)
    /// Let so many come out twice.
    case duplicate(Percentage)
    /// Mark so many of those whose sender knows ECN.
    case mark(Percentage)
}
