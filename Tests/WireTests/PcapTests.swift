import TestSupport
import Testing
import Wire

@Suite struct PcapTests {
    /// Two records of a little-endian file, byte by byte.
    static let golden = bytes(
        """
        d4c3b2a1 0200 0400 00000000 00000000 00000400 65000000
        01000000 02000000 03000000 05000000 450102
        ffffffff 3f420f00 00000000 00000000
        """)

    @Test func readsEveryField() throws {
        var reader = try CaptureReader(Self.golden)
        #expect(reader.format == .pcap)
        #expect(reader.interfaces.count == 1)
        #expect(reader.interfaces.first?.snapLength == 262_144)
        #expect(reader.interfaces.first?.linkType == .raw)
        let first = try #require(try reader.next())
        #expect(first.number == 1 && first.section == 1 && first.interface == 0)
        #expect(first.linkType == .raw)
        #expect(first.timestamp == 1_000_002_000)
        #expect(first.originalLength == 5 && first.isCut)
        #expect(first.data == 40..<43)
        #expect(first.options == PcapngPacketOptions())
        let second = try #require(try reader.next())
        #expect(second.number == 2 && second.data == 59..<59 && !second.isCut)
        #expect(second.timestamp == 4_294_967_295_999_999_000)
        #expect(try reader.next() == nil)
        #expect(try reader.next() == nil)
        #expect(reader.counts.packets == 2)
    }

    @Test(arguments: CaptureByteOrder.allCases)
    func readsBothOrdersAndUnits(_ order: CaptureByteOrder) throws {
        for (magic, unit) in [(UInt64(0xA1B2_C3D4), UInt64(1000)), (0xA1B2_3C4D, 1)] {
            var file = CaptureBytes(order)
            // The upper half says that a frame check sequence is there.
            file.pcapHeader(magic: magic, link: 0x5400_0001)
            file.record(7, 8, original: 4, [1, 2, 3, 4])
            var reader = try CaptureReader(file.bytes)
            let packet = try #require(try reader.next())
            #expect(packet.timestamp == 7_000_000_000 + 8 * unit)
            #expect(packet.linkType == .ethernet)
            #expect(Array(reader.bytes[packet.data]) == [1, 2, 3, 4])
        }
    }

    @Test(arguments: CaptureByteOrder.allCases)
    func writesWhatItReads(_ order: CaptureByteOrder) throws {
        for resolution in [TimestampResolution.microseconds, .nanoseconds] {
            let header = PcapHeader(
                order: order, resolution: resolution, snapLength: 99, linkType: .linuxSLL2)
            let record = PcapRecord(
                seconds: 1, fraction: 2, capturedLength: 3, originalLength: 4)
            var bytes: [UInt8] = []
            header.write(to: &bytes)
            record.write(to: &bytes, order: order)
            bytes += [1, 2, 3]
            let readHeader = try PcapHeader.parse(bytes.span)
            let readRecord = try PcapRecord.parse(
                bytes.span, at: PcapHeader.length, order: order)
            #expect(readHeader == header && readRecord == record)
        }
        let header = try PcapHeader.parse(Self.golden.span)
        var bytes: [UInt8] = []
        header.write(to: &bytes)
        #expect(bytes == Array(Self.golden.prefix(24)))
    }

    @Test func isTolerantWhereWritersAre() {
        var file = CaptureBytes(.little)
        file.pcapHeader(snapLength: 0, link: 9999)
        // More than the snap length, more than the original length, more than a second.
        file.record(0, 4_294_967_295, original: 1, [1, 2, 3])
        let (packets, fault) = readAll(file.bytes)
        #expect(fault == nil)
        #expect(packets.map(\.timestamp) == [4_294_967_295_000])
        #expect(packets.map(\.linkType) == [LinkType(rawValue: 9999)])
    }

    @Test func refusesOtherFiles() {
        for start in ["", "a1", "a1b2c3", "00000000", "a1b2cd34", "a1b2c3d5", "1f8b0800", "0a0d0d"]
        {
            #expect(readAll(bytes(start)).fault == .notACapture)
            #expect(
                readAll(bytes(start + String(repeating: "00", count: 40))).fault
                    == .notACapture)
        }
        var file = CaptureBytes(.big)
        file.pcapHeader(minor: 3, link: 1)
        #expect(readAll(file.bytes).fault == .unsupportedVersion(at: 4))
    }

    @Test func refusesHugeRecords() {
        for (length, fault) in [
            (UInt64(262_144), CaptureFault.truncated(at: 24)), (262_145, .tooLarge(at: 32)),
            (0x7FFF_FFFF, .tooLarge(at: 32)), (0xFFFF_FFFF, .tooLarge(at: 32)),
        ] {
            var file = CaptureBytes(.big)
            file.pcapHeader(link: 1)
            file.add(file.fields((0, 4), (0, 4), (length, 4), (length, 4)) + [1, 2, 3])
            #expect(readAll(file.bytes).fault == fault)
        }
        var file = CaptureBytes(.little)
        file.pcapHeader(link: 1)
        file.record(0, 0, original: 262_144, [UInt8](repeating: 1, count: 262_144))
        #expect(readAll(file.bytes).packets.count == 1)
    }

    @Test func saysTheSameFaultAgain() throws {
        var reader = try CaptureReader(Array(Self.golden.dropLast()))
        #expect(try reader.next()?.number == 1)
        for _ in 0..<3 {
            #expect(throws: CaptureFault.truncated(at: 43)) { try reader.next() }
        }
        #expect(reader.counts.packets == 1)
    }
}
