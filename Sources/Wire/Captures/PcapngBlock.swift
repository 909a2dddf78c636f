/// The frame of a pcapng block: a type, and the length before and after the body
/// (draft-ietf-opsawg-pcapng section 3.1).
package struct PcapngBlock: Hashable, Sendable {
    /// The type on disk.
    package let type: UInt32
    /// Where the block lies in the file; a multiple of 4 bytes.
    package let range: Range<Int>
    /// The order of its numbers.
    package let order: CaptureByteOrder

    /// Where the body lies: a multiple of 4 bytes, maybe none.
    package var body: Range<Int> {
        (range.lowerBound + Self.headLength)..<(range.upperBound - Self.tailLength)
    }

    /// The types that are read or written here (draft-ietf-opsawg-pcapng section 11.1).
    package enum Kind {
        /// Interface description.
        package static let interface: UInt32 = 1
        /// Packet, obsolete.
        package static let packet: UInt32 = 2
        /// Simple packet.
        package static let simplePacket: UInt32 = 3
        /// Enhanced packet.
        package static let enhancedPacket: UInt32 = 6
        /// Decryption secrets.
        package static let secrets: UInt32 = 10
        /// Section header; the same in both byte orders.
        package static let section: UInt32 = 0x0A0D_0D0A
    }

    /// Where the fields lie from the block's start.
    package enum Offset {
        /// Type, 4 bytes.
        package static let type = 0
        /// Length of the whole block, 4 bytes; it stands at the end again.
        package static let length = 4
    }

    /// Bytes before the body.
    package static let headLength = 8
    /// Bytes after the body.
    package static let tailLength = 4

    /// Reads the frame of the block at `start` of `bytes`, which hold the whole file.
    ///
    /// - Throws: `truncated` or `badLength`.
    package static func parse(
        _ bytes: Span<UInt8>, at start: Int, order: CaptureByteOrder
    ) throws(CaptureFault) -> PcapngBlock {
        guard bytes.count - start >= headLength else { throw .truncated(at: start) }
        let length = Int(bytes.uint32(at: start + Offset.length, order: order))
        guard length >= headLength + tailLength, length.isMultiple(of: 4) else {
            throw .badLength(at: start + Offset.length)
        }
        guard bytes.count - start >= length else { throw .truncated(at: start) }
        let tail = start + length - tailLength
        guard Int(bytes.uint32(at: tail, order: order)) == length else {
            throw .badLength(at: tail)
        }
        return PcapngBlock(
            type: bytes.uint32(at: start + Offset.type, order: order),
            range: start..<(start + length), order: order)
    }

    /// Appends a block whose body `body` appends; it is padded with zeros to a multiple of 4 bytes.
    static func write(
        _ type: UInt32, to bytes: inout [UInt8], order: CaptureByteOrder,
        body: (inout [UInt8]) -> Void
    ) {
        let start = bytes.count
        bytes.append(type, order: order)
        bytes.append(UInt32(0), order: order)
        body(&bytes)
        pad(&bytes, from: start)
        let length = UInt32(bytes.count - start + tailLength)
        bytes.put(length, at: start + Offset.length, order: order)
        bytes.append(length, order: order)
    }

    /// Appends zeros until the bytes from `start` on are a multiple of 4.
    static func pad(_ bytes: inout [UInt8], from start: Int) {
        while !(bytes.count - start).isMultiple(of: 4) { bytes.append(0) }
    }

    /// The length with the padding that brings it to a multiple of 4.
    static func padded(_ length: Int) -> Int { (length + 3) & ~3 }
}
