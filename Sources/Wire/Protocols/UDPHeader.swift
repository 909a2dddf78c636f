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
    package static func parseFirstFragment(_ bytes: Span<UInt8>) throws(WireFault) -> UDPHeader {
        guard bytes.count >= length else { throw .truncated }
        var header = UDPHeader(
            sourcePort: Port(rawValue: bytes.uint16(at: Offset.sourcePort)),
            destinationPort: Port(rawValue: bytes.uint16(at: Offset.destinationPort)),
            datagramLength: bytes.uint16(at: Offset.datagramLength))
        header.checksum = bytes.uint16(at: Offset.checksum)
        guard header.datagramLength >= length else { throw .badTotalLength }
        return header
    }

    /// Appends the header; ``PseudoHeader/fillChecksum(of:in:)`` makes its checksum right.
    package func write(to bytes: inout [UInt8]) {
        bytes.append(bigEndian: sourcePort.rawValue)
        bytes.append(bigEndian: destinationPort.rawValue)
        bytes.append(bigEndian: datagramLength)
        bytes.append(bigEndian: checksum)
    }
}
