/// The header of a packet in a pcap file (draft-ietf-opsawg-pcap section 5).
package struct PcapRecord: Hashable, Sendable {
    /// Whole seconds since 1970.
    package var seconds: UInt32
    /// The rest, in the unit of the file's header; not over a second unless the file is odd.
    package var fraction: UInt32
    /// How many bytes of the packet follow.
    package var capturedLength: UInt32
    /// How long the packet was.
    package var originalLength: UInt32

    /// A header of these values.
    package init(
        seconds: UInt32, fraction: UInt32, capturedLength: UInt32, originalLength: UInt32
    ) {
        self.seconds = seconds
        self.fraction = fraction
        self.capturedLength = capturedLength
        self.originalLength = originalLength
    }

    /// Where the fields lie (draft-ietf-opsawg-pcap section 5).
    package enum Offset {
        /// Seconds, 4 bytes.
        package static let seconds = 0
        /// Micro- or nanoseconds, 4 bytes.
        package static let fraction = 4
        /// Captured length, 4 bytes.
        package static let capturedLength = 8
        /// Original length, 4 bytes.
        package static let originalLength = 12
    }

    /// Length in bytes.
    package static let length = 16

    /// Reads the header at `start` of `bytes`, which hold the whole file and so the packet, too.
    ///
    /// Writers break the snap length and the original length in good faith, so neither limits the
    /// captured one.
    ///
    /// - Throws: `truncated` or `tooLarge`.
    package static func parse(
        _ bytes: Span<UInt8>, at start: Int, order: CaptureByteOrder
    ) throws(CaptureFault) -> PcapRecord {
        guard bytes.count - start >= length else { throw .truncated(at: start) }
        let record = PcapRecord(
            seconds: bytes.uint32(at: start + Offset.seconds, order: order),
            fraction: bytes.uint32(at: start + Offset.fraction, order: order),
            capturedLength: bytes.uint32(at: start + Offset.capturedLength, order: order),
            originalLength: bytes.uint32(at: start + Offset.originalLength, order: order))
        guard record.capturedLength <= CapturedPacket.lengthLimit else {
            throw .tooLarge(at: start + Offset.capturedLength)
        }
        guard bytes.count - start - length >= Int(record.capturedLength) else {
            throw .truncated(at: start)
        }
        return record
    }

    /// Appends the header.
    package func write(to bytes: inout [UInt8], order: CaptureByteOrder) {
        bytes.append(seconds, order: order)
        bytes.append(fraction, order: order)
        bytes.append(capturedLength, order: order)
        bytes.append(originalLength, order: order)
    }

    /// Nanoseconds since 1970.
    package func timestamp(in resolution: TimestampResolution) -> UInt64? {
        resolution.nanoseconds(of: UInt64(fraction), epoch: Int64(seconds))
    }
}
