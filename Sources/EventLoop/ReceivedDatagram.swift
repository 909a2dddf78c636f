/// What one receiving call brought; the bytes are in the buffer that the caller lent.
package struct ReceivedDatagram: Hashable, Sendable {
    /// How many bytes at the start of the buffer belong to the datagram; 0 for an empty one.
    package let count: Int

    /// Whether the buffer was too short, so that the end of the datagram is lost.
    package let isTruncated: Bool

    /// The UDP port that it was sent from, on this machine.
    package let senderPort: UInt16

    /// A datagram of `count` bytes from `senderPort`.
    package init(count: Int, isTruncated: Bool, senderPort: UInt16) {
        self.count = count
        self.isTruncated = isTruncated
        self.senderPort = senderPort
    }
}
