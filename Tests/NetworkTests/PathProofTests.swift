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
}
