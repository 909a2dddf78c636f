import Chance
import TestSupport
import Testing

@testable import Wire

@Suite struct DissectionTests {
    // A span may not outlive the expression that made its array, so the array is named first.
    private func dissect(_ bytes: [UInt8]) -> [DissectedLayer] {
        Dissection.layers(of: bytes.span)
    }

    private func dissectPlaintext(_ bytes: [UInt8]) -> [DissectedLayer] {
        Dissection.layers(ofPlaintext: bytes.span)
    }

    private func value(_ layer: DissectedLayer, _ name: FieldName) -> String? {
        layer.field(name)?.value.description
    }

    @Test func readsTCP() throws {
        let layers = dissect(GoldenPackets.tcp4)
        expectCover(layers, 40)
        #expect(layers.map(\.kind) == [.ipv4, .tcp])
        let (ip, tcp) = (layers[0], layers[1])
        #expect(value(ip, .version) == "4")
        #expect(value(ip, .headerLength) == "5")
        #expect(value(ip, .totalLength) == "40")
        #expect(value(ip, .identification) == "7")
        #expect(value(ip, .flags) == "DF")
        #expect(value(ip, .timeToLive) == "64")
        #expect(value(ip, .proto) == "tcp")
        #expect(value(ip, .sourceAddress) == "192.168.1.50")
        #expect(ip.field(.headerChecksum)?.value == .checksum(0xb745, isRight: true))
        #expect(ip.field(.headerChecksum)?.range == 10..<12)
        #expect(value(tcp, .sourcePort) == "50000")
        #expect(value(tcp, .destinationPort) == "443")
        #expect(tcp.field(.destinationPort)?.range == 22..<24)
        #expect(value(tcp, .sequenceNumber) == "16909060")
        #expect(value(tcp, .controlBits) == "SYN")
        #expect(tcp.field(.checksum)?.value == .checksum(0x634d, isRight: true))
        #expect(value(tcp, .checksum) == "0x634d")
        #expect(tcp.field(.options) == nil)
    }

    @Test func readsUDPAndICMP() {
        let udp = dissect(GoldenPackets.udp6)
        expectCover(udp, GoldenPackets.udp6.count)
        #expect(udp.map(\.kind) == [.ipv6, .udp, .data])
        #expect(value(udp[0], .hopLimit) == "9")
        #expect(value(udp[0], .flowLabel) == "0x00000")
        #expect(value(udp[1], .length) == "12")
        #expect(udp[2].range == 48..<52)
        let echo = dissect(GoldenPackets.icmp6)
        #expect(echo.map(\.kind) == [.ipv6, .icmpv6, .data])
        #expect(value(echo[1], .identifier) == "4660")
        #expect(echo[1].field(.checksum)?.value == .checksum(0x4d9b, isRight: true))
        var unreachable = GoldenPackets.icmp4
        unreachable[20] = 3
        let error = dissect(unreachable)
        #expect(error[1].kind == .icmp)
        #expect(error[1].field(.identifier) == nil)
        #expect(error[1].field(.restOfHeader)?.range == 24..<28)
        #expect(error[1].field(.checksum)?.value == .checksum(0x2964, isRight: false))
    }

    @Test func judgesChecksums() {
        var packet = GoldenPackets.tcp4
        packet[10] ^= 1
        packet[30] ^= 1
        let layers = dissect(packet)
        #expect(layers[0].field(.headerChecksum)?.value == .checksum(0xb645, isRight: false))
        #expect(layers[1].field(.checksum)?.value == .checksum(0x634d, isRight: false))
        packet[6] = 0x20
        let fragment = dissect(packet)
        #expect(fragment[1].field(.checksum)?.value == .checksum(0x634d, isRight: nil))
        packet[7] = 1
        #expect(dissect(packet).map(\.kind) == [.ipv4, .data])
    }

    private func udp(port: UInt16, data: [UInt8]) throws -> [UInt8] {
        try PacketDraft(
            source: #require(IPAddress("10.0.0.1")), destination: #require(IPAddress("10.0.0.2")),
            transport: .udp(source: Port(rawValue: 4501), destination: Port(rawValue: port)),
            data: data
        ).build().bytes
    }

    @Test func readsESPInUDP() throws {
        var data: [UInt8] = []
        ESPHeader(spi: SPI(rawValue: 0x1001), sequence: SequenceNumber(rawValue: 3)).write(
            to: &data)
        data += bytes("0102030405060708") + [UInt8](repeating: 0xCC, count: 8)
        data += [UInt8](repeating: 0xDD, count: 16)
        let packet = try udp(port: 4500, data: data)
        let layers = dissect(packet)
        expectCover(layers, packet.count)
        #expect(layers.map(\.kind) == [.ipv4, .udp, .esp])
        let esp = layers[2]
        #expect(value(esp, .securityParametersIndex) == "0x00001001")
        #expect(value(esp, .sequenceNumber) == "3")
        #expect(value(esp, .initializationVector) == "0x0102030405060708")
        #expect(esp.field(.ciphertext)?.range == 44..<52)
        #expect(esp.field(.integrityCheckValue)?.range == 52..<68)
        #expect(dissect(try udp(port: 4499, data: data)).last?.kind == .data)
        let direct = try PacketDraft(
            source: #require(IPAddress("::1")), destination: #require(IPAddress("::2")),
            transport: .other(.esp), data: data
        ).build().bytes
        #expect(dissect(direct).map(\.kind) == [.ipv6, .esp])
    }

    @Test func tellsESPFromItsNeighbours() throws {
        func last(_ data: [UInt8]) throws -> DissectedLayer? {
            dissect(try udp(port: 4500, data: data)).last
        }
        #expect(try last([0xFF])?.kind == .data)
        #expect(try last(bytes("00000000 0102"))?.kind == .data)
        #expect(try last([])?.kind == .udp)
        #expect(try last(bytes("00001001"))?.fault == .truncated)
        #expect(try last([UInt8](repeating: 1, count: 31))?.fault == .truncated)
        #expect(try last([UInt8](repeating: 1, count: 32))?.kind == .esp)
    }

    @Test func readsPlaintext() {
        let plaintext = GoldenPackets.udp6 + bytes("0102 02 29")
        let layers = dissectPlaintext(plaintext)
        expectCover(layers, plaintext.count)
        #expect(layers.map(\.kind) == [.ipv6, .udp, .data, .espTrailer])
        let trailer = layers[3]
        #expect(trailer.field(.padding)?.range == 52..<54)
        #expect(value(trailer, .padLength) == "2")
        #expect(value(trailer, .nextHeader) == "ipv6")
        let confidential = GoldenPackets.udp6 + [9, 9, 9, 9] + bytes("00 29")
        #expect(
            dissectPlaintext(confidential).map(\.kind)
                == [.ipv6, .udp, .data, .trafficPadding, .espTrailer])
        let dummy = dissectPlaintext(bytes("ab cd 00 3b"))
        #expect(dummy.map(\.kind) == [.data, .espTrailer])
    }

    @Test func refusesBadPlaintext() {
        #expect(dissectPlaintext([]).map(\.fault) == [.truncated])
        #expect(dissectPlaintext([4]).map(\.fault) == [.truncated])
        #expect(dissectPlaintext([1, 3, 4]).map(\.fault) == [.badPadLength])
        let notIP = dissectPlaintext(bytes("00 00 00 04"))
        #expect(notIP.map(\.kind) == [.unreadable, .espTrailer])
        #expect(notIP[0].fault == .badVersion)
    }

    @Test func nestingEnds() throws {
        var packet = GoldenPackets.tcp4
        for _ in 0..<10 {
            packet = try PacketDraft(
                source: #require(IPAddress("10.0.0.1")),
                destination: #require(IPAddress("10.0.0.2")),
                transport: .other(.ipv4), data: packet
            ).build().bytes
        }
        let layers = dissect(packet)
        expectCover(layers, packet.count)
        #expect(layers.map(\.kind) == [.ipv4, .ipv4, .ipv4, .ipv4, .data])
    }

    @Test func coversAnything() throws {
        var generator = SplitMix(seed: 10)
        var seen: Set<LayerKind> = []
        let protocols =
            IPProtocol.named + [.hopByHop, .routing, .fragmentHeader, .destinationOptions]
        for _ in 0..<10_000 {
            var bytes = generator.bytes(.random(in: 0...120, using: &generator))
            if bytes.count >= 48, let proto = protocols.randomElement(using: &generator) {
                let isVersion4 = Bool.random(using: &generator)
                bytes[0] = isVersion4 ? 0x45 : 0x60
                let most = UInt16(bytes.count - (isVersion4 ? 0 : 40))
                let length = UInt16.random(in: 0...most, using: &generator)
                bytes.put(bigEndian: length, at: isVersion4 ? 2 : 4)
                bytes[isVersion4 ? 9 : 6] = proto.rawValue
                if isVersion4 { bytes.put(bigEndian: UInt16(0x1194), at: 22) }
                if isVersion4, Bool.random(using: &generator) { bytes.put(bigEndian: 0, at: 6) }
                bytes.put(bigEndian: .random(in: 8...40, using: &generator), at: 24)
            }
            let layers = dissect(bytes)
            expectCover(layers, bytes.count)
            let plain = dissectPlaintext(bytes)
            expectCover(plain, bytes.count)
            var known = try KnownESP.random(using: &generator)
            let sealed = known.layers
            expectCover(sealed, known.bytes.count)
            for _ in 0..<3 {
                let place = Int.random(in: known.bytes.indices, using: &generator)
                known.bytes[place] = .random(in: 0...255, using: &generator)
                expectCover(known.layers, known.bytes.count)
            }
            expectCover(
                Dissection.layers(ofPlaintext: bytes.span, knowing: known.content), bytes.count)
            seen.formUnion(sealed.map(\.kind))
            seen.formUnion(layers.map(\.kind))
            seen.formUnion(plain.map(\.kind))
        }
        #expect(seen == Set(LayerKind.allCases))
    }
}
