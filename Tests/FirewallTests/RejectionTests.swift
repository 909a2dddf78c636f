import Firewall
import Testing
import Timeline
import Wire

@Suite struct RejectionTests {
    private let gateway4 = address("192.168.1.1")
    private let gateway6 = address("2001:db8::1")

    private func gateway(_ family: IPFamily) -> IPAddress {
        family == .v4 ? gateway4 : gateway6
    }

    // MARK: - TCP

    /// Control bits, bytes of data, and the number that acknowledges all of a segment from 1000 on.
    static let segments: [(TCPFlags, Int, UInt32)] = [
        (.syn, 0, 1001), ([.syn, .psh], 5, 1006), (.fin, 0, 1001), ([.syn, .fin], 3, 1005),
        ([], 7, 1007),
    ]

    @Test(arguments: Hosts.all, segments)
    func aSegmentWithoutAckGetsRSTAndACK(
        _ hosts: Hosts, _ segment: (flags: TCPFlags, length: Int, acknowledged: UInt32)
    ) throws {
        let data = [UInt8](repeating: 7, count: segment.length)
        let packet = try hosts.tcp(segment.flags, data)
        let draft = try #require(Rejection.reply(to: packet, from: gateway(hosts.family)))
        let reset = try draft.build()
        #expect(reset.fields.source == hosts.far && reset.fields.destination == hosts.near)
        #expect(reset.fields.sourcePort?.rawValue == hosts.farPort)
        #expect(reset.fields.destinationPort?.rawValue == hosts.nearPort)
        #expect(reset.transportChecksumIsRight == true && reset.payload.isEmpty)
        let header = try TCPHeader.parse(reset.bytes.span.extracting(reset.transportOffset...))
        #expect(header.flags == [.rst, .ack] && header.sequence == 0)
        #expect(header.acknowledgment == segment.acknowledged)
    }

    @Test(arguments: Hosts.all, [.ack, [.syn, .ack], [.fin, .ack, .psh]] as [TCPFlags])
    func aSegmentWithAckGetsRST(_ hosts: Hosts, _ flags: TCPFlags) throws {
        let packet = try hosts.tcp(flags, [1, 2, 3])
        let reset = try #require(Rejection.reply(to: packet, from: nil)).build()
        let header = try TCPHeader.parse(reset.bytes.span.extracting(reset.transportOffset...))
        #expect(header.flags == .rst && header.sequence == 2000 && header.acknowledgment == 0)
    }

    @Test func sequenceNumbersWrap() throws {
        let packet = try Hosts.v4.packet(
            .tcp(
                source: Port(rawValue: 1), destination: Port(rawValue: 2), sequence: .max,
                flags: .syn), [1])
        let draft = try #require(Rejection.reply(to: packet, from: nil))
        #expect(
            draft.transport
                == .tcp(
                    source: Port(rawValue: 2), destination: Port(rawValue: 1), sequence: 0,
                    acknowledgment: 1, flags: [.rst, .ack]))
    }

    // MARK: - ICMP

    @Test(arguments: Hosts.all)
    func otherPacketsGetAnError(_ hosts: Hosts) throws {
        let packets = [
            try hosts.udp([1, 2, 3]), try hosts.echo(.request), try hosts.echo(.reply),
            try hosts.packet(.other(.esp), [1]),
        ]
        for packet in packets {
            let draft = Rejection.reply(to: packet, from: gateway(hosts.family))
            let error = try #require(draft).build()
            #expect(error.fields.source == gateway(hosts.family))
            #expect(error.fields.destination == hosts.near)
            #expect(error.fields.icmpType == (hosts.family == .v4 ? 3 : 1))
            #expect(error.fields.icmpCode == (hosts.family == .v4 ? 13 : 1))
            #expect(Array(error.bytes[error.payload]) == packet.bytes)
            #expect(error.transportChecksumIsRight == true)
            // Nobody answers the error in turn.
            #expect(Rejection.reply(to: error, from: nil) == nil)
        }
    }

    @Test func aGatewayOfTheOtherFamilyLendsNoAddress() throws {
        let packet = try Hosts.v6.udp()
        #expect(Rejection.reply(to: packet, from: gateway4)?.source == Hosts.v6.far)
        #expect(Rejection.reply(to: packet, from: nil)?.source == Hosts.v6.far)
        #expect(Rejection.reply(to: packet, from: gateway6)?.source == gateway6)
    }

    @Test(arguments: Hosts.all)
    func theErrorIsRelatedToTheFlowOfThePacket(_ hosts: Hosts) throws {
        var table = FlowTable()
        let packet = try hosts.udp()
        table.pass(packet)
        let draft = Rejection.reply(to: packet, from: gateway(hosts.family))
        #expect(table.state(of: try #require(draft).build(), at: .start) == .related)
        let syn = try hosts.tcp(.syn)
        table.pass(syn)
        let reset = try #require(Rejection.reply(to: syn, from: nil)).build()
        #expect(table.state(of: reset, at: .start) == .established)
    }

    // MARK: - Silence

    @Test func someMessagesAreNeverAnswered() throws {
        #expect(Rejection.reply(to: try Hosts.v4.tcp(.rst), from: nil) == nil)
        #expect(Rejection.reply(to: try Hosts.v6.tcp([.rst, .ack]), from: nil) == nil)
        var (answered, silent) = (0, 0)
        for hosts in [Hosts.v4, .v6] {
            for type in UInt8.min ... .max {
                let packet = try hosts.packet(.icmp(type: type, code: 0))
                let isSilent =
                    hosts.family == .v4
                    ? [3, 4, 5, 11, 12].contains(type) : type < 128 || type == 137
                #expect((Rejection.reply(to: packet, from: nil) == nil) == isSilent, "\(type)")
                if isSilent { silent += 1 } else { answered += 1 }
            }
        }
        #expect(answered == 251 + 127 && silent == 5 + 129)
    }

    @Test func fragmentsAreAnsweredWhereTheyCanBe() throws {
        let datagram = try Hosts.v4.udp([UInt8](repeating: 1, count: 16))
        #expect(Rejection.reply(to: try datagram.fragment(0x2000), from: nil) != nil)
        #expect(Rejection.reply(to: try datagram.fragment(0x2001), from: nil) == nil)
        #expect(Rejection.reply(to: try datagram.fragment(0x0001), from: nil) == nil)
        #expect(Rejection.reply(to: try Hosts.v4.tcp(.ack).fragment(0x2000), from: nil) != nil)
        #expect(Rejection.reply(to: try Hosts.v4.tcp(.syn).fragment(0x2000), from: nil) == nil)
    }

    @Test(arguments: [
        ("0.0.0.0", "10.0.0.2"), ("127.0.0.1", "10.0.0.2"), ("127.255.0.9", "10.0.0.2"),
        ("224.0.0.1", "10.0.0.2"), ("240.0.0.1", "10.0.0.2"), ("255.255.255.255", "10.0.0.2"),
        ("10.0.0.1", "224.0.0.1"), ("10.0.0.1", "239.255.255.255"),
        ("10.0.0.1", "255.255.255.255"), ("10.0.0.1", "0.0.0.0"), ("::", "2001:db8::1"),
        ("::1", "2001:db8::1"), ("ff02::1", "2001:db8::1"), ("2001:db8::1", "ff02::1"),
        ("2001:db8::1", "::"),
    ])
    func onlyHostsAreAnswered(_ source: String, _ destination: String) throws {
        let hosts = Hosts(source, destination)
        #expect(Rejection.reply(to: try hosts.udp(), from: nil) == nil)
        #expect(Rejection.reply(to: try hosts.tcp(.syn), from: nil) == nil)
    }

    @Test(arguments: [
        ("0.0.0.1", "10.0.0.2"), ("126.255.255.255", "128.0.0.1"), ("223.255.255.255", "240.0.0.1"),
        ("::2", "fe00::1"),
    ])
    func theirNeighboursAreAnswered(_ source: String, _ destination: String) throws {
        let hosts = Hosts(source, destination)
        #expect(Rejection.reply(to: try hosts.udp(), from: nil) != nil)
        #expect(Rejection.reply(to: try hosts.tcp(.syn), from: nil) != nil)
    }

    @Test func aDamagedPacketIsNotAnswered() throws {
        for packet in [try Hosts.v4.udp([1]), try Hosts.v6.tcp(.syn, [1])] {
            var bytes = packet.bytes
            bytes[bytes.count - 1] ^= 1
            #expect(Rejection.reply(to: try Packet.parse(bytes), from: nil) == nil)
        }
    }
}
