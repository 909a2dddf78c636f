import Firewall
import Network
import Testing
import Timeline
import Wire

/// A translator puts fragments together before it looks: a later one names no ports.
@Suite struct FragmentTranslationTests {
    private func rules() throws -> [NATRule] {
        [
            try NATRule(
                .masquerade(ports: nil), RuleMatch(source: AddressMatch(prefix("10.0.0.0/24"))),
                out: Translator.internet)
        ]
    }

    private func fragments(of packet: Packet, _ mtu: Int) throws -> [Packet] {
        let fitting = Fragmentation.fit(packet, into: mtu)
        guard case .fragments(let pieces) = fitting else { throw Fault(fitting: fitting) }
        return pieces
    }

    private struct Fault: Error { let fitting: Fitting }

    @Test func fragmentsAreTranslatedWhole() throws {
        let data = (0..<3_000).map { UInt8(truncatingIfNeeded: $0) }
        let sent = try packet("10.0.0.5:40000", "198.51.100.9:53", data: data).fragmentable()
        var router = try Translator(try rules())
        var (inside, outside) = (Reassembly(), Reassembly())
        var received: Packet?
        for piece in try fragments(of: sent, 1_200).reversed() {
            guard case .complete(let whole) = inside.take(piece, at: .start).outcome else {
                continue
            }
            #expect(whole.packet == sent && whole.longestFragment <= 1_200)
            let out = try router.send(whole.packet, on: Translator.lan)
            // The link has room for more, but whoever cut the packet may have known why.
            let pieces = try fragments(of: out, min(1_500, whole.longestFragment))
            #expect(pieces.count == 3)
            for piece in pieces {
                #expect(piece.fields.source == address("203.0.113.2"))
                if case .complete(let done) = outside.take(piece, at: .start).outcome {
                    received = done.packet
                }
            }
        }
        let packet = try #require(received)
        #expect(packet.ends == "203.0.113.2:40000 > 198.51.100.9:53")
        #expect(packet.transportChecksumIsRight == true)
        #expect(Array(packet.bytes[packet.payload]) == data)
        #expect(router.flows.count == 1)
    }

    /// Without that only the first would be translated, and the others would show the inside address.
    @Test func laterFragmentsBelongToNoFlow() throws {
        let sent = try packet(
            "10.0.0.5:40000", "198.51.100.9:53", data: [UInt8](repeating: 7, count: 2_000)
        ).fragmentable()
        var router = try Translator(try rules())
        let sources = try fragments(of: sent, 1_200).map { piece in
            try router.send(piece, on: Translator.lan).fields.source
        }
        #expect(sources == [address("203.0.113.2"), address("10.0.0.5")])
    }
}
