/// The description of an interface in a pcapng section (draft-ietf-opsawg-pcapng section 4.2).
package struct PcapngInterface: Hashable, Sendable {
    /// What each of its packets starts with.
    package var linkType: LinkType
    /// The most bytes of a packet that were captured, or 0 for no limit.
    package var snapLength: UInt32
    /// The unit of its packets' time stamps.
    package var resolution: TimestampResolution = .microseconds
    /// What its packets' time stamps count from, in seconds since 1970.
    package var epoch: Int64 = 0
    /// What the system that captured calls it; nil where that isn't said, or isn't UTF-8.
    package var name: String?

    /// An interface whose other values are those that are meant where nothing is said.
    package init(linkType: LinkType, snapLength: UInt32 = 0) {
        self.linkType = linkType
        self.snapLength = snapLength
    }

    /// Where the fields lie from the body's start.
    package enum Offset {
        /// Link type, 2 bytes; 2 reserved ones follow.
        package static let linkType = 0
        /// Snap length, 4 bytes.
        package static let snapLength = 4
        /// The options.
        package static let options = 8
    }

    /// Reads the body of `block`.
    ///
    /// - Throws: `badLength` or `badOption`.
    package static func parse(
        _ bytes: Span<UInt8>, in block: PcapngBlock
    ) throws(CaptureFault) -> PcapngInterface {
        let (body, order) = (block.body, block.order)
        guard body.count >= Offset.options else {
            throw .badLength(at: block.range.lowerBound + PcapngBlock.Offset.length)
        }
        let link = bytes.uint16(at: body.lowerBound + Offset.linkType, order: order)
        var interface = PcapngInterface(
            linkType: LinkType(rawValue: link),
            snapLength: bytes.uint32(at: body.lowerBound + Offset.snapLength, order: order))
        var list = (body.lowerBound + Offset.options)..<body.upperBound
        while let option = try PcapngOption.next(of: &list, in: bytes, order: order) {
            switch option.code {
            case Code.name:
                interface.name = option.text(in: bytes)
            case Code.resolution:
                interface.resolution = TimestampResolution(rawValue: try option.byte(in: bytes))
            case Code.epoch:
                let seconds = try option.uint64(in: bytes, order: order)
                interface.epoch = Int64(bitPattern: seconds)
            default: continue
            }
        }
        return interface
    }

    /// Appends the block; a name is at most `PcapngOption.lengthLimit` bytes.
    package func write(to bytes: inout [UInt8], order: CaptureByteOrder) {
        PcapngBlock.write(PcapngBlock.Kind.interface, to: &bytes, order: order) { bytes in
            bytes.append(linkType.rawValue, order: order)
            bytes.append(UInt16(0), order: order)
            bytes.append(snapLength, order: order)
            if let name { PcapngOption.write(Code.name, name, to: &bytes, order: order) }
            PcapngOption.write(Code.resolution, length: 1, to: &bytes, order: order) {
                $0.append(resolution.rawValue)
            }
            if epoch != 0 {
                PcapngOption.write(Code.epoch, length: 8, to: &bytes, order: order) {
                    $0.append(UInt64(bitPattern: epoch), order: order)
                }
            }
            PcapngOption.writeEnd(to: &bytes, order: order)
        }
    }

    private enum Code {
        /// `if_name`.
        static let name: UInt16 = 2
        /// `if_tsresol`.
        static let resolution: UInt16 = 9
        /// `if_tsoffset`.
        static let epoch: UInt16 = 14
    }
}
