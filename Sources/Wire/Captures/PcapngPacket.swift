/// A packet's block in a pcapng section: enhanced, simple or obsolete
/// (draft-ietf-opsawg-pcapng sections 4.3, 4.4 and appendix A).
package struct PcapngPacket: Hashable, Sendable {
    /// Its interface's place in the section, from 0.
    package var interface: Int
    /// Its time in ticks of the interface; nil in a simple packet.
    package var ticks: UInt64?
    /// How long it was in bytes when it was captured.
    package var originalLength: UInt32
    /// Where the captured bytes lie in the file.
    package var data: Range<Int>
    /// What else is said about it.
    package var options = PcapngPacketOptions()

    /// Where the fields of an enhanced packet lie from the body's start; those of an obsolete one
    /// only differ in the first four bytes.
    package enum Offset {
        /// Interface, 4 bytes; in an obsolete packet 2 bytes, and 2 bytes for a count of drops.
        package static let interface = 0
        /// The time's higher half, then its lower one, 4 bytes each.
        package static let ticks = 4
        /// Captured length, 4 bytes.
        package static let capturedLength = 12
        /// Original length, 4 bytes.
        package static let originalLength = 16
        /// The packet, padded to a multiple of 4 bytes; then the options.
        package static let data = 20
    }

    /// Where the fields of a simple packet lie from the body's start.
    package enum SimpleOffset {
        /// Original length, 4 bytes.
        package static let originalLength = 0
        /// The packet, padded to a multiple of 4 bytes.
        package static let data = 4
    }

    /// Reads the body of `block`, which is one of an enhanced or an obsolete packet.
    ///
    /// - Throws: `badLength`, `tooLarge` or `badOption`.
    package static func parse(
        _ bytes: Span<UInt8>, in block: PcapngBlock
    ) throws(CaptureFault) -> PcapngPacket {
        let (body, order) = (block.body, block.order)
        guard body.count >= Offset.data else {
            throw .badLength(at: block.range.lowerBound + PcapngBlock.Offset.length)
        }
        let start = body.lowerBound
        let field = start + Offset.capturedLength
        let length = Int(bytes.uint32(at: field, order: order))
        guard length <= CapturedPacket.lengthLimit else { throw .tooLarge(at: field) }
        let data = (start + Offset.data)..<(start + Offset.data + length)
        guard data.upperBound <= body.upperBound else { throw .badLength(at: field) }
        let isObsolete = block.type == PcapngBlock.Kind.packet
        let place = start + Offset.interface
        let interface =
            isObsolete
            ? Int(bytes.uint16(at: place, order: order))
            : Int(bytes.uint32(at: place, order: order))
        let high = bytes.uint32(at: start + Offset.ticks, order: order)
        let low = bytes.uint32(at: start + Offset.ticks + 4, order: order)
        // The body is a multiple of 4 bytes long, so that the padding fits where the data does.
        let list = (data.lowerBound + PcapngBlock.padded(length))..<body.upperBound
        return PcapngPacket(
            interface: interface,
            ticks: UInt64(high) << 32 | UInt64(low),
            originalLength: bytes.uint32(at: start + Offset.originalLength, order: order),
            data: data,
            options: try .parse(bytes, list: list, kind: block.type, order: order))
    }

    /// Reads the body of `block`, which is one of a simple packet of the section's first interface.
    ///
    /// - Throws: `badLength` or `tooLarge`.
    package static func parseSimple(
        _ bytes: Span<UInt8>, in block: PcapngBlock, snapLength: UInt32
    ) throws(CaptureFault) -> PcapngPacket {
        let body = block.body
        guard body.count >= SimpleOffset.data else {
            throw .badLength(at: block.range.lowerBound + PcapngBlock.Offset.length)
        }
        let field = body.lowerBound + SimpleOffset.originalLength
        let original = bytes.uint32(at: field, order: block.order)
        let length = Int(snapLength == 0 ? original : min(original, snapLength))
        let start = body.lowerBound + SimpleOffset.data
        guard length <= CapturedPacket.lengthLimit else { throw .tooLarge(at: field) }
        guard start + length <= body.upperBound else { throw .badLength(at: field) }
        return PcapngPacket(interface: 0, originalLength: original, data: start..<(start + length))
    }

    /// Appends an enhanced packet's block.
    ///
    /// - Parameters:
    ///   - bytes: What is appended to.
    ///   - packet: The captured bytes; `data` isn't looked at.
    ///   - order: The order of the section.
    package func write(to bytes: inout [UInt8], packet: Span<UInt8>, order: CaptureByteOrder) {
        let ticks = ticks ?? 0
        let start = bytes.count
        PcapngBlock.write(PcapngBlock.Kind.enhancedPacket, to: &bytes, order: order) { bytes in
            bytes.append(UInt32(interface), order: order)
            bytes.append(UInt32(truncatingIfNeeded: ticks >> 32), order: order)
            bytes.append(UInt32(truncatingIfNeeded: ticks), order: order)
            bytes.append(UInt32(packet.count), order: order)
            bytes.append(originalLength, order: order)
            bytes.append(packet)
            PcapngBlock.pad(&bytes, from: start)
            options.write(to: &bytes, order: order)
        }
    }
}
