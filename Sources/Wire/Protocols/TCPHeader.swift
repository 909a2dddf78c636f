/// A TCP header (RFC 9293 section 3.1).
///
/// The reserved bits are ignored when they are read and zero when they are written, as the RFC asks.
package struct TCPHeader: Hashable, Sendable {
    /// Source port.
    package var sourcePort: Port
    /// Destination port.
    package var destinationPort: Port
    /// Sequence number of the first data byte, or the initial one with SYN.
    package var sequence: UInt32 = 0
    /// The next sequence number that is awaited; counts only with ACK.
    package var acknowledgment: UInt32 = 0
    /// The control bits.
    package var flags: TCPFlags
    /// How many bytes the sender is ready to take.
    package var window: UInt16 = 65535
    /// The checksum as read, or as `write(to:)` will write it.
    package var checksum: UInt16 = 0
    /// Where urgent data ends; counts only with URG.
    package var urgentPointer: UInt16 = 0
    /// The options with their padding: 0...40 bytes, a multiple of 4.
    package var options: [UInt8] = []

    /// A header without options whose other fields have their usual values.
    package init(sourcePort: Port, destinationPort: Port, flags: TCPFlags) {
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.flags = flags
    }

    /// Length of the header in bytes, options included.
    package var headerLength: Int { Self.length + options.count }

    /// Where the fields lie (RFC 9293 figure 1).
    package enum Offset {
        /// Source port, 2 bytes.
        package static let sourcePort = 0
        /// Destination port, 2 bytes.
        package static let destinationPort = 2
        /// Sequence number, 4 bytes.
        package static let sequence = 4
        /// Acknowledgment number, 4 bytes.
        package static let acknowledgment = 8
        /// Data offset and reserved bits, 4 bits each.
        package static let dataOffset = 12
        /// Control bits, 1 byte.
        package static let flags = 13
        /// Window, 2 bytes.
        package static let window = 14
        /// Checksum, 2 bytes.
        package static let checksum = 16
        /// Urgent pointer, 2 bytes.
        package static let urgentPointer = 18
    }

    /// Length in bytes without options.
    package static let length = 20

    /// Reads the header at the start of `bytes`, which hold the whole segment.
    ///
    /// - Throws: `truncated` or `badHeaderLength`.
    package static func parse(_ bytes: Span<UInt8>) throws(WireFault) -> TCPHeader {
        guard bytes.count >= length else { throw .truncated }
        let headerLength = Int(bytes[Offset.dataOffset] >> 4) * 4
        guard length...bytes.count ~= headerLength else { throw .badHeaderLength }
        var header = TCPHeader(
            sourcePort: Port(rawValue: bytes.uint16(at: Offset.sourcePort)),
            destinationPort: Port(rawValue: bytes.uint16(at: Offset.destinationPort)),
            flags: TCPFlags(rawValue: bytes[Offset.flags]))
        header.sequence = bytes.uint32(at: Offset.sequence)
        header.acknowledgment = bytes.uint32(at: Offset.acknowledgment)
        header.window = bytes.uint16(at: Offset.window)
        header.checksum = bytes.uint16(at: Offset.checksum)
        header.urgentPointer = bytes.uint16(at: Offset.urgentPointer)
        header.options.append(bytes.extracting(length..<headerLength))
        return header
    }

    /// Appends the header; ``PseudoHeader/fillChecksum(of:in:)`` makes its checksum right.
    package func write(to bytes: inout [UInt8]) {
        bytes.append(bigEndian: sourcePort.rawValue)
        bytes.append(bigEndian: destinationPort.rawValue)
        bytes.append(bigEndian: sequence)
        bytes.append(bigEndian: acknowledgment)
        bytes.append(UInt8(truncatingIfNeeded: headerLength / 4) << 4)
        bytes.append(flags.rawValue)
        bytes.append(bigEndian: window)
        bytes.append(bigEndian: checksum)
        bytes.append(bigEndian: urgentPointer)
        bytes.append(contentsOf: options)
    }
}
