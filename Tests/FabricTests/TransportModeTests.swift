import Testing
import Tunnel
import Wire

@testable import Fabric

/// In transport mode a packet keeps its own IP header, and ESP stands behind what is for nodes on the way (RFC 4303
/// section 3.1.1).
@Suite struct TransportModeTests {
    private let transport = SAParameters(mode: .transport)

    /// The outer header is the packet's own but for length, protocol and checksum, and what comes out is what went in.
    private func expectKept(_ packet: Packet, _ what: String) throws {
        let crossing = try Crossing(of: packet, transport)
        let wire = try #require(crossing.wire)
        let place = ESPPlace(in: packet.bytes.span)
        var (own, outer) = (packet.forwarded.bytes, wire.bytes)
        #expect(outer[place.protocolOffset] == IPProtocol.udp.rawValue, "\(what)")
        let length = try IPHeader.parse(outer.span).totalLength
        #expect(length == outer.count, "\(what)")
        outer[place.protocolOffset] = own[place.protocolOffset]
        switch packet.fields.source.family {
        case .v4:
            let header = Array(wire.bytes[..<place.headerLength])
            let isRight = IPv4Header.checksumIsRight(in: header.span)
            #expect(isRight, "\(what)")
            for offset in [
                IPv4Header.Offset.totalLength, IPv4Header.Offset.totalLength + 1,
                IPv4Header.Offset.checksum, IPv4Header.Offset.checksum + 1,
            ] { (own[offset], outer[offset]) = (0, 0) }
        case .v6:
            for offset in [
                IPv6Header.Offset.payloadLength, IPv6Header.Offset.payloadLength + 1,
            ] { (own[offset], outer[offset]) = (0, 0) }
        }
        #expect(outer[..<place.headerLength] == own[..<place.headerLength], "\(what)")
        #expect(wire.frame.payload.lowerBound == place.headerLength + UDPHeader.length, "\(what)")
        #expect(crossing.delivered == packet.forwarded.forwarded.bytes, "\(what)")
        #expect(crossing.fabric.addsUp)
    }

    @Test func keepsEachFieldOfIPv4() throws {
        let changes: [(String, (inout IPv4Header) -> Void)] = [
            ("time to live", { $0.timeToLive = 3 }),
            ("identification", { $0.identification = 0x1234 }),
            ("DSCP", { $0.differentiatedServices = 46 << 2 }),
            ("ECN", { $0.differentiatedServices = ECN.capable0.rawValue }),
            ("DF", { $0.flags = [] }),
            ("the reserved bit", { $0.flags = [.reserved, .dontFragment] }),
            ("options", { $0.options = [0x94, 4, 0, 0, 1, 1, 1, 0] }),
            ("as many options as there can be", { $0.options = [UInt8](repeating: 1, count: 40) }),
        ]
        for (name, change) in changes { try expectKept(Headers.v4(change), name) }
    }

    @Test func keepsEachFieldOfIPv6() throws {
        let changes: [(String, (inout IPv6Header) -> Void)] = [
            ("hop limit", { $0.hopLimit = 3 }), ("flow label", { $0.flowLabel = 0xABCDE }),
            ("DSCP", { $0.trafficClass = 46 << 2 }),
            ("ECN", { $0.trafficClass = ECN.capable1.rawValue }),
        ]
        for (name, change) in changes { try expectKept(Headers.v6(change), name) }
    }

    /// Which extension headers stay in front, and what ESP says that it carries.
    @Test func standsBehindWhatIsForNodesOnTheWay() throws {
        let hop = (IPProtocol.hopByHop, Headers.padded)
        let options = (IPProtocol.destinationOptions, Headers.padded)
        let routing = (IPProtocol.routing, Headers.routed)
        let whole = (IPProtocol.fragmentHeader, Headers.fragment(0, more: false))
        let cases: [([(IPProtocol, [UInt8])], outside: Int, IPProtocol)] = [
            ([], 0, .udp), ([hop], 8, .udp), ([routing], 24, .udp), ([whole], 8, .udp),
            ([options], 0, .destinationOptions), ([hop, options], 8, .destinationOptions),
            ([options, routing], 32, .udp), ([hop, options, routing], 40, .udp),
            ([hop, options, routing, options], 40, .destinationOptions),
            ([hop, routing, whole], 40, .udp),
            ([hop, options, routing, whole, options], 48, .destinationOptions),
        ]
        for (extensions, outside, next) in cases {
            let packet = try Headers.v6(behind: extensions)
            let place = ESPPlace(in: packet.bytes.span)
            let name = "\(extensions.map(\.0.rawValue))"
            #expect(place.headerLength == IPv6Header.length + outside, "\(name)")
            #expect(place.proto == next && !place.isFragment, "\(name)")
            try expectKept(packet, name)
            let crossing = try Crossing(of: packet, transport)
            #expect(crossing.wire?.plaintext?.last == next.rawValue, "\(name)")
        }
    }

    @Test func whatIsCutOffGoesInside() throws {
        let packet = try Headers.v6(behind: [(.hopByHop, [0xFF, 1, 4, 0, 0, 0, 0])])
        let place = ESPPlace(in: packet.bytes.span)
        #expect(place.headerLength == IPv6Header.length && place.proto == .hopByHop)
        try expectKept(packet, "longer than the packet")
    }

    @Test func theHeaderThatComesIsTheOneThatGoesOn() throws {
        for packet in [try Headers.v4(), try Headers.v6(behind: [(.hopByHop, Headers.padded)])] {
            var changed = packet.bytes
            switch packet.fields.source.family {
            case .v4: changed[IPv4Header.Offset.timeToLive] = 9
            case .v6: changed[IPv6Header.Offset.hopLimit] = 9
            }
            let crossing = try Crossing(of: packet, transport, behind: .kept(changed))
            let delivered = try Packet.parse(#require(crossing.delivered))
            #expect(delivered.fields.hopLimit == 8 && packet.fields.hopLimit == 64)
            let payloads = [delivered, packet].map { $0.bytes[$0.payload(in: .transport)] }
            #expect(payloads[0] == payloads[1])
        }
    }

    @Test func aMarkOfTheWayStays() throws {
        for packet in [
            try Headers.v4 { $0.differentiatedServices = 46 << 2 | ECN.capable0.rawValue },
            try Headers.v6 { $0.trafficClass = 46 << 2 | ECN.capable0.rawValue },
        ] {
            let crossing = try Crossing(of: packet, transport) {
                _ = try $0.impair("internet") { $0.marking = .all }
            }
            #expect(crossing.delivered == packet.forwarded.forwarded.marked(.congested).bytes)
        }
    }

    // MARK: - What is not sealed

    @Test func noFragmentIsSealed() throws {
        let fragments: [(String, Packet)] = [
            ("the first of IPv4", try Headers.v4 { $0.flags = .moreFragments }),
            ("a later one", try Headers.v4 { ($0.flags, $0.fragmentOffset) = (.moreFragments, 3) }),
            ("the last", try Headers.v4 { ($0.flags, $0.fragmentOffset) = ([], 3) }),
            (
                "the first of IPv6",
                try Headers.v6(behind: [(.fragmentHeader, Headers.fragment(0, more: true))])
            ),
            (
                "the last of IPv6, behind others",
                try Headers.v6(behind: [
                    (.hopByHop, Headers.padded),
                    (.fragmentHeader, Headers.fragment(3, more: false)),
                ])
            ),
        ]
        for (name, packet) in fragments {
            let crossing = try Crossing(of: packet, transport)
            let client = try #require(crossing.client)
            #expect(crossing.record?.dropReason == .fragmentInTransport, "\(name)")
            #expect(crossing.fabric.counters.dropped(.fragmentInTransport) == 1, "\(name)")
            #expect(client.counters.refusedForSending(.fragmentInTransport) == 1, "\(name)")
            #expect(client.counters.offered == 1 && client.counters.sealed == 0, "\(name)")
            #expect(client.outbound.lastSequence.rawValue == 0, "\(name)")
            #expect(crossing.fabric.addsUp)
            let whole = try Crossing(of: packet, SAParameters())
            #expect(whole.delivered == packet.forwarded.forwarded.bytes, "\(name)")
        }
    }

    /// What options and extension headers take, the payload can't have.
    @Test func headersTakeTheRoomOfThePayload() throws {
        let suite = ESPSuite.usual
        for options in [0, 40] {
            let room = UDPEncapsulation.maximumLength - options
            let longest = suite.layout.longestPayload(inPacketOf: room) - UDPHeader.length
            for (length, fits) in [(longest, true), (longest + 1, false)] {
                let data = [UInt8](repeating: 1, count: length)
                let packet = try Headers.v4(
                    { $0.options = [UInt8](repeating: 1, count: options) }, data: data)
                let crossing = try Crossing(of: packet, transport) { try $0.widen() }
                let isThere = crossing.delivered == packet.forwarded.forwarded.bytes
                #expect(isThere == fits, "\(options), \(length)")
                #expect(crossing.record?.dropReason == (fits ? nil : .tooLarge))
                let counters = try #require(crossing.client?.counters)
                #expect(counters.refusedForSending(.tooLarge) == (fits ? 0 : 1))
                #expect(counters.offered == 1)
            }
        }
        let packet = try Headers.v6(
            behind: [(.hopByHop, [255] + [UInt8](repeating: 0, count: 2_046))],
            data: [UInt8](repeating: 1, count: 63_430))
        let crossing = try Crossing(of: packet, transport) { try $0.widen() }
        #expect(crossing.record?.dropReason == .tooLarge)
    }
}
