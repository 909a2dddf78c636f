package import Wire

/// What became of a datagram of the attacker's.
package struct Strike: Sendable {
    /// Why it was refused, or did not even arrive; nil when it passed every check.
    package let refusal: DropReason?
    /// The packet that came out of it and went on its way, when it passed.
    package let released: Int?

    /// It did not come back from the system in time.
    static let overdue = Strike(refusal: .overdue, released: nil)
}
