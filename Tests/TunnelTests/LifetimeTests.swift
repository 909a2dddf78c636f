import Cipher
import Testing
import Timeline
import Tunnel
import Wire

/// Lifetimes (RFC 4301 section 4.4.2.1), and how a new pair of SAs takes over.
@Suite struct LifetimeTests {
    private func seal(_ end: OutboundSA, _ count: Int, at now: Instant = .start) -> SealOutcome {
        let payload = [UInt8](repeating: 1, count: count)
        var datagram: [UInt8] = []
        return end.seal(payload: payload.span, nextHeader: .ipv4, at: now, into: &datagram)
    }

    private func pair(soft: SALifetime.Bound, hard: SALifetime.Bound) throws -> SAPair {
        try SAPair(parameters: SAParameters(lifetime: SALifetime(soft: soft, hard: hard)))
    }

    @Test func packetsAreCounted() throws {
        let sender = try pair(soft: .init(packets: 2), hard: .init(packets: 3)).sender
        #expect(!sender.isAging(at: .start))
        for number in 1...3 {
            #expect(seal(sender, 10) == .sealed(SequenceNumber(rawValue: UInt64(number))))
            #expect(sender.isAging(at: .start) == (number >= 2))
        }
        #expect(seal(sender, 10) == .refused(.saExpired))
        #expect(sender.lastSequence.rawValue == 3)
    }

    @Test func bytesAreCounted() throws {
        let sender = try pair(soft: .init(bytes: 50), hard: .init(bytes: 100)).sender
        #expect(seal(sender, 49) == .sealed(SequenceNumber(rawValue: 1)))
        #expect(!sender.isAging(at: .start))
        #expect(seal(sender, 50) == .sealed(SequenceNumber(rawValue: 2)))
        #expect(sender.isAging(at: .start))
        #expect(seal(sender, 1) == .sealed(SequenceNumber(rawValue: 3)))
        #expect(seal(sender, 1) == .refused(.saExpired))
    }

    @Test func timePassesForBothEnds() throws {
        let pair = try pair(soft: .init(time: .seconds(5)), hard: .init(time: .seconds(10)))
        let datagram = pair.seal([1])
        let just = Instant.start + .milliseconds(9_999)
        let over = Instant.start + .seconds(10)
        #expect(!pair.sender.isAging(at: .start + .milliseconds(4_999)))
        #expect(pair.sender.isAging(at: .start + .seconds(5)))
        #expect(seal(pair.sender, 1, at: just) == .sealed(SequenceNumber(rawValue: 2)))
        #expect(seal(pair.sender, 1, at: over) == .refused(.saExpired))
        var plaintext: [UInt8] = []
        #expect(
            pair.receiver.open(datagram: datagram.span, at: over, into: &plaintext).reason
                == .saExpired)
        #expect(
            pair.receiver.open(datagram: datagram.span, at: just, into: &plaintext).payload != nil)
    }

    @Test func aNewPairTakesOverAndTheOldOneDrains() throws {
        let tunnel = try TestTunnel()
        let old = TestTunnel.seal([1, 2, 3], by: tunnel.client)
        let older = TestTunnel.seal([1, 2, 3, 4], by: tunnel.client)
        try rekey(tunnel)
        // What was under way arrives, and what is sent now comes by the new pair.
        #expect(TestTunnel.receive(old, at: tunnel.server).payload != nil)
        let fresh = TestTunnel.seal([4], by: tunnel.client)
        #expect(fresh.span.uint32(at: 0) == 0x1011)
        #expect(TestTunnel.receive(fresh, at: tunnel.server).payload?.sequence.rawValue == 1)
        let back = TestTunnel.seal([5], by: tunnel.server)
        #expect(TestTunnel.receive(back, at: tunnel.client).payload != nil)

        #expect(tunnel.server.retire(SPI(rawValue: 0x1001)))
        #expect(!tunnel.server.retire(SPI(rawValue: 0x1001)))
        #expect(!tunnel.server.retire(SPI(rawValue: 0x1011)))
        #expect(TestTunnel.receive(older, at: tunnel.server).reason == .unknownSPI)
        #expect(tunnel.server.inbounds.count == 1)
        // The counts of the end go on over both pairs.
        #expect(tunnel.server.opened.packets == 2)
        #expect(tunnel.server.opened.bytes == 4)
        #expect(tunnel.client.sealed.packets == 3)
        #expect(tunnel.server.counters.arrived == 3)
        #expect(tunnel.server.counters.delivered == 2)
    }

    private func rekey(_ tunnel: TestTunnel) throws {
        for (end, outbound, inbound) in [
            (tunnel.client, 0x1011, 0x1012), (tunnel.server, 0x1012, 0x1011),
        ] as [(TunnelEnd, UInt32, UInt32)] {
            let label = { (spi: UInt32) in spi == 0x1011 ? "to server" : "to client" }
            try end.rekey(
                outbound: TunnelEnd.Direction(
                    spi: SPI(rawValue: outbound),
                    material: end.outboundMaterial.successor(label: label(outbound))),
                inbound: TunnelEnd.Direction(
                    spi: SPI(rawValue: inbound),
                    material: end.inboundMaterial.successor(label: label(inbound))),
                at: .start)
        }
    }

    @Test func aSuccessorIsAnotherKeyAndTheSameForBoth() throws {
        let first = try KeyMaterial(seed: 1, label: "t", keyLength: 16)
        let second = try first.copy().successor(label: "a")
        let again = try first.successor(label: "a")
        let other = try first.successor(label: "b")
        let isSame = second.key.matches(again.key)
        let isOther = second.key.matches(other.key)
        let isOld = second.key.matches(first.key)
        #expect(isSame && !isOther && !isOld)
        let length = second.key.count
        #expect(length == 16)
    }
}
