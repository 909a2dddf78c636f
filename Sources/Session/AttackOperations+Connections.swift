import Commands
import Events
import Fabric
import Grammar
import Network
import Wire

/// Attacks on connections, which need no tunnel.
extension AttackOperations {
    func flood(
        _ target: Placed<HostPort>, _ words: SYNFloodWords
    ) throws(LabFault) -> AttackEvent {
        let hosts = HostOperations(network: network)
        let place = target.map(\.host)
        let node = try hosts.asker(at: target.range)
        let address = try hosts.address(of: place)
        let sources = words.sources?.value ?? Self.documentation(address.family)
        guard sources.family == address.family else {
            throw .command(
                .network(.packet(.mixedFamilies)), words.sources?.range ?? target.range)
        }
        var flood = SYNFlood(
            target: address, port: target.value.port, sources: sources,
            count: words.count ?? AttackCommand.usualSYNs)
        flood.interval = words.interval ?? flood.interval
        let report = try network.blaming(target.range) { () throws(FabricFault) in
            try network.fabric.attacker.carryOut(flood, from: node, network.budget)
        }
        network.outcome = nil
        return .synFlooded(report, target: target.value.description, network.fabric.topology)
    }

    func inject(
        _ injection: Injection, at range: Range<Int>
    ) throws(LabFault) -> AttackEvent {
        _ = try network.record(Placed(injection.packet, at: range))
        let node = try HostOperations(network: network).asker(at: range)
        let report = try network.blaming(range) { () throws(FabricFault) in
            try network.fabric.attacker.carryOut(injection, from: node)
        }
        let log = network.fabric.log
        guard let record = log[report.number] else {
            throw .command(.noSuchPacket(report.number, last: log.lastNumber), range)
        }
        network.outcome = Outcome(record)
        return .injected(
            report, record, others: log.kept(after: record.number),
            network.fabric.topology)
    }

    /// Addresses that nobody has (RFC 5737, RFC 3849).
    private static func documentation(_ family: IPFamily) -> Prefix {
        let text = family == .v4 ? "192.0.2.0/24" : "2001:db8:f00d::/64"
        guard let prefix = try? Prefix.parse(Array(text.utf8).span) else {
            preconditionFailure("these are prefixes")
        }
        return prefix
    }
}
