/// Reads the packets of a pcap or pcapng file one by one, without copying their bytes.
///
/// Beside the file's own bytes it needs memory only for the interfaces of one section.
package struct CaptureReader: Sendable {
    /// The whole file; `CapturedPacket.data` and the offsets of faults count from its first byte.
    package let bytes: [UInt8]
    /// Which format the file has.
    package let format: Format
    /// The interfaces that the current section has described so far; one in pcap.
    package internal(set) var interfaces: [PcapngInterface] = []
    /// What has been met so far.
    package internal(set) var counts = CaptureCounts()
    /// Where the next record or block starts.
    var offset = 0
    /// The order of the current section.
    var order: CaptureByteOrder

    /// The formats of captures.
    package enum Format: String, CaseIterable, Sendable {
        /// One link type, and a header before each packet (draft-ietf-opsawg-pcap).
        case pcap
        /// Blocks in sections (draft-ietf-opsawg-pcapng).
        case pcapng
    }

    /// The most interfaces of a section.
    package static let interfaceLimit = 65536

    /// A reader of the file `bytes`, which shares them.
    ///
    /// - Throws: `notACapture`, or what is wrong with the file's header.
    package init(_ bytes: [UInt8]) throws(CaptureFault) {
        self.bytes = bytes
        if bytes.count >= 4, bytes.span.uint32(at: 0) == PcapngBlock.Kind.section {
            format = .pcapng
            order = try PcapngSection.order(bytes.span, at: 0)
            try readBlock()
        } else {
            let header = try PcapHeader.parse(bytes.span)
            format = .pcap
            order = header.order
            offset = PcapHeader.length
            var interface = PcapngInterface(
                linkType: header.linkType, snapLength: header.snapLength)
            interface.resolution = header.resolution
            interfaces = [interface]
            counts.sections = 1
            counts.interfaces = 1
        }
    }

    /// The next packet, or nil at the end of the file.
    ///
    /// - Throws: Where the file stops making sense. The reader stays there, so that every further
    ///   call throws the same.
    package mutating func next() throws(CaptureFault) -> CapturedPacket? {
        format == .pcap ? try nextRecord() : try nextPacketBlock()
    }

    private mutating func nextRecord() throws(CaptureFault) -> CapturedPacket? {
        guard offset < bytes.count else { return nil }
        let record = try PcapRecord.parse(bytes.span, at: offset, order: order)
        let start = offset + PcapRecord.length
        offset = start + Int(record.capturedLength)
        counts.packets += 1
        return CapturedPacket(
            number: counts.packets, section: 1, interface: 0, linkType: interfaces[0].linkType,
            timestamp: record.timestamp(in: interfaces[0].resolution),
            originalLength: Int(record.originalLength), data: start..<offset,
            options: PcapngPacketOptions())
    }

    private mutating func nextPacketBlock() throws(CaptureFault) -> CapturedPacket? {
        // Every block is 12 bytes or more, so that this ends.
        while offset < bytes.count {
            if let packet = try readBlock() { return packet }
        }
        return nil
    }
}

/// A packet of a capture: what the file says about it, and where its bytes lie.
package struct CapturedPacket: Hashable, Sendable {
    /// Its place in the file, from 1.
    package let number: Int
    /// Its section's place in the file, from 1; always 1 in pcap.
    package let section: Int
    /// Its interface's place in the section, from 0; always 0 in pcap.
    package let interface: Int
    /// What its bytes start with.
    package let linkType: LinkType
    /// Nanoseconds since 1970; nil where none is given, or where 64 bits can't hold it.
    package let timestamp: UInt64?
    /// How long it was in bytes when it was captured.
    package let originalLength: Int
    /// Where the captured bytes lie in the file; at most `lengthLimit` of them, maybe none.
    package let data: Range<Int>
    /// What else the file says about it.
    package let options: PcapngPacketOptions

    /// Whether only the first bytes of the packet were captured.
    package var isCut: Bool { data.count < originalLength }

    /// The most captured bytes of one packet; readers of captures agree on this bound.
    package static let lengthLimit = 262_144
}

/// What a reader has met in a capture so far.
package struct CaptureCounts: Hashable, Sendable {
    /// Packets of every kind.
    package internal(set) var packets = 0
    /// Sections; 1 in pcap.
    package internal(set) var sections = 0
    /// Interfaces of all sections; 1 in pcap.
    package internal(set) var interfaces = 0
    /// Blocks of a type that isn't read here.
    package internal(set) var skippedBlocks = 0
    /// Blocks of secrets by kind, in the order that the kinds were met in: at most `kindLimit`.
    package internal(set) var secrets: [Secrets] = []
    /// Blocks of secrets of kinds beyond those.
    package internal(set) var otherSecrets = 0

    /// How many blocks of secrets there were of one kind.
    package struct Secrets: Hashable, Sendable {
        /// The kind.
        package let kind: PcapngSecrets.Kind
        /// How many blocks.
        package internal(set) var count: Int
    }

    /// The most kinds of secrets that are told apart; there are seven.
    package static let kindLimit = 16

    mutating func count(_ kind: PcapngSecrets.Kind) {
        if let index = secrets.firstIndex(where: { $0.kind == kind }) {
            secrets[index].count += 1
        } else if secrets.count < Self.kindLimit {
            secrets.append(Secrets(kind: kind, count: 1))
        } else {
            otherSecrets += 1
        }
    }
}
