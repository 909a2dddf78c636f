package import Grammar
package import Timeline

/// What can be done with what is under way, and with the way of a packet that was.
package enum StepCommand: Sendable {
    /// Put a packet on its way, and let nothing happen to it yet.
    case hold(PacketRequest)
    /// Let the next things happen, so many of them.
    case step(Int)
    /// Let everything happen that is under way; at the prompt with so much real time between two moments.
    case play(every: Duration?)
    /// Show a packet at each moment of its way.
    case watch(Placed<Int>)
    /// Show what a packet is made of at each link, and what changed since the one before.
    case zoom(Placed<Int>)
}
