/// A whole IP packet and what a firewall sees of it.
///
/// It is read once and then handed on: copies share what was read.
package struct Packet: Hashable, Sendable {
    /// One element: an array is a box that is copied by counting, and that the next packet can have.
    ///
    /// Read through a span, one field is not the copy of them all.
    private var box: [Contents]
    /// How many hops routers have taken off since the bytes were written.
    ///
    /// Nothing else of a packet changes on its way, so that it takes no memory at each router.
    private var hops: UInt8 = 0

    private struct Contents: Hashable, Sendable {
        var bytes: [UInt8]
        let fields: PacketFields
        let transportOffset: Int
        let payload: Range<Int>
        let fragment: IPHeader.Fragment
    }

    /// The bytes from the IP header on, exactly `length` of them.
    ///
    /// Behind a router they are made anew each time: whoever reads what routers leave alone reads ``written``.
    package var bytes: [UInt8] {
        if hops == 0 { return written }
        var bytes = written
        IPHeader.setHopLimit(hopLimit, in: &bytes)
        return bytes
    }

    /// The bytes as they were written: with a hop limit, and a header checksum in IPv4, from which routers have not yet
    /// taken off their hops.
    package var written: [UInt8] { box.span[0].bytes }

    /// Writes ``bytes`` in the place of what is in some room, whose memory is used again.
    package func write(to room: inout [UInt8]) {
        room.removeAll(keepingCapacity: true)
        let written = written
        room.append(contentsOf: written)
        if hops > 0 { IPHeader.setHopLimit(hopLimit, in: &room) }
    }

    /// How many bytes it has.
    package var length: Int { box.span[0].bytes.count }

    /// What a firewall sees.
    package var fields: PacketFields {
        var fields = box.span[0].fields
        fields.hopLimit -= hops
        return fields
    }

    private var hopLimit: UInt8 { box.span[0].fields.hopLimit - hops }

    /// Where it goes.
    package var destination: IPAddress { box.span[0].fields.destination }

    /// Where the transport header starts; in a later fragment, where its data starts.
    package var transportOffset: Int { box.span[0].transportOffset }

    /// The bytes after the last header that was read.
    package var payload: Range<Int> { box.span[0].payload }

    /// Which part of a packet this is: everything, unless it is an IPv4 fragment.
    package var fragment: IPHeader.Fragment { box.span[0].fragment }

    /// The most bytes that a packet of Garita has.
    package static let maximumLength = 65535

    /// Reads a packet; bytes past its total length are padding and are cut off.
    ///
    /// IPv6 extension headers aren't walked. Transport checksums aren't judged: that is for the
    /// receiver, by `transportChecksumIsRight`. The packet takes the place of `spare`, whose memory it uses
    /// if nobody else does.
    ///
    /// - Throws: What `IPHeader` and the transport header throw, and `badHeaderChecksum`.
    package static func parse(
        _ bytes: [UInt8], inPlaceOf spare: consuming Packet? = nil
    ) throws(WireFault) -> Packet {
        let header = try IPHeader.parse(bytes.span)
        let start = header.headerLength
        if case .v4 = header, !IPv4Header.checksumIsRight(in: bytes.span.extracting(..<start)) {
            throw .badHeaderChecksum
        }
        let total = header.totalLength
        var fields = PacketFields(
            source: header.source, destination: header.destination, proto: header.proto,
            totalLength: total, hopLimit: header.hopLimit, dscp: header.dscp)
        let fragment = header.fragment
        let payload = try readTransport(
            bytes.span.extracting(start..<total), fragment: fragment, into: &fields)
        let contents = Contents(
            bytes: total == bytes.count ? bytes : Array(bytes[..<total]),
            fields: fields,
            transportOffset: start,
            payload: (start + payload.lowerBound)..<(start + payload.upperBound),
            fragment: fragment)
        guard var packet = consume spare else { return Packet(box: [contents]) }
        packet.box.removeAll(keepingCapacity: true)
        packet.box.append(contents)
        packet.hops = 0
        return packet
    }

    /// The packet as a router sends it on: one hop fewer is left, and the header checksum of IPv4 is right again
    /// (RFC 1812 section 5.3.1, RFC 8200 section 3).
    ///
    /// A packet with no hop left stays as it is: it is not for a router to send on.
    package var forwarded: Packet {
        var packet = self
        if hopLimit > 0 { packet.hops += 1 }
        return packet
    }

    /// Takes the bytes out of a packet that nobody needs any longer, to write others in their memory.
    mutating func takeBytes() -> [UInt8] {
        var bytes: [UInt8] = []
        swap(&bytes, &box[0].bytes)
        return bytes
    }

    /// The identifier of an ICMP or ICMPv6 query, such as an echo, or of its reply; nil in every other packet.
    package var queryIdentifier: UInt16? {
        guard let type = fields.icmpType, ICMPHeader.query(type, fields.source.family) != nil else {
            return nil
        }
        return written.span.uint16(at: transportOffset + ICMPHeader.Offset.identifier)
    }

    /// Whether the checksum of the transport header is right.
    ///
    /// Nil where there is none to judge: the protocol has none here, a UDP sender over IPv4 made
    /// none, or a fragment hides some of the bytes.
    package var transportChecksumIsRight: Bool? {
        guard fragment == .whole else { return nil }
        switch (fields.proto, fields.source.family) {
        case (.icmp, .v6), (.icmpv6, .v4): return nil
        default: break
        }
        let pseudoHeader = PseudoHeader(
            source: fields.source, destination: fields.destination, proto: fields.proto)
        return pseudoHeader.checksumIsRight(
            in: written.span.extracting(transportOffset..<payload.upperBound))
    }

    /// Reads what a firewall sees of the transport header, and returns where its payload lies.
    private static func readTransport(
        _ bytes: Span<UInt8>, fragment: IPHeader.Fragment, into fields: inout PacketFields
    ) throws(WireFault) -> Range<Int> {
        guard fragment != .later else { return 0..<bytes.count }
        switch fields.proto {
        case .tcp:
            let header = try TCPHeader.parse(bytes)
            fields.sourcePort = header.sourcePort
            fields.destinationPort = header.destinationPort
            fields.tcpFlags = header.flags
            return header.headerLength..<bytes.count
        case .udp:
            let isWhole = fragment == .whole
            let header = try isWhole ? UDPHeader.parse(bytes) : .parseFirstFragment(bytes)
            fields.sourcePort = header.sourcePort
            fields.destinationPort = header.destinationPort
            return UDPHeader.length..<(isWhole ? Int(header.datagramLength) : bytes.count)
        // Each family has its own; the other's number is only a number there.
        case .icmp where fields.source.family == .v4, .icmpv6 where fields.source.family == .v6:
            let header = try ICMPHeader.parse(bytes)
            fields.icmpType = header.type
            fields.icmpCode = header.code
            return ICMPHeader.length..<bytes.count
        default:
            return 0..<bytes.count
        }
    }

    /// What follows the IP header, extension headers included.
    package var afterIPHeader: Range<Int> {
        let start = destination.family == .v4 ? Int(written[0] & 0x0F) * 4 : IPv6Header.length
        return start..<length
    }

    /// The packet with another ECN field, and otherwise the same.
    package func marked(_ ecn: ECN) -> Packet {
        var packet = self
        IPHeader.mark(ecn, in: &packet.box[0].bytes)
        return packet
    }
}

extension Packet {
    /// Whether the bytes are the same ones, whatever routers have taken off since they were written.
    package static func == (left: Packet, right: Packet) -> Bool {
        if left.hops == right.hops { return left.box == right.box }
        return left.fields == right.fields && left.bytes == right.bytes
    }

    /// Hashes what the bytes say to a firewall, and what comes behind the IP header.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(fields)
        hasher.combine(written[afterIPHeader])
    }
}
