/// An IPv4 header (RFC 791 section 3.1).
package struct IPv4Header: Hashable, Sendable {
    /// DSCP and ECN, once the type of service (RFC 2474, RFC 3168).
    package var differentiatedServices: UInt8 = 0
    /// Length of header and payload in bytes.
    package var totalLength: UInt16
    /// Tells the fragments of one packet from those of another.
    package var identification: UInt16 = 0
    /// Whether the packet may be fragmented, and whether more fragments follow.
    package var flags: IPv4Flags = []
    /// Place of the fragment in the packet, in units of 8 bytes: 0...8191.
    package var fragmentOffset: UInt16 = 0
    /// How many hops are left.
    package var timeToLive: UInt8 = 64
    /// What follows the header.
    package var proto: IPProtocol
    /// The header checksum as read, or as `write(to:)` will write it.
    package var checksum: UInt16 = 0
    /// Source address.
    package var source: IPv4Address
    /// Destination address.
    package var destination: IPv4Address
    /// The options with their padding: 0...40 bytes, a multiple of 4.
    package var options: [UInt8] = []

    /// A header without options whose other fields have their usual values.
    package init(
        source: IPv4Address, destination: IPv4Address, proto: IPProtocol, totalLength: UInt16
    ) {
        self.source = source
        self.destination = destination
        self.proto = proto
        self.totalLength = totalLength
    }

    /// Length of the header in bytes, options included.
    package var headerLength: Int { Self.length + options.count }

    /// Where the fields lie (RFC 791 figure 4).
    package enum Offset {
        /// Version and internet header length, 4 bits each.
        package static let version = 0
        /// Differentiated services, 1 byte.
        package static let differentiatedServices = 1
        /// Total length, 2 bytes.
        package static let totalLength = 2
        /// Identification, 2 bytes.
        package static let identification = 4
        /// Flags and fragment offset, 3 and 13 bits.
        package static let fragment = 6
        /// Time to live, 1 byte.
        package static let timeToLive = 8
        /// Protocol, 1 byte.
        package static let proto = 9
        /// Header checksum, 2 bytes.
        package static let checksum = 10
        /// Source address, 4 bytes.
        package static let source = 12
        /// Destination address, 4 bytes.
        package static let destination = 16
    }

    /// Length in bytes without options.
    package static let length = 20

    /// Reads the header at the start of `bytes`, which hold the whole packet.
    ///
    /// The checksum isn't judged here:
    /// see `checksumIsRight(in:)`.
    ///
    /// - Throws: `truncated`, `badVersion`, `badHeaderLength` or `badTotalLength`.
    package static func parse(_ bytes: Span<UInt8>) throws(WireFault) -> IPv4Header {
        guard bytes.count >= length else { throw .truncated }
        guard bytes[Offset.version] >> 4 == 4 else { throw .badVersion }
        let headerLength = Int(bytes[Offset.version] & 0xF) * 4
        guard length...bytes.count ~= headerLength else { throw .badHeaderLength }
        let totalLength = bytes.uint16(at: Offset.totalLength)
        guard headerLength...bytes.count ~= Int(totalLength) else { throw .badTotalLength }
        var header = IPv4Header(
            source: IPv4Address(rawValue: bytes.uint32(at: Offset.source)),
            destination: IPv4Address(rawValue: bytes.uint32(at: Offset.destination)),
            proto: IPProtocol(rawValue: bytes[Offset.proto]),
            totalLength: totalLength)
        header.differentiatedServices = bytes[Offset.differentiatedServices]
        header.identification = bytes.uint16(at: Offset.identification)
        header.flags = IPv4Flags(rawValue: bytes[Offset.fragment] >> 5)
        header.fragmentOffset = bytes.uint16(at: Offset.fragment) & 0x1FFF
        header.timeToLive = bytes[Offset.timeToLive]
        header.checksum = bytes.uint16(at: Offset.checksum)
        header.options.append(bytes.extracting(length..<headerLength))
        return header
    }

    /// Appends the header; `fillChecksum(of:in:)` makes its checksum right.
    package func write(to bytes: inout [UInt8]) {
        bytes.append(0x40 | UInt8(truncatingIfNeeded: headerLength / 4))
        bytes.append(differentiatedServices)
        bytes.append(bigEndian: totalLength)
        bytes.append(bigEndian: identification)
        bytes.append(bigEndian: UInt16(flags.rawValue) << 13 | fragmentOffset)
        bytes.append(timeToLive)
        bytes.append(proto.rawValue)
        bytes.append(bigEndian: checksum)
        bytes.append(bigEndian: source.rawValue)
        bytes.append(bigEndian: destination.rawValue)
        bytes.append(contentsOf: options)
    }

    /// Whether the checksum is that of `header`, which holds the header and nothing else.
    package static func checksumIsRight(in header: Span<UInt8>) -> Bool {
        var checksum = Checksum()
        checksum.add(header)
        return checksum.finish() == 0
    }

    /// Puts the right checksum into the header that `header` marks.
    package static func fillChecksum(of header: Range<Int>, in bytes: inout [UInt8]) {
        bytes.put(bigEndian: 0, at: header.lowerBound + Offset.checksum)
        var checksum = Checksum()
        checksum.add(bytes.span.extracting(header))
        bytes.put(bigEndian: checksum.finish(), at: header.lowerBound + Offset.checksum)
    }
}

/// The control flags of an IPv4 header (RFC 791 section 3.1).
package struct IPv4Flags: OptionSet, Hashable, Sendable {
    /// The three bits on the wire, the reserved one the most significant.
    package let rawValue: UInt8

    /// The flags of the bits `rawValue`.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// More fragments follow.
    package static let moreFragments = IPv4Flags(rawValue: 0b001)
    /// The packet may not be fragmented.
    package static let dontFragment = IPv4Flags(rawValue: 0b010)
    /// Must be zero.
    package static let reserved = IPv4Flags(rawValue: 0b100)
}

extension IPv4Flags: TextWritable {
    /// Appends `DF`, `MF` and `reserved` with a comma between two of them, or `none`.
    package func write(to text: inout [UInt8]) {
        let start = text.count
        for (flag, name) in [
            (Self.dontFragment, "DF"), (.moreFragments, "MF"), (.reserved, "reserved"),
        ]
        where contains(flag) {
            if text.count > start { text.append(ASCII.comma) }
            text.append(contentsOf: name.utf8)
        }
        if text.count == start { text.append(contentsOf: "none".utf8) }
    }
}
