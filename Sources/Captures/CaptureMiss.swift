package import Wire

/// Why a packet of a capture file is neither sent nor judged.
package enum CaptureMiss: Hashable, Sendable {
    /// It is no IP packet.
    case notIP(NonIPReason)
    /// It is no right packet.
    case malformed(WireFault)
    /// The capture ends before what a firewall looks at.
    case cut
    /// Another interface of the capture saw the same packet before.
    case repeated
}
