/// The header of a pcap file (draft-ietf-opsawg-pcap section 4).
package struct PcapHeader: Hashable, Sendable {
    /// The order of every number in the file.
    package var order: CaptureByteOrder
    /// The unit of the records' fractions: microseconds or nanoseconds.
    package var resolution: TimestampResolution
    /// The most bytes of a packet that were captured, or 0 where that isn't known.
    package var snapLength: UInt32
    /// What each packet starts with.
    package var linkType: LinkType

    /// A header of these values.
    package init(
        order: CaptureByteOrder, resolution: TimestampResolution, snapLength: UInt32,
        linkType: LinkType
    ) {
        self.order = order
        self.resolution = resolution
        self.snapLength = snapLength
        self.linkType = linkType
    }

    /// Where the fields lie (draft-ietf-opsawg-pcap section 4).
    package enum Offset {
        /// Magic, 4 bytes.
        package static let magic = 0
        /// Major version, 2 bytes.
        package static let versionMajor = 4
        /// Minor version, 2 bytes.
        package static let versionMinor = 6
        /// Snap length, 4 bytes, after 8 reserved ones.
        package static let snapLength = 16
        /// Length of the frame check sequence, and link type: 16 bits each.
        package static let linkType = 20
    }

    /// Length in bytes.
    package static let length = 24

    /// Reads the header at the start of `bytes`, which hold the whole file.
    ///
    /// A frame check sequence isn't told of: it lies behind an IP packet's total length.
    ///
    /// - Throws: `notACapture`, `truncated` or `unsupportedVersion`.
    package static func parse(_ bytes: Span<UInt8>) throws(CaptureFault) -> PcapHeader {
        guard bytes.count >= 4 else { throw .notACapture }
        let (order, resolution): (CaptureByteOrder, TimestampResolution)
        switch bytes.uint32(at: Offset.magic) {
        case Magic.microseconds: (order, resolution) = (.big, .microseconds)
        case Magic.nanoseconds: (order, resolution) = (.big, .nanoseconds)
        case Magic.microseconds.byteSwapped: (order, resolution) = (.little, .microseconds)
        case Magic.nanoseconds.byteSwapped: (order, resolution) = (.little, .nanoseconds)
        default: throw .notACapture
        }
        guard bytes.count >= length else { throw .truncated(at: 0) }
        // Version 2.3 and older may have the two lengths of a record the other way round.
        guard bytes.uint16(at: Offset.versionMajor, order: order) == Version.major,
            bytes.uint16(at: Offset.versionMinor, order: order) == Version.minor
        else { throw .unsupportedVersion(at: Offset.versionMajor) }
        let link = bytes.uint32(at: Offset.linkType, order: order)
        return PcapHeader(
            order: order, resolution: resolution,
            snapLength: bytes.uint32(at: Offset.snapLength, order: order),
            linkType: LinkType(rawValue: UInt16(truncatingIfNeeded: link)))
    }

    /// Appends the header; any resolution but nanoseconds is written as microseconds.
    package func write(to bytes: inout [UInt8]) {
        let magic = resolution == .nanoseconds ? Magic.nanoseconds : Magic.microseconds
        bytes.append(magic, order: order)
        bytes.append(Version.major, order: order)
        bytes.append(Version.minor, order: order)
        bytes.append(UInt64(0), order: order)
        bytes.append(snapLength, order: order)
        bytes.append(UInt32(linkType.rawValue), order: order)
    }

    private enum Magic {
        static let microseconds: UInt32 = 0xA1B2_C3D4
        static let nanoseconds: UInt32 = 0xA1B2_3C4D
    }

    private enum Version {
        static let major: UInt16 = 2
        static let minor: UInt16 = 4
    }
}
