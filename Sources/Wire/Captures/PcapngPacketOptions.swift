/// What a pcapng file says about a packet beside its bytes and its time
/// (draft-ietf-opsawg-pcapng section 4.3).
package struct PcapngPacketOptions: Hashable, Sendable {
    /// The first comment; nil where there is none, or where it isn't UTF-8.
    ///
    /// It is as the file has it, control characters included.
    package var comment: String?
    /// `epb_flags`: direction, kind of reception, length of the frame check sequence, link errors.
    package var flags: UInt32?
    /// `epb_packetid`: the same for the same packet wherever it was captured.
    package var packetID: UInt64?

    /// Options of these values, each of which may be left out.
    package init(comment: String? = nil, flags: UInt32? = nil, packetID: UInt64? = nil) {
        self.comment = comment
        self.flags = flags
        self.packetID = packetID
    }

    /// Which way a packet went, in the lowest two bits of the flags.
    package enum Direction: UInt32, Sendable {
        /// Towards the machine that captured it.
        case inbound = 1
        /// Away from it.
        case outbound = 2
    }

    /// Which way the packet went; nil where that isn't said.
    package var direction: Direction? { flags.flatMap { Direction(rawValue: $0 & 3) } }

    /// Reads the options in the part `list` of `bytes`, those of a block of the type `kind`.
    ///
    /// Options of other codes are passed over.
    ///
    /// - Throws: `badOption`.
    static func parse(
        _ bytes: Span<UInt8>, list: Range<Int>, kind: UInt32, order: CaptureByteOrder
    ) throws(CaptureFault) -> PcapngPacketOptions {
        var options = PcapngPacketOptions()
        var list = list
        var hasComment = false
        while let option = try PcapngOption.next(of: &list, in: bytes, order: order) {
            switch option.code {
            case PcapngOption.Code.comment where !hasComment:
                options.comment = option.text(in: bytes)
                hasComment = true
            case Code.flags:
                options.flags = try option.uint32(in: bytes, order: order)
            case Code.packetID where kind == PcapngBlock.Kind.enhancedPacket:
                options.packetID = try option.uint64(in: bytes, order: order)
            default: continue
            }
        }
        return options
    }

    /// Appends the options and what ends them, or nothing where there are none.
    func write(to bytes: inout [UInt8], order: CaptureByteOrder) {
        guard self != PcapngPacketOptions() else { return }
        if let comment {
            PcapngOption.write(PcapngOption.Code.comment, comment, to: &bytes, order: order)
        }
        if let flags {
            PcapngOption.write(Code.flags, length: 4, to: &bytes, order: order) {
                $0.append(flags, order: order)
            }
        }
        if let packetID {
            PcapngOption.write(Code.packetID, length: 8, to: &bytes, order: order) {
                $0.append(packetID, order: order)
            }
        }
        PcapngOption.writeEnd(to: &bytes, order: order)
    }

    private enum Code {
        /// `epb_flags`, and `pack_flags` of the obsolete block.
        static let flags: UInt16 = 2
        /// `epb_packetid`.
        static let packetID: UInt16 = 5
    }
}
