/// What is odd about a packet of a capture that can be judged all the same: the closed table of reasons.
package enum PacketOddity: String, CaseIterable, Sendable {
    /// The IPv4 header checksum is wrong, mostly because the network card was to fill it in.
    case headerChecksum = "wrong-header-checksum"
    /// The capture has only the beginning of the packet, up to the transport header at least.
    case cut = "cut-off"
    /// A later fragment: it names no ports.
    case laterFragment = "later-fragment"
    /// The length in the IP header is 0, mostly because the network card was to cut the packet in segments.
    case noLength = "no-length"
}

extension Packet {
    /// Reads a packet of a capture, which may be odd: what the firewall sees of it is there.
    ///
    /// Length and header checksum are made right, and zeros stand for bytes that the capture doesn't have.
    ///
    /// - Parameter bytes: What was captured from the IP header on, padding included.
    /// - Returns: The packet, and what was odd about it, each oddity once.
    /// - Throws: What ``parse(_:)`` throws.
    package static func parse(
        captured bytes: [UInt8]
    ) throws(WireFault) -> (packet: Packet, oddities: [PacketOddity]) {
        do {
            let packet = try parse(bytes)
            return (packet, packet.fragment == .later ? [.laterFragment] : [])
        } catch {
            return try parse(odd: bytes)
        }
    }

    private static func parse(
        odd bytes: [UInt8]
    ) throws(WireFault) -> (packet: Packet, oddities: [PacketOddity]) {
        var (whole, oddities) = mended(bytes)
        let packet: Packet
        do {
            packet = try parse(whole)
        } catch .badHeaderChecksum {
            IPv4Header.fillChecksum(of: 0..<Int(whole[0] & 0x0F) * 4, in: &whole)
            packet = try parse(whole)
            // A length that is filled in changes the checksum.
            if !oddities.contains(.noLength) { oddities.append(.headerChecksum) }
        }
        guard bytes.count >= packet.transportOffset + packet.visibleTransport else {
            throw .truncated
        }
        if packet.fragment == .later { oddities.append(.laterFragment) }
        return (packet, oddities)
    }

    /// The packet with the length that its header names, where that is longer than what is there, or with
    /// the length of what is there, where it names none.
    private static func mended(_ bytes: [UInt8]) -> (bytes: [UInt8], oddities: [PacketOddity]) {
        let isVersion4 = bytes.first.map { $0 >> 4 == 4 } ?? true
        let least = isVersion4 ? IPv4Header.length : IPv6Header.length
        guard bytes.count >= least else { return (bytes, []) }
        let place = isVersion4 ? IPv4Header.Offset.totalLength : IPv6Header.Offset.payloadLength
        let named = Int(bytes.span.uint16(at: place))
        if named == 0, isVersion4 || bytes.span[IPv6Header.Offset.nextHeader] != noNextHeader {
            let length = bytes.count - (isVersion4 ? 0 : IPv6Header.length)
            guard 1...maximumLength ~= length else { return (bytes, []) }
            var bytes = bytes
            bytes.put(bigEndian: UInt16(length), at: place)
            return (bytes, [.noLength])
        }
        let missing = named + (isVersion4 ? 0 : IPv6Header.length) - bytes.count
        guard missing > 0 else { return (bytes, []) }
        return (bytes + [UInt8](repeating: 0, count: missing), [.cut])
    }

    /// How many bytes of the transport header a firewall and its flows look at.
    private var visibleTransport: Int {
        guard fragment != .later else { return 0 }
        return switch fields.proto {
        case .tcp: TCPHeader.Offset.flags + 1
        case .udp: UDPHeader.length
        case .ownICMP(of: fields.source.family): ICMPHeader.length
        default: 0
        }
    }

    /// The next header of an IPv6 packet that has nothing behind its header (RFC 8200 section 4.7).
    private static let noNextHeader: UInt8 = 59
}
