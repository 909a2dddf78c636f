import Chance
import Commands
import Firewall
import Grammar
import Testing
import Wire

/// There is one text of a packet, and it is read as the same packet, whoever wrote it.
@Suite struct PacketTextTests {
    private func text(_ packet: PacketRequest) -> String {
        var text: [UInt8] = []
        packet.write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private func address(_ family: IPFamily, _ random: inout SplitMix) -> IPAddress {
        switch family {
        case .v4: .v4(IPv4Address(rawValue: .random(in: 0 ... .max, using: &random)))
        case .v6: .v6(IPv6Address(rawValue: .random(in: 0 ... .max, using: &random)))
        }
    }

    private func fields(_ random: inout SplitMix) -> PacketFields {
        let family: IPFamily = Bool.random(using: &random) ? .v4 : .v6
        let own: IPProtocol = family == .v4 ? .icmp : .icmpv6
        let proto =
            [.tcp, .udp, own, .esp, IPProtocol(rawValue: .random(in: 0...255, using: &random))]
            .randomElement(using: &random) ?? .tcp
        var fields = PacketFields(
            source: address(family, &random), destination: address(family, &random), proto: proto,
            totalLength: 40, hopLimit: 64)
        if proto.hasPorts {
            fields.sourcePort = Port(rawValue: .random(in: 0 ... .max, using: &random))
            fields.destinationPort = Port(rawValue: .random(in: 0 ... .max, using: &random))
        }
        if proto == .tcp {
            fields.tcpFlags = TCPFlags(rawValue: .random(in: 0...255, using: &random))
        }
        if proto == own {
            fields.icmpType = [0, 3, 8, 128, 129, UInt8.random(in: 0...255, using: &random)]
                .randomElement(using: &random)
            fields.icmpCode = .random(in: 0...2, using: &random)
        }
        return fields
    }

    @Test func isAFixedPointForRandomPackets() throws {
        var random = SplitMix(seed: 15)
        var seen: [String: Int] = [:]
        for _ in 0..<5_000 {
            let data = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let fields = fields(&random)
            var marks = IPMarks()
            marks.ecn = ECN.allCases.randomElement(using: &random) ?? .notCapable
            if fields.source.family == .v4 { marks.dontFragment = .random(using: &random) }
            var packet = PacketRequest(
                fields, marks: marks, data: data, via: Bool.random(using: &random) ? nil : "demo")
            if packet.way.via == nil, Bool.random(using: &random) {
                packet.way.link = Placed(LinkName(rawValue: "internet"), at: 0..<0)
            }
            if Bool.random(using: &random) {
                packet.asked.state = ConnectionState.allCases.randomElement(using: &random)
            }
            let written = text(packet)
            guard case .packet(.test(let again)) = try Reading.command("packet test \(written)")
            else {
                Issue.record("\(written) is no packet")
                return
            }
            #expect(again.transport == packet.transport, "\(written)")
            #expect(again.header == packet.header, "\(written)")
            #expect(again.source == packet.source && again.destination == packet.destination)
            #expect(again.data == packet.data && again.way.via?.value == packet.way.via?.value)
            #expect(
                again.way.link?.value == packet.way.link?.value
                    && again.asked.state == packet.asked.state)
            #expect(text(again) == written)
            for word in written.split(separator: " ") { seen[String(word), default: 0] += 1 }
        }
        for word in ["tcp", "udp", "icmp", "icmpv6", "esp", "proto", "type", "code", "data", "via"]
            + ["ecn", "ect0", "ect1", "ce", "df"]
        {
            #expect(seen[word, default: 0] > 100, "\(word)")
        }
    }

    @Test func saysTheTypeOfAnEchoRequestWithACode() throws {
        var fields = PacketFields(
            source: .v4(IPv4Address(rawValue: 1)), destination: .v4(IPv4Address(rawValue: 2)),
            proto: .icmp, totalLength: 28, hopLimit: 64)
        fields.icmpType = 8
        fields.icmpCode = 0
        #expect(text(PacketRequest(fields)) == "icmp 0.0.0.1 -> 0.0.0.2")
        fields.icmpCode = 8
        #expect(text(PacketRequest(fields)) == "icmp 0.0.0.1 -> 0.0.0.2 type 8 code 8")
    }
}
