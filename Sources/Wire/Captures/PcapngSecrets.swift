/// A block of decryption secrets in a pcapng section (draft-ietf-opsawg-pcapng section 4.7).
package struct PcapngSecrets: Hashable, Sendable {
    /// What kind of secrets they are.
    package var type: Kind
    /// Where they lie in the file.
    package var data: Range<Int>

    /// The number of a kind of secrets: four letters of ASCII.
    package struct Kind: Hashable, Sendable {
        /// The number on disk.
        package let rawValue: UInt32

        /// The kind with the number `rawValue`.
        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// Keys of ESP security associations: `ESPS`, as Wireshark numbers it.
        package static let esp = Kind(rawValue: 0x4553_5053)
    }

    /// Where the fields lie from the body's start.
    package enum Offset {
        /// Kind, 4 bytes.
        package static let type = 0
        /// Length of the secrets without their padding, 4 bytes.
        package static let length = 4
        /// The secrets, padded to a multiple of 4 bytes; then the options.
        package static let data = 8
    }

    /// The most bytes of secrets that are written into one block.
    package static let lengthLimit = 1 << 24

    /// The most bytes that a block has beside the secrets: its frame, two fields and padding.
    static let overhead = PcapngBlock.headLength + Offset.data + 3 + PcapngBlock.tailLength

    /// Reads the body of `block`.
    ///
    /// - Throws: `badLength`.
    package static func parse(
        _ bytes: Span<UInt8>, in block: PcapngBlock
    ) throws(CaptureFault) -> PcapngSecrets {
        let body = block.body
        guard body.count >= Offset.data else {
            throw .badLength(at: block.range.lowerBound + PcapngBlock.Offset.length)
        }
        let field = body.lowerBound + Offset.length
        let length = Int(bytes.uint32(at: field, order: block.order))
        guard length <= body.count - Offset.data else { throw .badLength(at: field) }
        let start = body.lowerBound + Offset.data
        let type = bytes.uint32(at: body.lowerBound + Offset.type, order: block.order)
        return PcapngSecrets(type: Kind(rawValue: type), data: start..<(start + length))
    }

    /// Appends a block of the secrets `data`, at most `lengthLimit` bytes.
    package static func write(
        _ type: Kind, _ data: Span<UInt8>, to bytes: inout [UInt8], order: CaptureByteOrder
    ) {
        PcapngBlock.write(PcapngBlock.Kind.secrets, to: &bytes, order: order) { bytes in
            bytes.append(type.rawValue, order: order)
            bytes.append(UInt32(data.count), order: order)
            bytes.append(data)
        }
    }
}
