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

    @Test(arguments: Hosts.all)
    func theResponderMayCloseFirst(_ hosts: Hosts) throws {
        var table = FlowTable()
        try table.run("o SYN; r SYN,ACK; o ACK; r FIN,ACK", hosts)
        #expect(table.firstState() == .finWait)
        try table.run("r ACK", hosts)
        #expect(table.firstState() == .finWait)
        try table.run("o ACK", hosts)
        #expect(table.firstState() == .closeWait)
        try table.run("r ACK; o FIN,ACK; o ACK", hosts)
        #expect(table.firstState() == .lastAck)
        try table.run("r ACK", hosts)
        #expect(table.firstState() == .timeWait)
    }

    @Test func bothMayOpenAndCloseAtOnce() throws {
        var table = FlowTable()
        let opening = try table.run("o SYN; r SYN; o SYN,ACK; r SYN,ACK; r ACK")
        #expect(opening == [.new] + [ConnectionState](repeating: .established, count: 4))
        #expect(table.firstState() == .established)
        try table.run("r FIN,ACK; o FIN,ACK; o ACK; r ACK")
        #expect(table.firstState() == .timeWait)
    }

    @Test func aSegmentThatCanNotBeChangesNothing() throws {
        var table = FlowTable()
        try table.run("o SYN; r SYN,ACK; o ACK")
        let before = table.flows(at: .start)
        let foreign = try table.run("o SYN; o SYN,ACK; r SYN; o none; r FIN,URG,PSH; o SYN,FIN")
        #expect(foreign.allSatisfy { $0 == .invalid })
        #expect(table.flows(at: .start) == before)
    }

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

    /// The state after SYN, SYN,ACK, ACK, FIN,ACK of the originator (who closed), then of the responder;
    /// `-` for an invalid one, `new` for another flow.
    static let table: [FlowState: String] = [
        .synSent: """
        syn-sent - - - | simultaneous-open syn-received syn-sent -
        """,
        .simultaneousOpen: """
        simultaneous-open simultaneous-open established fin-wait | \
        simultaneous-open simultaneous-open established fin-wait
        """,
        .synReceived: """
        syn-received - established fin-wait | - syn-received syn-received fin-wait
        """,
        .established: "- - established fin-wait | - established established fin-wait",
        .finWait: "- - fin-wait fin-wait | - fin-wait close-wait last-ack",
        .closeWait: "- - close-wait close-wait | - close-wait close-wait last-ack",
        .lastAck: "- - time-wait last-ack | - last-ack last-ack last-ack",
        .timeWait: "new - time-wait time-wait | new - time-wait time-wait",
        .closed: "new - closed closed | new - closed closed",
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
        #expect(known.firstState() == state)
        let sides = try #require(Self.table[state]).split(separator: " | ")
        try #require(sides.count == 2)
        var (valid, invalid) = (0, 0)
        for (cells, sender) in zip(sides, [hosts, hosts.turned]) {
            let cells = cells.split(separator: " ")
            for byte in UInt8.min ... .max {
                let flags = TCPFlags(rawValue: byte)
                let plain = flags.subtracting([.psh, .ece, .cwr])
                let isReset = plain == .rst || plain == [.rst, .ack]
                let cell = isReset ? "closed" : Self.columns[plain].map { cells[$0] } ?? "-"
                var table = known
                let packet = try sender.tcp(flags)
                let judged = table.state(of: packet, at: .start)
                let note = table.note(packet, at: .start)
                let flow = try #require(table.flows(at: .start).first)
                if cell == "-" {
                    invalid += 1
                    #expect(judged == .invalid && note == .untracked, "\(state) \(flags)")
                    #expect(table.flows(at: .start) == known.flows(at: .start))
                } else if cell == "new" {
                    valid += 1
                    #expect(judged == .new && note == .created(FlowID(rawValue: 2)))
                    #expect(flow.state == .synSent && flow.originator.address == sender.near)
                } else {
                    valid += 1
                    let isNew = state == .synSent && sender.near == hosts.near
                    #expect(judged == (isNew ? .new : .established), "\(state) \(flags)")
                    #expect(flow.state.rawValue == cell, "\(state) \(flags)")
                    #expect(
                        note == (cell == state.rawValue ? .unchanged(flow.id) : .advanced(flow.id)))
                }
            }
        }
        #expect(valid > 50 && invalid > 350)
    }

    @Test(arguments: Hosts.all)
    func everyFlagsByteOfAnUnknownFlow(_ hosts: Hosts) throws {
        var begun = 0
        for byte in UInt8.min ... .max {
            var table = FlowTable()
            let flags = TCPFlags(rawValue: byte)
            let begins = flags.subtracting([.psh, .ece, .cwr, .urg]) == .syn
            let packet = try hosts.tcp(flags)
            #expect(table.state(of: packet, at: .start) == (begins ? .new : .invalid))
            let note = table.note(packet, at: .start)
            #expect(note == (begins ? .created(FlowID(rawValue: 1)) : .untracked))
            #expect(table.count == (begins ? 1 : 0))
            if begins { begun += 1 }
        }
        #expect(begun == 16)
    }

    /// A flow that was reset before any answer has no right to `new` packets but a SYN.
    @Test func nothingButASynIsNewAfterAReset() throws {
        var table = FlowTable()
        #expect(
            try table.run("o SYN; o RST; o ACK; o FIN,ACK") == [.new, .new, .invalid, .invalid])
        #expect(table.firstState() == .closed)
        #expect(try table.run("o SYN") == [.new])
        #expect(table.flows(at: .start).map(\.id) == [FlowID(rawValue: 2)])
    }
}
