/// The part of an ESP packet that travels in clear and is authenticated (RFC 4303 section 2).
package struct ESPHeader: Hashable, Sendable {
    /// Which SA the packet belongs to.
    package var spi: SPI
    /// The packet's place in the SA, of which only the low half travels.
    package var sequence: SequenceNumber

    /// The header of packet `sequence` of the SA `spi`.
    package init(spi: SPI, sequence: SequenceNumber) {
        self.spi = spi
        self.sequence = sequence
    }

    /// Where the fields lie (RFC 4303 figure 1).
    package enum Offset {
        /// The security parameters index, 4 bytes.
        package static let spi = 0
        /// The sequence number, 4 bytes.
        package static let sequence = 4
    }

    /// Length in bytes.
    package static let length = 8

    /// Reads the header at the start of `bytes`; the sequence number's high half is 0.
    ///
    /// - Throws: `truncated`.
    package static func parse(_ bytes: Span<UInt8>) throws(WireFault) -> ESPHeader {
        guard bytes.count >= length else { throw .truncated }
        return ESPHeader(
            spi: SPI(rawValue: bytes.uint32(at: Offset.spi)),
            sequence: SequenceNumber(high: 0, low: bytes.uint32(at: Offset.sequence)))
    }

    /// Appends the eight bytes.
    package func write(to bytes: inout [UInt8]) {
        bytes.append(bigEndian: spi.rawValue)
        bytes.append(bigEndian: sequence.low)
    }
}
