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
        for number in 0..<20 { _ = table.note(try hosts(number).udp(), at: at(UInt64(number))) }
        let before = table.flows(at: at(20))
        #expect(before.count == 20)
        let other = try hosts(99).tcp(.syn)
        #expect(table.state(of: other, at: at(20)) == .new)
        #expect(table.note(other, at: at(20)) == .full)
        #expect(table.flows(at: at(20)) == before)
        // Known flows go on; what would not be tracked anyway is not told that there is no room.
        #expect(table.note(try hosts(5).udp(), at: at(20)) == .unchanged(FlowID(rawValue: 6)))
        #expect(table.note(try hosts(5).turned.udp(), at: at(20)) == .advanced(FlowID(rawValue: 6)))
        #expect(table.note(try hosts(99).tcp(.ack), at: at(20)) == .untracked)
        // The first flow ends at 30 s, and only then is there room for one.
        #expect(table.note(other, at: at(29, 999_999_999)) == .full)
        #expect(table.note(other, at: at(30)) == .created(FlowID(rawValue: 21)))
        #expect(table.note(try hosts(98).tcp(.syn), at: at(30)) == .full)
        #expect(table.count == 20)
        #expect(table.flows(at: at(30)).map(\.id.rawValue) == Array(2...21))
        // Everything that ended makes room, in every queue.
        for number in 100..<119 {
            #expect(table.note(try hosts(number).udp(), at: at(140)) != .full)
        }
        #expect(table.note(other, at: at(140)) == .unchanged(FlowID(rawValue: 21)))
        #expect(table.note(try hosts(97).tcp(.syn), at: at(140)) == .full)
        // Sent again after its end, the same SYN is another flow.
        let again = table.note(other, at: at(260))
        #expect(again == .created(FlowID(rawValue: 41)))
    }

    @Test func whatIsOverMakesRoomForItself() throws {
        var table = FlowTable(limit: 1)
        try table.run("o SYN; r RST,ACK")
        #expect(table.firstState() == .closed)
        #expect(table.note(try hosts(1).udp(), at: .start) == .full)
        #expect(
            table.note(try Hosts.v4.turned.tcp(.syn), at: .start) == .created(FlowID(rawValue: 2)))
        #expect(table.flows(at: .start).map(\.originator.address) == [Hosts.v4.far])
    }

    /// A flow that was begun first and goes on hides none that has ended since.
    @Test func whatGoesOnHidesNothing() throws {
        var table = FlowTable(limit: 2)
        _ = table.note(try hosts(1).udp(), at: at(0))
        _ = table.note(try hosts(2).udp(), at: at(1))
        #expect(table.note(try hosts(1).udp(), at: at(20)) == .unchanged(FlowID(rawValue: 1)))
        #expect(table.note(try hosts(3).udp(), at: at(30)) == .full)
        #expect(table.note(try hosts(3).udp(), at: at(31)) == .created(FlowID(rawValue: 3)))
        #expect(table.flows(at: at(31)).map(\.id.rawValue) == [1, 3])
    }

    @Test func holdsAsManyAsItSays() throws {
        var table = FlowTable()
        #expect(table.limit == 65_536)
        for number in 0..<65_536 { _ = table.note(try hosts(number).udp(), at: .start) }
        #expect(table.count == 65_536)
        #expect(table.note(try Hosts.v6.udp(), at: .start) == .full)
        #expect(table.state(of: try hosts(65_535).turned.udp(), at: .start) == .established)
        #expect(table.note(try Hosts.v6.udp(), at: at(30)) == .created(FlowID(rawValue: 65_537)))
        #expect(table.removeExpired(at: at(30)) == 65_528)
        #expect(table.flows(at: at(30)).map(\.id.rawValue) == [65_537])
    }
}
