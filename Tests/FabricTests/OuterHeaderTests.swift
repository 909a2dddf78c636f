import Chance
import Testing
import Tunnel
import Wire

@testable import Fabric

/// In tunnel mode the outer header is a new one, which has some fields of the packet inside (RFC 4301 section 5.1.2.1),
/// and gives ECN back to it (RFC 6040).
@Suite struct OuterHeaderTests {
    private static func packet(_ family: IPFamily, _ trafficClass: UInt8) throws -> Packet {
        switch family {
        case .v4: try Headers.v4 { $0.differentiatedServices = trafficClass }
        case .v6: try Headers.v6({ $0.trafficClass = trafficClass })
        }
    }

    private func outer(_ crossing: Crossing) throws -> IPv4Header {
        guard case .v4(let header)? = crossing.outer else { throw WireFault.badVersion }
        return header
    }

    // MARK: - Into the tunnel

    @Test(arguments: [IPFamily.v4, .v6])
    func copiesTheTrafficClass(family: IPFamily) throws {
        for trafficClass in UInt8.min...UInt8.max {
            let packet = try Self.packet(family, trafficClass)
            let crossing = try Crossing(of: packet, SAParameters())
            #expect(try outer(crossing).differentiatedServices == trafficClass)
            #expect(crossing.delivered == packet.forwarded.forwarded.bytes)
        }
    }

    /// All else is made anew, whatever the packet has.
    @Test func makesTheRestAnew() throws {
        let packets = [
            try Headers.v4 {
                ($0.timeToLive, $0.identification) = (3, 0x1234)
                $0.options = [1, 1, 1, 0]
            },
            try Headers.v6(
                { ($0.hopLimit, $0.flowLabel) = (3, 0xABCDE) },
                behind: [(.hopByHop, Headers.padded)]),
        ]
        for packet in packets {
            let crossing = try Crossing(of: packet, SAParameters())
            let outer = try outer(crossing)
            let ends = crossing.fabric.topology.addresses(from: .client)
            #expect(outer.timeToLive == 64 && outer.identification == 0)
            #expect(outer.options.isEmpty && outer.proto == .udp && outer.fragmentOffset == 0)
            #expect(IPAddress.v4(outer.source) == ends.source)
            #expect(IPAddress.v4(outer.destination) == ends.destination)
            #expect(crossing.delivered == packet.forwarded.forwarded.bytes)
        }
    }

    /// A gateway does not copy the flow label (RFC 4301 section 5.1.2.1, note 8).
    @Test func ofIPv6HasItsOwnFlowLabelAndHopLimit() throws {
        let inner = try Headers.v6 { ($0.flowLabel, $0.hopLimit, $0.trafficClass) = (7, 2, 0xB9) }
        var bytes: [UInt8] = []
        let datagram: [UInt8] = [1, 2, 3]
        let length = OuterHeader(OuterEnds((Lab.source6, Lab.stranger6)), around: inner, .copy)
            .write(before: datagram.span, number: 1, to: &bytes)
        guard case .v6(let header) = try IPHeader.parse(bytes.span) else {
            Issue.record("IPv6 outside")
            return
        }
        #expect(header.flowLabel == 0 && header.hopLimit == 64 && header.trafficClass == 0xB9)
        #expect(length == IPv6Header.length + UDPHeader.length && bytes.count == length + 3)
        #expect(try Packet.parse(bytes).transportChecksumIsRight == true)
    }

    @Test func setsDFAsConfigured() throws {
        let (set, clear) = (try Headers.v4(), try Headers.v4 { $0.flags = [] })
        // No router may fragment an IPv6 packet.
        let six = try Headers.v6()
        let cases: [(OuterDF, Packet, Bool)] = [
            (.copy, set, true), (.copy, clear, false), (.copy, six, true), (.set, set, true),
            (.set, clear, true), (.set, six, true), (.clear, set, false), (.clear, clear, false),
            (.clear, six, false),
        ]
        for (outerDF, packet, isSet) in cases {
            let crossing = try Crossing(of: packet, SAParameters(outerDF: outerDF))
            let header = try outer(crossing)
            #expect(header.flags == (isSet ? .dontFragment : []), "\(outerDF)")
            // What may be fragmented needs an identification of its own (RFC 6864 section 4.2).
            #expect((header.identification == 0) == isSet)
            #expect(crossing.delivered == packet.forwarded.forwarded.bytes)
        }
    }

    @Test func givesNoIdentificationTwiceToWhatMayBeFragmented() throws {
        let fabric = Lab.open()
        var plan = TunnelPlan(name: "demo")
        plan.parameters.outerDF = .clear
        _ = try fabric.open(plan)
        for _ in 0..<5 {
            _ = try fabric.send(Lab.udp(), via: "demo")
            _ = try fabric.sendDummy(of: 9, through: "demo")
        }
        let wire = fabric.frames.kept.filter { $0.encapsulation != nil }
        let headers = try wire.compactMap { frame -> IPv4Header? in
            let image = try #require(fabric.frames.image(of: frame.number))
            guard case .v4(let header) = try IPHeader.parse(image.bytes.span) else { return nil }
            return header
        }
        #expect(headers.count == 10 && headers.allSatisfy { $0.flags.isEmpty })
        #expect(Set(headers.map(\.identification)).count == 10)
    }

    // MARK: - Out of it

    /// RFC 6040 section 4.2, figure 4: the rows are the packet inside, the columns the outer header, and both go
    /// Not-ECT, ECT(0), ECT(1), CE; nil is a drop.
    private static let figure4: [[ECN?]] = [
        [.notCapable, .notCapable, .notCapable, nil],
        [.capable0, .capable0, .capable1, .congested],
        [.capable1, .capable1, .capable1, .congested],
        [.congested, .congested, .congested, .congested],
    ]
    private static let order: [ECN] = [.notCapable, .capable0, .capable1, .congested]

    @Test(arguments: [IPFamily.v4, .v6])
    func combinesECNAsFigure4(family: IPFamily) throws {
        var ends = (delivered: 0, dropped: 0)
        for (row, inner) in Self.order.enumerated() {
            for (column, outer) in Self.order.enumerated() {
                let packet = try Self.packet(family, 46 << 2 | inner.rawValue)
                let crossing = try Crossing(
                    of: packet, SAParameters(),
                    behind: .new(
                        OuterEnds((Lab.source, Lab.destination)),
                        trafficClass: outer.rawValue, dontFragment: true))
                let expected = Self.figure4[row][column]
                // Only the second router has had it in its hands.
                #expect(crossing.delivered == expected.map { packet.forwarded.marked($0).bytes })
                let reason: DropReason? = expected == nil ? .congestedOutside : nil
                #expect(crossing.record?.dropReason == reason, "\(inner) in \(outer)")
                let drops: UInt64 = expected == nil ? 1 : 0
                let server = try #require(crossing.server)
                #expect(server.counters.arrived == 1 && server.counters.delivered == 1 - drops)
                #expect(server.counters.refusedOnArrival(.congestedOutside) == drops)
                #expect(server.opened.packets == 1)
                #expect(crossing.fabric.counters.dropped(.congestedOutside) == drops)
                #expect(crossing.wire?.frame.fate == reason.map { .refused($0) } ?? .arrived)
                // What the end decrypted is what was sealed, whatever goes on.
                #expect(crossing.wire?.plaintext?.starts(with: packet.bytes) == true)
                #expect(crossing.fabric.addsUp)
                if expected == nil { ends.dropped += 1 } else { ends.delivered += 1 }
            }
        }
        #expect(ends == (15, 1))
    }

    @Test func aCopyOfAFrameHasItsOuterHeader() throws {
        for mode in ESPMode.allCases {
            let packet = try Headers.v4 {
                ($0.timeToLive, $0.identification, $0.differentiatedServices) = (9, 77, 0xB9)
            }
            let crossing = try Crossing(of: packet, SAParameters(mode: mode))
            _ = try crossing.fabric.attacker.carryOut(.replay(of: crossing.number))
            let replay = try #require(crossing.fabric.frames.kept.last)
            let image = crossing.fabric.frames.image(of: replay.number)
            #expect(replay.kind == .attack(.replay) && image?.bytes == crossing.wire?.bytes)
        }
    }

    // MARK: - Both ways

    /// What comes out is what went in, but for an ECN field that a router has changed on the way.
    @Test(arguments: [UInt64(1), 2, 3])
    func whatComesOutIsWhatWentIn(_ seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var (unchanged, marked) = (0, 0)
        for _ in 0..<120 {
            let packet = try Headers.random(&random)
            // It passes two routers.
            guard packet.fields.hopLimit > 2 else { continue }
            let isMarked = Bool.random(using: &random)
            let mode: ESPMode = Bool.random(using: &random) ? .tunnel : .transport
            let parameters = SAParameters(
                mode: mode, paddingMultiple: Bool.random(using: &random) ? 64 : 0)
            let crossing = try Crossing(of: packet, parameters) { fabric in
                guard isMarked else { return }
                _ = try fabric.impair("internet") { $0.marking = .all }
            }
            let isChanged = isMarked && packet.marks.ecn.canBeMarked
            let arrived = packet.forwarded.forwarded
            #expect(
                crossing.delivered == (isChanged ? arrived.marked(.congested) : arrived).bytes,
                "\(mode) \(packet.bytes)")
            #expect(crossing.fabric.addsUp)
            if isChanged { marked += 1 } else { unchanged += 1 }
        }
        #expect(unchanged > 20 && marked > 20)
    }

    @Test func aLinkMarksWhatIsInClear() throws {
        for ecn in ECN.allCases {
            let fabric = Lab.open()
            _ = try fabric.impair("internet") { $0.marking = .all }
            var draft = Lab.udp()
            draft.marks.ecn = ecn
            let number = try fabric.send(draft)
            let record = try #require(fabric.log[number])
            let last = record.frames.last.flatMap(fabric.frames.image)
            let expected: ECN = ecn.canBeMarked ? .congested : ecn
            let arrived = record.packet.forwarded.forwarded.marked(expected)
            #expect(last?.bytes == arrived.bytes && record.isDelivered)
            let wasNoted = record.steps.contains { step in
                guard case .impaired(let effect) = step.what else { return false }
                return effect == LinkEffect(link: "internet", kind: .marked)
            }
            #expect(wasNoted == ecn.canBeMarked)
        }
    }
}
