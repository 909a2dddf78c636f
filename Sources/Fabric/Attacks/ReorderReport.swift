package import Tunnel
package import Wire

/// Packets that the attacker held back, and what became of them when they were let go.
package struct ReorderReport: Sendable {
    /// One of them.
    package struct Release: Sendable {
        /// Its number in the log.
        package let packet: Int
        /// Its sequence number; nil when the sender refused to seal it.
        package let sequence: SequenceNumber?
        /// Why it was refused; nil when it was accepted, or left for another process.
        package let refusal: DropReason?
    }

    /// The tunnel.
    package let tunnel: String
    /// The end that sealed the packets.
    package let sender: TunnelRole
    /// The packets, in the order in which they were let go.
    package let releases: [Release]
    /// The receiving end before and after; nil when it is in another process.
    package let receiver: (before: EndState, after: EndState)?
}
