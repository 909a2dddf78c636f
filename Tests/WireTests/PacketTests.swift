import Chance
import Testing

@testable import Wire

@Suite struct PacketTests {
    private func draft(
        _ source: String, _ destination: String, _ transport: PacketDraft.Transport,
        data: String = "", identification: UInt16 = 0, hopLimit: UInt8 = 64
    ) throws -> PacketDraft {
        PacketDraft(
            source: try #require(IPAddress(source)),
            destination: try #require(IPAddress(destination)),
            transport: transport, data: Array(data.utf8), identification: identification,
            hopLimit: hopLimit)
    }

    @Test func buildsTheGoldenPackets() throws {
        let tcp = try draft(
            "192.168.1.50", "192.168.1.1",
            .tcp(
                source: Port(rawValue: 50000), destination: Port(rawValue: 443),
                sequence: 0x0102_0304, flags: .syn), identification: 7)
        #expect(try tcp.build().bytes == GoldenPackets.tcp4)
        let udp = try draft(
            "2001:db8::7", "2001:db8:1::9",
            .udp(source: Port(rawValue: 5353), destination: Port(rawValue: 53)), data: "hola",
            hopLimit: 9)
        #expect(try udp.build().bytes == GoldenPackets.udp6)
        let request = try draft(
            "2001:db8::7", "2001:db8:1::9",
            .icmpEcho(.request, identifier: 0x1234, sequence: 5), data: "abc")
        #expect(try request.build().bytes == GoldenPackets.icmp6)
        let reply = try draft(
            "10.0.0.1", "10.0.0.2", .icmpEcho(.reply, identifier: 0x1234, sequence: 5), data: "abc")
        #expect(try reply.build().bytes == GoldenPackets.icmp4)
    }

    @Test func readsWhatAFirewallSees() throws {
        let tcp = try Packet.parse(GoldenPackets.tcp4)
        #expect(
            tcp.fields
                == PacketFields(
                    source: try #require(IPAddress("192.168.1.50")),
                    destination: try #require(IPAddress("192.168.1.1")), proto: .tcp,
                    sourcePort: Port(rawValue: 50000), destinationPort: Port(rawValue: 443),
                    tcpFlags: .syn, totalLength: 40, hopLimit: 64))
        #expect(tcp.payload == 40..<40)
        let udp = try Packet.parse(GoldenPackets.udp6)
        #expect(udp.fields.destinationPort == Port(rawValue: 53))
        #expect(udp.fields.tcpFlags == nil && udp.fields.icmpType == nil)
        #expect(udp.fields.hopLimit == 9 && udp.payload == 48..<52)
        let icmp = try Packet.parse(GoldenPackets.icmp6)
        #expect(icmp.fields.icmpType == 128 && icmp.fields.icmpCode == 0)
        #expect(icmp.fields.sourcePort == nil)
    }

    /// Building and reading agree for every transport, family and length, and every checksum is right.
    @Test(arguments: IPFamily.allCases)
    func buildsAnyDraft(_ family: IPFamily) throws {
        var generator = SplitMix(seed: 8)
        for length in 0...600 {
            let draft = generator.draft(family, dataLength: length)
            let packet = try draft.build()
            #expect(packet.transportChecksumIsRight == true)
            #expect(packet.fields.source == draft.source)
            #expect(packet.fields.destination == draft.destination)
            #expect(packet.fields.proto == draft.proto)
            #expect(packet.fields.hopLimit == draft.hopLimit)
            #expect(packet.fields.totalLength == packet.bytes.count)
            #expect(Array(packet.bytes[packet.payload]) == draft.data)
            #expect(try Packet.parse(packet.bytes) == packet)
        }
    }

    @Test func refusesEveryTruncation() throws {
        for bytes in GoldenPackets.all {
            _ = try Packet.parse(bytes)
            for length in 0..<bytes.count {
                #expect(throws: WireFault.self) { try Packet.parse(Array(bytes[..<length])) }
            }
        }
    }

    /// A flipped bit is refused, or the checksum of the receiver finds it.
    ///
    /// The only bits that no checksum of IPv6 covers are in the first eight bytes.
    @Test func noticesEveryFlippedBit() throws {
        for bytes in GoldenPackets.all {
            let isVersion6 = bytes[0] >> 4 == 6
            var (refused, noticed) = (0, 0)
            for bit in 0..<(bytes.count * 8) {
                var flipped = bytes
                flipped[bit / 8] ^= 0x80 >> UInt8(bit % 8)
                guard let packet = try? Packet.parse(flipped) else {
                    refused += 1
                    continue
                }
                if packet.transportChecksumIsRight == false {
                    noticed += 1
                } else {
                    #expect(isVersion6 && (4..<64).contains(bit))
                }
            }
            #expect(refused > 5 && noticed > 5)
        }
    }

    @Test func aDraftKnowsWhatAFirewallWillSee() throws {
        var random = SplitMix(seed: 9)
        for family in IPFamily.allCases {
            for length in 0..<100 {
                var draft = random.draft(family, dataLength: length)
                draft.dscp = .random(in: 0..<64, using: &random)
                let packet = try draft.build()
                #expect(draft.fields == packet.fields)
                #expect(
                    packet.bytes.count - length
                        == PacketDraft.leastLength(packet.fields.proto, family))
                draft.transport = .icmpError(type: 3, code: 1, about: packet.bytes)
                #expect(try draft.fields == draft.build().fields)
            }
        }
    }

    @Test func paddingIsCutOff() throws {
        let padded = GoldenPackets.udp6 + [0, 0, 0]
        #expect(try Packet.parse(padded) == Packet.parse(GoldenPackets.udp6))
    }

    @Test func aWrongHeaderChecksumIsRefused() {
        var bytes = GoldenPackets.tcp4
        bytes[10] ^= 1
        #expect(throws: WireFault.badHeaderChecksum) { try Packet.parse(bytes) }
    }

    @Test func aZeroUDPChecksumIsSentAsAllOnes() throws {
        // The data is chosen so that the sum of everything else is 0xFFFF.
        var draft = try draft(
            "0.0.0.0", "0.0.0.0",
            .udp(source: Port(rawValue: 0), destination: Port(rawValue: 0)))
        draft.data = [0xFF, 0xFF - 17 - 20]
        let packet = try draft.build()
        #expect(Array(packet.bytes[26..<28]) == [0xFF, 0xFF])
        #expect(packet.transportChecksumIsRight == true)
    }

    @Test func anAbsentUDPChecksumIsOnlyForIPv4() throws {
        let ports = PacketDraft.Transport.udp(
            source: Port(rawValue: 1), destination: Port(rawValue: 2))
        var v4 = try draft("10.0.0.1", "10.0.0.2", ports).build().bytes
        v4.put(bigEndian: 0, at: 26)
        #expect(try Packet.parse(v4).transportChecksumIsRight == nil)
        var v6 = try draft("::1", "::2", ports).build().bytes
        v6.put(bigEndian: 0, at: 46)
        #expect(try Packet.parse(v6).transportChecksumIsRight == false)
    }

    @Test(arguments: [("10.0.0.1", "10.0.0.2", 65_507), ("::1", "::2", 65_487)])
    func hasALimit(_ source: String, _ destination: String, _ longest: Int) throws {
        var draft = try draft(
            source, destination,
            .udp(source: Port(rawValue: 1), destination: Port(rawValue: 2)))
        draft.data = [UInt8](repeating: 0xA5, count: longest)
        let packet = try draft.build()
        #expect(packet.bytes.count == Packet.maximumLength)
        #expect(packet.transportChecksumIsRight == true)
        draft.data.append(0)
        #expect(throws: WireFault.tooLong) { try draft.build() }
    }

    @Test func refusesMixedFamilies() throws {
        let mixed = try draft("10.0.0.1", "::1", .icmpEcho(.request, identifier: 1, sequence: 1))
        #expect(throws: WireFault.mixedFamilies) { try mixed.build() }
        let other = try draft("::1", "10.0.0.1", .other(.esp))
        #expect(throws: WireFault.mixedFamilies) { try other.build() }
    }

    @Test func otherProtocolsHaveDataOnly() throws {
        let packet = try draft("10.0.0.1", "10.0.0.2", .other(IPProtocol(rawValue: 47)), data: "x")
            .build()
        #expect(packet.payload == 20..<21)
        #expect(packet.transportChecksumIsRight == nil)
        let hollow = try draft("10.0.0.1", "10.0.0.2", .other(.tcp), data: "x")
        #expect(throws: WireFault.truncated) { try hollow.build() }
    }

    @Test func laterFragmentsHaveNoPorts() throws {
        var bytes = try draft(
            "10.0.0.1", "10.0.0.2",
            .udp(source: Port(rawValue: 1), destination: Port(rawValue: 2)), data: "0123456789"
        ).build().bytes
        bytes.put(bigEndian: 0x2000, at: IPv4Header.Offset.fragment)
        // The first fragment names the length of the whole datagram.
        bytes.put(bigEndian: 1000, at: 20 + UDPHeader.Offset.datagramLength)
        IPv4Header.fillChecksum(of: 0..<20, in: &bytes)
        let first = try Packet.parse(bytes)
        #expect(first.fields.destinationPort == Port(rawValue: 2))
        #expect(first.fragment == .first && first.payload == 28..<38)
        #expect(first.transportChecksumIsRight == nil)
        bytes.put(bigEndian: 0x2001, at: IPv4Header.Offset.fragment)
        IPv4Header.fillChecksum(of: 0..<20, in: &bytes)
        let later = try Packet.parse(bytes)
        #expect(later.fields.sourcePort == nil && later.fields.destinationPort == nil)
        #expect(later.fields.proto == .udp)
        #expect(later.fragment == .later && later.payload == 20..<38)
        bytes.put(bigEndian: 0, at: IPv4Header.Offset.fragment)
        IPv4Header.fillChecksum(of: 0..<20, in: &bytes)
        #expect(throws: WireFault.badTotalLength) { try Packet.parse(bytes) }
    }

    /// Random bytes never trap, and what is accepted is accepted again.
    @Test func survivesRandomBytes() throws {
        var generator = SplitMix(seed: 9)
        var (read, refused) = (0, 0)
        for _ in 0..<20_000 {
            var bytes = generator.bytes(.random(in: 0...90, using: &generator))
            if bytes.count >= 20, Bool.random(using: &generator) {
                bytes[0] = 0x45
                bytes[2] = 0
                bytes[3] = UInt8(bytes.count)
                bytes[9] = [1, 6, 17, 50].randomElement(using: &generator) ?? 0
                IPv4Header.fillChecksum(of: 0..<20, in: &bytes)
            }
            guard let packet = try? Packet.parse(bytes) else {
                refused += 1
                continue
            }
            read += 1
            #expect(try Packet.parse(packet.bytes) == packet)
            _ = packet.transportChecksumIsRight
        }
        #expect(read > 1_000 && refused > 1_000)
    }
}
