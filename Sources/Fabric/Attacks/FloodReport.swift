package import Wire

/// Many hostile datagrams, and what became of them.
package struct FloodReport: Sendable {
    /// What became of the datagrams of one kind.
    package struct Count: Sendable {
        /// How many were sent.
        package internal(set) var sent: UInt64 = 0
        /// How many passed every check.
        package internal(set) var accepted: UInt64 = 0
        private var refusals = [UInt64](repeating: 0, count: DropReason.allCases.count)

        /// How many ended for a reason.
        package func refused(_ reason: DropReason) -> UInt64 {
            DropReason.allCases.firstIndex(of: reason).map { refusals[$0] } ?? 0
        }

        /// How many are under way, because the person interrupted.
        package var underWay: UInt64 { sent - accepted - refusals.reduce(0, +) }

        /// Counts one whose fate is known.
        mutating func count(_ refusal: DropReason?) {
            guard let reason = refusal else {
                accepted += 1
                return
            }
            if let index = DropReason.allCases.firstIndex(of: reason) { refusals[index] += 1 }
        }
    }

    /// The tunnel.
    package let tunnel: String
    /// How many datagrams were asked for; more than were sent when the person interrupted.
    package let asked: Int
    /// What became of each kind, in the order of the table of kinds.
    package internal(set) var counts = [Count](repeating: Count(), count: FloodKind.allCases.count)
    /// The datagrams that the attacker could make its own from.
    package let recorded: Int
    /// How many datagrams the kernel lost at the socket; nil where it does not tell.
    package internal(set) var lost: Int?
    /// What became of the last one; nil when none was sent.
    package internal(set) var last: Frame?
    /// The receiving end before.
    package let before: EndState
    /// The receiving end after.
    package internal(set) var after: EndState

    /// How many were sent.
    package var sent: UInt64 { counts.reduce(0) { $0 + $1.sent } }
    /// How many passed every check.
    package var accepted: UInt64 { counts.reduce(0) { $0 + $1.accepted } }
}
