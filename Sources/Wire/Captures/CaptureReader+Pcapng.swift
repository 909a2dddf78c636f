extension CaptureReader {
    /// Reads the block at `offset` and moves behind it; nil unless it is a packet's.
    ///
    /// - Throws: What is wrong with the block.
    @discardableResult
    mutating func readBlock() throws(CaptureFault) -> CapturedPacket? {
        let isSection =
            bytes.count - offset >= 4
            && bytes.span.uint32(at: offset) == PcapngBlock.Kind.section
        if isSection { order = try PcapngSection.order(bytes.span, at: offset) }
        let block = try PcapngBlock.parse(bytes.span, at: offset, order: order)
        switch block.type {
        case PcapngBlock.Kind.section:
            _ = try PcapngSection.parse(bytes.span, in: block)
            interfaces.removeAll()
            counts.sections += 1
        case PcapngBlock.Kind.interface:
            try addInterface(of: block)
        case PcapngBlock.Kind.secrets:
            counts.count(try PcapngSecrets.parse(bytes.span, in: block).type)
        case PcapngBlock.Kind.packet, PcapngBlock.Kind.enhancedPacket:
            let packet = try packet(try .parse(bytes.span, in: block), of: block)
            offset = block.range.upperBound
            return packet
        case PcapngBlock.Kind.simplePacket:
            let packet = try simplePacket(of: block)
            offset = block.range.upperBound
            return packet
        default:
            counts.skippedBlocks += 1
        }
        offset = block.range.upperBound
        return nil
    }

    private mutating func addInterface(of block: PcapngBlock) throws(CaptureFault) {
        guard interfaces.count < Self.interfaceLimit else {
            throw .tooManyInterfaces(at: block.range.lowerBound)
        }
        interfaces.append(try PcapngInterface.parse(bytes.span, in: block))
        counts.interfaces += 1
    }

    private mutating func simplePacket(of block: PcapngBlock) throws(CaptureFault) -> CapturedPacket
    {
        guard let interface = interfaces.first else {
            throw .unknownInterface(at: block.range.lowerBound)
        }
        let packet = try PcapngPacket.parseSimple(
            bytes.span, in: block, snapLength: interface.snapLength)
        return try self.packet(packet, of: block)
    }

    private mutating func packet(
        _ packet: PcapngPacket, of block: PcapngBlock
    ) throws(CaptureFault) -> CapturedPacket {
        guard packet.interface < interfaces.count else {
            throw .unknownInterface(at: block.range.lowerBound)
        }
        let interface = interfaces[packet.interface]
        counts.packets += 1
        return CapturedPacket(
            number: counts.packets, section: counts.sections, interface: packet.interface,
            linkType: interface.linkType,
            timestamp: packet.ticks.flatMap {
                interface.resolution.nanoseconds(of: $0, epoch: interface.epoch)
            },
            originalLength: Int(packet.originalLength), data: packet.data,
            options: packet.options)
    }
}
