import EventLoop
import Firewall
import Network
import Testing
import Timeline
import Wire

@testable import Fabric

/// Hosts that answer, behind a gateway: packets of the fabric, with their records.
@Suite struct HostTests {
    static let pc = IPAddress.v4(IPv4Address(rawValue: 0x0A00_000B))
    static let inside = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0001))
    static let dmz = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0101))
    static let web = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0150))

    /// `pc1` — `gw` — `web`, which serves a page and echoes datagrams; the gateway lets everything pass.
    static func office() throws -> Fabric {
        var net = Topology()
        let lan = try net.add(Link(name: "lan"))
        let far = try net.add(Link(name: "lan-dmz"))
        let places = [
            ("pc1", Node.Kind.host, [(lan, pc)]), ("gw", .gateway, [(lan, inside), (far, dmz)]),
            ("web", .host, [(far, web)]),
        ]
        for (name, kind, interfaces) in places {
            let attached = try interfaces.map { link, address in
                Interface(link: link, addresses: [try InterfaceAddress(address, length: 24)])
            }
            let node = try net.add(Node(name: name, kind: kind, interfaces: attached))
            guard kind == .host, let link = interfaces.first?.0 else { continue }
            try net.add(
                StaticRoute(to: .prefix(.whole(.v4)), .via(link == lan ? inside : dmz)), to: node)
        }
        let site = try #require(HTTPSite(pages: [.init(path: "/", text: "welcome\n")]))
        let services = [
            HostService(.http(site), .tcp, port: Port(rawValue: 80)),
            HostService(.echo, .udp, port: Port(rawValue: 7)),
        ].compactMap(\.self)
        net.setServices(services, of: NodeID(rawValue: 2))
        let fabric = Fabric(topology: net)
        fabric[NodeID(rawValue: 1)].firewall.setDefault(.allow)
        return fabric
    }

    static let client = NodeID(rawValue: 0)
    static let gateway = NodeID(rawValue: 1)

    @Test func aPageCrossesTheGateway() throws {
        let fabric = try Self.office()
        let request = try #require(FetchRequest(target: Self.web, host: "web", path: "/"))
        let report = try fabric.probe(.fetch(request), from: Self.client)
        let bodies = report.findings.compactMap {
            if case .fetch(.response(let response)) = $0.event { response.body } else { nil }
        }
        #expect(bodies == [Array("welcome\n".utf8)])
        #expect(!report.isCut)
        // The server understood it, and each segment is a packet that arrived.
        #expect(
            report.notes.contains {
                if case .service(_, .tcp, .request("GET", "/", 200)) = $0.event {
                    true
                } else {
                    false
                }
            })
        #expect(fabric.log.kept.count >= 7)
        let areDelivered = fabric.log.kept.allSatisfy { $0.isDelivered }
        #expect(areDelivered)
        #expect(fabric.log[1]?.packet.fields.tcpFlags == .syn)
        #expect(fabric.log[1]?.answer == 2)
        #expect(fabric.log[2]?.origin == .answer(to: 1))
        // Nobody waits for the end of TIME-WAIT.
        #expect(fabric.loop.now < .start + .seconds(1))
    }

    @Test func pingTakesTheTimeOfTheLinks() throws {
        let fabric = try Self.office()
        let report = try fabric.probe(.ping(PingRequest(target: Self.web)), from: Self.client)
        guard case .ping(.summary(let summary))? = report.findings.last?.event else {
            Issue.record("there is a summary")
            return
        }
        #expect(summary.received == 4)
        #expect(summary.mean == .milliseconds(4))
        #expect(report.blames.isEmpty)
    }

    @Test func tracerouteNamesTheGateway() throws {
        let fabric = try Self.office()
        let report = try fabric.probe(
            .traceroute(TracerouteRequest(target: Self.web)), from: Self.client)
        let hops = report.findings.compactMap {
            if case .traceroute(.hop(let hop)) = $0.event { hop.answers.first??.from } else { nil }
        }
        #expect(hops == [Self.inside, Self.web])
    }

    @Test func aScanSaysWhichRuleIsToBlame() throws {
        let fabric = try Self.office()
        for (port, action) in [(UInt16(22), Action.deny), (23, .reject)] {
            let ports = PortSet(PortRange(Port(rawValue: port)))
            var match = RuleMatch()
            match.set(.proto(ProtocolMatch([.tcp])))
            match.set(.destinationPorts(PortMatch(ports)))
            _ = try fabric[Self.gateway].firewall.add(Rule(action, match))
        }
        let ports = [22, 23, 24, 80].map { Port(rawValue: $0) }
        let report = try fabric.probe(
            .scan(ScanRequest(target: Self.web, ports: ports, technique: .syn)),
            from: Self.client)
        let states = report.findings.compactMap {
            if case .scan(.port(let port)) = $0.event { port.state } else { nil }
        }
        #expect(states == [.filtered, .closed, .closed, .open])
        #expect(report.blames.keys.sorted() == [0, 1])
        #expect(report.blames[0]?.node == Self.gateway)
        #expect(report.blames[0]?.reason == .deniedByRule)
        #expect(report.blames[0]?.verdict?.decider == .rule(1))
        #expect(report.blames[1]?.reason == .rejectedByRule)
        #expect(report.blames[1]?.verdict?.decider == .rule(2))
    }

    @Test func aNetworkWithConnectionsIsKeptAndPutBack() throws {
        let fabric = try Self.office()
        let request = ConversationRequest(target: Self.web, port: Port(rawValue: 80))
        _ = try fabric.probe(.conversation(request), from: Self.client)
        // Somebody is in TIME-WAIT, which is no reason to wait.
        #expect(fabric.host(at: Self.client)?.nextDeadline != nil)
        let snapshot = try #require(fabric.snapshot)
        let runs = try (0..<2).map { _ in
            #expect(fabric.putBack(snapshot) != nil)
            _ = try fabric.probe(.conversation(request), from: Self.client)
            try fabric.run(for: .seconds(300))
            #expect(fabric.host(at: Self.client)?.connections.count == 0)
            return fabric.log.kept.map(\.packet)
        }
        #expect(runs[0] == runs[1])
        #expect(runs[0].count > 10)
    }

    @Test func asksWhoHasAnAddress() throws {
        let lab = Fabric()
        #expect(throws: FabricFault.noHost("site-a")) {
            _ = try lab.probe(.ping(PingRequest(target: Self.web)), from: NodeID(rawValue: 0))
        }
        #expect(lab.log.kept.isEmpty)
        let fabric = try Self.office()
        let other = IPAddress.v6(IPv6Address(rawValue: 9))
        #expect(throws: FabricFault.probe(.noAddress(.v6))) {
            _ = try fabric.probe(.ping(PingRequest(target: other)), from: Self.client)
        }
        #expect(fabric.log.kept.isEmpty)
    }

    @Test func twoRunsAreTheSame() throws {
        let runs = try (0..<2).map { _ in
            let fabric = try Self.office()
            fabric.seed(1)
            _ = try fabric.impair("lan") { $0.loss = Percentage(hundredths: 2_000) }
            let request = ConversationRequest(target: Self.web, port: Port(rawValue: 80))
            _ = try fabric.probe(.conversation(request), from: Self.client)
            return fabric.log.kept.map(\.packet)
        }
        #expect(runs[0] == runs[1])
    }
}
