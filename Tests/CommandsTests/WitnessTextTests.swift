import Commands
import Firewall
import Grammar
import Testing
import Wire

/// A packet that a proof names can be typed, and means the same then.
@Suite struct WitnessTextTests {
    private func text(
        proto: UInt8, sourcePort: UInt16 = 0, destinationPort: UInt16 = 0, flags: UInt8 = 2,
        state: ConnectionState
    ) throws -> String {
        let place = try #require(ConnectionState.allCases.firstIndex(of: state))
        let point = ProofPoint.v4(
            PacketPoint(
                source: 0x0A00_0001, destination: 0x0A00_0002, sourcePort: sourcePort,
                destinationPort: destinationPort,
                proto: proto, flags: flags, context: UInt8(place)))
        let request = PacketRequest(point, links: [LinkName(rawValue: "lan-a")], needsState: true)
        var text: [UInt8] = []
        request.write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    @Test func portZeroCanBeAskedAboutAndNotSent() throws {
        let packet = try text(proto: 17, state: .new)
        #expect(packet == "udp 10.0.0.1:0 -> 10.0.0.2:0")
        #expect(Reading.fault("packet test \(packet)") == nil)
        #expect(Reading.fault("rule why-not \(packet)") == nil)
        #expect(Reading.fault("packet send \(packet)")?.complaint == "port-zero")
    }

    /// A header number is written where it is not the usual one, and makes a packet that exists.
    @Test(arguments: [
        (HeaderNumber.hopLimit, UInt16(64), ""), (.hopLimit, 5, " ttl 5"), (.dscp, 0, ""),
        (.dscp, 46, " dscp ef"), (.dscp, 47, " dscp 47"), (.length, 0, ""), (.length, 28, ""),
        (.length, 29, " length 29"), (.length, .max, " length 65535"),
    ])
    func writesHeaderNumbers(_ number: HeaderNumber, _ value: UInt16, _ expected: String) throws {
        var point = PacketPoint<UInt32>(
            source: 0x0A00_0001, destination: 0x0A00_0002, sourcePort: 1, destinationPort: 2,
            proto: 17)
        point[.header(number)] = value
        let request = PacketRequest(.v4(point), links: [], needsState: false)
        var text: [UInt8] = []
        request.write(to: &text)
        #expect(
            String(decoding: text, as: UTF8.self) == "udp 10.0.0.1:1 -> 10.0.0.2:2" + expected)
        guard
            case .packet(.test(let read)) = try Reading.command(
                "packet test " + String(decoding: text, as: UTF8.self))
        else {
            Issue.record("no packet")
            return
        }
        #expect(read.header == request.header)
    }

    @Test(arguments: [
        (UInt8(17), UInt16(9), ConnectionState.new, "udp 10.0.0.1:9 -> 10.0.0.2:9"),
        (17, 9, .established, "udp 10.0.0.1:9 -> 10.0.0.2:9 state established"),
        (6, 9, .new, "tcp 10.0.0.1:9 -> 10.0.0.2:9"),
        (47, 0, .new, "proto 47 10.0.0.1 -> 10.0.0.2"),
        // No flow is of the other family's ICMP: without a word it would be invalid.
        (58, 0, .new, "proto 58 10.0.0.1 -> 10.0.0.2 state new"),
        (58, 0, .invalid, "proto 58 10.0.0.1 -> 10.0.0.2"),
        (1, 0x0300, .invalid, "icmp 10.0.0.1 -> 10.0.0.2 type 3 code 3 state invalid"),
        (1, 0x0800, .new, "icmp 10.0.0.1 -> 10.0.0.2 type 8 code 8 state new"),
    ])
    func writesAStateUnlessThePacketHasItByItself(
        _ proto: UInt8, _ number: UInt16, _ state: ConnectionState, _ expected: String
    ) throws {
        #expect(
            try text(proto: proto, sourcePort: number, destinationPort: number, state: state)
                == expected)
    }
}
