package import Wire

/// Lowers the maximum segment size that a host offers, so that its peer sends no segment that is too long for the path:
/// the cure where "fragmentation needed" does not come through.
package enum SegmentSizeClamp {
    /// The longest segment that fits into an MTU without IP and TCP options (RFC 6691 section 2).
    package static func limit(mtu: Int, _ family: IPFamily) -> UInt16 {
        let header = family == .v4 ? IPv4Header.length : IPv6Header.length
        return UInt16(clamping: mtu - header - TCPHeader.length)
    }

    /// A SYN whose maximum segment size option (RFC 9293 section 3.2) is above a limit, with the limit in its place.
    ///
    /// An option is never raised and never added: without one a host takes 536 or 1,220 bytes (RFC 9293 section 3.7.1).
    ///
    /// - Returns: Nil where the packet stays as it is: also where it is no SYN, or its options are malformed.
    package static func clamp(_ packet: Packet, to limit: UInt16) -> Packet? {
        guard packet.fragment == .whole, packet.fields.tcpFlags?.contains(.syn) == true,
            let field = offset(in: packet)
        else { return nil }
        let old = packet.written.span.uint16(at: field)
        guard old > limit else { return nil }
        var bytes = packet.bytes
        bytes.put(bigEndian: limit, at: field)
        // The difference alone (RFC 1624 section 3), with its bytes the other way round at an odd place.
        let isOdd = !(field - packet.transportOffset).isMultiple(of: 2)
        let checksum = packet.transportOffset + TCPHeader.Offset.checksum
        var sum = Checksum()
        sum.add(~bytes.span.uint16(at: checksum))
        sum.add(~(isOdd ? old.byteSwapped : old))
        sum.add(isOdd ? limit.byteSwapped : limit)
        bytes.put(bigEndian: sum.finish(), at: checksum)
        return try? Packet.parse(bytes)
    }

    /// The maximum segment size that a SYN says; nil where it says none.
    static func size(in packet: Packet) -> UInt16? {
        guard packet.fragment == .whole, packet.fields.tcpFlags?.contains(.syn) == true else {
            return nil
        }
        return offset(in: packet).map { packet.written.span.uint16(at: $0) }
    }

    /// Where the value of the option stands; nil: there is none.
    private static func offset(in packet: Packet) -> Int? {
        let bytes = packet.written.span
        var place = packet.transportOffset + TCPHeader.length
        let end = packet.payload.lowerBound
        while place < end {
            switch bytes[place] {
            case Self.endOfOptions: return nil
            case Self.noOperation: place += 1
            default:
                guard place + 1 < end, bytes[place + 1] >= 2,
                    place + Int(bytes[place + 1]) <= end
                else { return nil }
                if bytes[place] == Self.segmentSize {
                    return bytes[place + 1] == 4 ? place + 2 : nil
                }
                place += Int(bytes[place + 1])
            }
        }
        return nil
    }

    private static let endOfOptions: UInt8 = 0
    private static let noOperation: UInt8 = 1
    private static let segmentSize: UInt8 = 2
}
