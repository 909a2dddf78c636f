import Network
import Testing
import Timeline
import Wire

@testable import Network

/// What a host says by itself: echo replies, errors, and nothing.
@Suite struct HostEchoTests {
    static let families = IPFamily.allCases

    static func packet(
        _ transport: PacketDraft.Transport, _ family: IPFamily = .v4, from last: UInt8 = 1,
        data: [UInt8] = []
    ) throws -> Packet {
        try PacketDraft(
            source: HostNet.address(last, family), destination: HostNet.address(2, family),
            transport: transport, data: data
        ).build()
    }

    @Test(arguments: families) func answersEchoes(family: IPFamily) throws {
        var host = HostNet.host(2)
        let output = host.receive(
            try Self.packet(
                .icmpEcho(.request, identifier: 7, sequence: 9), family, data: [1, 2, 3]),
            at: .start)
        let reply = try #require(output.packets.first?.packet)
        #expect(reply.fields.icmpType == ICMPHeader.echoReply(family))
        #expect(reply.fields.source == HostNet.address(2, family))
        #expect(reply.queryIdentifier == 7)
        #expect(Array(reply.bytes[reply.payload]) == [1, 2, 3])
        #expect(reply.transportChecksumIsRight == true)
        #expect(output.happenings == [.echoed(to: HostNet.address(1, family), sequence: 9)])
    }

    @Test(arguments: families) func closedUDPPortsAreReportedTenTimesASecond(family: IPFamily)
        throws
    {
        var host = HostNet.host(2)
        var told: [Bool] = []
        for port in 0..<30 as Range<UInt16> {
            let packet = try Self.packet(
                .udp(source: Port(rawValue: 5_000), destination: Port(rawValue: 100 + port)),
                family)
            let output = host.receive(packet, at: .start)
            #expect(
                output.happenings == [
                    .closedPort(
                        .udp, Port(rawValue: 100 + port), from: HostNet.address(1, family),
                        isTold: port < 10)
                ])
            told.append(!output.packets.isEmpty)
            if let error = output.packets.first?.packet {
                #expect(error.fields.icmpType == (family == .v4 ? 3 : 1))
                #expect(error.fields.icmpCode == (family == .v4 ? 3 : 4))
                #expect(error.bytes[error.payload].starts(with: packet.bytes))
            }
        }
        #expect(told == Array(repeating: true, count: 10) + Array(repeating: false, count: 20))
        let packet = try Self.packet(
            .udp(source: Port(rawValue: 5_000), destination: Port(rawValue: 9_999)), family)
        let counts = [99, 100, 100].map {
            host.receive(packet, at: .start + .milliseconds($0)).packets.count
        }
        #expect(counts == [0, 1, 0])
    }

    @Test func reportsProtocolsThatItDoesNotHave() throws {
        for (family, type, code, rest) in [(IPFamily.v4, 3, 2, 0), (.v6, 4, 1, 6)] {
            var host = HostNet.host(2)
            let packet = try Self.packet(.other(IPProtocol(rawValue: 132)), family, data: [1])
            let output = host.receive(packet, at: .start)
            let error = try #require(output.packets.first?.packet)
            #expect(error.fields.icmpType == UInt8(type))
            #expect(error.fields.icmpCode == UInt8(code))
            #expect(error.bytes.span.uint32(at: error.transportOffset + 4) == UInt32(rest))
        }
    }

    @Test func ignoresWhatIsNotForIt() throws {
        var host = HostNet.host(2, services: [HostService(.echo, .udp, port: Port(rawValue: 7))])
        func reason(_ packet: Packet) -> [HostEvent] {
            let output = host.receive(packet, at: .start)
            #expect(output.packets.isEmpty)
            return output.happenings
        }
        let echo = PacketDraft.Transport.icmpEcho(.request, identifier: 1, sequence: 1)
        let elsewhere = try PacketDraft(
            source: HostNet.address(1), destination: HostNet.address(9), transport: echo
        ).build()
        #expect(reason(elsewhere) == [.ignored(.notAddressed)])
        // From itself, as in the LAND attack.
        #expect(reason(try Self.packet(echo, from: 2)) == [.ignored(.badSource)])
        let everybody = try PacketDraft(
            source: .v4(IPv4Address(rawValue: .max)), destination: HostNet.address(2),
            transport: echo
        ).build()
        #expect(reason(everybody) == [.ignored(.badSource)])
        let reply = PacketDraft.Transport.icmpEcho(.reply, identifier: 1, sequence: 1)
        #expect(reason(try Self.packet(reply)) == [.ignored(.unexpected)])
        #expect(reason(try Self.packet(.icmp(type: 13, code: 0))) == [.ignored(.unhandledICMP)])
        // Two services that answer anything would never stop.
        let loop = PacketDraft.Transport.udp(
            source: Port(rawValue: 7), destination: Port(rawValue: 7))
        #expect(reason(try Self.packet(loop)) == [.ignored(.loop)])
        let reset = PacketDraft.Transport.tcp(
            source: Port(rawValue: 5), destination: Port(rawValue: 5), sequence: 1, flags: .rst)
        #expect(reason(try Self.packet(reset)) == [.ignored(.strayReset)])
        var damaged = try Self.packet(echo, data: [1, 2]).bytes
        damaged[damaged.count - 1] ^= 1
        #expect(reason(try .parse(damaged)) == [.ignored(.badChecksum)])
        let about = try Self.packet(.udp(source: Port(rawValue: 1), destination: Port(rawValue: 2)))
        let error = PacketDraft.Transport.icmpError(type: 3, code: 3, about: about.bytes)
        #expect(reason(try Self.packet(error)) == [.ignored(.unexpected)])
    }

    @Test(arguments: families) func datagramsAreEchoed(family: IPFamily) throws {
        var host = HostNet.host(
            2,
            services: [
                HostService(.echo, .udp, port: Port(rawValue: 7)),
                HostService(.discard, .udp, port: Port(rawValue: 9)),
            ])
        for (port, answers) in [(UInt16(7), 1), (9, 0)] {
            let output = host.receive(
                try Self.packet(
                    .udp(source: Port(rawValue: 5_000), destination: Port(rawValue: port)), family,
                    data: [1, 2]), at: .start)
            #expect(output.packets.count == answers)
            if let reply = output.packets.first?.packet {
                #expect(Array(reply.bytes[reply.payload]) == [1, 2])
                #expect(reply.fields.destinationPort == Port(rawValue: 5_000))
            }
        }
    }

    /// Vectors of the reference implementation (Aumasson and Bernstein), whose key is 00 to 0f.
    @Test func mixesAsSipHashDoes() {
        let secret = HostSecret(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
        let input = (0..<64).map { UInt8($0) }
        #expect(secret.mix([]) == 0x726F_DB47_DD0E_0E31)
        #expect(secret.mix(Array(input.prefix(1))) == 0x74F8_39C5_93DC_67FD)
        #expect(secret.mix(Array(input.prefix(8))) == 0x93F5_F579_9A93_2462)
        #expect(secret.mix(Array(input.prefix(15))) == 0xA129_CA61_49BE_45E5)
        #expect(secret.mix(Array(input.prefix(63))) == 0x958A_324C_EB06_4572)
    }
}
