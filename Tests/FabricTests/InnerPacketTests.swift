import Cipher
import EventLoop
@testable import Network
import Platform
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Every inside that RFC 4301 and RFC 4303 have dropped although the ICV is right: dropped once, and counted once
/// by the end and by the lab alike.
@Suite struct InnerPacketTests {
    /// A case of the table, sealed by the client end as it stands.
    private struct Inside {
        let name: String
        let nextHeader: IPProtocol
        let payload: [UInt8]
        let reason: DropReason?
        var badTrailer: [UInt8]?

        init(
            _ name: String, _ nextHeader: IPProtocol, _ payload: [UInt8], _ reason: DropReason?,
            badTrailer: [UInt8]? = nil
        ) {
            (self.name, self.nextHeader, self.payload) = (name, nextHeader, payload)
            (self.reason, self.badTrailer) = (reason, badTrailer)
        }
    }

    private static func plan(_ mode: ESPMode, _ family: IPFamily) throws -> TunnelPlan {
        var plan = TunnelPlan(
            name: "demo", keys: .given(Lab.key), client: TunnelPlan.End(spi: SPI(rawValue: 0x1001)),
            server: TunnelPlan.End(spi: SPI(rawValue: 0x1002)))
        plan.parameters.mode = mode
        let packet = try packet(family).fields
        plan.selectors = TrafficSelectors(
            source: Prefix(packet.source), destination: Prefix(packet.destination))
        return plan
    }

    private static func packet(_ family: IPFamily) throws -> Packet {
        try (family == .v4 ? Lab.udp() : Lab.udp6()).build()
    }

    // MARK: - The table

    private static func insides(_ mode: ESPMode, _ family: IPFamily) throws -> [Inside] {
        let (own, other) = (try packet(family), try packet(family == .v4 ? .v6 : .v4))
        let name: IPProtocol = family == .v4 ? .ipv4 : .ipv6
        let wrongName: IPProtocol = family == .v4 ? .ipv6 : .ipv4
        let common = [
            Inside("the other version's next header", wrongName, own.bytes, .unexpectedNextHeader),
            Inside("the other version inside", name, other.bytes, .unexpectedNextHeader),
            Inside("a dummy", .noNextHeader, own.bytes, .dummy),
            Inside("an empty dummy", .noNextHeader, [], .dummy),
            Inside("padding of zeros", name, own.bytes, .badPadding, badTrailer: [0, 0]),
            Inside("padding in another order", name, own.bytes, .badPadding, badTrailer: [2, 1]),
        ]
        return common + (mode == .tunnel ? try whole(own, other, name) : payloads(own, family))
    }

    /// What tunnel mode carries.
    private static func whole(
        _ own: Packet, _ other: Packet, _ name: IPProtocol
    ) throws -> [Inside] {
        func changed(_ place: Int, _ value: UInt8) -> [UInt8] {
            var bytes = own.bytes
            bytes[place] = value
            return bytes
        }
        let header = own.payload(in: .transport).lowerBound
        let length = name == .ipv4 ? IPv4Header.Offset.totalLength : IPv6Header.Offset.payloadLength
        let otherName: IPProtocol = name == .ipv4 ? .ipv6 : .ipv4
        var cases = [
            Inside("right", name, own.bytes, nil),
            Inside("right, and padded", name, own.bytes + [0, 0, 0, 0, 0, 0], nil),
            Inside("a transport header", .udp, Array(own.bytes[header...]), .unexpectedNextHeader),
            Inside("TCP's next header", .tcp, own.bytes, .unexpectedNextHeader),
            Inside("ESP in it", .esp, own.bytes, .unexpectedNextHeader),
            Inside(
                "a reserved next header", IPProtocol(rawValue: 255), own.bytes,
                .unexpectedNextHeader),
            Inside("nothing", name, [], .badInnerPacket),
            Inside("one byte", name, [own.bytes[0]], .badInnerPacket),
            Inside("version 5", name, changed(0, 0x55), .badInnerPacket),
            Inside("a cut header", name, Array(own.bytes[..<(header - 1)]), .badInnerPacket),
            Inside(
                "a cut transport header", name, Array(own.bytes[..<(header + 3)]), .badInnerPacket),
            Inside("more than there is", name, changed(length, 0x7F), .badInnerPacket),
            Inside("the other family", otherName, other.bytes, .selectorMismatch),
        ]
        if name == .ipv4 {
            cases += [
                Inside("a short header length", name, changed(0, 0x44), .badInnerPacket),
                Inside(
                    "a wrong header checksum", name, changed(10, own.bytes[10] ^ 1), .badInnerPacket
                ),
                Inside("less than its header", name, changed(length + 1, 19), .badInnerPacket),
            ]
        }
        for (what, source, destination) in [
            ("another source", nil, own.fields.destination),
            ("another destination", own.fields.source, nil),
            ("both ends exchanged", own.fields.destination, own.fields.source),
        ] as [(String, IPAddress?, IPAddress?)] {
            let stranger = own.fields.source.family == .v4 ? Lab.stranger : Lab.stranger6
            let draft = PacketDraft(
                source: source ?? stranger, destination: destination ?? stranger,
                transport: .udp(source: Port(rawValue: 1), destination: Port(rawValue: 2)))
            cases.append(Inside(what, name, try draft.build().bytes, .selectorMismatch))
        }
        return cases
    }

    /// What transport mode carries, behind the IP header of the packet.
    private static func payloads(_ own: Packet, _ family: IPFamily) -> [Inside] {
        let udp = Array(own.bytes[own.payload(in: .transport)])
        var long = udp
        long[UDPHeader.Offset.datagramLength] = 0x7F
        var short = udp
        short[UDPHeader.Offset.datagramLength + 1] = 7
        return [
            Inside("right", .udp, udp, nil),
            Inside("right, and padded", .udp, udp + [0, 0, 0, 0, 0, 0], nil),
            Inside("no UDP header", .udp, [], .badInnerPacket),
            Inside("a cut UDP header", .udp, Array(udp[..<7]), .badInnerPacket),
            Inside("more UDP than there is", .udp, long, .badInnerPacket),
            Inside("less UDP than its header", .udp, short, .badInnerPacket),
            Inside("a cut TCP header", .tcp, [UInt8](repeating: 0x50, count: 19), .badInnerPacket),
            Inside(
                "TCP's data in its header", .tcp, [UInt8](repeating: 0, count: 20), .badInnerPacket),
            Inside("a cut ICMP header", .ownICMP(of: family), [8, 0, 0], .badInnerPacket),
        ]
    }

    // MARK: - Sealing it

    /// The ESP packet around a case, which the client end seals; what it would not write is sealed by hand.
    private static func seal(_ inside: Inside, by peer: LocalPeer) throws -> [UInt8] {
        var datagram: [UInt8] = []
        guard let padding = inside.badTrailer else {
            _ = peer.end.seal(
                payload: inside.payload.span, nextHeader: inside.nextHeader, into: &datagram)
            return datagram
        }
        var text = inside.payload
        while (text.count + padding.count + 2) % 4 != 0 { text.append(0) }
        text += padding + [UInt8(padding.count), inside.nextHeader.rawValue]
        ESPHeader(spi: peer.end.outbound.spi, sequence: SequenceNumber(rawValue: 1)).write(
            to: &datagram)
        datagram.append(bigEndian: UInt64(7))
        datagram += text + [UInt8](repeating: 0, count: ESPLayout.full.icvLength)
        let start = ESPLayout.ciphertextOffset
        var span = datagram.mutableSpan
        try AEADSealer(key: peer.end.outboundMaterial.key).seal(
            &span, text: start..<start + text.count,
            additional: AdditionalData(0..<ESPLayout.headerLength),
            nonce: AEADNonce(salt: peer.end.outboundMaterial.salt.rawValue, iv: 7))
        return datagram
    }

    // MARK: - Both ways to it

    @Test(arguments: ESPMode.allCases, [IPFamily.v4, .v6])
    func ofItsOwnPackets(mode: ESPMode, family: IPFamily) throws {
        for inside in try Self.insides(mode, family) {
            let fabric = Lab.open()
            _ = try fabric.open(Self.plan(mode, family))
            let (_, client, server) = try fabric.tunnels.whole("demo")
            fabric.walker.sealed = try Self.seal(inside, by: client)
            let packet = try Self.packet(family)
            let number = fabric.history.enter(packet, .sent, via: "demo", at: client.node)
            let transit = Transit(
                number: number, packet: packet, via: "demo", goal: nil)
            let frame = fabric.walker.put(
                transit, Frame.Content(kind: .esp, packet: number),
                Encapsulation(
                    tunnel: "demo", sender: .client, length: fabric.walker.sealed.count,
                    form: ESPForm(mode: mode), sequence: SequenceNumber(rawValue: 1)))
            try fabric.run()
            #expect(fabric.log[number]?.dropReason == inside.reason, "\(inside.name)")
            #expect(fabric.log[number]?.isDelivered == (inside.reason == nil), "\(inside.name)")
            let fate = frame.flatMap { fabric.frames[$0]?.fate }
            #expect(fate == inside.reason.map { .refused($0) } ?? .arrived, "\(inside.name)")
            check(inside, server, fabric, dropped: 1)
            #expect(fabric.addsUp)
        }
    }

    @Test(arguments: ESPMode.allCases, [IPFamily.v4, .v6])
    func ofAnotherProcess(mode: ESPMode, family: IPFamily) throws {
        let (near, far) = (Lab.open(), Lab.open())
        _ = try near.open(
            Self.plan(mode, family), only: .client, remotePort: Port(rawValue: 9))
        let client = try near.tunnels.local(.client, of: "demo")
        var checked = 0
        for inside in try Self.insides(mode, family) {
            // Its IP header stays with the system, which has that of the gateways.
            if mode == .transport, inside.reason == nil || family == .v6 { continue }
            _ = try far.open(Self.plan(mode, family), only: .server, remotePort: nil)
            let server = try far.tunnels.local(.server, of: "demo")
            let before = far.counters
            let datagram = try Self.seal(inside, by: client)
            try client.socket.send(datagram.span, to: server.socket.localPort)
            for _ in 0..<2_000 where server.end.counters.arrived == 0 {
                try far.socketReady(server.socketID)
                if server.end.counters.arrived == 0 { usleep(1_000) }
            }
            // A dummy is thrown away without a trace (RFC 4303 section 2.6).
            let dropped: UInt64 = inside.reason == .dummy ? 0 : 1
            check(inside, server, far, dropped: dropped, since: before)
            #expect(far.counters.strangers == 0 && far.counters.underway == 0, "\(inside.name)")
            #expect(far.frames.kept.last { $0.encapsulation != nil }?.kind == .remote)
            try far.close("demo")
            checked += 1
        }
        #expect(checked >= (mode == .tunnel ? 20 : family == .v4 ? 13 : 0))
    }

    /// What the end says and what the lab says.
    private func check(
        _ inside: Inside, _ server: LocalPeer, _ fabric: Fabric, dropped: UInt64,
        since before: PacketCounters = PacketCounters()
    ) {
        let counters = server.end.counters
        let delivered: UInt64 = inside.reason == nil ? 1 : 0
        #expect(counters.arrived == 1 && counters.delivered == delivered, "\(inside.name)")
        #expect(server.end.opened.packets == 1, "\(inside.name)")
        #expect(fabric.counters.delivered - before.delivered == delivered, "\(inside.name)")
        for reason in DropReason.allCases {
            let isIt = reason == inside.reason
            #expect(
                counters.refusedOnArrival(reason) == (isIt ? 1 : 0), "\(inside.name): \(reason)")
            #expect(
                fabric.counters.dropped(reason) - before.dropped(reason) == (isIt ? dropped : 0),
                "\(inside.name): \(reason)")
        }
    }
}
