import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network
import Timeline
import Wire

/// Proofs about networks as wholes.
extension NetOperations {
    /// What the network of a file does otherwise, which has no tunnels and no policies.
    func compare(with file: Placed<String>) throws(LabFault) -> NetComparison {
        let (topology, lists) = try read(file)
        var other = Network(topology)
        for (node, rules) in lists { other[node].gateway[rules.chain] = rules }
        let now = network.fabric.loop.now
        let here = network.fabric.proofs.side { network.packet(of: $0) }
        if !here.hasPolicies, isSame(as: other) { return NetComparison(file.value, [], nil) }
        let there = PathDifference.Side(other) { point, sender in
            guard let packet = network.packet(of: point) else { return .unknown }
            return Rehearsal(of: packet, from: sender, in: other, at: now).end
        }
        let found = PathDifference(here, there, network.budget)
        let entries = found.entries.map { entry in
            NetComparison.Entry(
                network.text(of: entry.point), from: entry.sender, to: entry.receiver,
                isHere: entry.isFirst)
        }
        return NetComparison(
            file.value, entries, network.budget.end.map(PathBound.ended) ?? found.bound)
    }

    /// Whether another network is this one, rule by rule: then no limit and no pool makes a difference.
    private func isSame(as other: Network) -> Bool {
        let fabric = network.fabric
        let here = NetFile.text(of: fabric.topology, rules: { fabric[$0] }, network.budget)
        let there = NetFile.text(
            of: other.topology, rules: { other[$0].gateway }, network.budget)
        return here == there && network.budget.end == nil
    }

    /// What is the matter with the network as a whole.
    func check() -> NetCheckAnswer {
        let fabric = network.fabric
        let check = fabric.proofs.check(network.budget)
        let net = fabric.topology
        let findings = check.findings.map { finding -> NetCheckAnswer.Finding in
            switch finding {
            case .loop(let addresses, let nodes):
                .loop(addresses: "\(addresses)", nodes: nodes.map { net.name(of: $0) })
            case .unreached(let node): .unreached(net.name(of: node))
            case .unknown(let node, let bound): .unknown(net.name(of: node), bound)
            case .unmet(let node, let list, let number):
                .unmet(
                    net.name(of: node), list: list.rawValue, number: number,
                    rule: Self.text { fabric[node][list].entries[number - 1].rule.write(to: &$0) })
            case .idle(let node, let number):
                .idle(
                    net.name(of: node), number: number,
                    rule: Array(net[node].translation.rules[number - 1].text.utf8))
            }
        }
        return NetCheckAnswer(check, findings)
    }

    private static func text(_ write: (inout [UInt8]) -> Void) -> [UInt8] {
        var text: [UInt8] = []
        write(&text)
        return text
    }
}

extension LabNetwork {
    /// The packet that `packet send` makes of a point that a proof names.
    func packet(of point: ProofPoint) -> Packet? {
        let request = PacketRequest(point, links: [], needsState: false)
        return try? draft(of: request, quoting: nil).build()
    }

    /// A point that a proof names, as `packet send` reads it.
    func text(of point: ProofPoint) -> [UInt8] {
        var text: [UInt8] = []
        PacketRequest(point, links: [], needsState: false).write(to: &text)
        return text
    }
}
