import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Wire

@testable import Fabric

/// Rules that reject, log and limit, as packets meet them.
@Suite struct RefusalTests {
    private func refusing(_ match: RuleMatch = RuleMatch()) throws -> Fabric {
        let fabric = Lab.open()
        _ = try fabric.firewall.add(Rule(.reject, match))
        return fabric
    }

    private func draft(
        _ transport: PacketDraft.Transport, isSix: Bool = false
    ) -> PacketDraft {
        PacketDraft(
            source: isSix ? Lab.source6 : Lab.source,
            destination: isSix ? Lab.destination6 : Lab.destination, transport: transport)
    }

    private func tcp(_ flags: TCPFlags) -> PacketDraft.Transport {
        .tcp(
            source: Port(rawValue: 40_000), destination: Port(rawValue: 22), sequence: 100,
            acknowledgment: 200, flags: flags)
    }

    @Test(arguments: [false, true])
    func aResetComesBackToTheSender(_ isSix: Bool) throws {
        let fabric = try refusing()
        #expect(try fabric.send(draft(tcp(.syn), isSix: isSix)) == 1)
        #expect(
            fabric.way(1) == [
                "site-a entered 0.000 ms", "gw-a arrived 1.000 ms", "gw-a judged 1.000 ms",
                "gw-a answered by 2 1.000 ms", "gw-a rejected-by-rule 1.000 ms",
            ])
        #expect(
            fabric.way(2) == [
                "gw-a entered 1.000 ms", "site-a arrived 2.000 ms", "site-a delivered 2.000 ms",
            ])
        let refusal = try #require(fabric.log[2])
        #expect(refusal.origin == .rejection(of: 1) && fabric.log[1]?.answer == 2)
        let fields = refusal.packet.fields
        #expect(fields.tcpFlags == [.rst, .ack])
        #expect(fields.source == (isSix ? Lab.destination6 : Lab.destination))
        #expect(fields.destination == (isSix ? Lab.source6 : Lab.source))
        #expect(fields.sourcePort?.rawValue == 22 && fields.destinationPort?.rawValue == 40_000)
        #expect(refusal.packet.transportChecksumIsRight == true)
        #expect(fabric.gateways[0].flows.count == 0)
        #expect(fabric.addsUp)
    }

    @Test(arguments: [false, true])
    func anErrorComesBackToTheSender(_ isSix: Bool) throws {
        let fabric = try refusing()
        _ = try fabric.send(isSix ? Lab.udp6() : Lab.udp())
        let refusal = try #require(fabric.log[2])
        #expect(fabric.way(2).last == "site-a delivered 2.000 ms")
        let fields = refusal.packet.fields
        #expect(fields.icmpType == (isSix ? 1 : 3) && fields.icmpCode == (isSix ? 1 : 13))
        let gateway = fabric.topology[fabric.topology.gateA].address(.v4)
        // The gateway has no address of IPv6, so that its error comes from the destination.
        #expect(fields.source == (isSix ? Lab.destination6 : gateway))
        #expect(fields.destination == (isSix ? Lab.source6 : Lab.source))
        #expect(refusal.packet.transportChecksumIsRight == true)
        let quoted = Array(refusal.packet.bytes[refusal.packet.payload])
        #expect(quoted == fabric.log[1]?.packet.bytes)
        #expect(fabric.addsUp)
    }

    @Test func aPacketFromTheInternetIsToldThere() throws {
        let fabric = try refusing()
        _ = try fabric.send(draft(tcp(.syn)), from: .over("internet"))
        #expect(
            fabric.way(2) == [
                "gw-a entered 21.000 ms", "gw-b arrived 41.000 ms", "site-b arrived 42.000 ms",
                "site-b delivered 42.000 ms",
            ])
        #expect(fabric.log[2]?.verdict == nil)
    }

    @Test func nobodyIsToldAboutResetsAndErrors() throws {
        let fabric = try refusing()
        let asked = try Lab.udp().build().bytes
        for (transport, isSix) in [
            (tcp(.rst), false), (tcp([.rst, .ack]), true),
            (.icmpError(type: 3, code: 1, about: asked), false),
            (.icmpError(type: 1, code: 0, about: asked), true),
        ] {
            let number = try fabric.send(draft(transport, isSix: isSix))
            #expect(fabric.log[number]?.dropReason == .rejectedByRule)
            #expect(fabric.log[number]?.answer == nil)
            #expect(fabric.log.lastNumber == number)
        }
        #expect(fabric.counters.made == 4 && fabric.counters.dropped(.rejectedByRule) == 4)
        let echo = try fabric.send(draft(.icmpEcho(.request, identifier: 1, sequence: 1)))
        #expect(fabric.log[echo]?.answer == echo + 1)
        #expect(fabric.addsUp)
    }

    @Test func theDefaultRejects() throws {
        let fabric = Fabric()
        fabric.firewall.setDefault(.reject)
        _ = try fabric.send(draft(tcp(.ack)))
        #expect(fabric.log[1]?.dropReason == .rejectedByDefault)
        #expect(fabric.log[1]?.verdict?.rule == nil)
        #expect(fabric.log[2]?.packet.fields.tcpFlags == .rst)
        #expect(fabric.counters.dropped(.rejectedByDefault) == 1)
        #expect(fabric.firewall.defaultHits == 1)
        // A refusal is no packet that anybody answers.
        #expect(throws: FabricFault.notAnswerable(2)) {
            try fabric.answer(try #require(fabric.log[2]), flags: nil, data: [])
        }
    }

    // MARK: - Logging and limits

    @Test func logRulesNoteAndReadOn() throws {
        let fabric = Lab.open()
        _ = try fabric.firewall.add(Rule(.log, RuleMatch()))
        _ = try fabric.firewall.add(Rule(.log, RuleMatch(proto: ProtocolMatch([.tcp]))))
        _ = try fabric.firewall.add(Rule(.deny, RuleMatch(proto: ProtocolMatch([.tcp]))))
        _ = try fabric.send(Lab.udp())
        _ = try fabric.send(draft(tcp(.syn)))
        #expect(fabric.log[1]?.verdict?.verdict == Verdict(.allow, by: .byDefault, noted: [1]))
        #expect(fabric.log[2]?.verdict?.verdict == Verdict(.deny, by: .rule(3), noted: [1, 2]))
        #expect(fabric.log[1]?.isDelivered == true)
        #expect(fabric.log[2]?.dropReason == .deniedByRule)
        #expect(fabric.firewall.entries.map(\.hits) == [2, 1, 1])
        let lengths = [1, 2].compactMap { fabric.log[$0]?.packet.bytes.count }
        #expect(fabric.firewall.entries[0].bytes == UInt64(lengths.reduce(0, +)))
        #expect(fabric.firewall.entries[0].lastHit == .start + .milliseconds(23))
    }

    @Test func aLimitCountsInVirtualTime() throws {
        let fabric = Fabric()
        let limit = RateLimit(packets: 1, unit: .second, burst: 2)
        _ = try fabric.firewall.add(Rule(.allow, RuleMatch(), limit: limit))
        func isDelivered() throws -> Bool {
            let number = try fabric.send(Lab.udp())
            return try #require(fabric.log[number]).isDelivered
        }
        // They come to the gateway at 1 and 23 ms, and the third finds no token.
        #expect(try isDelivered() && isDelivered())
        #expect(try !isDelivered())
        // It looked at 45 ms; the next token comes a second after the first went, at 1001 ms.
        try fabric.run(for: .milliseconds(1_000 - 45))
        #expect(fabric.loop.now == .start + .milliseconds(1_000))
        #expect(try isDelivered())
        #expect(try !isDelivered())
        #expect(fabric.firewall.entries[0].hits == 3 && fabric.firewall.defaultHits == 2)
    }
}
