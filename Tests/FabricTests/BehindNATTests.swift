import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// ESP in UDP crosses the nodes between the ends of a tunnel as any other datagram does (RFC 3948).
@Suite struct BehindNATTests {
    @Test func theOuterHeaderIsTranslatedBothWays() throws {
        let home = try HomeScene()
        let out = try home.send(from: .client)
        #expect(out.isDelivered)
        let there = try home.frames(out)
        #expect(there.map(\.source.address) == [HomeScene.client, HomeScene.box, HomeScene.box])
        #expect(there.map(\.to) == [HomeScene.server, HomeScene.server, HomeScene.server])
        #expect(home.fabric.way(out.number).contains { $0.contains("box outer source translated") })
        let back = try home.send(from: .server)
        #expect(back.isDelivered)
        let here = try home.frames(back)
        #expect(here.map(\.source.address) == Array(repeating: HomeScene.server, count: 3))
        #expect(here.map(\.to) == [HomeScene.box, HomeScene.box, HomeScene.client])
        // The packet inside is what it was.
        #expect(out.sealedPacket.bytes.dropFirst(12) == out.packet.forwarded.bytes.dropFirst(12))
        #expect(home.fabric.addsUp)
    }

    @Test func everyFrameOnTheWayIsRight() throws {
        let home = try HomeScene()
        for role in [TunnelRole.client, .server] {
            let record = try home.send(from: role)
            for number in record.frames {
                let image = try #require(home.fabric.frames.image(of: number))
                let fields = Dissection.layers(of: image.bytes.span).flatMap(\.fields)
                let checksums = fields.compactMap { field in
                    if case .checksum(_, let isRight) = field.value { isRight } else { nil }
                }
                #expect(checksums == checksums.map { _ in true } && !checksums.isEmpty)
                let isLast = number == record.frames.last
                if case .passedOn = image.frame.fate { #expect(!isLast) }
            }
        }
    }

    /// Who is inside has to begin, and the binding lives as long as the NAT's clock says.
    @Test func theBindingEndsByTheClock() throws {
        var (held, ended) = (0, 0)
        for wait in stride(from: 1, through: 61, by: 4) {
            let home = try HomeScene()
            #expect(try home.send(from: .client).isDelivered)
            try home.fabric.run(for: .seconds(UInt64(wait)))
            let late = try home.send(from: .server)
            // The lifetime of a flow that was not answered, in netfilter (nf_conntrack_udp_timeout).
            if wait < 30 {
                #expect(late.isDelivered, "\(wait) s")
                held += 1
            } else {
                #expect(late.dropReason == .noBinding, "\(wait) s")
                #expect(late.outcome?.node == (try home.node("box")))
                ended += 1
            }
        }
        #expect(held > 3)
        #expect(ended > 3)
    }

    @Test func keepalivesHoldTheBinding() throws {
        for isHeld in [true, false] {
            let home = try HomeScene()
            _ = try home.send(from: .client)
            for _ in 0..<6 {
                try home.fabric.run(for: .seconds(20))
                guard isHeld else { continue }
                let report = try home.fabric.sendKeepalive(through: "road")
                // It came to the server, which throws it away.
                #expect(report.reason == .keepalive)
            }
            let late = try home.send(from: .server)
            #expect(late.isDelivered == isHeld)
            #expect(late.dropReason == (isHeld ? nil : .noBinding))
        }
    }

    @Test func theServerKnowsNoPrivateAddressUntilItHearsFromTheClient() throws {
        let home = try HomeScene()
        #expect(try home.place() == nil)
        let early = try home.send(from: .server)
        #expect(early.dropReason == .noRoute)
        #expect(early.outcome?.node == (try home.node("isp")))
        // Its gateway is told by ICMP.
        let error = try #require(early.answer.flatMap { home.fabric.record($0) })
        #expect(error.isDelivered)
        #expect(error.packet.fields.destination == HomeScene.server)
        _ = try home.send(from: .client)
        #expect(try home.place()?.address == HomeScene.box)
        #expect(try home.send(from: .server).isDelivered)
    }

    @Test func theServerFollowsTheNewestAuthenticPacketAlone() throws {
        let home = try HomeScene()
        let fabric = home.fabric
        let first = try home.send(from: .client)
        let before = try #require(try home.place())
        // Somebody else has the port when the box has forgotten the flow.
        _ = fabric[try home.node("box")].clearFlows(at: fabric.loop.now)
        let phone = PacketDraft(
            source: .v4(IPv4Address(rawValue: 0xC0A8_0103)), destination: HomeScene.server,
            transport: .udp(source: .udpEncapsulation, destination: .udpEncapsulation),
            data: [1, 2, 3, 4, 5, 6, 7, 8])
        _ = try fabric.launch(phone, from: .node(try home.node("phone")))
        try fabric.run()
        #expect(try home.place() == before)
        #expect(try home.send(from: .client).isDelivered)
        let after = try #require(try home.place())
        #expect(after.address == before.address)
        #expect(after.port != before.port)
        // A copy of an old packet moves nobody, nor does what nobody sealed.
        let replay = try fabric.attacker.carryOut(.replay(of: first.number))
        #expect(replay.refusal == .replayed)
        #expect(try fabric.attacker.carryOut(.forgery(tunnel: "road")).refusal == .badICV)
        _ = try fabric.sendKeepalive(through: "road")
        #expect(try home.place() == after)
        #expect(fabric.counters.attacks == 2)
        #expect(try home.send(from: .server).isDelivered)
        // The client never follows (RFC 7296 section 2.23).
        #expect(try fabric.tunnels.local(.client, of: "road").place == nil)
    }

    @Test func rulesBetweenSeeUDPAlone() throws {
        for isDenied in [true, false] {
            let home = try HomeScene()
            let box = try home.node("box")
            let other = Port(rawValue: 500)
            let port = isDenied ? Port.udpEncapsulation : other
            _ = try home.fabric[box].firewall.add(
                Rule(
                    .deny,
                    RuleMatch(
                        proto: ProtocolMatch([.udp]),
                        destinationPorts: PortMatch(PortSet(PortRange(port))))))
            // What is inside has another port, and nobody sees it.
            let record = try home.send(from: .client)
            #expect(record.dropReason == (isDenied ? .deniedByRule : nil))
            #expect(record.isDelivered != isDenied)
            let told = try home.fabric.sendKeepalive(through: "road")
            #expect(told.reason == (isDenied ? .deniedByRule : .keepalive))
            // Its own verdicts are those of the gateways that saw the packet itself.
            #expect(record.verdicts.count == record.judgedPackets.count)
            #expect(record.verdicts.count == (isDenied ? 1 : 2))
        }
    }

    @Test func aNetworkPutBackHasThePlaceBack() throws {
        let home = try HomeScene()
        _ = try home.send(from: .client)
        let place = try #require(try home.place())
        let snapshot = try #require(home.fabric.snapshot)
        _ = home.fabric[try home.node("box")].clearFlows(at: home.fabric.loop.now)
        #expect(try home.send(from: .server).dropReason == .noBinding)
        _ = try home.send(from: .client)
        #expect(home.fabric.putBack(snapshot) != nil)
        #expect(try home.place() == place)
        #expect(try home.send(from: .server).isDelivered)
    }

    @Test func whatMayBeFragmentedIsOneFrameStill() throws {
        var clear = SAParameters()
        clear.outerDF = .clear
        let home = try HomeScene(mtu: 576, clear)
        let long = try home.send(from: .client, 1000)
        #expect(long.isDelivered)
        #expect(try home.frames(long).count == 3)
        // Where it may not be, the gateway of the sender is told.
        var set = SAParameters()
        set.outerDF = .set
        let other = try HomeScene(mtu: 576, set)
        let lost = try other.send(from: .client, 1000)
        #expect(lost.dropReason == .packetTooBig)
        #expect(lost.outcome?.node == (try other.node("box")))
    }

    /// What proofs take for granted of a tunnel is what becomes of a first packet.
    @Test func proofsKnowWhatIsBetween() throws {
        var (through, stopped) = (0, 0)
        for isTranslating in [true, false] {
            for action in [nil, Action.deny] {
                for role in [TunnelRole.client, .server] {
                    let home = try HomeScene(isTranslating: isTranslating)
                    let box = try home.node("box")
                    if let action {
                        _ = try home.fabric[box].firewall.add(
                            Rule(action, RuleMatch(proto: ProtocolMatch([.udp]))))
                    }
                    let way = TunnelWay(
                        from: role, in: home.fabric.nodes, at: home.fabric.loop.now)
                    let record = try home.send(from: role)
                    #expect(way.refusal == record.dropReason)
                    if way.refusal == nil { through += 1 } else { stopped += 1 }
                }
            }
        }
        #expect(through > 0)
        #expect(stopped > 2)
    }
}
