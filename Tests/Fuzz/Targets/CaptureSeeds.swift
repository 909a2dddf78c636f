import Wire

/// Small captures in both formats and both orders of bytes.
enum CaptureSeeds {
    static var all: [FuzzTarget.Seed] {
        let udp = PacketSeeds.packet(
            .v4, .udp(source: Port(rawValue: 7), destination: Port(rawValue: 9)))
        let ethernet = [UInt8](repeating: 2, count: 12) + [0x81, 0, 0, 5, 8, 0] + udp
        let cooked = [UInt8](repeating: 0, count: 14) + [8, 0] + udp
        let session =
            [UInt8](repeating: 2, count: 12)
            + [0x88, 0x47, 0, 1, 1, 64, 0, 0, 0, 0] + [UInt8](repeating: 2, count: 12)
            + [0x88, 0x64, 0x11, 0, 0, 1, 0, 30, 0, 0x21] + udp
        let relayed: [UInt8] = [0x18, 0x41, 3, 0, 0x80, 0, 0, 0, 8, 0] + udp
        return [
            ("pcap", pcap(.little, 0xA1B2_C3D4, .ethernet, ethernet)),
            ("pcap-big", pcap(.big, 0xA1B2_C3D4, .raw, udp)),
            ("pcap-nanoseconds", pcap(.little, 0xA1B2_3C4D, .linuxSLL, cooked)),
            ("pcap-pppoe", pcap(.little, 0xA1B2_C3D4, .ethernet, session)),
            ("pcap-frame-relay", pcap(.big, 0xA1B2_C3D4, LinkType(rawValue: 107), relayed)),
            ("pcap-null", pcap(.little, 0xA1B2_C3D4, .null, [2, 0, 0, 0] + udp)),
            ("pcapng", pcapng(.little, ethernet, udp)), ("pcapng-big", pcapng(.big, ethernet, udp)),
            ("pcapng-other-blocks", pcapng(.little, ethernet, udp) + otherBlocks),
        ]
    }

    private static func pcap(
        _ order: CaptureByteOrder, _ magic: Int, _ link: LinkType, _ packet: [UInt8]
    ) -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return order == .little ? bytes : bytes.reversed()
        }
        let header =
            number(magic, 4) + number(2, 2) + number(4, 2) + number(0, 8) + number(65_535, 4)
            + number(Int(link.rawValue), 4)
        let record = number(1, 4) + number(2, 4) + number(packet.count, 4) + number(packet.count, 4)
        return header + record + packet + record + packet
    }

    private static func pcapng(
        _ order: CaptureByteOrder, _ ethernet: [UInt8], _ raw: [UInt8]
    ) -> [UInt8] {
        var writer = PcapngWriter(order: order)
        var written: [UInt8] = []
        do throws(CaptureFault) {
            let one = try writer.addInterface(name: "lan-a", linkType: .ethernet)
            var interface = PcapngInterface(linkType: .raw, snapLength: 64)
            interface.epoch = -5
            let other = try writer.add(interface)
            let secret = Array("\"IPv4\"".utf8)
            try writer.writeSecrets(.esp, secret.span)
            try writer.write(
                ethernet.span, interface: one, timestamp: 1,
                options: PcapngPacketOptions(comment: "denied", flags: 2, packetID: 9))
            try writer.write(raw.span, interface: other, timestamp: 7_000_000, originalLength: 90)
            written = writer.takeBytes()
        } catch {}
        return written
    }

    /// A simple packet, an obsolete one, and a block of a kind that nobody knows.
    private static let otherBlocks: [UInt8] =
        [3, 0, 0, 0, 20, 0, 0, 0, 4, 0, 0, 0, 0x45, 0, 0, 0, 20, 0, 0, 0]
        + [2, 0, 0, 0, 36, 0, 0, 0, 1, 0, 7, 0, 0, 0, 0, 0, 5, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0]
        + [8, 9, 0, 0, 36, 0, 0, 0] + [0xAD, 0x0B, 0, 0, 12, 0, 0, 0, 12, 0, 0, 0]
}
