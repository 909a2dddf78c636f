import Firewall
import Testing
import Timeline
import Wire

@Suite struct TCPFlowTests {
    @Test(arguments: Hosts.all)
    func aConnectionFromSynToTimeWait(_ hosts: Hosts) throws {
        var table = FlowTable()
        let steps: [(String, ConnectionState, FlowState)] = [
            ("o SYN", .new, .synSent), ("o SYN", .new, .synSent),
            ("r SYN,ACK", .established, .synReceived), ("o SYN", .established, .synReceived),
            ("o ACK", .established, .established), ("o ACK,PSH", .established, .established),
            ("r ACK,PSH", .established, .established), ("o FIN,ACK", .established, .finWait),
            ("r ACK", .established, .closeWait), ("r ACK,PSH", .established, .closeWait),
            ("o ACK", .established, .closeWait), ("r FIN,ACK", .established, .lastAck),
            ("r FIN,ACK", .established, .lastAck), ("o ACK", .established, .timeWait),
            ("r FIN,ACK", .established, .timeWait), ("o ACK", .established, .timeWait),
        ]
        for (script, state, flow) in steps {
            #expect(try table.run(script, hosts) == [state], "\(script)")
            #expect(table.firstState() == flow, "\(script)")
        }
        #expect(table.count == 1)
    }

    /// Only an acknowledgment of both FINs would tell who waits for whom; any ACK counts.
    @Test(arguments: Hosts.all)
    func theResponderMayCloseFirst(_ hosts: Hosts) throws {
        var table = FlowTable()
        for (segments, state) in [
            ("o SYN; r SYN,ACK; o ACK; r FIN,ACK", FlowState.finWait), ("r ACK", .closeWait),
            ("o ACK", .closeWait), ("o FIN,ACK", .lastAck), ("o ACK", .timeWait),
        ] {
            try table.run(segments, hosts)
            #expect(table.firstState() == state)
        }
    }

    @Test func bothMayOpenAndCloseAtOnce() throws {
        var table = FlowTable()
        let opening = try table.run("o SYN; r SYN; o SYN,ACK; r SYN,ACK")
        #expect(opening == [.new] + [ConnectionState](repeating: .established, count: 3))
        #expect(table.firstState() == .synReceived)
        try table.run("r ACK")
        #expect(table.firstState() == .established)
        try table.run("r FIN,ACK; o FIN,ACK; o ACK; r ACK")
        #expect(table.firstState() == .timeWait)
        // Without the SYN of the responder its ACK opens nothing.
        var other = FlowTable()
        try other.run("o SYN; r SYN,ACK; r ACK")
        #expect(other.firstState() == .synReceived)
    }

    @Test func aSegmentThatCanNotBeChangesNothing() throws {
        var table = FlowTable()
        try table.run("o SYN; r SYN,ACK; o ACK")
        let before = table.flows(at: .start)
        let foreign = try table.run("o SYN,ACK; r SYN; o none; r FIN,URG,PSH; o SYN,FIN")
        #expect(foreign.allSatisfy { $0 == .invalid })
        #expect(table.flows(at: .start) == before)
    }

    // MARK: - Out of step

    /// A SYN in an open connection passes; if it is answered the two hosts have begun another one.
    @Test func twoHostsMayHaveBegunAnew() throws {
        for opened in ["o ACK", "o ACK; o FIN,ACK"] {
            var table = FlowTable()
            try table.run("o SYN; r SYN,ACK; \(opened)")
            // An ACK between the two says that the SYN,ACK answers an older SYN.
            #expect(
                try table.run("o SYN; o ACK; r SYN,ACK") == [
                    .established, .established, .established,
                ])
            #expect(table.firstState() != .synReceived)
            try table.run("o SYN; r SYN,ACK; o ACK")
            #expect(table.firstState() == .established)
            #expect(table.numbers() == [1])
            // What was closed before is forgotten: a RST of the other side leaves it where it was.
            try table.run("r RST; o SYN")
            #expect(table.firstState() == .closed)
        }
    }

    /// A host answers a SYN in an open connection with an ACK (RFC 5961 section 4.2), which is not the last one.
    @Test func aChallengeIsNotTheLastACK() throws {
        let closing = "o SYN; r SYN,ACK; o ACK; o FIN,ACK; r FIN,ACK"
        for (segments, state) in [
            ("o SYN; r ACK", FlowState.lastAck), ("o SYN; r ACK; r ACK", .timeWait),
            ("o SYN; o ACK", .timeWait), ("r ACK", .timeWait),
            ("o SYN; r FIN,ACK; r ACK", .timeWait),
        ] {
            var table = FlowTable()
            try table.run("\(closing); \(segments)")
            #expect(table.firstState() == state, "\(segments)")
        }
    }

    /// After a RST the one who sent it may begin anew; after FINs either may in TIME-WAIT.
    @Test func whoMayBeginAnew() throws {
        let open = "o SYN; r SYN,ACK; o ACK"
        for (segments, last, count) in [
            ("\(open); o RST; o SYN", ConnectionState.new, UInt64(2)),
            ("\(open); r RST; o SYN", .established, 1), ("\(open); r RST; r SYN", .invalid, 1),
            ("\(open); o RST; o ACK; o SYN", .established, 1),
            ("\(open); o FIN,ACK; r RST; o SYN", .new, 2),
            ("\(open); o FIN,ACK; r FIN,ACK; o ACK; o SYN", .new, 2),
            ("\(open); o FIN,ACK; r FIN,ACK; o ACK; r SYN", .new, 2),
            ("\(open); o FIN,ACK; r FIN,ACK; o SYN", .established, 1),
            ("\(open); o FIN,ACK; r FIN,ACK; r SYN", .invalid, 1),
        ] {
            var table = FlowTable()
            #expect(try table.run(segments).last == last, "\(segments)")
            #expect(table.numbers() == [count], "\(segments)")
        }
        // The old flow is gone, also where the rules stop the SYN.
        var table = FlowTable()
        try table.run("\(open); o RST; x o SYN")
        #expect(table.count == 0)
    }

    /// Nothing is left of a connection that is refused before it was open.
    @Test func whatIsRefusedIsForgotten() throws {
        for reset in ["r RST,ACK", "o RST", "x r RST,ACK"] {
            var table = FlowTable()
            let states = try table.run("o SYN; \(reset)")
            #expect(states.last == (reset == "o RST" ? .new : .established))
            #expect(table.count == 0)
            #expect(try table.run("r ACK; o ACK; o SYN") == [.invalid, .invalid, .new])
        }
    }

    @Test func aResetOfTheFirewallClosesAFlow() throws {
        func refuse(_ packet: Packet, in table: inout FlowTable, at now: Instant) throws {
            let answer = try #require(Rejection.reply(to: packet, from: nil)).build()
            table.refuse(table.track(packet, at: now), with: answer, at: now)
        }
        var table = FlowTable()
        try table.run("o SYN; r SYN,ACK; o ACK")
        let open = table
        try refuse(try Hosts.v4.tcp(.ack), in: &table, at: at(5))
        #expect(table.firstState(at: at(5)) == .closed)
        #expect(table.flows(at: at(5)).first?.expires == at(15))
        // The reset about a segment that can't be of the flow seems to be the other side's.
        table = open
        try refuse(try Hosts.v4.tcp([.syn, .ack]), in: &table, at: at(5))
        #expect(table.firstState(at: at(5)) == .closed)
        #expect(table.flows(at: at(5)).first?.expires == at(15))
        // About one without ACK it does not have the number that is expected.
        table = open
        try refuse(try Hosts.v4.turned.tcp(.syn), in: &table, at: at(5))
        #expect(table.firstState(at: at(5)) == .established)
        // What begins no flow, or is no TCP, is let alone.
        table = open
        try refuse(try Hosts.v6.tcp(.syn), in: &table, at: at(5))
        table.pass(try Hosts.v4.udp(), at: at(5))
        try refuse(try Hosts.v4.udp(), in: &table, at: at(5))
        #expect(table.flows(at: at(5)).map(\.state) == [.established, .unreplied])
    }

    // MARK: - Every segment

    /// After which segments a flow is in each state.
    static let ways: [FlowState: String] = [
        .synSent: "o SYN", .simultaneousOpen: "o SYN; r SYN", .synReceived: "o SYN; r SYN,ACK",
        .established: "o SYN; r SYN,ACK; o ACK",
        .finWait: "o SYN; r SYN,ACK; o ACK; o FIN,ACK",
        .closeWait: "o SYN; r SYN,ACK; o ACK; o FIN,ACK; r ACK",
        .lastAck: "o SYN; r SYN,ACK; o ACK; o FIN,ACK; r FIN,ACK",
        .timeWait: "o SYN; r SYN,ACK; o ACK; o FIN,ACK; r FIN,ACK; o ACK",
        .closed: "o SYN; r SYN,ACK; o RST",
    ]

    /// The state after SYN, SYN,ACK, ACK, FIN,ACK of the originator, then of the responder; `-` for an invalid
    /// one, `=` for one that is ignored, `new` for another flow.
    static let table: [FlowState: String] = [
        .synSent: "syn-sent - - - | simultaneous-open syn-received = -",
        .simultaneousOpen: """
        simultaneous-open syn-received - - | simultaneous-open syn-received = -
        """,
        .synReceived: """
        = syn-received established fin-wait | - = syn-received fin-wait
        """,
        .established: "= - established fin-wait | - = established fin-wait",
        .finWait: "= - close-wait last-ack | - = close-wait last-ack",
        .closeWait: "= - close-wait last-ack | - = close-wait last-ack",
        .lastAck: "= - time-wait last-ack | - = time-wait last-ack",
        .timeWait: "new - time-wait time-wait | new = time-wait time-wait",
        .closed: "new - closed closed | - = closed closed",
    ]

    /// The combinations that hosts send, without PSH, ECE and CWR, and their column.
    static let columns: [TCPFlags: Int] = [
        .syn: 0, [.syn, .urg]: 0, [.syn, .ack]: 1, .ack: 2, [.ack, .urg]: 2,
        [.fin, .ack]: 3, [.fin, .ack, .urg]: 3,
    ]

    @Test(arguments: Array(ways.keys), Hosts.all)
    func everyFlagsByteInEveryState(_ state: FlowState, _ hosts: Hosts) throws {
        var known = FlowTable()
        try known.run(try #require(Self.ways[state]), hosts)
        let before = try #require(known.flows(at: .start).first)
        #expect(before.state == state)
        let sides = try #require(Self.table[state]).split(separator: " | ")
        try #require(sides.count == 2)
        var counts: [String: Int] = [:]
        for (cells, sender) in zip(sides, [hosts, hosts.turned]) {
            let cells = cells.split(separator: " ").map(String.init)
            for byte in UInt8.min ... .max {
                let flags = TCPFlags(rawValue: byte)
                let plain = flags.subtracting([.psh, .ece, .cwr])
                let isReset = plain == .rst || plain == [.rst, .ack]
                let cell = isReset ? "closed" : Self.columns[plain].map { cells[$0] } ?? "-"
                var table = known
                let judged = try #require(table.pass(try sender.tcp(flags)))
                let flow = table.flows(at: .start).first
                let isNew = state == .synSent && sender.near == hosts.near
                counts[cell.count > 1 && cell != "new" ? "moved" : cell, default: 0] += 1
                switch cell {
                case "-": #expect(judged == .invalid && flow == before, "\(flags)")
                case "=": #expect(judged == .established && flow == before, "\(flags)")
                case "new":
                    #expect(judged == .new && flow?.id == FlowID(rawValue: 2))
                    #expect(flow?.state == .synSent && flow?.ends.originator.address == sender.near)
                default:
                    #expect(judged == (isNew ? .new : .established), "\(flags)")
                    // Refused before there was an answer.
                    if isReset, state == .synSent {
                        #expect(flow == nil)
                        continue
                    }
                    #expect(flow?.state.rawValue == cell && flow?.id == before.id, "\(flags)")
                    let isCounted =
                        !(state == .synSent && flags.contains(.syn) && cell != "syn-received")
                    #expect((flow?.traffic != before.traffic) == isCounted)
                }
            }
        }
        #expect(counts["moved", default: 0] > 30 && counts["-", default: 0] > 300, "\(counts)")
    }

    @Test(arguments: Hosts.all)
    func everyFlagsByteOfAnUnknownFlow(_ hosts: Hosts) throws {
        var begun = 0
        for byte in UInt8.min ... .max {
            var table = FlowTable()
            let flags = TCPFlags(rawValue: byte)
            let begins = flags.subtracting([.psh, .ece, .cwr, .urg]) == .syn
            #expect(table.pass(try hosts.tcp(flags)) == (begins ? .new : .invalid))
            #expect(table.numbers() == (begins ? [1] : []))
            if begins { begun += 1 }
        }
        #expect(begun == 16)
    }
}
