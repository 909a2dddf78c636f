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

    /// Whether the checksum of a transport header is that of the whole `segment`, which it begins.
    ///
    /// Nil where there is none to judge: the protocol has none here, or a UDP sender made none, which only
    /// IPv4 allows (RFC 8200 section 8.1).
    package func checksumIsRight(in segment: Span<UInt8>) -> Bool? {
        guard let offset = checksumOffset else { return nil }
        if proto == .udp, segment.uint16(at: offset) == 0 {
            return source.family == .v4 ? nil : false
        }
        return checksum(of: segment) == 0
    }

    /// Puts the right checksum into the transport header at the start of what `segment` marks, if its
    /// protocol has one here.
    package func fillChecksum(of segment: Range<Int>, in bytes: inout [UInt8]) {
        guard let offset = checksumOffset else { return }
        let field = segment.lowerBound + offset
        bytes.put(bigEndian: 0, at: field)
        let right = checksum(of: bytes.span.extracting(segment))
        // Zero would say that UDP has none; its other one's complement form says the same.
        bytes.put(bigEndian: proto == .udp && right == 0 ? 0xFFFF : right, at: field)
    }

    private func checksum(of segment: Span<UInt8>) -> UInt16 {
        // ICMPv6 covers the pseudo-header (RFC 4443 section 2.3), ICMP doesn't.
        var sum = proto == .icmp ? Checksum() : checksum(length: segment.count)
        sum.add(segment)
        return sum.finish()
    }

    private var checksumOffset: Int? {
        switch proto {
        case .tcp: TCPHeader.Offset.checksum
        case .udp: UDPHeader.Offset.checksum
        case .icmp, .icmpv6: ICMPHeader.Offset.checksum
        default: nil
        }
    }
}
