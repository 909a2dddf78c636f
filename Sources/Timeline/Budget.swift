/// What a long search or loop may spend: it asks at each step, and stops when it is told to.
///
/// Rooms have no clock and hear no signal; whoever has gives the closure that says why to stop. It is called
/// once in many steps, because it may cost a call of the system. A step is about what it takes to look at one box
/// of packets: some nanoseconds. A budget that has ended stays so until it is renewed: all that a command still does
/// ends at once.
package final class Budget {
    /// Why nothing more may be spent.
    package enum End: String, CaseIterable, Hashable, Sendable {
        /// The person interrupted.
        case interrupted
        /// It took longer than it may.
        case late
    }

    /// Why nothing more may be spent; nil while there is no reason.
    package private(set) var end: End?

    private var left: Int
    private let stride: Int
    private var kept: [Any] = []
    /// Says why to end, if there is a reason.
    package var look: () -> End?

    /// The steps of what takes microseconds: to read a line, to judge a packet, to make a rule's boxes.
    package static let item = 256

    /// A budget that looks for its end each `stride` steps; without a closure it never ends.
    package init(stride: Int = 1 << 16, _ look: @escaping () -> End? = { nil }) {
        precondition(stride > 0, "a budget looks after some steps")
        self.stride = stride
        self.look = look
        left = stride
    }

    /// Takes some steps off.
    ///
    /// - Returns: Whether to go on.
    package func spend(_ steps: Int) -> Bool {
        left -= steps
        return left > 0 || looked()
    }

    /// Begins anew, for another command.
    package func renew() {
        end = nil
        left = stride
    }

    /// Keeps what was made until another command begins.
    ///
    /// To free a hundred thousand rules takes longer than somebody who has interrupted wants to wait for the prompt.
    package func keep(_ value: Any) { kept.append(value) }

    /// Lets go of what was kept.
    package func letGo() { kept.removeAll() }

    private func looked() -> Bool {
        if end == nil { end = look() }
        guard end == nil else { return false }
        left = stride
        return true
    }
}
