import Chance
import TestSupport
import Testing

@testable import Wire

@Suite struct HeaderTests {
    /// What is written is what was read, for every header and random bytes that it accepts.
    @Test func everyHeaderWritesItselfBack() throws {
        var generator = SplitMix(seed: 7)
        var (read, refused) = (0, 0)
        func check(_ length: Int, _ bytes: [UInt8], _ write: ([UInt8]) throws -> [UInt8]) throws {
            do {
                let written = try write(bytes)
                #expect(written == Array(bytes[..<written.count]))
                #expect(written.count >= length)
                read += 1
            } catch is WireFault {
                refused += 1
            }
        }
        for _ in 0..<2_000 {
            var bytes = generator.bytes(72)
            try check(ICMPHeader.length, bytes) { try written(ICMPHeader.parse($0.span).write) }
            try check(ESPHeader.length, bytes) { try written(ESPHeader.parse($0.span).write) }
            bytes[UDPHeader.Offset.datagramLength] &= 0x01
            try check(UDPHeader.length, bytes) { try written(UDPHeader.parse($0.span).write) }
            bytes[TCPHeader.Offset.dataOffset] &= 0xF0
            try check(TCPHeader.length, bytes) { try written(TCPHeader.parse($0.span).write) }
            bytes[0] = 0x40 | bytes[0] & 0xF
            bytes[IPv4Header.Offset.totalLength] = 0
            try check(IPv4Header.length, bytes) { try written(IPv4Header.parse($0.span).write) }
            bytes[0] = 0x60 | bytes[0] & 0xF
            bytes[IPv6Header.Offset.payloadLength] = 0
            try check(IPv6Header.length, bytes) { try written(IPv6Header.parse($0.span).write) }
        }
        #expect(read > 1_000 && refused > 1_000)
    }

    private func written(_ write: (inout [UInt8]) -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        write(&bytes)
        return bytes
    }

    @Test func everyHeaderNeedsItsLength() {
        let zeros = [UInt8](repeating: 0, count: 40)
        for count in 0..<40 {
            let bytes = Array(zeros[..<count])
            #expect(throws: WireFault.truncated) { try IPv6Header.parse(bytes.span) }
            if count < 20 {
                #expect(throws: WireFault.truncated) { try IPv4Header.parse(bytes.span) }
                #expect(throws: WireFault.truncated) { try TCPHeader.parse(bytes.span) }
            }
            if count < 8 {
                #expect(throws: WireFault.truncated) { try UDPHeader.parse(bytes.span) }
                #expect(throws: WireFault.truncated) { try ICMPHeader.parse(bytes.span) }
                #expect(throws: WireFault.truncated) { try ESPHeader.parse(bytes.span) }
            }
        }
        let nothing: [UInt8] = []
        #expect(throws: WireFault.truncated) { try IPHeader.parse(nothing.span) }
    }

    /// A byte of a good header is changed, and the fault that must follow.
    @Test(arguments: [
        (0, UInt8(0x55), WireFault.badVersion), (0, 0x44, .badHeaderLength),
        (0, 0x4F, .badHeaderLength), (3, 19, .badTotalLength), (3, 41, .badTotalLength),
        (2, 1, .badTotalLength),
    ])
    func refusesBadIPv4(_ index: Int, _ value: UInt8, _ expected: WireFault) {
        var packet = GoldenPackets.tcp4
        packet[index] = value
        #expect(throws: expected) { try IPHeader.parse(packet.span) }
    }

    @Test func refusesBadLengths() {
        var packet = GoldenPackets.udp6
        packet[5] += 1
        #expect(throws: WireFault.badTotalLength) { try IPv6Header.parse(packet.span) }
        packet[0] = 0x45
        #expect(throws: WireFault.badVersion) { try IPv6Header.parse(packet.span) }
        var datagram = Array(GoldenPackets.udp6[40...])
        for length in [UInt8](0...7) + [13, 255] {
            datagram[5] = length
            #expect(throws: WireFault.badTotalLength) { try UDPHeader.parse(datagram.span) }
        }
        var segment = Array(GoldenPackets.tcp4[20...])
        for words in [UInt8](0...4) + [6, 15] {
            segment[12] = words << 4
            #expect(throws: WireFault.badHeaderLength) { try TCPHeader.parse(segment.span) }
        }
    }

    @Test func optionsAreKept() throws {
        var header = TCPHeader(
            sourcePort: Port(rawValue: 1), destinationPort: Port(rawValue: 2), flags: .syn)
        header.options = bytes("020405b4")
        let segment = written(header.write)
        #expect(segment.count == 24)
        #expect(try TCPHeader.parse(segment.span) == header)
    }

    @Test func reservedTCPBitsAreIgnored() throws {
        var segment = Array(GoldenPackets.tcp4[20...])
        let header = try TCPHeader.parse(segment.span)
        segment[12] |= 0x0F
        #expect(try TCPHeader.parse(segment.span) == header)
    }
}
