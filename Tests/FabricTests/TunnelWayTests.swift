import Cipher
import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Packets through a tunnel, over the real sockets, both ways.
@Suite struct TunnelWayTests {
    private func lab() throws -> Fabric {
        let fabric = Lab.open()
        try fabric.widen()
        _ = try fabric.open(TunnelPlan(name: "demo"))
        return fabric
    }

    @Test(arguments: [
        Lab.udp(), Lab.udp6(), Lab.udp([]), Lab.udp6([UInt8](repeating: 7, count: 9_001)),
    ])
    func carriesAPacket(_ draft: PacketDraft) throws {
        let fabric = try lab()
        _ = try fabric.send(draft, via: "demo")
        #expect(
            fabric.way(1) == [
                "site-a entered 0.000 ms", "gw-a arrived 1.000 ms", "gw-a judged 1.000 ms",
                "gw-a sealed 1.000 ms", "gw-b opened 21.000 ms", "site-b arrived 22.000 ms",
                "site-b delivered 22.000 ms",
            ])
        let record = try #require(fabric.log[1])
        let sealed = try #require(record.encapsulation)
        let opened = try #require(record.decapsulation)
        let plaintext = try #require(record.sealedFrame.flatMap(fabric.frames.plaintext))
        #expect(Array(plaintext.prefix(opened.length)) == record.packet.forwarded.bytes)
        #expect(sealed.sender == .client && opened.role == .server)
        #expect(sealed.sequence == opened.sequence)
        #expect(opened.sequence == SequenceNumber(rawValue: 1))
        let datagram = try #require(fabric.datagram(of: 1))
        #expect(datagram.count == sealed.length)
        #expect(try ESPHeader.parse(datagram.span).spi == SPI(rawValue: 0x1002))
        #expect(
            datagram.count
                == ESPLayout.full.packetLength(forPayload: record.packet.bytes.count))
        #expect(fabric.addsUp)
    }

    @Test func asksTheFirewallFirst() throws {
        let fabric = try lab()
        fabric.firewall.setDefault(.deny)
        _ = try fabric.send(Lab.udp(), via: "demo")
        #expect(fabric.log[1]?.dropReason == .deniedByDefault)
        #expect(fabric.log[1]?.encapsulation == nil)
    }

    @Test func answersAMessageWithItsEcho() throws {
        let fabric = try lab()
        fabric.firewall.setDefault(.deny)
        let text = Array("hola".utf8)
        #expect(try fabric.send(message: text, through: "demo") == 1)
        #expect(
            fabric.way(1) == [
                "gw-a entered 0.000 ms", "gw-a sealed 0.000 ms", "gw-b opened 20.000 ms",
                "gw-b delivered 20.000 ms", "gw-b answered by 2 20.000 ms",
            ])
        #expect(
            fabric.way(2) == [
                "gw-b entered 20.000 ms", "gw-b sealed 20.000 ms", "gw-a opened 40.000 ms",
                "gw-a delivered 40.000 ms",
            ])
        let echo = try #require(fabric.log[2])
        #expect(echo.origin == .echo(of: 1, tunnel: "demo"))
        #expect(fabric.log[1]?.answer == 2)
        #expect(Array(echo.packet.bytes[echo.packet.payload]) == text)
        #expect(echo.packet.fields.source == Fabric.serverAddress)
        #expect(echo.packet.fields.sourcePort == Fabric.echoPort)
        #expect(fabric.addsUp)
        // Nobody waits any longer, so an hour brings nothing new.
        let listener = Listener()
        _ = listener.hear(fabric)
        try fabric.run(for: .seconds(3_600))
        #expect(listener.hear(fabric).isEmpty)
    }

    @Test(arguments: TunnelRole.allCases)
    func refusesAMessageUnderAnotherKeyAndGoesOn(_ role: TunnelRole) throws {
        let fabric = try lab()
        _ = try fabric.send(message: [1], through: "demo")
        try fabric.setKey(Lab.key, at: role, of: "demo")
        let number = try fabric.send(message: [2], through: "demo")
        #expect(number == 3)
        #expect(
            fabric.way(3) == [
                "gw-a entered 40.000 ms", "gw-a sealed 40.000 ms", "gw-b bad-icv 60.000 ms",
                "gw-a unanswered 1040.000 ms",
            ])
        #expect(fabric.counters.delivered == 2)
        #expect(fabric.counters.dropped(.badICV) == 1)
        #expect(fabric.log[3]?.decapsulation == nil)
        #expect(fabric.loop.now == .start + .milliseconds(1_040))
        try fabric.setKey(Lab.key, at: role == .client ? .server : .client, of: "demo")
        let last = try fabric.send(message: [3], through: "demo")
        #expect(fabric.log[last]?.isDelivered == true)
        #expect(fabric.log[last + 1]?.isDelivered == true)
        #expect(fabric.addsUp)
    }

    @Test func refusesAKeyOfTheWrongLengthAndKeepsTheOld() throws {
        let fabric = try lab()
        for count in [0, 1, 31, 33, 35, 37, 64] {
            #expect(throws: FabricFault.keyLength(.usual)) {
                try fabric.setKey([UInt8](repeating: 1, count: count), at: .client, of: "demo")
            }
        }
        let number = try fabric.send(message: [1], through: "demo")
        #expect(fabric.log[number]?.isDelivered == true)
    }

    @Test func carriesAMessageOfTheLimitAndRefusesALongerOne() throws {
        let fabric = try lab()
        let limit = Fabric.messageLimit
        let longest = [UInt8](repeating: 0x61, count: limit)
        #expect(throws: FabricFault.messageTooLarge(bytes: limit + 1, limit: limit)) {
            try fabric.send(message: longest + [0x61], through: "demo")
        }
        #expect(fabric.counters.made == 0)
        #expect(try fabric.send(message: longest, through: "demo") == 1)
        #expect(fabric.counters.delivered == 2)
        let echo = try #require(fabric.log[2]?.packet)
        #expect(Array(echo.bytes[echo.payload]) == longest)
        let empty = try fabric.send(message: [], through: "demo")
        #expect(fabric.log[empty]?.isDelivered == true)
        #expect(fabric.addsUp)
    }

    @Test func dropsAPacketThatDoesNotFitIntoADatagram() throws {
        let fabric = try lab()
        _ = try fabric.send(Lab.udp([UInt8](repeating: 0, count: 65_500)), via: "demo")
        #expect(fabric.way(1).last == "gw-a too-large 1.000 ms")
        #expect(fabric.addsUp)
    }
}
