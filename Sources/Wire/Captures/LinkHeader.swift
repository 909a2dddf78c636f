/// A header that stands in a captured frame in front of an IP packet.
///
/// Each is read where it starts, and says what stands behind it.
enum LinkHeader: Hashable {
    /// None: here the IP packet starts.
    case ip
    /// One with an EtherType: where that and the data lie from its start.
    case typed(at: Int, data: Int)
    /// Logical link control (IEEE 802.2).
    case llc
    /// SNAP, behind logical link control or a network layer protocol identifier (RFC 1042).
    case snap
    /// A network layer protocol identifier (ISO/IEC TR 9577).
    case networkLayerProtocol
    /// PPP, with address and control or without (RFC 1661 section 2, RFC 1662 section 3.1).
    case ppp
    /// A session of PPP over Ethernet (RFC 2516 section 4).
    case pppoe
    /// One label of MPLS (RFC 3032 section 2.1).
    case mpls
    /// PPP in HDLC-like framing, or Cisco's HDLC (RFC 1547 section 4.3.1).
    case hdlc
    /// Frame Relay (RFC 2427 section 3).
    case frameRelay
    /// Token Ring (IEEE 802.5), with its route.
    case tokenRing
    /// The family of a BSD loopback (LINKTYPE_NULL).
    case family

    /// Ethernet (IEEE 802.3 section 3.1): two addresses and an EtherType.
    static let ethernet = typed(at: 12, data: 14)

    /// Reads the header at `start` of `frame`, moves behind it, and returns the one there.
    ///
    /// - Throws: Why there is no IP packet.
    func read(in frame: Span<UInt8>, at start: inout Int) throws(NonIPReason) -> LinkHeader {
        switch self {
        case .ip: return .ip
        case .typed(let place, let length):
            let header = try Self.take(length, of: frame, at: &start)
            return try EtherType(rawValue: frame.uint16(at: header + place)).header()
        case .llc: return try Self.readLLC(frame, &start)
        case .snap: return try Self.readSNAP(frame, &start)
        case .networkLayerProtocol: return try Self.readNetworkLayerProtocol(frame, &start)
        case .ppp: return try Self.readPPP(frame, &start)
        case .pppoe: return try Self.readPPPoE(frame, &start)
        case .mpls: return try Self.readLabel(frame, &start)
        case .hdlc: return try Self.readHDLC(frame, start)
        case .frameRelay: return try Self.readFrameRelay(frame, &start)
        case .tokenRing: return try Self.readTokenRing(frame, &start)
        case .family: return try Self.readFamily(frame, &start)
        }
    }

    /// Moves behind `count` bytes.
    ///
    /// - Returns: Where they start.
    /// - Throws: `truncated`.
    private static func take(
        _ count: Int, of frame: Span<UInt8>, at start: inout Int
    ) throws(NonIPReason) -> Int {
        guard frame.count - start >= count else { throw .truncated }
        defer { start += count }
        return start
    }

    // MARK: - Local networks

    /// Destination and source service access points, and the control field of unnumbered information.
    private static func readLLC(
        _ frame: Span<UInt8>, _ start: inout Int
    ) throws(NonIPReason) -> LinkHeader {
        let header = try take(3, of: frame, at: &start)
        switch (frame.uint16(at: header), frame[header + 2]) {
        case (0xAAAA, 0x03): return .snap
        case (0xFEFE, 0x03): return .networkLayerProtocol
        case (0x0606, 0x03): return .ip
        default: throw .otherProtocol
        }
    }

    /// Three bytes that say whose numbers they are, and a number.
    private static func readSNAP(
        _ frame: Span<UInt8>, _ start: inout Int
    ) throws(NonIPReason) -> LinkHeader {
        let header = try take(5, of: frame, at: &start)
        let number = frame.uint16(at: header + 3)
        switch frame.uint32(at: header) >> 8 {
        // EtherTypes, those that bridges put there included (IEEE 802.1H).
        case 0x000000, 0x0000F8:
            guard number >= 0x0600 else { throw .otherProtocol }
            return try EtherType(rawValue: number).header()
        default: throw .otherProtocol
        }
    }

    /// Access control, frame control and two addresses; a route follows where the source's first bit is set.
    private static func readTokenRing(
        _ frame: Span<UInt8>, _ start: inout Int
    ) throws(NonIPReason) -> LinkHeader {
        let header = try take(14, of: frame, at: &start)
        guard frame[header + 8] & 0x80 != 0 else { return .llc }
        guard start < frame.count else { throw .truncated }
        _ = try take(Int(frame[start] & 0x1F), of: frame, at: &start)
        return .llc
    }

    /// Accepts the family in either byte order: that of LINKTYPE_NULL isn't said anywhere.
    private static func readFamily(
        _ frame: Span<UInt8>, _ start: inout Int
    ) throws(NonIPReason) -> LinkHeader {
        let number = frame.uint32(at: try take(4, of: frame, at: &start))
        switch min(number, number.byteSwapped) {
        // IPv4; IPv6 in NetBSD and OpenBSD, FreeBSD, and Darwin.
        case 2, 24, 28, 30: return .ip
        default: throw .otherProtocol
        }
    }

    /// Label, traffic class, bottom of stack and time to live; what follows the last one isn't said.
    private static func readLabel(
        _ frame: Span<UInt8>, _ start: inout Int
    ) throws(NonIPReason) -> LinkHeader {
        let label = frame.uint32(at: try take(4, of: frame, at: &start))
        guard label & 0x100 != 0 else { return .mpls }
        guard start < frame.count else { throw .truncated }
        switch frame[start] >> 4 {
        case 4, 6: return .ip
        case 0:
            // The control word of a pseudowire, mostly of Ethernet (RFC 4385 section 3, RFC 4448).
            _ = try take(4, of: frame, at: &start)
            return .ethernet
        default: throw .otherProtocol
        }
    }

    // MARK: - Serial lines

    /// Version and type, code, session and length.
    private static func readPPPoE(
        _ frame: Span<UInt8>, _ start: inout Int
    ) throws(NonIPReason) -> LinkHeader {
        let header = try take(6, of: frame, at: &start)
        guard frame.uint16(at: header) == 0x1100 else { throw .otherProtocol }
        return .ppp
    }

    /// A protocol number ends with an odd byte, and has one byte or two (RFC 1661 sections 2 and 6.5).
    private static func readPPP(
        _ frame: Span<UInt8>, _ start: inout Int
    ) throws(NonIPReason) -> LinkHeader {
        var first = frame[try take(1, of: frame, at: &start)]
        // No protocol has this number (RFC 1661 section 2): it is the address, and control follows.
        if first == 0xFF {
            guard frame[try take(1, of: frame, at: &start)] == 0x03 else { throw .otherProtocol }
            first = frame[try take(1, of: frame, at: &start)]
        }
        let isShort = first & 1 == 1
        let second = isShort ? first : frame[try take(1, of: frame, at: &start)]
        switch isShort ? UInt16(first) : UInt16(first) << 8 | UInt16(second) {
        case 0x0021, 0x0057: return .ip
        case 0x0281, 0x0283: return .mpls
        default: throw .otherProtocol
        }
    }

    /// Cisco's address is 0x0F for one station, 0x8F for all; a control byte and an EtherType follow.
    private static func readHDLC(
        _ frame: Span<UInt8>, _ start: Int
    ) throws(NonIPReason) -> LinkHeader {
        guard start < frame.count else { throw .truncated }
        return frame[start] & 0x7F == 0x0F ? .typed(at: 2, data: 4) : .ppp
    }

    /// An address of two to four bytes, the last of them odd; then unnumbered information, a zero perhaps,
    /// and a protocol identifier, or in Cisco's framing an EtherType.
    private static func readFrameRelay(
        _ frame: Span<UInt8>, _ start: inout Int
    ) throws(NonIPReason) -> LinkHeader {
        var length = 1
        while frame[try take(1, of: frame, at: &start)] & 1 == 0 {
            length += 1
            guard length <= 4 else { throw .otherProtocol }
        }
        guard length >= 2 else { throw .otherProtocol }
        guard start < frame.count else { throw .truncated }
        guard frame[start] == 0x03 else { return .typed(at: 0, data: 2) }
        start += 1
        if start < frame.count, frame[start] == 0 { start += 1 }
        return .networkLayerProtocol
    }

    private static func readNetworkLayerProtocol(
        _ frame: Span<UInt8>, _ start: inout Int
    ) throws(NonIPReason) -> LinkHeader {
        switch frame[try take(1, of: frame, at: &start)] {
        case 0xCC, 0x8E: return .ip
        case 0x80: return .snap
        case 0xCF: return .ppp
        default: throw .otherProtocol
        }
    }
}
