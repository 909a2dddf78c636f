/// What a transport checksum covers of the IP header (RFC 768, RFC 9293 section 3.1, RFC 8200
/// section 8.1).
package struct PseudoHeader: Hashable, Sendable {
    /// Source address.
    package var source: IPAddress
    /// Destination address.
    package var destination: IPAddress
    /// Which transport protocol.
    package var proto: IPProtocol

    /// The pseudo-header of a packet from `source` to `destination`.
    package init(source: IPAddress, destination: IPAddress, proto: IPProtocol) {
        self.source = source
        self.destination = destination
        self.proto = proto
    }

    /// The checksum of the pseudo-header alone, for a transport header and data of `length` bytes.
    ///
    /// The two families order and widen the fields differently, which no sum can tell.
    package func checksum(length: Int) -> Checksum {
        var checksum = Checksum()
        checksum.add(source)
        checksum.add(destination)
        checksum.add(UInt32(truncatingIfNeeded: length))
        checksum.add(UInt16(proto.rawValue))
        return checksum
    }
}
