import Testing
import Wire

@Suite struct PcapngTests {
    @Test(arguments: CaptureByteOrder.allCases)
    func readsEveryField(_ order: CaptureByteOrder) throws {
        var reader = try CaptureReader(CaptureBytes.everything(order).bytes)
        #expect(reader.format == .pcapng)
        let first = try #require(try reader.next())
        #expect(first.number == 1 && first.section == 1 && first.interface == 0)
        #expect(first.linkType == .raw)
        #expect(first.timestamp == 0x1_0000_0002)
        #expect(first.originalLength == 9 && first.isCut)
        #expect(Array(reader.bytes[first.data]) == [0x45, 1, 2])
        #expect(first.options.comment == "first")
        #expect(first.options.flags == 2 && first.options.direction == .outbound)
        #expect(first.options.packetID == 0x0102_0304_0506)
        #expect(reader.interfaces.map(\.name) == ["lan-a", nil])
        #expect(reader.interfaces.map(\.resolution) == [.nanoseconds, .microseconds])
        #expect(reader.interfaces.map(\.snapLength) == [0, 3])

        let second = try #require(try reader.next())
        #expect(second.number == 2 && second.interface == 1 && second.linkType == .ethernet)
        #expect(second.timestamp == 1_000_000_007_000)
        #expect(Array(reader.bytes[second.data]) == [1, 2, 3] && !second.isCut)
        #expect(second.options == PcapngPacketOptions())

        let obsolete = try #require(try reader.next())
        #expect(obsolete.number == 3 && obsolete.interface == 1)
        #expect(obsolete.timestamp == 1_000_000_005_000)
        #expect(Array(reader.bytes[obsolete.data]) == [8, 9])
        #expect(obsolete.options == PcapngPacketOptions(flags: 1))
        #expect(obsolete.options.direction == .inbound)

        let simple = try #require(try reader.next())
        #expect(simple.number == 4 && simple.interface == 0 && simple.timestamp == nil)
        #expect(simple.originalLength == 6 && simple.data.count == 6)
        #expect(try reader.next() == nil)
        #expect(reader.counts.packets == 4 && reader.counts.sections == 1)
        #expect(reader.counts.interfaces == 2 && reader.counts.skippedBlocks == 2)
        #expect(reader.counts.secrets.map(\.kind) == [.esp])
        #expect(reader.counts.secrets.map(\.count) == [1])
    }

    @Test func eachSectionHasItsOwnOrderAndInterfaces() throws {
        var file: [UInt8] = []
        for (order, link) in [(CaptureByteOrder.little, UInt64(101)), (.big, 1), (.little, 113)] {
            var section = CaptureBytes(order)
            section.section(minor: order == .big ? 2 : 0)
            section.interface(link)
            section.packet(0, ticks: 1, original: 1, [7])
            file += section.bytes
        }
        let (packets, fault) = readAll(file)
        #expect(fault == nil)
        #expect(packets.map(\.section) == [1, 2, 3])
        #expect(packets.map(\.number) == [1, 2, 3])
        #expect(packets.map(\.linkType) == [.raw, .ethernet, .linuxSLL])
        var last = CaptureBytes(.big)
        last.section()
        last.packet(0, ticks: 1, original: 1, [7])
        #expect(
            readAll(file + last.bytes).fault == .unknownInterface(at: file.count + 28))
    }

    @Test func simplePacketsAreCutAtTheSnapLength() throws {
        var file = CaptureBytes(.big)
        file.section()
        file.interface(1, snapLength: 2)
        file.block(3, file.fields((100, 4)) + [1, 2, 0, 0])
        file.block(3, file.fields((1, 4)) + [9, 0, 0, 0])
        file.block(3, file.fields((0, 4)))
        let (packets, fault) = readAll(file.bytes)
        #expect(fault == nil)
        #expect(packets.map(\.data.count) == [2, 1, 0])
        #expect(packets.map(\.isCut) == [true, false, false])
        #expect(packets.map(\.timestamp) == [nil, nil, nil])
    }

    @Test func commentsAreUTF8OrNothing() throws {
        for (value, comment) in [
            (Array("añadido a mano 🦊".utf8), "añadido a mano 🦊"), ([0x66, 0xFF, 0x66], nil),
            ([0xC3], nil), ([], ""), ([0xED, 0xA0, 0x80], nil), ([0x61, 0], "a\0"),
        ] as [([UInt8], String?)] {
            var file = CaptureBytes(.little)
            file.section()
            file.interface(101)
            file.packet(0, ticks: 0, original: 0, [], options: file.option(1, value))
            let (packets, fault) = readAll(file.bytes)
            #expect(fault == nil)
            #expect(packets.map(\.options.comment) == [comment])
        }
    }

    @Test func secretsAreCountedByKind() throws {
        var file = CaptureBytes(.little)
        file.section()
        for kind in 0..<UInt64(20) {
            for _ in 0...kind { file.block(10, file.fields((kind, 4), (0, 4))) }
        }
        var reader = try CaptureReader(file.bytes)
        #expect(try reader.next() == nil)
        #expect(reader.counts.secrets.count == CaptureCounts.kindLimit)
        #expect(reader.counts.secrets.map(\.count) == Array(1...16))
        #expect(reader.counts.otherSecrets == 17 + 18 + 19 + 20)
    }

    @Test(
        arguments: [
            (UInt8(0), UInt64(3), Int64(0), UInt64(3_000_000_000)), (3, 5, 0, 5_000_000),
            (6, 5, -1, nil), (6, 1_000_000, -1, 0), (9, .max, 0, .max), (9, .max, 1, nil),
            (9, .max, -1, .max - 1_000_000_000), (12, 1999, 0, 1), (12, .max, 0, .max / 1000),
            (28, .max, 0, 1), (29, .max, 0, 0), (127, .max, 2, 2_000_000_000), (8, .max, 0, nil),
            (0x80, 4, 0, 4_000_000_000), (0x80 | 10, 1, 0, 976_562),
            (0x80 | 32, 1 << 31, 0, 500_000_000),
            (0x80 | 64, .max, 0, 999_999_999), (0xFF, .max, 0, 0), (0x80, .max, 0, nil),
            (0, .max, .min, nil), (0, .max, .max, nil),
            (0, 18_446_744_073, 0, 18_446_744_073_000_000_000),
            (0, 18_446_744_074, 0, nil),
        ] as [(UInt8, UInt64, Int64, UInt64?)])
    func ticksBecomeNanoseconds(
        _ option: UInt8, _ ticks: UInt64, _ epoch: Int64, _ expected: UInt64?
    ) throws {
        let resolution = TimestampResolution(rawValue: option)
        #expect(resolution.nanoseconds(of: ticks, epoch: epoch) == expected)
        var file = CaptureBytes(.big)
        file.section()
        let offset = file.option(14, file.number(UInt64(bitPattern: epoch), 8))
        file.interface(101, options: file.option(9, [option]) + offset)
        file.packet(0, ticks: ticks, original: 0, [])
        #expect(readAll(file.bytes).packets.map(\.timestamp) == [expected])
    }

    @Test func linkTypesHaveNames() {
        #expect(LinkType.ethernet.description == "ethernet")
        #expect(LinkType(rawValue: 147).description == "147")
        #expect(LinkType.named.allSatisfy { $0.name != nil })
        let others = (UInt16.min ... .max).map(LinkType.init).filter { $0.name != nil }
        #expect(others == LinkType.named)
    }
}
