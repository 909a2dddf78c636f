package import Tunnel
package import Wire

/// One datagram of the attacker's, and what it did.
package struct AttackReport: Sendable {
    /// What was done.
    package let attack: Attack
    /// What was attacked.
    package let target: Target
    /// What was sent.
    package let datagram: [UInt8]
    /// The datagram that it was made from, when there was one.
    package let original: [UInt8]?
    /// Whether the packet that it was made from had been accepted once.
    package let wasAccepted: Bool
    /// The frame that it was, and what became of it; nil when there was no wire.
    package let frame: Frame?
    /// The end before.
    package let before: EndState
    /// The end after.
    package let after: EndState

    /// What a datagram of an attacker's is meant for.
    package struct Target: Sendable {
        /// The tunnel.
        package let tunnel: String
        /// The end at which the datagram comes in.
        package let role: TunnelRole
        /// What the attacked SA protects packets with.
        package let suite: ESPSuite
    }

    /// Why it was refused, or did not even arrive; nil when it passed every check.
    package var refusal: DropReason? {
        guard let frame else { return .noRoute }
        return frame.fate == .underway ? .overdue : frame.fate.refusal
    }

    /// The packet that came out of it and went on its way, when it passed.
    package var released: Int? { frame?.packet }
}
