import Firewall
import Testing
import Timeline
import Wire

@Suite struct RelatedTests {
    private let now = Instant.start

    /// The types that quote a packet, by family.
    private func errors(_ family: IPFamily) -> [UInt8] {
        family == .v4 ? [3, 4, 5, 11, 12] : [0, 1, 2, 3, 4, 100, 127]
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
                #expect(table.pass(toNear) == .invalid)
                table.pass(ask)
                #expect(table.pass(toNear) == .related)
                // Also about a packet of the responder that never came by here.
                #expect(table.pass(toFar) == .related)
                table.pass(answer)
                let before = table.flows(at: now)
                #expect(table.pass(toFar) == .related)
                #expect(table.pass(toNear) == .related)
                #expect(table.flows(at: now) == before)
                #expect(table.state(of: toNear, at: .last) == .invalid)
            }
        }
    }

    @Test(arguments: Hosts.all)
    func anErrorToSomebodyElseIsInvalid(_ hosts: Hosts) throws {
        var table = FlowTable()
        for (ask, answer) in try exchanges(hosts) {
            table.pass(ask)
            table.pass(answer)
            let type = errors(hosts.family)[0]
            // To the receiver of the packet, and not to its sender.
            #expect(table.state(of: try hosts.turned.error(type, about: ask), at: now) == .invalid)
            #expect(table.state(of: try hosts.error(type, about: ask), at: now) == .related)
            // With a type that quotes nothing.
            let silent = try hosts.error(type == 3 ? 19 : 200, about: ask)
            #expect(table.state(of: silent, at: now) == .invalid)
        }
        #expect(table.count == 4)
    }

    @Test func whatIsQuotedHasToBeReadable() throws {
        var table = FlowTable()
        let hosts = Hosts.v4
        let ask = try hosts.udp([1, 2, 3, 4])
        table.pass(ask)
        for length in 0..<24 {
            let error = try hosts.turned.packet(
                .icmpError(type: 3, code: 1, about: Array(ask.bytes[..<length])))
            #expect(table.state(of: error, at: now) == .invalid)
        }
        let shortest = try hosts.turned.packet(
            .icmpError(type: 3, code: 1, about: Array(ask.bytes[..<24])))
        #expect(table.state(of: shortest, at: now) == .related)
        let later = try hosts.error(3, about: try ask.fragment(1))
        #expect(table.state(of: later, at: now) == .invalid)
        let twice = try hosts.error(3, about: try hosts.turned.error(3, about: ask))
        #expect(table.state(of: twice, at: now) == .invalid)
    }

    /// A redirect of ICMPv6 quotes a packet in an option, and only a neighbour may send it.
    @Test func aNeighboursRedirectIsRelated() throws {
        var table = FlowTable()
        let ask = try Hosts.v6.udp()
        table.pass(ask)
        func state(
            from router: String = "fe80::1", hopLimit: UInt8 = 255, option: UInt8 = 4,
            code: UInt8 = 0, length: UInt8 = 6, about: [UInt8]
        ) throws -> ConnectionState {
            let option = [option, length] + [UInt8](repeating: 0, count: 6)
            let packet = try PacketDraft(
                source: address(router), destination: Hosts.v6.near,
                transport: .icmp(type: 137, code: code),
                data: [UInt8](repeating: 0, count: 32) + option + about, hopLimit: hopLimit
            ).build()
            return table.state(of: packet, at: now)
        }
        #expect(try state(about: ask.bytes) == .related)
        #expect(try state(from: "2001:db8::1", about: ask.bytes) == .invalid)
        #expect(try state(hopLimit: 254, about: ask.bytes) == .invalid)
        #expect(try state(option: 2, about: ask.bytes) == .invalid)
        #expect(try state(code: 1, about: ask.bytes) == .invalid)
        #expect(try state(length: 0, about: ask.bytes) == .invalid)
        #expect(try state(about: []) == .invalid)
        #expect(try state(about: try Hosts.v6.turned.udp().bytes) == .invalid)
        let short = try PacketDraft(
            source: address("fe80::1"), destination: Hosts.v6.near,
            transport: .icmp(type: 137, code: 0), hopLimit: 255
        ).build()
        #expect(table.state(of: short, at: now) == .invalid)
    }
}
