package import Wire

/// An authenticated payload inside the plaintext buffer that its datagram was opened into.
package struct OpenedPayload: Hashable, Sendable {
    /// The sequence number that the datagram had.
    package let sequence: SequenceNumber
    /// What the payload is: IPv4 or IPv6, and in transport mode whatever follows an IP header.
    package let nextHeader: IPProtocol
    /// Where the payload lies in the buffer, with the ESP trailer between it and the buffer's end.
    ///
    /// Behind an inner IP packet it may hold padding that hides the packet's length (RFC 4303 section
    /// 2.7). Valid until the buffer is used again.
    package let payload: Range<Int>
}
