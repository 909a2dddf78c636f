import Firewall
import Testing
import Timeline
import Wire

@Suite struct FlowTests {
    // MARK: - Time

    static let timeouts: [(FlowState, UInt64)] = [
        (.synSent, 120), (.simultaneousOpen, 60), (.synReceived, 60), (.established, 432_000),
        (.finWait, 120), (.closeWait, 60), (.lastAck, 30), (.timeWait, 120), (.closed, 10),
    ]

    @Test(arguments: timeouts)
    func eachTCPStateEndsAtItsTime(_ state: FlowState, _ seconds: UInt64) throws {
        var table = FlowTable()
        let way = try #require(TCPFlowTests.ways[state])
        try table.run(way, at: at(7))
        #expect(table.firstState(at: at(7)) == state)
        try expectEnd(of: &table, at: 7 + seconds, probe: Hosts.v4.turned.tcp(.rst))
    }

    @Test(arguments: Hosts.all)
    func otherProtocolsEndAtTheirTime(_ hosts: Hosts) throws {
        let esp = PacketDraft.Transport.other(.esp)
        let cases: [(ask: Packet, answer: Packet, unreplied: UInt64, replied: UInt64)] = [
            (try hosts.udp(), try hosts.turned.udp(), 30, 120),
            (try hosts.echo(.request), try hosts.turned.echo(.reply), 30, 30),
            (try hosts.packet(esp, [1]), try hosts.turned.packet(esp, [2]), 600, 600),
        ]
        for (ask, answer, unreplied, replied) in cases {
            var table = FlowTable()
            #expect(table.state(of: ask, at: at(7)) == .new)
            #expect(table.note(ask, at: at(7)) == .created(FlowID(rawValue: 1)))
            #expect(table.state(of: ask, at: at(8)) == .new)
            try expectEnd(of: &table, at: 7 + unreplied, probe: answer)
            #expect(table.note(ask, at: at(1000)) == .created(FlowID(rawValue: 2)))
            #expect(table.note(answer, at: at(1010)) == .advanced(FlowID(rawValue: 2)))
            #expect(table.state(of: ask, at: at(1011)) == .established)
            #expect(table.note(ask, at: at(1012)) == .unchanged(FlowID(rawValue: 2)))
            try expectEnd(of: &table, at: 1012 + replied, probe: answer)
        }
    }

    /// The only flow lives until 1 ns before an instant, and is gone then.
    private func expectEnd(of table: inout FlowTable, at seconds: UInt64, probe: Packet) throws {
        let before = at(seconds - 1, 999_999_999)
        #expect(table.state(of: probe, at: before) == .established)
        let record = try #require(table.flows(at: before).first)
        #expect(record.expires == at(seconds))
        #expect(record.remaining == Duration(nanoseconds: 1))
        for after in [at(seconds), at(seconds, 1)] {
            #expect(table.state(of: probe, at: after) != .established)
            #expect(table.flows(at: after).isEmpty)
        }
        #expect(table.removeExpired(at: before) == 0)
        #expect(table.count == 1)
        #expect(table.removeExpired(at: at(seconds)) == 1)
        #expect(table.count == 0)
    }

    @Test func theEndOfTimeIsNoTrap() throws {
        var table = FlowTable()
        let packet = try Hosts.v4.udp()
        let late = Instant(nanoseconds: .max - 1)
        #expect(table.note(packet, at: late) == .created(FlowID(rawValue: 1)))
        #expect(table.state(of: packet, at: late) == .new)
        #expect(table.note(packet, at: .last) == .created(FlowID(rawValue: 2)))
        #expect(table.flows(at: .last).isEmpty)
    }

    // MARK: - What is a flow

    @Test func echoesAreTheirAskersFlow() throws {
        for hosts in Hosts.all {
            var table = FlowTable()
            let reply = try hosts.turned.echo(.reply)
            #expect(table.state(of: reply, at: .start) == .invalid)
            #expect(table.note(reply, at: .start) == .untracked)
            _ = table.note(try hosts.echo(.request), at: .start)
            #expect(table.state(of: reply, at: .start) == .established)
            let foreign = try hosts.turned.echo(.reply, identifier: 10)
            #expect(table.state(of: foreign, at: .start) == .invalid)
            let own = try hosts.echo(.reply)
            #expect(table.state(of: own, at: .start) == .invalid)
            // The other host's requests are a flow of their own, whatever identifier it takes.
            let request = try hosts.turned.echo(.request)
            #expect(table.state(of: request, at: .start) == .new)
            #expect(table.note(request, at: .start) == .created(FlowID(rawValue: 2)))
        }
    }

    @Test func otherFieldsMakeOtherFlows() throws {
        var table = FlowTable()
        _ = table.note(try Hosts.v4.udp(), at: .start)
        var port = Hosts.v4.turned
        port.nearPort = 444
        var host = Hosts.v4.turned
        host.near = address("132.145.78.2")
        // The same numbers as addresses of the other family.
        var family = Hosts("::c0a8:132", "::8491:4e01")
        #expect(family.nearPort == Hosts.v4.nearPort)
        for other in [port, host, family, family.turned] {
            #expect(table.state(of: try other.udp(), at: .start) == .new)
        }
        family = Hosts.v4.turned
        #expect(table.state(of: try family.udp(), at: .start) == .established)
        #expect(table.state(of: try family.tcp(.ack), at: .start) == .invalid)
    }

    @Test func aHostMaySendToItself() throws {
        var hosts = Hosts("10.0.0.1", "10.0.0.1")
        var table = FlowTable()
        _ = table.note(try hosts.udp(), at: .start)
        #expect(table.state(of: try hosts.turned.udp(), at: .start) == .established)
        // Which side sends can't be told when both ends are the same.
        hosts.farPort = hosts.nearPort
        _ = table.note(try hosts.udp(), at: .start)
        #expect(table.state(of: try hosts.turned.udp(), at: .start) == .new)
    }

    @Test func discoveryIsNewAndNotTracked() throws {
        var (new, invalid) = (0, 0)
        for type in UInt8.min ... .max where type != 128 && type != 129 {
            var table = FlowTable()
            let packet = try Hosts.v6.packet(.icmp(type: type, code: 0))
            let isDiscovery = (130...137).contains(type) || type == 143
            #expect(table.state(of: packet, at: .start) == (isDiscovery ? .new : .invalid))
            #expect(table.note(packet, at: .start) == .untracked)
            #expect(table.count == 0)
            if isDiscovery { new += 1 } else { invalid += 1 }
        }
        #expect(new == 9 && invalid == 245)
        for type in UInt8.min ... .max where type != 0 && type != 8 {
            let packet = try Hosts.v4.packet(.icmp(type: type, code: 0))
            #expect(FlowTable().state(of: packet, at: .start) == .invalid)
        }
    }

    @Test func laterFragmentsAreInvalid() throws {
        var table = FlowTable()
        let datagram = try Hosts.v4.udp([UInt8](repeating: 1, count: 16))
        #expect(
            table.note(try datagram.fragment(0x2000), at: .start) == .created(FlowID(rawValue: 1)))
        let later = try datagram.fragment(0x0001)
        #expect(table.state(of: later, at: .start) == .invalid)
        #expect(table.note(later, at: .start) == .untracked)
    }

    // MARK: - The list

    @Test func theListIsInOrderOfCreation() throws {
        var table = FlowTable()
        let hosts = Hosts.v4.turned
        _ = table.note(try hosts.udp([1, 2]), at: .start)
        _ = table.note(try Hosts.v6.echo(.request, identifier: 77), at: .start)
        try table.run("o SYN; r SYN,ACK; o ACK", .v6, at: at(1))
        _ = table.note(try hosts.turned.udp([1, 2, 3]), at: at(2))
        _ = table.note(try hosts.udp(), at: at(3))
        let records = table.flows(at: at(4))
        #expect(records.map(\.id.rawValue) == [1, 2, 3])
        #expect(records.map(\.state) == [.replied, .unreplied, .established])
        #expect(records.map(\.proto) == [.udp, .icmpv6, .tcp])
        #expect(
            records.map(\.originator) == [
                Endpoint(address: hosts.near, port: Port(rawValue: 443)),
                Endpoint(address: Hosts.v6.near),
                Endpoint(address: Hosts.v6.near, port: Port(rawValue: 40_000)),
            ])
        #expect(
            records.map(\.responder) == [
                Endpoint(address: hosts.far, port: Port(rawValue: 40_000)),
                Endpoint(address: Hosts.v6.far),
                Endpoint(address: Hosts.v6.far, port: Port(rawValue: 443)),
            ])
        #expect(records.map(\.echoIdentifier) == [nil, 77, nil])
        #expect(records.map(\.sent.packets) == [2, 1, 2])
        #expect(records.map(\.sent.bytes) == [58, 48, 120])
        #expect(records.map(\.returned.bytes) == [31, 0, 60])
        #expect(records.map(\.expires) == [at(123), at(30), at(432_001)])
        #expect(records[0].remaining == .seconds(119))
        #expect(table.flows(at: at(30)).map(\.id.rawValue) == [1, 3])
        table.clear()
        #expect(table.count == 0 && table.flows(at: at(4)).isEmpty)
        #expect(table.note(try hosts.udp(), at: at(5)) == .created(FlowID(rawValue: 4)))
    }
}
