package import Wire

/// Why a packet of a capture file is neither sent nor judged.
package enum CaptureMiss: Hashable, Sendable {
    /// It is no IP packet.
    case notIP(NonIPReason)
    /// It is no right packet.
    case malformed(WireFault)
    /// The capture holds only its beginning.
    case cut
    /// It is a later fragment: a firewall that tracks connections puts fragments together first.
    case fragment
    /// Another interface of the capture saw the same packet before.
    case repeated
}
