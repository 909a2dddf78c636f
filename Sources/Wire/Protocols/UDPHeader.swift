/// A UDP header (RFC 768).
package struct UDPHeader: Hashable, Sendable {
    /// Source port.
    package var sourcePort: Port
    /// Destination port.
    package var destinationPort: Port
    /// Length of header and data in bytes.
    package var datagramLength: UInt16
    /// The checksum as read, or as `write(to:)` will write it.
    package var checksum: UInt16 = 0

    /// A header of a datagram of `datagramLength` bytes.
    package init(sourcePort: Port, destinationPort: Port, datagramLength: UInt16) {
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.datagramLength = datagramLength
    }

    /// Whether either port is that of ESP and IKE behind address translators (RFC 3948 section 2).
    package var isEncapsulation: Bool {
        sourcePort == .udpEncapsulation || destinationPort == .udpEncapsulation
    }

    /// Where the fields lie (RFC 768).
    package enum Offset {
        /// Source port, 2 bytes.
        package static let sourcePort = 0
        /// Destination port, 2 bytes.
        package static let destinationPort = 2
        /// Length, 2 bytes.
        package static let datagramLength = 4
        /// Checksum, 2 bytes.
        package static let checksum = 6
    }

    /// Length in bytes.
    package static let length = 8

    /// Reads the header at the start of `bytes`, which hold the whole datagram.
    ///
    /// - Throws: `truncated` or `badTotalLength`.
    package static func parse(_ bytes: Span<UInt8>) throws(WireFault) -> UDPHeader {
        let header = try parseFirstFragment(bytes)
        guard Int(header.datagramLength) <= bytes.count else { throw .badTotalLength }
        return header
    }

    /// Reads the header at the start of `bytes`, which need not hold the whole datagram.
    ///
    /// - Throws: `truncated` or `badTotalLength`.
    package static func parseFirstFragment(
        _ bytes: Span<UInt8>
    ) throws(WireFault) -> UDPHeader {
        guard bytes.count >= length else { throw .truncated }
        var header = UDPHeader(
            sourcePort: Port(rawValue: bytes.uint16(at: Offset.sourcePort)),
            destinationPort: Port(rawValue: bytes.uint16(at: Offset.destinationPort)),
            datagramLength: bytes.uint16(at: Offset.datagramLength))
        header.checksum = bytes.uint16(at: Offset.checksum)
        guard header.datagramLength >= length else { throw .badTotalLength }
        return header
    }

    /// Appends the header; `fillChecksum(of:in:pseudoHeader:)` makes its checksum right.
    package func write(to bytes: inout [UInt8]) {
        bytes.append(bigEndian: sourcePort.rawValue)
        bytes.append(bigEndian: destinationPort.rawValue)
        bytes.append(bigEndian: datagramLength)
        bytes.append(bigEndian: checksum)
    }

    /// Whether the checksum is that of the whole datagram.
    ///
    /// Nil where the sender made none, which only IPv4 allows (RFC 8200 section 8.1).
    package static func checksumIsRight(
        in datagram: Span<UInt8>, pseudoHeader: PseudoHeader
    ) -> Bool? {
        guard datagram.uint16(at: Offset.checksum) != 0 else {
            return pseudoHeader.source.family == .v4 ? nil : false
        }
        var checksum = pseudoHeader.checksum(length: datagram.count)
        checksum.add(datagram)
        return checksum.finish() == 0
    }

    /// Puts the right checksum into the datagram that `datagram` marks.
    package static func fillChecksum(
        of datagram: Range<Int>, in bytes: inout [UInt8], pseudoHeader: PseudoHeader
    ) {
        let field = datagram.lowerBound + Offset.checksum
        bytes.put(bigEndian: 0, at: field)
        var checksum = pseudoHeader.checksum(length: datagram.count)
        checksum.add(bytes.span.extracting(datagram))
        // Zero would say that there is no checksum; its other one's complement form says the same.
        let finished = checksum.finish()
        bytes.put(bigEndian: finished == 0 ? 0xFFFF : finished, at: field)
    }
}
