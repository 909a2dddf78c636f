import EventLoop
import Fabric
import Firewall
import Network
import Timeline
import Wire

/// Keeping the network and putting it back, with 10,000 rules, connections and packets in it.
struct SnapshotFigures {
    private static let count = 10_000
    private static let rounds = 100

    func print() throws {
        let fabric = try Self.network()
        var keeping = Series()
        var using = Series()
        for _ in 0..<Series.runs {
            let start = System.nanoseconds()
            for _ in 0..<Self.rounds {
                guard let kept = fabric.snapshot, fabric.putBack(kept) != nil else {
                    throw Failure.lost(1)
                }
            }
            keeping.add(Double(System.nanoseconds() - start) / Double(Self.rounds) / 1e3)
            guard let kept = fabric.snapshot else { throw Failure.lost(1) }
            let before = System.nanoseconds()
            _ = try fabric.send(Self.draft(Self.count + 1))
            using.add(Double(System.nanoseconds() - before) / 1e3)
            guard fabric.putBack(kept) != nil else { throw Failure.lost(1) }
        }
        Swift.print("snapshot: kept and put back in \(keeping.text("us", digits: 2))")
        Swift.print("snapshot: the first packet behind it \(using.text("us"))")
    }

    /// A network in which each packet has met as many rules as it is old, and began a flow.
    private static func network() throws -> Fabric {
        let fabric = Fabric()
        let gateway = fabric.topology.gateways[0]
        fabric[gateway].firewall.setDefault(.allow)
        for number in 1...count {
            var match = RuleMatch()
            match.source = AddressMatch(
                Prefix(.v4(IPv4Address(rawValue: 0xC000_0000 + UInt32(number)))))
            _ = try fabric[gateway].firewall.add(Rule(.deny, match))
        }
        for number in 1...count { _ = try fabric.send(draft(number)) }
        return fabric
    }

    private static func draft(_ number: Int) -> PacketDraft {
        PacketDraft(
            source: .v4(IPv4Address(rawValue: 0x0A00_0000 + UInt32(number))),
            destination: .v4(IPv4Address(rawValue: 0x0A01_0009)),
            transport: .udp(source: Port(rawValue: 49_152), destination: Port(rawValue: 53)))
    }
}
