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
    @Test func whatIsProvenIsWhatPacketsDo() throws {
        var random = RandomFabrics(seed: 23)
        var (found, none, sealed) = (0, 0, 0)
        for round in 0..<40 {
            let fabric = try random.fabric()
            let question = try question(fabric.topology, round)
            var reaching = 0
            for packet in try packets(of: question) {
                let sender = question.senders[0]
                let way = fabric.proofs.rehearse(packet, from: sender)
                let record = try fabric.sendFirst(packet, from: sender)
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

    /// Whether datagrams from four addresses get to four others.
    private func question(_ net: Topology, _ round: Int) throws -> PathQuestion {
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
