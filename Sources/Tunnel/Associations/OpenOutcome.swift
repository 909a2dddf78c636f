package import Wire

/// What became of a datagram that arrived.
package enum OpenOutcome: Hashable, Sendable {
    /// Every check passed, and the payload is in the plaintext buffer.
    case opened(OpenedPayload)
    /// A check failed; the reason names it.
    case refused(DropReason)
}
