import Wire

/// What the reader of captures promises about any file.
enum CapturePromises {
    /// What a reader says when it is asked for the next packet.
    private enum Step {
        case packet(CapturedPacket)
        case end
        case fault(CaptureFault)
    }

    static func hold(for bytes: [UInt8]) throws(BrokenPromise) {
        var reader: CaptureReader
        do throws(CaptureFault) {
            reader = try CaptureReader(bytes)
        } catch {
            return try place(error, in: bytes)
        }
        var packets: [CapturedPacket] = []
        var end = 0
        while case .packet(let packet) = next(&reader) {
            try examine(packet, after: end, in: reader)
            try promise(packet.number == packets.count + 1, "packets are numbered from 1")
            end = packet.data.upperBound
            packets.append(packet)
            // A record header has 16 bytes, and no packet's block is shorter.
            try promise(packets.count <= bytes.count / 16, "every packet takes the reader on")
        }
        try promise(reader.counts.packets == packets.count, "every packet is counted")
        switch next(&reader) {
        case .packet: throw BrokenPromise("nothing follows the end, or a fault")
        case .end: try writeAgain(packets, from: bytes)
        case .fault(let fault):
            try place(fault, in: bytes)
            guard case .fault(fault) = next(&reader) else {
                throw BrokenPromise("a reader stays where the file stops making sense")
            }
        }
    }

    private static func next(_ reader: inout CaptureReader) -> Step {
        do throws(CaptureFault) {
            return try reader.next().map { .packet($0) } ?? .end
        } catch {
            return .fault(error)
        }
    }

    private static func examine(
        _ packet: CapturedPacket, after end: Int, in reader: CaptureReader
    ) throws(BrokenPromise) {
        try promise(
            packet.data.lowerBound >= end && packet.data.upperBound <= reader.bytes.count
                && packet.data.count <= CapturedPacket.lengthLimit,
            "packets lie one behind the other in the file")
        try promise(
            reader.interfaces.indices.contains(packet.interface)
                && reader.interfaces[packet.interface].linkType == packet.linkType,
            "a packet's interface has been described")
        let frame = Array(reader.bytes[packet.data])
        guard let range = IPPayload.find(in: frame.span, linkType: packet.linkType).range else {
            return
        }
        try promise(
            !range.isEmpty && range.upperBound == frame.count && range.lowerBound >= 0,
            "an IP packet is found inside its frame")
        try PacketPromises.hold(for: Array(frame[range]))
        guard let seen = try? Packet.parse(captured: Array(frame[range])) else { return }
        try promise(
            (try? Packet.parse(seen.packet.bytes)) == seen.packet,
            "what is odd about a packet is mended")
    }

    private static func place(
        _ fault: CaptureFault, in bytes: [UInt8]
    ) throws(BrokenPromise) {
        guard let offset = fault.offset else { return }
        try promise((0...bytes.count).contains(offset), "\(fault) lies in the file")
    }

    /// Written by the writer, in either order of bytes, and read back, the packets are the same.
    private static func writeAgain(
        _ packets: [CapturedPacket], from bytes: [UInt8]
    ) throws(BrokenPromise) {
        for order in CaptureByteOrder.allCases {
            guard var reader = try? copy(of: packets, from: bytes, order) else {
                throw BrokenPromise("what was read can be written and read")
            }
            for packet in packets {
                guard case .packet(let again) = next(&reader) else {
                    throw BrokenPromise("as many packets are read as were written")
                }
                try promise(
                    reader.bytes[again.data] == bytes[packet.data]
                        && again.options == packet.options && again.linkType == packet.linkType
                        && again.originalLength == packet.originalLength
                        && again.timestamp == packet.timestamp ?? 0,
                    "\(again) is \(packet)")
            }
            guard case .end = next(&reader) else {
                throw BrokenPromise("nothing follows what was written")
            }
        }
    }

    private static func copy(
        of packets: [CapturedPacket], from bytes: [UInt8], _ order: CaptureByteOrder
    ) throws(CaptureFault) -> CaptureReader {
        var writer = PcapngWriter(order: order)
        for packet in packets {
            let interface = try writer.addInterface(name: "n", linkType: packet.linkType)
            try writer.write(
                bytes.span.extracting(packet.data), interface: interface,
                timestamp: packet.timestamp ?? 0,
                originalLength: UInt32(packet.originalLength), options: packet.options)
        }
        return try CaptureReader(writer.takeBytes())
    }
}
