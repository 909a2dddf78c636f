import Firewall
import Testing
import Timeline
import Wire

@Suite struct AnswerTests {
    @Test(arguments: Hosts.all)
    func twoHostsOpenAndCloseAConnection(_ hosts: Hosts) throws {
        var table = FlowTable()
        let syn = try hosts.packet(
            .tcp(
                source: Port(rawValue: 1), destination: Port(rawValue: 2), sequence: 99, flags: .syn
            ))
        let accepted = try answer(syn, initialSequence: 500)
        let opened = try answer(accepted)
        let data = try answer(opened, flags: [.ack, .psh], data: [1, 2, 3])
        let closing = try answer(data, flags: [.fin, .ack])
        let closed = try answer(closing, flags: [.fin, .ack])
        let last = try answer(closed)
        let all = [syn, accepted, opened, data, closing, closed, last]
        let numbers = try all.map {
            let header = try TCPHeader.parse($0.bytes.span.extracting($0.transportOffset...))
            return [header.sequence, header.acknowledgment]
        }
        #expect(
            numbers == [
                [99, 0], [500, 100], [100, 501], [501, 100], [100, 504], [504, 101], [101, 505],
            ])
        for packet in all { #expect(table.pass(packet) != .invalid) }
        #expect(table.flows(at: .start).map(\.state) == [.timeWait])
    }

    private func answer(
        _ packet: Packet, flags: TCPFlags? = nil, data: [UInt8]? = nil, initialSequence: UInt32 = 0
    ) throws -> Packet {
        let draft = Answer.draft(
            to: packet, flags: flags, data: data, initialSequence: initialSequence)
        let answer = try #require(draft).build()
        #expect(answer.fields.source == packet.fields.destination)
        #expect(answer.fields.destination == packet.fields.source)
        #expect(answer.transportChecksumIsRight != false)
        return answer
    }

    @Test(arguments: Hosts.all)
    func datagramsAndEchoesAreAnswered(_ hosts: Hosts) throws {
        let udp = try answer(try hosts.udp([1]), data: [2, 3])
        #expect(udp.fields.sourcePort?.rawValue == hosts.farPort)
        #expect(Array(udp.bytes[udp.payload]) == [2, 3])
        #expect(try answer(try hosts.udp([1])).payload.isEmpty)
        let request = try hosts.packet(.icmpEcho(.request, identifier: 7, sequence: 8), [1, 2])
        let reply = try answer(request)
        #expect(
            reply
                == (try hosts.turned.packet(.icmpEcho(.reply, identifier: 7, sequence: 8), [1, 2])))
        let other = try answer(request, data: [5])
        #expect(Array(other.bytes[other.payload]) == [5])
    }

    @Test func someFlagsGetNoAnswerOfTheirOwn() throws {
        #expect(Answer.draft(to: try Hosts.v4.tcp(.rst)) == nil)
        #expect(Answer.draft(to: try Hosts.v4.tcp([.rst, .ack])) == nil)
        let forced = try #require(Answer.draft(to: try Hosts.v4.tcp(.rst), flags: .syn))
        guard case .tcp(_, _, let sequence, let acknowledgment, .syn) = forced.transport else {
            Issue.record("\(forced)")
            return
        }
        #expect(sequence == 0 && acknowledgment == 0)
    }

    @Test func whatNobodyAnswers() throws {
        let hosts = Hosts.v4
        #expect(Answer.draft(to: try hosts.echo(.reply)) == nil)
        #expect(Answer.draft(to: try hosts.packet(.other(.esp), [1])) == nil)
        #expect(Answer.draft(to: try hosts.error(3, about: try hosts.udp())) == nil)
        #expect(Answer.draft(to: try hosts.udp(), flags: .ack) == nil)
        #expect(Answer.draft(to: try hosts.udp([1]).fragment(0x2000)) == nil)
        #expect(Answer.draft(to: try Hosts("10.0.0.1", "224.0.0.1").udp()) == nil)
        #expect(Answer.draft(to: try Hosts("::", "2001:db8::1").udp()) == nil)
    }
}
