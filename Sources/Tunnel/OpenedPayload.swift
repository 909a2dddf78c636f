package import Wire

/// An authenticated payload inside the plaintext buffer that its datagram was opened into.
package struct OpenedPayload: Hashable, Sendable {
    /// The sequence number that the datagram carried.
    package let sequence: SequenceNumber
    /// What the payload is: IPv4 or IPv6.
    package let nextHeader: IPProtocol
    /// Where the payload lies in the buffer, with the ESP trailer between it and the buffer's end.
    ///
    /// Valid until the buffer is used again.
    package let payload: Range<Int>
}
