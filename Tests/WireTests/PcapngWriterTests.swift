import Chance
import Foundation
import TestSupport
import Testing
import Wire

@Suite struct PcapngWriterTests {
    static let nothing: [UInt8] = []

    /// A file with one interface, one packet and one block of secrets, byte by byte.
    @Test func writesTheseBytes() throws {
        var writer = PcapngWriter()
        let lan = try writer.addInterface(name: "lan-a", linkType: .raw)
        try writer.writeSecrets(.esp, [1, 2, 3].span)
        try writer.write(
            [0x45].span, interface: lan, timestamp: 0x0102_0304_0506_0708, originalLength: 20,
            options: PcapngPacketOptions(comment: "hi", flags: 1, packetID: 9))
        let expected = bytes(
            """
            0a0d0d0a 2c000000 4d3c2b1a 0100 0000 ffffffffffffffff
            0400 0600 676172697461 0000 0000 0000 2c000000
            01000000 2c000000 6500 0000 00000000
            0200 0500 6c616e2d61 000000 0900 0100 09 000000 0000 0000 2c000000
            0a000000 18000000 53505345 03000000 010203 00 18000000
            06000000 44000000 00000000 04030201 08070605 01000000 14000000 45 000000
            0100 0200 6869 0000 0200 0400 01000000 0500 0800 0900000000000000 0000 0000
            44000000
            """)
        #expect(writer.bytes == expected)
    }

    @Test(arguments: CaptureByteOrder.allCases)
    func readsBackWhatItWrote(_ order: CaptureByteOrder) throws {
        var generator = SplitMix(seed: 12)
        for _ in 0..<100 {
            var writer = PcapngWriter(order: order)
            var interfaces: [PcapngInterface] = []
            for index in 0..<Int.random(in: 1...3, using: &generator) {
                var interface = PcapngInterface(
                    linkType: LinkType.named.randomElement(using: &generator) ?? .raw)
                interface.name = Bool.random(using: &generator) ? "if-\(index)" : nil
                interface.resolution = .nanoseconds
                interface.epoch = Bool.random(using: &generator) ? 0 : 3
                #expect(try writer.add(interface) == index)
                interfaces.append(interface)
            }
            var sent: [(place: Int, time: UInt64, data: [UInt8], options: PcapngPacketOptions)] = []
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                let options = PcapngPacketOptions(
                    comment: [nil, "", "a", "ñandú"].randomElement(using: &generator) ?? nil,
                    flags: [nil, 0, .max].randomElement(using: &generator) ?? nil,
                    packetID: [nil, 0, .max].randomElement(using: &generator) ?? nil)
                let data = generator.bytes(.random(in: 0...40, using: &generator))
                let place = Int.random(in: interfaces.indices, using: &generator)
                let time = UInt64.random(in: 0...1 << 62, using: &generator)
                try writer.write(data.span, interface: place, timestamp: time, options: options)
                sent.append((place, time, data, options))
                if Bool.random(using: &generator) { try writer.writeSecrets(.esp, data.span) }
            }
            var reader = try CaptureReader(writer.bytes)
            for (index, row) in sent.enumerated() {
                let packet = try #require(try reader.next())
                #expect(packet.number == index + 1 && packet.interface == row.place)
                #expect(packet.linkType == interfaces[row.place].linkType)
                let epoch = UInt64(interfaces[row.place].epoch) * 1_000_000_000
                #expect(packet.timestamp == row.time + epoch)
                #expect(Array(reader.bytes[packet.data]) == row.data)
                #expect(packet.originalLength == row.data.count)
                #expect(packet.options == row.options)
            }
            #expect(try reader.next() == nil)
            #expect(reader.interfaces == interfaces)
        }
    }

    @Test func takingBytesChangesNothing() throws {
        var (whole, parts) = (PcapngWriter(), PcapngWriter())
        var taken: [UInt8] = []
        for index in 0..<5 {
            for write in [0, 1] where write == 0 || index > 0 {
                if write == 0 {
                    _ = try whole.addInterface(name: "i\(index)", linkType: .raw)
                    _ = try parts.addInterface(name: "i\(index)", linkType: .raw)
                } else {
                    try whole.write([1, 2].span, interface: index, timestamp: 5)
                    try parts.write([1, 2].span, interface: index, timestamp: 5)
                }
                taken += parts.takeBytes()
                #expect(parts.bytes.isEmpty)
            }
        }
        #expect(taken == whole.bytes)
        #expect(throws: CaptureFault.unknownInterface(at: taken.count)) {
            try parts.write(Self.nothing.span, interface: 5, timestamp: 0)
        }
    }

    @Test func refusesWhatDoesNotFit() throws {
        var writer = PcapngWriter()
        let empty = writer.bytes
        let at = empty.count
        #expect(throws: CaptureFault.unknownInterface(at: at)) {
            try writer.write(Self.nothing.span, interface: 0, timestamp: 0)
        }
        #expect(throws: CaptureFault.unknownInterface(at: at)) {
            try writer.write(Self.nothing.span, interface: -1, timestamp: 0)
        }
        let long = String(repeating: "n", count: 65536)
        #expect(throws: CaptureFault.tooLarge(at: at)) {
            _ = try writer.addInterface(name: long, linkType: .raw)
        }
        let secrets = [UInt8](repeating: 0, count: PcapngSecrets.lengthLimit + 1)
        #expect(throws: CaptureFault.tooLarge(at: at)) {
            try writer.writeSecrets(.esp, secrets.span)
        }
        #expect(writer.bytes == empty && writer.interfaceCount == 0)
        let place = try writer.addInterface(name: String(long.dropLast()), linkType: .raw)
        let before = writer.bytes
        let packet = [UInt8](repeating: 0, count: CapturedPacket.lengthLimit + 1)
        #expect(throws: CaptureFault.tooLarge(at: before.count)) {
            try writer.write(packet.span, interface: place, timestamp: 0)
        }
        #expect(throws: CaptureFault.tooLarge(at: before.count)) {
            try writer.write(
                Self.nothing.span, interface: place, timestamp: 0, options: .init(comment: long))
        }
        #expect(writer.bytes == before)
        try writer.write(
            packet.span.extracting(droppingLast: 1), interface: place, timestamp: 0,
            options: .init(comment: String(long.dropLast())))
        let (packets, fault) = readAll(writer.bytes)
        #expect(fault == nil)
        #expect(packets.map(\.data.count) == [CapturedPacket.lengthLimit])
        #expect(packets.first?.options.comment?.utf8.count == 65535)
    }

    @Test func interfacesAreBounded() throws {
        var writer = PcapngWriter()
        for _ in 0..<CaptureReader.interfaceLimit {
            _ = try writer.add(PcapngInterface(linkType: .raw))
        }
        let end = writer.bytes.count
        #expect(throws: CaptureFault.tooManyInterfaces(at: end)) {
            _ = try writer.add(PcapngInterface(linkType: .raw))
        }
        #expect(readAll(writer.bytes).fault == nil)
    }

    @Test(.enabled(if: Dissector.isInstalled, "tshark is missing"))
    func anotherReaderAgrees() throws {
        var generator = SplitMix(seed: 8)
        for order in CaptureByteOrder.allCases {
            var writer = PcapngWriter(order: order)
            let lan = try writer.addInterface(name: "lan-a", linkType: .raw)
            let wan = try writer.addInterface(name: "wan-b", linkType: .ethernet)
            try writer.writeSecrets(.esp, Array("key".utf8).span)
            let first = try generator.draft(.v4, dataLength: 7).build().bytes
            let second = try generator.draft(.v6, dataLength: 0).build().bytes
            try writer.write(
                first.span, interface: lan, timestamp: 1_700_000_000_123_456_789,
                options: .init(comment: "one", flags: 2, packetID: 1))
            let frame = bytes(IPPayloadTests.addresses + "86dd") + second
            try writer.write(frame.span, interface: wan, timestamp: 1, originalLength: 1500)
            let fields = [
                "frame.number", "frame.interface_name", "frame.time_epoch", "frame.len",
                "frame.cap_len", "frame.packet_id", "frame.protocols",
            ]
            let rows = try Dissector.fields(fields, of: writer.bytes)
            #expect(rows.count == 2)
            #expect(
                rows.first?.prefix(6).joined(separator: " ")
                    == "1 lan-a 1700000000.123456789 \(first.count) \(first.count) 1")
            #expect(rows.first?.last?.hasPrefix("raw:ip:") == true)
            #expect(
                rows.last?.prefix(6).joined(separator: " ")
                    == "2 wan-b 0.000000001 1500 \(frame.count) ")
            #expect(rows.last?.last?.hasPrefix("eth:ethertype:ipv6:") == true)
        }
    }
}

/// Another program that reads captures, where it is installed.
enum Dissector {
    static var isInstalled: Bool { (try? run(["--version"]))?.status == 0 }

    /// The values of `fields`, a row for each packet of the file `bytes`.
    static func fields(_ fields: [String], of bytes: [UInt8]) throws -> [[String]] {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "capture.pcapng")
        try Data(bytes).write(to: file)
        let result = try run(
            ["-n", "-r", file.path, "-T", "fields"] + fields.flatMap { ["-e", $0] })
        #expect(result.status == 0)
        return result.output.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    private static func run(_ arguments: [String]) throws -> Program.Finished {
        try Program.run(URL(filePath: "/usr/bin/env"), ["tshark"] + arguments)
    }
}
