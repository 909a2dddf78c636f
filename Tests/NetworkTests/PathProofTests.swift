import Chance
import Firewall
@testable import Network
import Testing
import Timeline
import Wire

/// Proofs about whole ways.
struct PathProofTests {
    /// Whether what some nodes send gets where a question asks, with each witness tried.
    private func find(_ question: PathQuestion, in network: Network) -> PathProof.Answer {
        PathProof(network).find(question) { point, sender in
            guard let packet = try? PacketDraft(point).build() else { return (nil, []) }
            let way = Rehearsal(of: packet, from: sender, in: network)
            return (way.receiver, way.links)
        }
    }

    private func question(
        _ net: Topology, _ match: RuleMatch, to receiver: String? = nil
    ) throws -> PathQuestion {
        let senders = net.nodeIDs.filter { !net[$0].forwards }
        var question = try PathQuestion(from: senders, along: match, in: net)
        question.receiver = try receiver.map { try net.at($0) }
        return question
    }

    @Test func aNetworkWithoutRulesLetsThroughWhatItsRoutesKnow() throws {
        let net = try Topology.office()
        let network = Network(net)
        var match = RuleMatch(
            proto: ProtocolMatch([.tcp]),
            destinationPorts: PortMatch(PortSet(PortRange(Port(rawValue: 22)))))
        guard
            case .found(let point, let sender, let receiver) = find(
                try question(net, match, to: "web"), in: network)
        else { return #expect(Bool(false), "the server can be reached") }
        #expect(receiver == (try net.at("web")))
        #expect(sender != receiver)
        let draft = PacketDraft(point)
        #expect(draft.destination == address("10.0.1.80"))
        // Nobody beyond the provider has a route to the inside.
        match.links = [LinkName(rawValue: "far")]
        match.outLinks = [LinkName(rawValue: "lan")]
        #expect(find(try question(net, match), in: network) == .none)
    }

    // MARK: - Against every packet of small spaces

    /// How questions about random networks ended.
    private struct Tally: Equatable {
        var found = 0
        var none = 0
        var unknown = 0
        var missed = 0
        var translated = 0
    }

    @Test(arguments: [IPFamily.v4, .v6]) func whatIsProvenIsTrueOfEachPacket(
        _ family: IPFamily
    ) throws {
        var tally = Tally()
        for seed in UInt64(1)...Self.networks {
            var maker = try RandomPaths(seed: seed, family)
            let network = maker.network
            for _ in 0..<3 {
                let question = try maker.question()
                let reaching = try maker.packets(of: question).contains { packet in
                    question.senders.contains {
                        gets(packet, from: $0, as: question, in: network)
                    }
                }
                switch find(question, in: network) {
                case .found(let point, let sender, let receiver):
                    tally.found += 1
                    let packet = try PacketDraft(point).build()
                    #expect(gets(packet, from: sender, as: question, in: network))
                    #expect(question.receiver ?? receiver == receiver)
                    if isTranslated(packet, from: sender, in: network) { tally.translated += 1 }
                case .none:
                    tally.none += 1
                    #expect(!reaching, "seed \(seed): \(question)")
                case .unknown:
                    tally.unknown += 1
                    if reaching { tally.missed += 1 }
                }
            }
        }
        #expect(tally.found > 20)
        #expect(tally.none > 20)
        #expect(tally.unknown < tally.none / 4)
        #expect(family == .v6 || tally.translated > 5)
    }

    private func isTranslated(
        _ packet: Packet, from sender: NodeID, in network: Network
    ) -> Bool {
        Rehearsal(of: packet, from: sender, in: network).steps.contains { step in
            if case .decided(.translated) = step.what { true } else { false }
        }
    }

    private static var networks: UInt64 { 40 }

    /// Whether a packet gets where a question asks, and is one that it asks for.
    private func gets(
        _ packet: Packet, from sender: NodeID, as question: PathQuestion, in network: Network
    ) -> Bool {
        let way = Rehearsal(of: packet, from: sender, in: network)
        guard let receiver = way.receiver, question.receiver ?? receiver == receiver,
            question.progress(over: way.links).isDone
        else { return false }
        return [packet, way.packet].contains { seen in
            var fields = packet.fields
            fields.destination = seen.fields.destination
            fields.destinationPort = seen.fields.destinationPort
            return question.match.firstMismatch(with: fields, PacketContext()) == nil
        }
    }
}
