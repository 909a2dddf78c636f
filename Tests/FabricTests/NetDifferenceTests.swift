import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// What two networks with tunnels and policies do otherwise, held against packets that are sent in both.
@Suite struct NetDifferenceTests {
    @Test func whatIsSaidToDifferDoesSoWhereItIsSent() throws {
        var (equal, different, unknown, hidden, sealed) = (0, 0, 0, 0, 0)
        for round in UInt64(0)..<44 {
            var random = RandomFabrics(seed: round)
            let one = try random.fabric()
            var same = RandomFabrics(seed: round)
            let other = try same.fabric()
            try change(other, round, &same)
            let difference = PathDifference(side(one), side(other))
            for entry in difference.entries {
                different += 1
                let packet = try PacketDraft(entry.point).build()
                let (here, there) = entry.isFirst ? (one, other) : (other, one)
                let arrived = try send(packet, from: entry.sender, in: here)
                #expect(arrived.receiver == entry.receiver, "round \(round): \(entry)")
                let missed = try send(packet, from: entry.sender, in: there)
                if arrived.isSealed || missed.isSealed { sealed += 1 }
                #expect(missed.receiver != entry.receiver, "round \(round): \(entry)")
            }
            if difference.bound == .fragments {
                hidden += 1
            } else if difference.bound != nil {
                unknown += 1
            }
            guard difference.entries.isEmpty, difference.bound == nil else { continue }
            equal += 1
            for (packet, sender) in try samples() {
                #expect(
                    try send(packet, from: sender, in: one).receiver
                        == send(packet, from: sender, in: other).receiver,
                    "round \(round): \(packet.fields)")
            }
        }
        #expect(equal > 8)
        #expect(different > 15)
        #expect(sealed > 2)
        #expect(hidden < 12)
        #expect(unknown < 6)
    }

    @Test func whatOnlyFragmentsShowIsSaid() throws {
        func fabric(_ ports: PortSet?) throws -> Fabric {
            let fabric = Fabric(loop: EventLoop(patience: .seconds(2)))
            var match = RuleMatch(proto: ProtocolMatch([.tcp]))
            match.destinationPorts = ports.map { PortMatch($0) }
            fabric[fabric.topology.gateways[0]].firewall.setDefault(.allow)
            _ = try fabric[fabric.topology.gateways[0]].firewall.add(Rule(.deny, match))
            return fabric
        }
        // A later fragment has no ports, so that a rule about all of them does not stop it.
        let all = PortSet(try PortRange(first: Port(rawValue: 0), last: Port(rawValue: 65_535)))
        let difference = PathDifference(side(try fabric(all)), side(try fabric(nil)))
        #expect(difference.entries.isEmpty)
        #expect(difference.bound == .fragments)
        let same = PathDifference(side(try fabric(all)), side(try fabric(all)))
        #expect(same.entries.isEmpty && same.bound == nil)
    }

    /// Changes a rule, a policy, or nothing.
    private func change(
        _ fabric: Fabric, _ round: UInt64, _ random: inout RandomFabrics
    ) throws {
        let gate = fabric.topology.gateways[random.pick(2)]
        switch round % 4 {
        case 0: break
        case 1:
            let match = try random.match(random.somePrefix(), random.somePrefix(far: true))
            _ = try? fabric[gate].firewall.add(
                Rule(random.pick(2) == 0 ? .deny : .allow, match), at: 1)
        case 2:
            try? fabric.add(Policy(.discard, for: try random.selectors(), .there), at: gate)
        default:
            _ = try? fabric.open(TunnelPlan(name: "three"))
            try? fabric.add(
                Policy(.protect("three"), for: try random.selectors(), .outbound), at: gate)
        }
    }

    private func side(_ fabric: Fabric) -> PathDifference.Side {
        fabric.proofs.side { try? PacketDraft($0).build() }
    }

    /// Where a packet is delivered, and whether it took a tunnel.
    private func send(
        _ packet: Packet, from sender: String, in fabric: Fabric
    ) throws -> (receiver: String?, isSealed: Bool) {
        let net = fabric.topology
        let record = try fabric.sendFirst(packet, from: try #require(net.node(named: sender)))
        let end = record.isDelivered ? record.steps.last?.node : nil
        return (end.map { net.name(of: $0) }, record.encapsulation != nil)
    }

    /// A fragment of a datagram that is not the first, and has no data: a part of none, which a site takes.
    private func later(from source: IPAddress, to destination: IPAddress) throws -> Packet {
        let draft = PacketDraft(
            source: source, destination: destination, transport: .other(.noNextHeader))
        var bytes = try draft.build().bytes
        bytes.put(bigEndian: UInt16(1), at: IPv4Header.Offset.fragment)
        bytes[IPv4Header.Offset.proto] = IPProtocol.udp.rawValue
        bytes.put(bigEndian: UInt16(0), at: IPv4Header.Offset.checksum)
        IPv4Header.fillChecksum(of: 0..<IPv4Header.length, in: &bytes)
        return try .parse(bytes)
    }

    /// Datagrams both ways between addresses that policies and rules ask about.
    private func samples() throws -> [(packet: Packet, sender: String)] {
        var packets: [(packet: Packet, sender: String)] = []
        for source in UInt32(0)..<4 {
            for destination in UInt32(0)..<4 {
                let (near, far) = (
                    IPAddress.v4(IPv4Address(rawValue: 0x0A00_0000 + source)),
                    IPAddress.v4(IPv4Address(rawValue: 0x0A01_0000 + destination))
                )
                for port in UInt16(53)...54 {
                    let transport = PacketDraft.Transport.udp(
                        source: Port(rawValue: 40_000), destination: Port(rawValue: port))
                    let there = PacketDraft(source: near, destination: far, transport: transport)
                    let back = PacketDraft(source: far, destination: near, transport: transport)
                    packets.append((try there.build(), "site-a"))
                    packets.append((try back.build(), "site-b"))
                }
                packets.append((try later(from: near, to: far), "site-a"))
                packets.append((try later(from: far, to: near), "site-b"))
            }
        }
        return packets
    }
}
