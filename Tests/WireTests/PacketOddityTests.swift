import Chance
import Testing
import Wire

/// Packets as captures of real machines have them.
@Suite struct PacketOddityTests {
    private func parse(
        _ bytes: [UInt8]
    ) throws(WireFault) -> (packet: Packet, oddities: [PacketOddity]) {
        try Packet.parse(captured: bytes)
    }

    static let golden = [
        GoldenPackets.tcp4, GoldenPackets.udp6, GoldenPackets.icmp6,
    ]

    @Test(arguments: golden) func nothingIsOddAboutARightPacket(_ bytes: [UInt8]) throws {
        let right = try Packet.parse(bytes)
        for padding in [0, 6] {
            let seen = try parse(bytes + [UInt8](repeating: 7, count: padding))
            #expect(seen.packet == right && seen.oddities.isEmpty)
        }
    }

    @Test func aWrongChecksumIsMadeRight() throws {
        let right = try Packet.parse(GoldenPackets.tcp4)
        for (place, byte) in [(10, UInt8(0)), (10, GoldenPackets.tcp4[10] ^ 0xFF)] {
            var bytes = GoldenPackets.tcp4
            bytes[place] = byte
            let seen = try parse(bytes)
            #expect(seen.packet == right && seen.oddities == [.headerChecksum])
        }
    }

    /// What a firewall looks at has to be there: up to TCP's flags, the other headers whole.
    @Test(arguments: golden)
    func aCutPacketIsReadFromItsHeaders(_ bytes: [UInt8]) throws {
        let least = bytes[0] >> 4 == 4 ? 34 : 48
        let right = try Packet.parse(bytes)
        for length in 0..<bytes.count {
            let part = Array(bytes.prefix(length))
            guard length >= least else {
                #expect(throws: WireFault.self) { try parse(part) }
                continue
            }
            let seen = try parse(part)
            #expect(seen.oddities == [.cut])
            #expect(seen.packet.fields == right.fields)
            #expect(seen.packet.bytes.count == bytes.count)
            #expect(seen.packet.bytes.prefix(length) == part[...])
            #expect(seen.packet.bytes.dropFirst(length).allSatisfy { $0 == 0 })
        }
    }

    @Test func aLaterFragmentHasNoPorts() throws {
        var bytes = GoldenPackets.tcp4
        bytes[7] = 3
        IPv4Header.fillChecksum(of: 0..<20, in: &bytes)
        #expect(try parse(bytes).oddities == [.laterFragment])
        bytes[10] ^= 1
        let seen = try parse(Array(bytes.prefix(21)))
        #expect(seen.oddities == [.cut, .headerChecksum, .laterFragment])
        #expect(seen.packet.fields.sourcePort == nil && seen.packet.fragment == .later)
    }

    @Test(arguments: golden) func aPacketWithoutALengthEndsWithItsFrame(_ bytes: [UInt8]) throws {
        let right = try Packet.parse(bytes)
        let place = bytes[0] >> 4 == 4 ? 2 : 4
        var bytes = bytes
        bytes.replaceSubrange(place..<place + 2, with: [0, 0])
        let seen = try parse(bytes)
        #expect(seen.packet == right && seen.oddities == [.noLength])
        // Too long for a length, and nothing to have one.
        bytes += [UInt8](repeating: 0, count: 70_000)
        #expect(throws: WireFault.self) { try parse(bytes) }
        #expect(throws: WireFault.self) {
            try parse(Array(bytes.prefix(bytes[0] >> 4 == 4 ? 20 : 40)))
        }
    }

    @Test func whatIsNoPacketStaysNone() {
        for (bytes, fault) in [
            ([], WireFault.truncated), ([0x45], .truncated), ([0x55], .badVersion),
            ([UInt8](repeating: 0x50, count: 60), .badVersion),
        ] {
            #expect(throws: fault) { try parse(bytes) }
        }
        var short = GoldenPackets.tcp4
        short[0] = 0x44
        #expect(throws: WireFault.badHeaderLength) { try parse(short) }
        var udp = GoldenPackets.udp6
        udp[44] = 0xFF
        #expect(throws: WireFault.badTotalLength) { try parse(udp) }
    }

    /// Read again, what was read is nothing odd, unless it is a later fragment.
    @Test func anyBytesAreReadOrRefused() {
        var generator = SplitMix(seed: 17)
        var (odd, right, refused) = (0, 0, 0)
        for _ in 0..<20_000 {
            guard var bytes = Self.golden.randomElement(using: &generator) else { continue }
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let place = Int.random(in: bytes.indices, using: &generator)
                bytes[place] = .random(in: 0 ... .max, using: &generator)
            }
            bytes.removeLast(Int.random(in: 0...10, using: &generator))
            guard let seen = try? parse(bytes) else {
                refused += 1
                continue
            }
            if seen.oddities.isEmpty { right += 1 } else { odd += 1 }
            #expect((try? Packet.parse(seen.packet.bytes)) == seen.packet)
            #expect(Set(seen.oddities).count == seen.oddities.count)
            #expect(seen.packet.bytes.count == seen.packet.fields.totalLength)
        }
        #expect(odd > 2_000 && right > 500 && refused > 500, "\(odd), \(right), \(refused)")
    }
}
