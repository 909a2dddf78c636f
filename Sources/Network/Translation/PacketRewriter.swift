import Firewall
import Wire

/// Changes one end of an IPv4 packet, and its checksums by the difference (RFC 1624 section 3): a wrong one stays
/// wrong.
struct PacketRewriter {
    /// The bytes of the packet; for an ICMP error with what it quotes.
    private(set) var bytes: [UInt8]

    /// Begins with a packet.
    init(_ packet: Packet) { bytes = packet.bytes }

    /// What an end becomes.
    struct NewEnd {
        let address: IPv4Address
        /// The port, or the identifier of a query; nil: there is none.
        let number: UInt16?

        /// The originator of ends.
        init?(originatorOf ends: FlowEnds) {
            self.init(ends.originator, ends.query)
        }

        /// The responder of ends.
        init?(responderOf ends: FlowEnds) {
            self.init(ends.responder, ends.query)
        }

        private init?(_ end: Endpoint, _ query: FlowEnds.Query?) {
            guard case .v4(let address) = end.address else { return nil }
            self.address = address
            number = query?.identifier ?? end.port?.rawValue
        }
    }

    /// Changes an end of the packet whose IP header begins at an offset.
    ///
    /// - Returns: False where a quoted packet ends before its transport header does.
    mutating func replace(_ end: NATEnd, by new: NewEnd, at start: Int = 0) -> Bool {
        let header = start + Int(bytes[start + IPv4Header.Offset.version] & 0xF) * 4
        let isSource = end == .source
        let field =
            start + (isSource ? IPv4Header.Offset.source : IPv4Header.Offset.destination)
        let old = [word(field), word(field + 2)]
        let address = [
            UInt16(truncatingIfNeeded: new.address.rawValue >> 16),
            UInt16(truncatingIfNeeded: new.address.rawValue),
        ]
        bytes.put(bigEndian: address[0], at: field)
        bytes.put(bigEndian: address[1], at: field + 2)
        correct(at: start + IPv4Header.Offset.checksum, old, address)
        let isLater = word(start + IPv4Header.Offset.fragment) & 0x1FFF > 0
        guard !isLater, let number = new.number else { return true }
        guard bytes.count >= header + 8 else { return false }
        switch IPProtocol(rawValue: bytes[start + IPv4Header.Offset.proto]) {
        case .tcp:
            let port = header + (isSource ? 0 : 2)
            let oldPort = word(port)
            bytes.put(bigEndian: number, at: port)
            guard bytes.count >= header + TCPHeader.length else { return true }
            correct(
                at: header + TCPHeader.Offset.checksum, old + [oldPort], address + [number])
        case .udp:
            let (port, checksum) = (header + (isSource ? 0 : 2), header + UDPHeader.Offset.checksum)
            let oldPort = word(port)
            bytes.put(bigEndian: number, at: port)
            // None was made, and none is now (RFC 768).
            guard word(checksum) != 0 else { return true }
            correct(at: checksum, old + [oldPort], address + [number])
            if word(checksum) == 0 { bytes.put(bigEndian: 0xFFFF, at: checksum) }
        case .icmp:
            let field = header + ICMPHeader.Offset.identifier
            let oldIdentifier = word(field)
            bytes.put(bigEndian: number, at: field)
            correct(at: header + ICMPHeader.Offset.checksum, [oldIdentifier], [number])
        default: break
        }
        return true
    }

    /// Changes an end of an ICMP error, and the other end of the packet that it quotes, which went the other way.
    ///
    /// - Parameters:
    ///   - end: The end of the error itself.
    ///   - new: What the quoted packet's end becomes; the error gets its address.
    ///   - packet: The error as it was.
    /// - Returns: False where the quoted packet ends before its transport header does.
    mutating func replaceInError(_ end: NATEnd, by new: NewEnd, of packet: Packet) -> Bool {
        let quote = packet.payload.lowerBound
        let other: NATEnd = end == .source ? .destination : .source
        guard replace(other, by: new, at: quote) else { return false }
        if packet.transportChecksumIsRight != false {
            PseudoHeader(
                source: packet.fields.source, destination: packet.fields.destination, proto: .icmp
            ).fillChecksum(of: packet.transportOffset..<bytes.count, in: &bytes)
        }
        return replace(end, by: NewEnd(address: new.address), at: 0)
    }

    private func word(_ offset: Int) -> UInt16 { bytes.span.uint16(at: offset) }

    /// Puts the difference of some words into a checksum: HC' = ~(~HC + ~m + m').
    private mutating func correct(at offset: Int, _ old: [UInt16], _ new: [UInt16]) {
        var checksum = Checksum()
        checksum.add(~word(offset))
        for word in old { checksum.add(~word) }
        for word in new { checksum.add(word) }
        bytes.put(bigEndian: checksum.finish(), at: offset)
    }
}

extension PacketRewriter.NewEnd {
    /// An address alone.
    fileprivate init(address: IPv4Address) {
        self.address = address
        number = nil
    }
}
