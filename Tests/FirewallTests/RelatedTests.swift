import Firewall
import Testing
import Timeline
import Wire

@Suite struct RelatedTests {
    private let now = Instant.start

    /// The types that quote a packet, by family.
    private func errors(_ family: IPFamily) -> [UInt8] {
        family == .v4 ? [3, 4, 5, 11, 12] : [1, 2, 3, 4]
    }

    /// What a host sends to begin each kind of flow, and what answers it.
    private func exchanges(_ hosts: Hosts) throws -> [(ask: Packet, answer: Packet)] {
        [
            (try hosts.udp(), try hosts.turned.udp()),
            (try hosts.tcp(.syn), try hosts.turned.tcp([.syn, .ack])),
            (try hosts.echo(.request), try hosts.turned.echo(.reply)),
            (
                try hosts.packet(.other(.esp), [1, 2]),
                try hosts.turned.packet(.other(.esp), [3])
            ),
        ]
    }

    @Test(arguments: Hosts.all)
    func anErrorAboutEitherSideIsRelated(_ hosts: Hosts) throws {
        let router = address(hosts.family == .v4 ? "203.0.113.9" : "2001:db8:ffff::1")
        for (ask, answer) in try exchanges(hosts) {
            for type in errors(hosts.family) {
                var table = FlowTable()
                let toNear = try hosts.error(type, about: ask, from: router)
                let toFar = try hosts.turned.error(type, about: answer, from: router)
                #expect(table.state(of: toNear, at: now) == .invalid)
                _ = table.note(ask, at: now)
                #expect(table.state(of: toNear, at: now) == .related)
                // The responder has sent nothing that somebody could report.
                #expect(table.state(of: toFar, at: now) == .invalid)
                _ = table.note(answer, at: now)
                #expect(table.state(of: toFar, at: now) == .related)
                let before = table.flows(at: now)
                #expect(table.note(toNear, at: now) == .untracked)
                #expect(table.flows(at: now) == before)
                #expect(table.state(of: toNear, at: .last) == .invalid)
            }
        }
    }

    @Test(arguments: Hosts.all)
    func anErrorToSomebodyElseIsInvalid(_ hosts: Hosts) throws {
        var table = FlowTable()
        for (ask, answer) in try exchanges(hosts) {
            _ = table.note(ask, at: now)
            _ = table.note(answer, at: now)
            let type = errors(hosts.family)[0]
            // To the receiver of the packet, and not to its sender.
            #expect(table.state(of: try hosts.turned.error(type, about: ask), at: now) == .invalid)
            #expect(table.state(of: try hosts.error(type, about: ask), at: now) == .related)
            // With a type that quotes nothing.
            let silent = try hosts.error(type == 3 ? 13 : 100, about: ask)
            #expect(table.state(of: silent, at: now) == .invalid)
        }
        #expect(table.count == 4)
    }

    @Test func whatIsQuotedHasToBeReadable() throws {
        var table = FlowTable()
        let hosts = Hosts.v4
        let ask = try hosts.udp([1, 2, 3, 4])
        _ = table.note(ask, at: now)
        for length in 0..<28 {
            let error = try hosts.turned.packet(
                .icmpError(type: 3, code: 1, about: Array(ask.bytes[..<length])))
            #expect(table.state(of: error, at: now) == .invalid)
        }
        let shortest = try hosts.turned.packet(
            .icmpError(type: 3, code: 1, about: Array(ask.bytes[..<28])))
        #expect(table.state(of: shortest, at: now) == .related)
        let later = try hosts.error(3, about: try ask.fragment(1))
        #expect(table.state(of: later, at: now) == .invalid)
        let twice = try hosts.error(3, about: try hosts.turned.error(3, about: ask))
        #expect(table.state(of: twice, at: now) == .invalid)
    }
}
