import Commands
import Events
import Fabric
import Firewall
import Grammar
import Network
import Tunnel
import Wire

/// The values that a lab knows at this moment, for who asks what could be typed.
struct KnownValues {
    let lab: Lab

    /// Those of one kind, for the word at the end of a line.
    func values(of kind: ArgumentKind, after prefix: [UInt8]) -> [String] {
        switch ArgumentName(rawValue: kind.key) {
        case .ruleNumber, .rule, .ruleRange:
            (0..<lab.network.firewall.count).map { String($0 + 1) }
                + lab.network.firewall.entries.compactMap(\.rule.name?.text)
        case .link: lab.network.firewall.links.map(\.rawValue)
        case .links:
            (lab.network.firewall.links + lab.network.firewall.zones.map(\.name)).map(\.rawValue)
        case .zones: lab.network.firewall.zones.map(\.name.rawValue)
        case .gateway: lab.fabric.gatewayNames.map(\.text)
        case .anyLink: lab.fabric.topology.linkIDs.map { lab.fabric.topology.name(of: $0) }
        case .set: lab.network.firewall.settings.sets.map(\.name.rawValue)
        case .addresses:
            listed(
                nodeNames + lab.network.firewall.settings.sets.map { "@" + $0.name.rawValue },
                after: prefix)
        case .endpoint, .host, .hostPort, .members, .natTarget, .nextHop, .prefix: nodeNames
        case .states, .oneState: ConnectionState.allCases.map(\.rawValue)
        case .packetNumber: lab.fabric.log.kept.map { String($0.number) }
        case .tunnel: lab.fabric.tunnelSnapshots.map(\.name)
        case .connectionNumber:
            (lab.fabric.host(at: lab.network.current)?.openConnections ?? []).indices.map {
                String($0 + 1)
            }
        case .suite: ESPSuite.all.map(\.name)
        case .term: Term.allCases.map(\.rawValue)
        case .topic: topics(after: prefix)
        default: []
        }
    }

    /// The nodes that have an address.
    private var nodeNames: [String] {
        lab.network.firewall.nodes.nodes.filter { !$0.addresses.isEmpty }.map(\.name.rawValue)
    }

    /// Members of a list, behind those that the word at the end of a line has already.
    private func listed(_ members: [String], after prefix: [UInt8]) -> [String] {
        let start = prefix.lastIndex(of: 0x20).map { $0 + 1 } ?? 0
        guard let comma = prefix.lastIndex(of: UInt8(ascii: ",")), comma >= start else {
            return members
        }
        let head = String(decoding: prefix[start...comma], as: UTF8.self)
        return members.map { head + $0 }
    }

    /// The words that may follow those of a `help` line.
    private func topics(after prefix: [UInt8]) -> [String] {
        guard let line = try? CommandLine(prefix) else { return [] }
        let isInsideWord = line.tokens.last?.range.upperBound == prefix.count
        let words = line.tokens.dropFirst().dropLast(isInsideWord ? 1 : 0).map(line.text(of:))
        var topics: [String] = []
        for row in lab.table.words where row.count > words.count {
            guard row.prefix(words.count).map(\.text) == words else { continue }
            let word = row[words.count].text
            if !topics.contains(word) { topics.append(word) }
        }
        return topics
    }
}
