import Chance
import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Proofs about ways through policies and tunnels, held against packets that take real ones.
@Suite struct PathTests {
    private var random = SplitMix(seed: 23)

    @Test mutating func whatIsProvenIsWhatPacketsDo() throws {
        var (found, none, sealed) = (0, 0, 0)
        for round in 0..<40 {
            let fabric = try fabric()
            let question = try question(fabric.topology, round)
            var reaching = 0
            for packet in try packets(of: question) {
                let sender = question.senders[0]
                let way = fabric.proofs.rehearse(packet, from: sender)
                let record = try send(packet, from: sender, by: fabric)
                // What is rehearsed is what happens.
                let end = record.steps.last
                #expect(way.receiver == (record.isDelivered ? end?.node : nil))
                if way.reason != nil { #expect(way.reason == record.dropReason) }
                if record.encapsulation != nil { sealed += 1 }
                let isMeant = question.match.firstMismatch(with: packet.fields, PacketContext())
                if isMeant == nil, way.receiver == question.receiver { reaching += 1 }
            }
            let answer = fabric.proofs.paths.find(question) { point, sender in
                guard let packet = try? PacketDraft(point).build() else { return (nil, []) }
                let way = fabric.proofs.rehearse(packet, from: sender)
                return (way.receiver, way.links)
            }
            switch answer {
            case .found: found += 1
            case .none: none += 1
            case .unknown: Issue.record("unknown: \(answer)")
            }
            #expect((answer == .none) == (reaching == 0), "round \(round): \(answer)")
        }
        #expect(found > 8)
        #expect(none > 8)
        #expect(sealed > 100)
    }

    /// A packet that is sent when no gateway knows a flow.
    private func send(
        _ packet: Packet, from node: NodeID, by fabric: Fabric
    ) throws -> PacketRecord {
        for gate in fabric.topology.gateways {
            _ = fabric[gate].clearFlows(at: fabric.loop.now)
        }
        let number = try fabric.launch(packet, from: .node(node))
        try fabric.run()
        return try #require(fabric.log[number])
    }

    // MARK: - Random networks

    /// The standard network with random rules at both gateways, tunnels and policies.
    private mutating func fabric() throws -> Fabric {
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

    private mutating func selectors() throws -> TrafficSelectors {
        let layer: NextLayer =
            pick(3) > 0
            ? .any
            : try NextLayer(
                [.udp],
                .ports(source: nil, destination: PortSet(PortRange(Port(rawValue: 53)))), in: .v4)
        return try #require(
            TrafficSelectors(source: somePrefix(), destination: somePrefix(far: true), layer))
    }

    private mutating func somePrefix(far: Bool = false) throws -> Prefix {
        try Prefix(
            masking: .v4(
                IPv4Address(rawValue: (far ? 0x0A01_0000 : 0x0A00_0000) + UInt32(pick(4)))),
            length: [8, 30, 31, 32][pick(4)])
    }

    private mutating func match(_ source: Prefix, _ destination: Prefix) throws -> RuleMatch {
        var match = RuleMatch()
        if pick(2) == 0 { match.source = AddressMatch(source) }
        if pick(2) == 0 { match.destination = AddressMatch(destination) }
        if pick(3) == 0 {
            match.destinationPorts = PortMatch(PortSet(PortRange(Port(rawValue: 53))))
        }
        return match
    }

    private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    /// Whether datagrams from four addresses get to four others.
    private mutating func question(_ net: Topology, _ round: Int) throws -> PathQuestion {
        let ports = PortSet(
            try PortRange(first: Port(rawValue: 53), last: Port(rawValue: 54)))
        var match = RuleMatch(
            proto: ProtocolMatch([.udp]),
            source: AddressMatch(
                try Prefix(masking: .v4(IPv4Address(rawValue: 0x0A00_0000)), length: 30)),
            sourcePorts: PortMatch(PortSet(PortRange(Port(rawValue: 40_000)))),
            destination: AddressMatch(
                try Prefix(masking: .v4(IPv4Address(rawValue: 0x0A01_0000)), length: 30)),
            destinationPorts: PortMatch(ports))
        match.set(.number(.length, NumberMatch([Interval(28, 28)])))
        let isBack = round % 3 == 0
        if isBack { (match.source, match.destination) = (match.destination, match.source) }
        var question = PathQuestion(from: [isBack ? net.siteB : net.siteA], match)
        question.receiver = isBack ? net.siteA : net.siteB
        return question
    }

    private func packets(of question: PathQuestion) throws -> [Packet] {
        var packets: [Packet] = []
        for source in addresses(question.match.source) {
            for destination in addresses(question.match.destination) {
                for port in UInt16(53)...54 {
                    packets.append(
                        try PacketDraft(
                            source: source, destination: destination,
                            transport: .udp(
                                source: Port(rawValue: 40_000),
                                destination: Port(rawValue: port))
                        ).build())
                }
            }
        }
        return packets
    }

    private func addresses(_ match: AddressMatch?) -> [IPAddress] {
        (match?.spans4 ?? []).flatMap { span in
            (span.low...span.high).map { IPAddress.v4(IPv4Address(rawValue: $0)) }
        }
    }
}
