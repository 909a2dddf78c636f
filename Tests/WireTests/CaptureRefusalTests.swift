import Chance
import Testing
import Wire

/// Files that break off, were damaged, or were made to do harm.
@Suite struct CaptureRefusalTests {
    /// A good file of each format and order, with where a shorter one would be whole.
    static let good: [CaptureBytes] = CaptureByteOrder.allCases.flatMap { order in
        var pcap = CaptureBytes(order)
        pcap.pcapHeader(link: 101)
        pcap.record(1, 2, original: 9, [1, 2, 3])
        pcap.record(3, 4, original: 0, [])
        pcap.record(5, 6, original: 5, [1, 2, 3, 4, 5])
        return [pcap, .everything(order)]
    }

    @Test func everyShorterFileHasFewerPackets() {
        for file in Self.good {
            let whole = readAll(file.bytes)
            #expect(whole.fault == nil && whole.packets.count >= 3)
            for length in 0..<file.bytes.count {
                let (packets, fault) = readAll(Array(file.bytes.prefix(length)))
                #expect(packets.count < whole.packets.count)
                #expect(packets == Array(whole.packets.prefix(packets.count)))
                // A file that ends between two records can't be told from a shorter one.
                let start = file.ends.filter { $0 <= length }.max() ?? 0
                let expected: CaptureFault? =
                    start == length && length > 0
                    ? nil : length < 4 ? .notACapture : .truncated(at: start)
                #expect(fault == expected, "\(length)")
            }
        }
    }

    @Test func damagedFilesAreReadOrRefused() {
        var generator = SplitMix(seed: 20)
        for file in Self.good {
            var (read, refused) = (0, 0)
            func check(_ bytes: [UInt8]) {
                let (packets, fault) = readAll(bytes)
                for (index, packet) in packets.enumerated() {
                    #expect(packet.number == index + 1)
                    #expect(0...bytes.count ~= packet.data.lowerBound)
                    #expect(0...bytes.count ~= packet.data.upperBound)
                    _ = IPPayload.find(
                        in: bytes.span.extracting(packet.data), linkType: packet.linkType)
                }
                if let fault {
                    #expect(0..<bytes.count ~= fault.offset ?? 0)
                    refused += 1
                } else {
                    read += 1
                }
            }
            for bit in 0..<(file.bytes.count * 8) {
                var bytes = file.bytes
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                check(bytes)
            }
            for _ in 0..<1000 {
                var bytes = file.bytes
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let index = bytes.indices.randomElement(using: &generator) ?? 0
                    bytes[index] = .random(in: 0 ... .max, using: &generator)
                }
                check(bytes)
            }
            #expect(read > 300 && refused > 300, "\(read) read, \(refused) refused")
        }
    }

    @Test(arguments: CaptureByteOrder.allCases)
    func refusesBadBlockLengths(_ order: CaptureByteOrder) {
        for (length, fault) in [
            (UInt64(0), CaptureFault.badLength(at: 32)), (4, .badLength(at: 32)),
            (8, .badLength(at: 32)), (11, .badLength(at: 32)), (13, .badLength(at: 32)),
            (12, .badLength(at: 36)), (20, .truncated(at: 28)),
            (0x8000_0000, .truncated(at: 28)), (0xFFFF_FFFC, .truncated(at: 28)),
            (0xFFFF_FFFF, .badLength(at: 32)),
        ] {
            var file = CaptureBytes(order)
            file.section()
            file.add(file.fields((0xBAD, 4), (length, 4), (1, 4), (16, 4)))
            #expect(readAll(file.bytes).fault == fault, "\(length)")
        }
        // The length at the end has to be that at the start.
        var file = CaptureBytes(order)
        file.section()
        file.add(file.fields((0xBAD, 4), (16, 4), (1, 4), (12, 4)))
        #expect(readAll(file.bytes).fault == .badLength(at: 40))
    }

    @Test func refusesBadSections() {
        var file = CaptureBytes(.little)
        file.section(major: 2)
        #expect(readAll(file.bytes).fault == .unsupportedVersion(at: 12))
        file = CaptureBytes(.little)
        file.section(minor: 1)
        #expect(readAll(file.bytes).fault == .unsupportedVersion(at: 12))
        file = CaptureBytes(.big)
        file.block(0x0A0D_0D0A, file.fields((0x1A2B_3C4E, 4), (1, 2), (0, 2), (.max, 8)))
        #expect(readAll(file.bytes).fault == .badByteOrder(at: 8))
        file = CaptureBytes(.big)
        file.block(0x0A0D_0D0A, file.fields((0x1A2B_3C4D, 4), (1, 2), (0, 2)))
        #expect(readAll(file.bytes).fault == .badLength(at: 4))
        // A second section is judged like the first.
        file = CaptureBytes(.big)
        file.section()
        file.section(major: 7)
        #expect(readAll(file.bytes).fault == .unsupportedVersion(at: 40))
    }

    @Test func refusesBadBodies() {
        func fault(_ type: UInt64, _ body: (CaptureBytes) -> [UInt8]) -> CaptureFault? {
            var file = CaptureBytes(.little)
            file.section()
            file.interface(1)
            file.block(type, body(file))
            return readAll(file.bytes).fault
        }
        // The section takes 28 bytes and the interface 20; the body starts at 56.
        for type in [UInt64(1), 2, 3, 6, 10] {
            #expect(fault(type) { _ in [] } == .badLength(at: 52), "\(type)")
        }
        #expect(fault(1) { _ in [0, 0, 0, 0] } == .badLength(at: 52))
        for type in [UInt64(2), 6] {
            #expect(fault(type) { $0.fields((0, 8), (0, 8)) } == .badLength(at: 52))
            for (length, expected) in [
                (UInt64(4), nil), (5, .badLength(at: 68)), (262_144, .badLength(at: 68)),
                (262_145, .tooLarge(at: 68)), (0xFFFF_FFFF, .tooLarge(at: 68)),
            ] as [(UInt64, CaptureFault?)] {
                #expect(
                    fault(type) { $0.fields((0, 4), (0, 8), (length, 4), (9, 4), (1, 4)) }
                        == expected)
            }
        }
        #expect(
            fault(6) { $0.fields((1, 4), (0, 8), (0, 4), (0, 4)) } == .unknownInterface(at: 48))
        #expect(
            fault(6) { $0.fields((0xFFFF_FFFF, 4), (0, 8), (0, 4), (0, 4)) }
                == .unknownInterface(at: 48))
        #expect(fault(3) { $0.fields((5, 4), (0, 4)) } == .badLength(at: 56))
        #expect(fault(3) { $0.fields((0xFFFF_FFFF, 4), (0, 4)) } == .tooLarge(at: 56))
        #expect(fault(10) { $0.fields((1, 4), (5, 4), (0, 4)) } == .badLength(at: 60))
        #expect(fault(10) { $0.fields((1, 4), (0xFFFF_FFFF, 4)) } == .badLength(at: 60))
        var file = CaptureBytes(.little)
        file.section()
        file.block(3, file.fields((0, 4)))
        #expect(readAll(file.bytes).fault == .unknownInterface(at: 28))
    }

    @Test(arguments: CaptureByteOrder.allCases)
    func refusesBadOptions(_ order: CaptureByteOrder) {
        for (options, isGood) in [
            ({ $0.fields((0, 2), (0, 2)) }, true), ({ $0.fields((0, 2), (9, 2)) }, true),
            ({ $0.fields((7, 2), (0, 2)) }, true), ({ $0.fields((7, 2), (1, 2)) }, false),
            ({ $0.fields((7, 2), (4, 2), (1, 4)) }, true),
            ({ $0.fields((7, 2), (5, 2), (1, 4)) }, false),
            ({ $0.fields((7, 2), (0xFFFF, 2), (1, 4)) }, false),
            ({ $0.fields((7, 2), (0xFFFD, 2)) }, false),
        ] as [((CaptureBytes) -> [UInt8], Bool)] {
            var file = CaptureBytes(order)
            file.section()
            file.interface(1, options: options(file))
            #expect(readAll(file.bytes).fault == (isGood ? nil : .badOption(at: 44)))
            file = CaptureBytes(order)
            file.section()
            file.interface(1)
            file.packet(0, ticks: 0, original: 0, [1], options: options(file))
            #expect(readAll(file.bytes).fault == (isGood ? nil : .badOption(at: 80)))
        }
        // Options of one length only.
        for (code, length) in [(UInt64(9), 1), (14, 8)] {
            for wrong in [0, length - 1, length + 1] {
                var file = CaptureBytes(order)
                file.section()
                file.interface(1, options: file.option(code, .init(repeating: 0, count: wrong)))
                #expect(readAll(file.bytes).fault == .badOption(at: 44))
            }
        }
        for (code, length) in [(UInt64(2), 4), (5, 8)] {
            for wrong in [0, length - 1, length + 1] {
                var file = CaptureBytes(order)
                file.section()
                file.interface(1)
                let option = file.option(code, .init(repeating: 0, count: wrong))
                file.packet(0, ticks: 0, original: 0, [], options: option)
                #expect(readAll(file.bytes).fault == .badOption(at: 76))
            }
        }
    }

    @Test func interfacesAreBounded() throws {
        var file = CaptureBytes(.little)
        file.section()
        var one = CaptureBytes(.little)
        one.interface(1)
        for _ in 0..<100_000 { file.bytes += one.bytes }
        var reader = try CaptureReader(file.bytes)
        #expect(throws: CaptureFault.tooManyInterfaces(at: 28 + 65536 * 20)) {
            try reader.next()
        }
        #expect(reader.interfaces.count == CaptureReader.interfaceLimit)
        // Each section starts anew.
        let section = Array(file.bytes.prefix(28 + 65536 * 20))
        #expect(readAll(section + section).fault == nil)
    }

    @Test func everyFaultStays() throws {
        var faults = 0
        for file in Self.good {
            for length in (file.ends.min() ?? 0)..<file.bytes.count {
                var reader = try CaptureReader(Array(file.bytes.prefix(length)))
                guard let fault = readAll(reader.bytes).fault else { continue }
                while (try? reader.next()) != nil {}
                let counts = reader.counts
                for _ in 0..<3 { #expect(throws: fault) { try reader.next() } }
                #expect(reader.counts == counts)
                faults += 1
            }
        }
        #expect(faults > 100)
    }

    @Test func emptyBlocksEnd() {
        var file = CaptureBytes(.little)
        file.section()
        for _ in 0..<1000 { file.block(0xBAD, []) }
        #expect(readAll(file.bytes).fault == nil)
    }
}
