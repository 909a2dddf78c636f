import Chance
import Network
import Testing
import Timeline
import Wire

@Suite struct PathMTUTests {
    private let near = address("10.0.0.1")
    private let far = address("10.1.0.9")
    private let near6 = address("2001:db8::1")
    private let far6 = address("2001:db8:1::9")

    private func packet(_ source: IPAddress, _ destination: IPAddress, _ count: Int) throws
        -> Packet
    {
        try PacketDraft(
            source: source, destination: destination, transport: .other(.esp),
            data: [UInt8](repeating: 0, count: count)
        ).build()
    }

    private func message(_ mtu: Int, about packet: Packet) throws -> Packet {
        try Fitting.message(about: packet, mtu: mtu, from: packet.fields.destination).build()
    }

    @Test func anEstimateOnlyFallsAndIsForgotten() throws {
        var cache = PathMTUCache()
        let packet = try packet(near, far, 1_480)
        #expect(cache.mtu(to: far, over: 1_500, at: at(0)) == 1_500)
        #expect(
            cache.learn(from: try message(1_400, about: packet), over: 1_500, at: at(1))?.mtu
                == 1_400)
        #expect(cache.learn(from: try message(1_450, about: packet), over: 1_500, at: at(2)) == nil)
        #expect(
            cache.learn(from: try message(1_300, about: packet), over: 1_500, at: at(3))?.mtu
                == 1_300)
        #expect(cache.mtu(to: far, over: 1_500, at: at(602)) == 1_300)
        #expect(cache.mtu(to: far, over: 1_000, at: at(602)) == 1_000)
        #expect(cache.mtu(to: near, over: 1_500, at: at(602)) == 1_500)
        #expect(cache.known(at: at(602)).map(\.mtu) == [1_300])
        #expect(cache.mtu(to: far, over: 1_500, at: at(603)) == 1_500)
        #expect(cache.known(at: at(603)).isEmpty)
    }

    @Test func impossibleSizesAreNotBelieved() throws {
        var cache = PathMTUCache()
        let four = try packet(near, far, 1_480)
        #expect(cache.learn(from: try message(67, about: four), over: 1_500, at: at(0)) == nil)
        #expect(cache.learn(from: try message(1_500, about: four), over: 1_500, at: at(0)) == nil)
        let six = try packet(near6, far6, 1_460)
        #expect(cache.learn(from: try message(1_279, about: six), over: 1_500, at: at(0)) == nil)
        #expect(cache.learn(from: try message(0, about: six), over: 1_500, at: at(0)) == nil)
        #expect(
            cache.learn(from: try message(1_280, about: six), over: 1_500, at: at(0))?.mtu == 1_280)
        #expect(cache.mtu(to: far6, over: 1_500, at: at(0)) == 1_280)
        let other = try PacketDraft(
            source: far, destination: near,
            transport: .icmpError(type: 3, code: 1, rest: 900, about: four.bytes)
        ).build()
        #expect(cache.learn(from: other, over: 1_500, at: at(0)) == nil)
    }

    /// An old router says 0: then the next plateau below the packet that did not fit.
    @Test(arguments: [(1_500, 1_492), (1_492, 1_006), (1_006, 508), (100, 68), (68, nil)])
    func aMessageWithoutMTUStandsForAPlateau(_ length: Int, _ mtu: Int?) throws {
        var cache = PathMTUCache()
        let packet = try packet(near, far, length - 20)
        #expect(
            cache.learn(from: try message(0, about: packet), over: 1_500, at: at(0))?.mtu == mtu)
    }

    @Test func whatIsKnownIsBounded() throws {
        var cache = PathMTUCache()
        for number in 0..<300 {
            let packet = try packet(near, .v4(IPv4Address(rawValue: UInt32(number + 1))), 1_480)
            cache.learn(from: try message(1_400, about: packet), over: 1_500, at: at(0))
        }
        #expect(cache.known(at: at(0)).count == PathMTUCache.limit)
        #expect(cache.known(at: at(0)).last?.destination == address("0.0.1.44"))
    }

    // MARK: - Segments

    private func syn(_ options: [UInt8], _ flags: TCPFlags = .syn) throws -> Packet {
        var header = TCPHeader(
            sourcePort: Port(rawValue: 1), destinationPort: Port(rawValue: 2), flags: flags)
        header.options = options
        var segment: [UInt8] = []
        header.write(to: &segment)
        PseudoHeader(source: near, destination: far, proto: .tcp)
            .fillChecksum(of: 0..<segment.count, in: &segment)
        return try PacketDraft(
            source: near, destination: far, transport: .other(.tcp), data: segment
        ).build()
    }

    @Test func theSegmentSizeIsLowered() throws {
        #expect(SegmentSizeClamp.limit(mtu: 1_400, .v4) == 1_360)
        #expect(SegmentSizeClamp.limit(mtu: 1_400, .v6) == 1_340)
        // At an even place, and at an odd one behind no operation.
        for options: [UInt8] in [[2, 4, 5, 0xB4], [1, 2, 4, 5, 0xB4, 1, 1, 0]] {
            for flags: TCPFlags in [.syn, [.syn, .ack]] {
                let packet = try syn(options, flags)
                let clamped = try #require(SegmentSizeClamp.clamp(packet, to: 1_360))
                #expect(clamped.transportChecksumIsRight == true)
                var expected = options
                let place = options[0] == 1 ? 3 : 2
                expected.put(bigEndian: 1_360, at: place)
                #expect(
                    try TCPHeader.parse(clamped.bytes.span.extracting(20...)).options == expected)
                #expect(SegmentSizeClamp.clamp(clamped, to: 1_360) == nil)
                var wrong = packet.bytes
                wrong[wrong.count - 20] ^= 0x40
                let still = try #require(
                    SegmentSizeClamp.clamp(try .parse(wrong), to: 1_360))
                #expect(still.transportChecksumIsRight == false)
            }
        }
        #expect(SegmentSizeClamp.clamp(try syn([2, 4, 5, 0xB4], .ack), to: 1_360) == nil)
        #expect(SegmentSizeClamp.clamp(try syn([2, 4, 2, 0]), to: 1_360) == nil)
        for options: [UInt8] in [
            [], [0, 2, 4, 9], [2, 9, 9, 9], [2, 3, 9, 0], [3, 0, 2, 4], [1, 1, 1, 2],
        ] {
            #expect(SegmentSizeClamp.clamp(try syn(options), to: 100) == nil)
        }
    }
}
