import Firewall
import Network
import Testing
import Timeline
import Wire

@testable import Fabric

/// What strangers do to connections: floods of SYNs, and segments in the names of others.
@Suite struct ConnectionAttackTests {
    private static let server = NodeID(rawValue: 2)
    private static let echo = Port(rawValue: 7)

    /// `pc1` — `gw` — `web`, which echoes over TCP with a small backlog.
    private static func office(_ cookies: SYNCookiePolicy = .off) throws -> Fabric {
        let fabric = try HostTests.office()
        var net = fabric.topology
        let service = HostService(.echo, .tcp, port: echo, backlog: 4, cookies: cookies)
        net.setServices([try #require(service)], of: server)
        try fabric.update(to: net)
        return fabric
    }

    private static func sources(_ text: String) throws -> Prefix {
        try Prefix.parse(Array(text.utf8).span)
    }

    private static func count(_ report: SYNFloodReport, _ event: ListenerEvent) -> Int {
        let column = ListenerEvent.allCases.firstIndex(of: event) ?? 0
        return report.listeners.reduce(0) { $0 + $1.counts[column] }
    }

    @Test(arguments: SYNCookiePolicy.allCases)
    func aFloodFillsTheBacklogUnlessThereAreCookies(_ cookies: SYNCookiePolicy) throws {
        let fabric = try Self.office(cookies)
        let flood = SYNFlood(
            target: HostTests.web, port: Self.echo, sources: try Self.sources("192.0.2.0/24"),
            count: 10)
        let report = try fabric.attacker.carryOut(flood, from: HostTests.client)
        #expect(report.sent == 10)
        #expect(report.listeners.map(\.node) == [Self.server])
        let (kept, dropped, answered): (Int, Int, Int) =
            switch cookies {
            case .off: (4, 6, 0)
            case .whenFull: (4, 0, 6)
            case .always: (0, 0, 10)
            }
        #expect(Self.count(report, .halfOpen) == kept)
        #expect(Self.count(report, .backlogFull) == dropped)
        #expect(Self.count(report, .cookieSent) == answered)
        #expect(report.listeners.first?.load?.halfOpen == kept)
        // Somebody honest gets in, or not.
        var request = ConversationRequest(target: HostTests.web, port: Self.echo)
        request.data = [1, 2, 3]
        let talk = try fabric.probe(.conversation(request), from: HostTests.client)
        let isHeard = talk.findings.contains { $0.event == .conversation(.heard([1, 2, 3])) }
        #expect(isHeard == (cookies != .off))
    }

    @Test func whatARuleDropsReachesNoListener() throws {
        let fabric = try Self.office()
        fabric[HostTests.gateway].firewall.setDefault(.deny)
        let flood = SYNFlood(
            target: HostTests.web, port: Self.echo, sources: try Self.sources("192.0.2.9/32"),
            count: 3)
        let report = try fabric.attacker.carryOut(flood, from: HostTests.client)
        #expect(report.listeners.isEmpty)
        #expect(report.drops.map(\.count) == [3])
        #expect(report.drops.first?.reason == .deniedByDefault)
    }

    /// Each source is one of the prefix, and no two SYNs are alike.
    @Test(arguments: ["192.0.2.0/24", "192.0.2.0/30", "192.0.2.1/32", "10.0.0.0/8"])
    func sourcesLieInThePrefix(_ text: String) throws {
        let prefix = try Self.sources(text)
        let flood = SYNFlood(
            target: HostTests.web, port: Self.echo, sources: prefix, count: SYNFlood.limit)
        let sources = (0..<SYNFlood.limit).map { flood.source($0) }
        #expect(sources.allSatisfy { prefix.contains($0.address) })
        let keys = Set(
            sources.map {
                ConnectionKey(
                    localAddress: HostTests.web, localPort: Self.echo, remoteAddress: $0.address,
                    remotePort: $0.port)
            })
        #expect(keys.count == SYNFlood.limit)
    }

    // MARK: - Segments of others

    /// An office in which `pc1` has left a connection open; with the number of its last packet.
    private static func talking() throws -> (fabric: Fabric, last: Int) {
        let fabric = try office()
        var request = ConversationRequest(target: HostTests.web, port: echo)
        request.data = Array("hola".utf8)
        request.isKept = true
        let report = try fabric.probe(.conversation(request), from: HostTests.client)
        #expect(report.findings.last?.event == .conversation(.kept(4)))
        let last = fabric.log.kept.last { $0.packet.fields.source == HostTests.pc }
        return (fabric, try #require(last).number)
    }

    private static func states(_ fabric: Fabric) -> [TCPState?] {
        [HostTests.client, server].map { fabric.host(at: $0)?.openConnections.first?.state }
    }

    @Test func aConnectionStaysOpenAndIsClosed() throws {
        let (fabric, _) = try Self.talking()
        #expect(Self.states(fabric) == [.established, .established])
        let key = try #require(fabric.host(at: HostTests.client)?.openConnections.first?.key)
        #expect(try fabric.close(key, at: HostTests.client))
        #expect(Self.states(fabric) == [.timeWait, nil])
        #expect(
            try !fabric.close(
                ConnectionKey(
                    localAddress: key.localAddress, localPort: key.remotePort,
                    remoteAddress: key.remoteAddress, remotePort: key.localPort),
                at: HostTests.client))
    }

    @Test(arguments: [
        (0, true, SegmentFault?.none), (1, false, .inexactReset), (60_000, false, .inexactReset),
        (100_000, false, .outsideWindow), (Int(UInt32.max), false, .outsideWindow),
    ])
    func aRSTNeedsExactlyTheNextNumber(
        _ offset: Int, _ isOver: Bool, _ fault: SegmentFault?
    ) throws {
        let (fabric, last) = try Self.talking()
        let report = try fabric.attacker.carryOut(
            Injection(.reset, behind: last, offset: offset), from: HostTests.client)
        #expect(report.receiver?.node == Self.server)
        let end = report.effects.filter { $0.node == Self.server }.map(\.event)
        #expect(end == (fault.map { [.ignored($0)] } ?? [.ended(.reset)]))
        #expect((Self.states(fabric)[1] == nil) == isOver)
        // A challenge ACK is an answer of the server's; nothing else comes of a RST.
        let isAsked = fault == .inexactReset
        #expect(fabric.log.lastNumber == report.number + (isAsked ? 1 : 0))
    }

    @Test func injectedDataIsTakenAndBothAreOutOfStep() throws {
        let (fabric, last) = try Self.talking()
        let report = try fabric.attacker.carryOut(
            Injection(.data(Array("eve".utf8)), behind: last), from: HostTests.client)
        #expect(
            report.effects.contains {
                $0.node == Self.server && $0.event == .data(Array("eve".utf8))
            })
        #expect(
            report.effects.contains {
                $0.node == HostTests.client && $0.event == .ignored(.badAcknowledgment)
            })
        // The storm of ACKs has an end.
        #expect(fabric.log.lastNumber - report.number < 50)
        #expect(fabric.host(at: HostTests.client)?.openConnections.first?.kept?.count == 0)
        let ends = [HostTests.client, Self.server].compactMap {
            fabric.host(at: $0)?.openConnections.first
        }
        #expect(ends.count == 2 && ends[0].next != ends[1].awaited)
    }

    @Test func dataForTheClientIsKept() throws {
        let (fabric, last) = try Self.talking()
        // The server's own last packet: the echo.
        let echo = try #require(
            fabric.log.kept.last { $0.packet.fields.source == HostTests.web && $0.number < last })
        let report = try fabric.attacker.carryOut(
            Injection(.data([7, 7]), behind: echo.number), from: Self.server)
        #expect(report.receiver?.node == HostTests.client)
        #expect(fabric.host(at: HostTests.client)?.openConnections.first?.kept?.bytes == [7, 7])
    }

    @Test func onlySegmentsHaveAConnection() throws {
        let (fabric, last) = try Self.talking()
        let ping = try fabric.probe(
            .ping(PingRequest(target: HostTests.web)), from: HostTests.client)
        #expect(!ping.isCut)
        let number = fabric.log.lastNumber
        #expect(throws: FabricFault.noSegment(packet: number)) {
            try fabric.attacker.carryOut(Injection(.reset, behind: number), from: HostTests.client)
        }
        #expect(fabric.log.lastNumber == number && last < number)
    }
}
