/// The header of a pcapng section (draft-ietf-opsawg-pcapng section 4.1).
///
/// Its options aren't read, nor is its length: a section ends where the next begins.
package struct PcapngSection: Hashable, Sendable {
    /// The order of every number in the section.
    package var order: CaptureByteOrder
    /// The program that wrote the section, or nil to leave that out; never read.
    package var application: String?

    /// A header of these values.
    package init(order: CaptureByteOrder, application: String? = nil) {
        self.order = order
        self.application = application
    }

    /// Where the fields lie from the body's start.
    package enum Offset {
        /// Byte-order magic, 4 bytes.
        package static let magic = 0
        /// Major version, 2 bytes.
        package static let versionMajor = 4
        /// Minor version, 2 bytes.
        package static let versionMinor = 6
        /// Length of the section without this block, 8 bytes; all ones where it isn't known.
        package static let sectionLength = 8
        /// The options.
        package static let options = 16
    }

    /// The byte order that the section header at `start` of `bytes` says.
    ///
    /// - Throws: `truncated` or `badByteOrder`.
    package static func order(
        _ bytes: Span<UInt8>, at start: Int
    ) throws(CaptureFault) -> CaptureByteOrder {
        let field = start + PcapngBlock.headLength + Offset.magic
        guard bytes.count - field >= 4 else { throw .truncated(at: start) }
        switch bytes.uint32(at: field) {
        case magic: return .big
        case magic.byteSwapped: return .little
        default: throw .badByteOrder(at: field)
        }
    }

    /// Reads the body of `block`.
    ///
    /// - Throws: `badLength` or `unsupportedVersion`.
    package static func parse(
        _ bytes: Span<UInt8>, in block: PcapngBlock
    ) throws(CaptureFault) -> PcapngSection {
        let body = block.body
        guard body.count >= Offset.options else {
            throw .badLength(at: block.range.lowerBound + PcapngBlock.Offset.length)
        }
        let major = body.lowerBound + Offset.versionMajor
        let minor = body.lowerBound + Offset.versionMinor
        // 1.2 is a slip of some writers for 1.0 (draft-ietf-opsawg-pcapng section 4.1).
        guard bytes.uint16(at: major, order: block.order) == 1,
            [0, 2].contains(bytes.uint16(at: minor, order: block.order))
        else { throw .unsupportedVersion(at: major) }
        return PcapngSection(order: block.order)
    }

    /// Appends the block.
    package func write(to bytes: inout [UInt8]) {
        PcapngBlock.write(PcapngBlock.Kind.section, to: &bytes, order: order) { bytes in
            bytes.append(Self.magic, order: order)
            bytes.append(UInt16(1), order: order)
            bytes.append(UInt16(0), order: order)
            bytes.append(UInt64.max, order: order)
            guard let application else { return }
            PcapngOption.write(Code.application, application, to: &bytes, order: order)
            PcapngOption.writeEnd(to: &bytes, order: order)
        }
    }

    private enum Code {
        /// `shb_userappl`.
        static let application: UInt16 = 4
    }

    private static let magic: UInt32 = 0x1A2B_3C4D
}
