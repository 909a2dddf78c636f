package import Wire

/// What became of a payload that was to be sealed.
package enum SealOutcome: Hashable, Sendable {
    /// The datagram is ready and carries this sequence number.
    case sealed(SequenceNumber)
    /// There is no datagram, and no sequence number was used.
    case refused(DropReason)
}
