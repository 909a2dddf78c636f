import Chance
import Testing

@testable import Wire

@Suite struct QuotedPacketTests {
    private func quoted(_ bytes: [UInt8]) throws -> QuotedPacket {
        try QuotedPacket.parse(bytes.span)
    }

    @Test func readsTheGoldenPackets() throws {
        let tcp = try quoted(GoldenPackets.tcp4)
        #expect(tcp.fields == (try Packet.parse(GoldenPackets.tcp4)).fields)
        #expect(tcp.queryIdentifier == nil)
        let udp = try quoted(GoldenPackets.udp6)
        #expect(udp.fields == (try Packet.parse(GoldenPackets.udp6)).fields)
        #expect(udp.queryIdentifier == nil)
        for bytes in [GoldenPackets.icmp4, GoldenPackets.icmp6] {
            let icmp = try QuotedPacket.parse(bytes.span)
            #expect(icmp.fields == (try Packet.parse(bytes)).fields)
            #expect(icmp.queryIdentifier == 0x1234)
            #expect(try Packet.parse(bytes).queryIdentifier == 0x1234)
        }
    }

    /// From the ports or the ICMP header on a quote is read, and says the same however long it is.
    @Test func readsEveryLengthThatIsEnough() throws {
        for bytes in GoldenPackets.all {
            let whole = try QuotedPacket.parse(bytes.span)
            let start = whole.fields.source.family == .v4 ? 20 : 40
            let least = start + (whole.fields.proto.hasPorts ? 4 : 8)
            for length in 0..<least {
                #expect(throws: WireFault.truncated) {
                    try QuotedPacket.parse(bytes.span.extracting(..<length))
                }
            }
            for length in least...bytes.count {
                let quoted = try QuotedPacket.parse(bytes.span.extracting(..<length))
                var fields = whole.fields
                if length < start + 14 { fields.tcpFlags = nil }
                #expect(quoted.fields == fields)
                #expect(quoted.queryIdentifier == whole.queryIdentifier)
            }
        }
    }

    @Test func refusesWhatIsNoHeader() {
        func fault(_ offset: Int, _ byte: UInt8) -> WireFault? {
            var bytes = GoldenPackets.tcp4
            bytes[offset] = byte
            do throws(WireFault) {
                _ = try QuotedPacket.parse(bytes.span)
                return nil
            } catch { return error }
        }
        #expect(fault(0, 0x55) == .badVersion)
        #expect(fault(0, 0x44) == .badHeaderLength)
        #expect(fault(0, 0x4F) == .badTotalLength)
        #expect(fault(3, 19) == .badTotalLength)
        // A shorter or longer total and a wrong checksum are what routers on the way leave behind.
        #expect(fault(3, 200) == nil && fault(10, 0) == nil && fault(8, 0) == nil)
    }

    @Test func optionsAreSkipped() throws {
        let plain = GoldenPackets.tcp4
        let bytes = [0x46] + plain[1..<20] + [1, 1, 1, 0] + plain[20...]
        let quoted = try QuotedPacket.parse(bytes.span)
        #expect(quoted.fields.destinationPort == Port(rawValue: 443))
        #expect(throws: WireFault.truncated) {
            try QuotedPacket.parse(bytes.span.extracting(..<27))
        }
    }

    @Test func otherProtocolsNeedOnlyWhatTheyHave() throws {
        let draft = PacketDraft(
            source: .v4(IPv4Address(rawValue: 1)), destination: .v4(IPv4Address(rawValue: 2)),
            transport: .other(.esp), data: [1, 2, 3])
        let bytes = try draft.build().bytes
        #expect(try QuotedPacket.parse(bytes.span).fields == draft.build().fields)
        let short = try QuotedPacket.parse(bytes.span.extracting(..<20))
        #expect(try short.fields == draft.build().fields)
        #expect(throws: WireFault.truncated) {
            try QuotedPacket.parse(bytes.span.extracting(..<19))
        }
    }

    /// Over IPv6 the number of ICMP is only a number, and so is that of ICMPv6 over IPv4.
    @Test(arguments: [(IPFamily.v4, IPProtocol.icmpv6), (.v6, .icmp)])
    func theOtherFamilysICMPIsOnlyANumber(_ family: IPFamily, _ proto: IPProtocol) throws {
        let addresses: (IPAddress, IPAddress) =
            family == .v4
            ? (.v4(IPv4Address(rawValue: 1)), .v4(IPv4Address(rawValue: 2)))
            : (.v6(IPv6Address(rawValue: 1)), .v6(IPv6Address(rawValue: 2)))
        for data in [[8], [8, 0, 0, 0, 0, 1, 0, 1]] as [[UInt8]] {
            let packet = try PacketDraft(
                source: addresses.0, destination: addresses.1, transport: .other(proto), data: data
            ).build()
            let quoted = try QuotedPacket.parse(packet.bytes.span)
            #expect(quoted.fields == packet.fields && quoted.fields.icmpType == nil)
            #expect(quoted.queryIdentifier == nil)
        }
    }

    @Test func fragmentsAreToldApart() throws {
        var bytes = GoldenPackets.tcp4
        bytes.put(bigEndian: 0x2000, at: IPv4Header.Offset.fragment)
        let first = try QuotedPacket.parse(bytes.span)
        #expect(first.fragment == .first && first.fields.sourcePort != nil)
        bytes.put(bigEndian: 0x2001, at: IPv4Header.Offset.fragment)
        let later = try QuotedPacket.parse(bytes.span)
        #expect(later.fragment == .later && later.fields.sourcePort == nil)
    }

    /// An error about any packet quotes it up to the limit of its family, and is right in itself.
    @Test(arguments: [(IPFamily.v4, UInt8(3), 576), (.v6, 1, 1280)])
    func errorsQuoteWhatTheyMay(_ family: IPFamily, _ type: UInt8, _ limit: Int) throws {
        var generator = SplitMix(seed: 12)
        var (cut, whole) = (0, 0)
        for round in 0..<200 {
            let about = try generator.draft(family, dataLength: round * 8).build()
            let error = try PacketDraft(
                source: generator.address(family), destination: about.fields.source,
                transport: .icmpError(type: type, code: 1, rest: 0x0102_0304, about: about.bytes)
            ).build()
            #expect(error.transportChecksumIsRight == true)
            #expect(error.fields.icmpType == type && error.fields.icmpCode == 1)
            #expect(error.queryIdentifier == nil)
            let rest = error.bytes.span.uint32(at: error.transportOffset + 4)
            #expect(rest == 0x0102_0304)
            let quote = error.bytes[error.payload]
            let start = error.transportOffset + ICMPHeader.length
            #expect(error.bytes.count == min(limit, start + about.bytes.count))
            #expect(quote.elementsEqual(about.bytes.prefix(limit - start)))
            let read = try quoted(Array(quote))
            #expect(read.fields == about.fields)
            #expect(read.queryIdentifier == about.queryIdentifier)
            if quote.count < about.bytes.count { cut += 1 } else { whole += 1 }
        }
        #expect(cut > 30 && whole > 30)
    }

    @Test func anyMessageCanBeBuilt() throws {
        let draft = PacketDraft(
            source: .v6(IPv6Address(rawValue: 1)), destination: .v6(IPv6Address(rawValue: 2)),
            transport: .icmp(type: 135, code: 7, rest: 0xAABB_CCDD), data: [9])
        let packet = try draft.build()
        #expect(packet.fields.proto == .icmpv6 && packet.transportChecksumIsRight == true)
        #expect(Array(packet.bytes[44...]) == [0xAA, 0xBB, 0xCC, 0xDD, 9])
        #expect(packet.fields.icmpType == 135 && packet.fields.icmpCode == 7)
    }

    @Test func acknowledgmentsAreWritten() throws {
        let port = Port(rawValue: 1)
        let draft = PacketDraft(
            source: .v4(IPv4Address(rawValue: 1)), destination: .v4(IPv4Address(rawValue: 2)),
            transport: .tcp(
                source: port, destination: port, sequence: 1, acknowledgment: 0x0A0B_0C0D,
                flags: .ack))
        let packet = try draft.build()
        #expect(packet.bytes.span.uint32(at: 28) == 0x0A0B_0C0D)
        #expect(packet.transportChecksumIsRight == true)
    }

    @Test func knowsWhichTypesAreErrors() {
        let v4 = (UInt8.min ... .max).filter { ICMPHeader.isError($0, .v4) }
        #expect(v4 == [3, 4, 5, 11, 12])
        let v6 = (UInt8.min ... .max).filter { ICMPHeader.isError($0, .v6) }
        #expect(v6 == Array(0...127))
    }

    /// Random bytes never trap.
    @Test func survivesRandomBytes() {
        var generator = SplitMix(seed: 13)
        var (read, refused) = (0, 0)
        for _ in 0..<20_000 {
            var bytes = generator.bytes(.random(in: 0...70, using: &generator))
            if !bytes.isEmpty { bytes[0] = Bool.random(using: &generator) ? 0x45 : 0x60 }
            if (try? QuotedPacket.parse(bytes.span)) == nil { refused += 1 } else { read += 1 }
        }
        #expect(read > 1_000 && refused > 1_000)
    }
}
