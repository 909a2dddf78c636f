import Firewall
import Testing
import Timeline
import Wire

@Suite struct FullTableTests {
    private func hosts(_ number: Int) -> Hosts {
        var hosts = Hosts.v4
        hosts.nearPort = UInt16(number)
        return hosts
    }

    @Test func aFullTableSaysSoAndGoesOn() throws {
        var table = FlowTable(limit: 20)
        for number in 0..<20 { table.pass(try hosts(number).udp(), at: at(UInt64(number))) }
        let before = table.flows(at: at(20))
        #expect(before.count == 20)
        let other = try hosts(99).tcp(.syn)
        #expect(table.state(of: other, at: at(20)) == .new)
        #expect(table.pass(other, at: at(20)) == nil)
        #expect(table.flows(at: at(20)) == before)
        // Known flows go on; what would not be tracked anyway is not told that there is no room.
        #expect(table.pass(try hosts(5).udp(), at: at(20)) == .new)
        #expect(table.pass(try hosts(5).turned.udp(), at: at(20)) == .established)
        #expect(table.pass(try hosts(99).tcp(.ack), at: at(20)) == .invalid)
        // The first flow ends at 30 s, and only then is there room for one.
        #expect(table.pass(other, at: at(29, 999_999_999)) == nil)
        #expect(table.pass(other, at: at(30)) == .new)
        #expect(table.pass(try hosts(98).tcp(.syn), at: at(30)) == nil)
        #expect(table.count == 20)
        #expect(table.numbers(at: at(30)) == Array(2...21))
        // Everything that ended makes room, in every queue.
        for number in 100..<119 { #expect(table.pass(try hosts(number).udp(), at: at(140)) != nil) }
        #expect(table.pass(other, at: at(140)) == .new)
        #expect(table.pass(try hosts(97).tcp(.syn), at: at(140)) == nil)
        // A SYN that is sent again makes its flow no younger: it ends 2 minutes after the first, and the same
        // SYN is then another flow.
        #expect(table.flows(at: at(140)).first?.expires == at(150))
        #expect(table.pass(other, at: at(150)) == .new)
        #expect(table.numbers(at: at(150)).last == 41)
    }

    @Test func whatIsOverMakesRoomForItself() throws {
        var table = FlowTable(limit: 1)
        try table.run("o SYN; r SYN,ACK; o ACK; o RST")
        #expect(table.firstState() == .closed)
        #expect(table.pass(try hosts(1).udp()) == nil)
        try table.run("o SYN")
        #expect(table.numbers() == [2] && table.firstState() == .synSent)
        // Nothing is left of a connection that is refused.
        try table.run("r RST,ACK")
        #expect(table.count == 0)
        #expect(table.pass(try hosts(1).udp()) == .new)
    }

    /// A flow that was begun first and goes on hides none that has ended since.
    @Test func whatGoesOnHidesNothing() throws {
        var table = FlowTable(limit: 2)
        table.pass(try hosts(1).udp(), at: at(0))
        table.pass(try hosts(2).udp(), at: at(1))
        #expect(table.pass(try hosts(1).udp(), at: at(20)) == .new)
        #expect(table.pass(try hosts(3).udp(), at: at(30)) == nil)
        #expect(table.pass(try hosts(3).udp(), at: at(31)) == .new)
        #expect(table.numbers(at: at(31)) == [1, 3])
    }

    @Test func holdsAsManyAsItSays() throws {
        var table = FlowTable()
        #expect(table.limit == 65_536)
        for number in 0..<65_536 { table.pass(try hosts(number).udp()) }
        #expect(table.count == 65_536)
        #expect(table.pass(try Hosts.v6.udp()) == nil)
        #expect(table.state(of: try hosts(65_535).turned.udp(), at: .start) == .established)
        #expect(table.pass(try Hosts.v6.udp(), at: at(30)) == .new)
        #expect(table.removeExpired(at: at(30)) == 65_528)
        #expect(table.numbers(at: at(30)) == [65_537])
    }
}
