import Chance
import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Standard networks with random rules at both gateways, tunnels and policies.
struct RandomFabrics {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    /// The standard network with random rules at both gateways, tunnels and policies.
    mutating func fabric() throws -> Fabric {
        let fabric = Fabric(loop: EventLoop(patience: .seconds(2)))
        for gate in fabric.topology.gateways {
            fabric[gate].firewall.setDefault(pick(3) == 0 ? .deny : .allow)
            for _ in 0..<pick(4) {
                _ = try? fabric[gate].firewall.add(
                    Rule(pick(2) == 0 ? .allow : .deny, try match(somePrefix(), somePrefix())))
            }
        }
        for name in ["one", "two"] where pick(3) > 0 {
            var plan = TunnelPlan(name: name)
            if pick(2) == 0 { plan.selectors = try selectors() }
            _ = try? fabric.open(plan)
        }
        for _ in 0..<pick(4) {
            let action: Policy.Action =
                switch pick(4) {
                case 0: .bypass
                case 1: .discard
                default: .protect(pick(2) == 0 ? "one" : "two")
                }
            let gate = fabric.topology.gateways[pick(2)]
            let policy = Policy(
                action, for: try selectors(), pick(4) == 0 ? .outbound : .there)
            try? fabric.add(policy, at: gate)
        }
        return fabric
    }

    mutating func selectors() throws -> TrafficSelectors {
        let layer: NextLayer =
            pick(3) > 0
            ? .any
            : try NextLayer(
                [.udp],
                .ports(source: nil, destination: PortSet(PortRange(Port(rawValue: 53)))), in: .v4)
        return try #require(
            TrafficSelectors(source: somePrefix(), destination: somePrefix(far: true), layer))
    }

    mutating func somePrefix(far: Bool = false) throws -> Prefix {
        try Prefix(
            masking: .v4(
                IPv4Address(rawValue: (far ? 0x0A01_0000 : 0x0A00_0000) + UInt32(pick(4)))),
            length: [8, 30, 31, 32][pick(4)])
    }

    mutating func match(_ source: Prefix, _ destination: Prefix) throws -> RuleMatch {
        var match = RuleMatch()
        if pick(2) == 0 { match.source = AddressMatch(source) }
        if pick(2) == 0 { match.destination = AddressMatch(destination) }
        if pick(3) == 0 {
            match.destinationPorts = PortMatch(PortSet(PortRange(Port(rawValue: 53))))
        }
        return match
    }

    mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
}

extension Fabric {
    /// A packet that is sent while no gateway knows a flow.
    func sendFirst(_ packet: Packet, from node: NodeID) throws -> PacketRecord {
        for gate in topology.gateways { _ = self[gate].clearFlows(at: loop.now) }
        let number = try launch(packet, from: .node(node))
        try run()
        return try #require(log[number])
    }
}
