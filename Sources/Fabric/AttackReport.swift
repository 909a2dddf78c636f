package import Tunnel
package import Wire

/// One datagram of the attacker's, and what it did.
package struct AttackReport: Sendable {
    /// What was done.
    package let attack: Attack
    /// The tunnel that was attacked.
    package let tunnel: String
    /// The end at which the datagram came in.
    package let role: TunnelRole
    /// What the attacked SA protects packets with.
    package let suite: ESPSuite
    /// What was sent.
    package let datagram: [UInt8]
    /// The datagram that it was made from, when there was one.
    package let original: [UInt8]?
    /// Whether the packet that it was made from had been accepted once.
    package let wasAccepted: Bool
    /// What became of it.
    package let strike: Strike
    /// The end before.
    package let before: EndState
    /// The end after.
    package let after: EndState
}
