import Firewall
import Testing
import Timeline
import Wire

@Suite struct FlowTests {
    // MARK: - Time

    static let timeouts: [(FlowState, UInt64)] = [
        (.synSent, 120), (.simultaneousOpen, 120), (.synReceived, 60), (.established, 432_000),
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
            #expect(table.pass(ask, at: at(7)) == .new)
            #expect(table.state(of: ask, at: at(8)) == .new)
            try expectEnd(of: &table, at: 7 + unreplied, probe: answer)
            #expect(table.pass(ask, at: at(1000)) == .new)
            #expect(table.pass(answer, at: at(1010)) == .established)
            #expect(table.pass(ask, at: at(1012)) == .established)
            #expect(table.numbers(at: at(1012)) == [2])
            try expectEnd(of: &table, at: 1012 + replied, probe: answer)
        }
    }

    /// Question and answer are no stream yet: what is said more than 2 seconds after the question makes it one.
    @Test func aStreamOfDatagramsLastsLonger() throws {
        var table = FlowTable()
        let (ask, answer) = (try Hosts.v4.udp(), try Hosts.v4.turned.udp())
        table.pass(ask, at: at(0))
        func remaining(_ now: Instant) -> Duration? { table.flows(at: now).first?.remaining }
        table.pass(answer, at: at(5))
        #expect(remaining(at(5)) == .seconds(30))
        table.pass(answer, at: at(6))
        #expect(remaining(at(6)) == .seconds(120))
        var young = FlowTable()
        for now in [at(0), at(1), at(2)] { young.pass(now == at(1) ? answer : ask, at: now) }
        #expect(young.flows(at: at(2)).first?.remaining == .seconds(30))
        young.pass(ask, at: at(2, 1))
        #expect(young.flows(at: at(2, 1)).first?.remaining == .seconds(120))
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
        #expect(table.pass(packet, at: late) == .new)
        #expect(table.numbers(at: late) == [1])
        #expect(table.pass(packet, at: .last) == .new)
        #expect(table.flows(at: .last).isEmpty)
    }

    // MARK: - What is a flow

    /// Echo, timestamp, information and address mask; echo and node information.
    static let queries: [IPFamily: [(request: UInt8, reply: UInt8)]] = [
        .v4: [(8, 0), (13, 14), (15, 16), (17, 18)], .v6: [(128, 129), (139, 140)],
    ]

    @Test(arguments: Hosts.all)
    func queriesAreTheirAskersFlow(_ hosts: Hosts) throws {
        var count: UInt64 = 0
        var table = FlowTable()
        for (request, reply) in Self.queries[hosts.family] ?? [] {
            func message(_ hosts: Hosts, _ type: UInt8, code: UInt8 = 1, id: UInt32 = 9) throws
                -> Packet
            { try hosts.packet(.icmp(type: type, code: code, rest: id << 16 | 7)) }
            let answer = try message(hosts.turned, reply)
            #expect(table.pass(answer) == .invalid)
            #expect(table.pass(try message(hosts, request)) == .new)
            count += 1
            #expect(table.flows(at: .start).last?.ends.query?.type == request)
            #expect(table.flows(at: .start).last?.ends.query?.code == 1)
            #expect(table.flows(at: .start).last?.ends.query?.identifier == 9)
            #expect(table.pass(try message(hosts, request)) == .new)
            #expect(table.pass(answer) == .established)
            #expect(table.pass(try message(hosts, request)) == .established)
            for other in [
                try message(hosts.turned, reply, id: 10), try message(hosts.turned, reply, code: 0),
                try message(hosts, reply),
            ] { #expect(table.pass(other) == .invalid) }
            // The other host's requests are a flow of their own, whatever identifier it takes.
            #expect(table.pass(try message(hosts.turned, request)) == .new)
            count += 1
            #expect(table.numbers() == Array(1...count))
        }
        #expect(count >= 4)
    }

    @Test func otherFieldsMakeOtherFlows() throws {
        var table = FlowTable()
        table.pass(try Hosts.v4.udp())
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
        table.pass(try hosts.udp())
        #expect(table.state(of: try hosts.turned.udp(), at: .start) == .established)
        // Which side sends can't be told when both ends are the same.
        hosts.farPort = hosts.nearPort
        table.pass(try hosts.udp())
        #expect(table.state(of: try hosts.turned.udp(), at: .start) == .new)
    }

    @Test(arguments: IPFamily.allCases)
    func otherMessagesAreNobodysFlow(_ family: IPFamily) throws {
        let hosts = family == .v4 ? Hosts.v4 : .v6
        let asking = (Self.queries[family] ?? []).map(\.request)
        var counts: [ConnectionState: Int] = [:]
        for type in UInt8.min ... .max where !asking.contains(type) {
            var table = FlowTable()
            let packet = try hosts.packet(.icmp(type: type, code: 0))
            let isDiscovery =
                family == .v6
                && ((130...136).contains(type) || [143, 151, 152].contains(type))
            let state: ConnectionState = isDiscovery ? .untracked : .invalid
            #expect(table.pass(packet) == state)
            #expect(table.count == 0)
            counts[state, default: 0] += 1
        }
        #expect(counts == (family == .v4 ? [.invalid: 252] : [.untracked: 10, .invalid: 244]))
    }

    /// The number of ICMP over IPv6, and the reverse, is nobody's flow.
    @Test func theOtherFamilysICMPIsNoFlow() throws {
        for (hosts, proto) in [(Hosts.v4, IPProtocol.icmpv6), (.v6, .icmp)] {
            var table = FlowTable()
            let packet = try hosts.packet(.other(proto), [8, 0, 0, 0, 0, 1, 0, 1])
            #expect(table.pass(packet) == .invalid && table.count == 0)
        }
    }

    @Test func laterFragmentsAreInvalid() throws {
        var table = FlowTable()
        let datagram = try Hosts.v4.udp([UInt8](repeating: 1, count: 16))
        #expect(table.pass(try datagram.fragment(0x2000)) == .new)
        #expect(table.pass(try datagram.fragment(0x0001)) == .invalid)
        #expect(table.numbers() == [1])
    }

    // MARK: - Before the rules

    /// What the rules stop begins no flow.
    @Test(arguments: Hosts.all)
    func whatIsStoppedBeginsNoFlow(_ hosts: Hosts) throws {
        for packet in [
            try hosts.udp(), try hosts.tcp(.syn), try hosts.echo(.request),
            try hosts.packet(.other(.esp), [1]),
        ] {
            var table = FlowTable()
            for _ in 0..<2 { #expect(table.track(packet, at: .start).state == .new) }
            #expect(table.count == 0)
            #expect(table.pass(packet) == .new && table.count == 1)
        }
    }

    /// An answer that the rules stop is an answer: it is counted, and the time runs
    /// again.
    @Test(arguments: Hosts.all)
    func whatIsStoppedAdvancesItsFlow(_ hosts: Hosts) throws {
        var table = FlowTable()
        table.pass(try hosts.udp())
        let answer = try hosts.turned.udp([1, 2])
        #expect(table.track(answer, at: at(20)).state == .established)
        let record = try #require(table.flows(at: at(20)).first)
        #expect(record.state == .replied && record.expires == at(50))
        #expect(record.traffic.returned.packets == 1)
        #expect(record.traffic.returned.bytes == UInt64(answer.bytes.count))
        #expect(table.pass(try hosts.udp(), at: at(21)) == .established)
        let error = try hosts.turned.error(hosts.family == .v4 ? 3 : 1, about: answer)
        #expect(table.pass(error, at: at(21)) == .related)
        try table.run("o SYN; x r SYN,ACK", hosts, at: at(21))
        #expect(table.flows(at: at(21)).last?.state == .synReceived)
        #expect(try table.run("o ACK", hosts, at: at(21)) == [.established])
    }

    // MARK: - The list

    @Test func theListIsInOrderOfCreation() throws {
        var table = FlowTable()
        let hosts = Hosts.v4.turned
        table.pass(try hosts.udp([1, 2]))
        table.pass(try Hosts.v6.echo(.request, identifier: 77))
        try table.run("o SYN; r SYN,ACK; o ACK", .v6, at: at(1))
        table.pass(try hosts.turned.udp([1, 2, 3]), at: at(2))
        table.pass(try hosts.udp(), at: at(3))
        let records = table.flows(at: at(4))
        #expect(records.map(\.id.rawValue) == [1, 2, 3])
        #expect(records.map(\.state) == [.replied, .unreplied, .established])
        let ends = records.map(\.ends)
        #expect(ends.map(\.proto) == [.udp, .icmpv6, .tcp])
        #expect(
            ends.map(\.originator) == [
                Endpoint(address: hosts.near, port: Port(rawValue: 443)),
                Endpoint(address: Hosts.v6.near),
                Endpoint(address: Hosts.v6.near, port: Port(rawValue: 40_000)),
            ])
        #expect(
            ends.map(\.responder) == [
                Endpoint(address: hosts.far, port: Port(rawValue: 40_000)),
                Endpoint(address: Hosts.v6.far),
                Endpoint(address: Hosts.v6.far, port: Port(rawValue: 443)),
            ])
        #expect(ends.map(\.query?.identifier) == [nil, 77, nil])
        #expect(records.map(\.traffic.sent.packets) == [2, 1, 2])
        #expect(records.map(\.traffic.sent.bytes) == [58, 48, 120])
        #expect(records.map(\.traffic.returned.bytes) == [31, 0, 60])
        #expect(records.map(\.expires) == [at(123), at(30), at(432_001)])
        #expect(records[0].remaining == .seconds(119))
        #expect(table.numbers(at: at(30)) == [1, 3])
        table.clear()
        #expect(table.count == 0 && table.flows(at: at(4)).isEmpty)
        table.pass(try hosts.udp(), at: at(5))
        #expect(table.numbers(at: at(5)) == [4])
    }
}
