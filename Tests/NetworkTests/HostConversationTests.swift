import Chance
import Network
import Testing
import Timeline
import Wire

@testable import Network

@Suite struct HostConversationTests {
    static let families = IPFamily.allCases

    static func request(
        _ port: UInt16, _ text: String, _ family: IPFamily = .v4
    ) -> ConversationRequest {
        var request = ConversationRequest(
            target: HostNet.address(2, family), port: Port(rawValue: port))
        request.data = Array(text.utf8)
        return request
    }

    static func net(_ kind: ServiceKind, port: UInt16, weather: HostNet.Weather = .init())
        -> HostNet
    {
        HostNet(
            [
                HostNet.host(1),
                HostNet.host(2, services: [HostService(kind, .tcp, port: Port(rawValue: port))]),
            ], weather: weather)
    }

    @Test(arguments: families) func saysAndHearsOverAThreeWayHandshake(family: IPFamily) throws {
        var net = Self.net(.echo, port: 7)
        try net.start(.conversation(Self.request(7, "hola", family)))
        net.run()
        let events = net.events()
        #expect(String(decoding: events.heard, as: UTF8.self) == "hola")
        #expect(events.summary?.end == .closed)
        let flags = net.sent.compactMap { $0.packet.fields.tcpFlags }
        #expect(
            flags == [
                .syn, [.syn, .ack], .ack, [.ack, .psh], [.ack, .psh], .ack, [.ack, .fin],
                [.ack, .fin], .ack,
            ])
        let segments = net.sent.compactMap { TCPSegment($0.packet) }
        #expect(segments.count == 9)
        // The numbers follow one another, each way for itself.
        #expect(segments[2].sequence == segments[0].sequence + 1)
        #expect(segments[3].sequence == segments[0].sequence + 1)
        #expect(segments[4].acknowledgment == segments[3].sequence + 4)
        #expect(segments[8].sequence == segments[0].sequence + 6)
        #expect(segments[0].sequence != segments[1].sequence)
    }

    @Test func handshakeWithoutTextAndGreeting() throws {
        var net = Self.net(.ssh(version: "SSH-2.0-OpenSSH_9.6"), port: 22)
        try net.start(.conversation(Self.request(22, "")))
        net.run()
        #expect(String(decoding: net.events().heard, as: UTF8.self) == "SSH-2.0-OpenSSH_9.6\r\n")
        #expect(net.events().summary?.end == .closed)
    }

    @Test(arguments: families) func closedPortIsRefused(family: IPFamily) throws {
        var net = Self.net(.echo, port: 7)
        try net.start(.conversation(Self.request(8, "hola", family)))
        net.run()
        let summary = try #require(net.events().summary)
        #expect(summary.end == .refused)
        #expect(!summary.wasOpen)
        #expect(
            net.happenings(at: 1) == [
                .closedPort(
                    .tcp, Port(rawValue: 8), from: HostNet.address(1, family), isTold: true)
            ])
    }

    @Test func nobodyAnswers() throws {
        var net = Self.net(.echo, port: 7)
        net.filter = { _ in false }
        try net.start(.conversation(Self.request(7, "hola")))
        net.run()
        let summary = try #require(net.events().summary)
        #expect(summary.end == .timedOut)
        #expect(summary.time == .seconds(30))
        // At 0, 1, 3, 7 and 15 seconds (RFC 6298).
        #expect(
            net.sent.map { ($0.time - .start).nanoseconds / 1_000_000_000 } == [0, 1, 3, 7, 15])
        #expect(Set(net.sent.map(\.packet)).count == 1)
    }

    /// Data arrives exactly once and in order, or the connection ends with a name; both happen.
    @Test(arguments: families) func dataSurvivesLoss(family: IPFamily) throws {
        var whole = 0
        var failed = 0
        var losses = 0
        for seed in 0..<150 as Range<UInt64> {
            var dice = SplitMix(seed: seed)
            var weather = HostNet.Weather()
            weather.loss = [5, 20, 45, 70][Int(seed % 4)]
            weather.copies = 10
            weather.jitter = .milliseconds(40)
            let size = [1, 900, 5_000, 40_000][Int.random(in: 0..<4, using: &dice)]
            let data = (0..<size).map { _ in UInt8.random(in: 0...255, using: &dice) }
            var net = Self.net(.echo, port: 7, weather: weather)
            net = HostNet(net.hosts, weather: weather, seed: seed)
            var request = ConversationRequest(
                target: HostNet.address(2, family), port: Port(rawValue: 7))
            request.data = data
            request.quiet = .seconds(200)
            try net.start(.conversation(request))
            net.run()
            let heard = net.events().heard
            let summary = try #require(net.events().summary)
            losses += net.lost
            #expect(heard == Array(data.prefix(heard.count)), "seed \(seed)")
            if summary.end == .closed {
                #expect(heard == data, "seed \(seed)")
                whole += 1
            } else {
                failed += 1
            }
            net.runDry()
            #expect(net.hosts[0].connections.count == 0)
            // A peer whose RST was lost does not know, and has nothing to send that would tell it.
            let left = net.hosts[1].connections.all.map(\.tcp)
            #expect(left.allSatisfy { $0.state == .established && !$0.hasInFlight })
            if summary.end == .closed { #expect(left.isEmpty) }
        }
        #expect(whole > 70)
        #expect(failed > 5)
        #expect(losses > 1_000)
    }

    @Test func aCopyGoesOnByItself() throws {
        var weather = HostNet.Weather()
        weather.loss = 20
        var net = Self.net(.echo, port: 7, weather: weather)
        try net.start(.conversation(Self.request(7, String(repeating: "x", count: 9_000))))
        for _ in 0..<20 { _ = net.step() }
        var copy = net
        net.run()
        copy.run()
        #expect(net.sent.map(\.packet) == copy.sent.map(\.packet))
        #expect(net.happenings.map(\.what) == copy.happenings.map(\.what))
        #expect(net.sent.count > 20)
    }

    @Test func timeWaitAnswersALostLastACKAndEnds() throws {
        var net = Self.net(.echo, port: 7)
        try net.start(.conversation(Self.request(7, "a")))
        // The last ACK of who closed first is lost.
        var isCut = false
        while net.step() {
            if net.hosts[0].connections.all.first?.tcp.state == .timeWait, !isCut {
                isCut = true
                net.weather.loss = 0
                #expect(net.hosts[1].connections.all.first?.tcp.state == .lastACK)
                break
            }
        }
        #expect(isCut)
        // The ACK is under way: forget it by answering with a copy of the network that lost it.
        net.run(until: net.now + .seconds(5))
        #expect(net.hosts[1].connections.count == 0)
        #expect(net.hosts[0].connections.count == 1)
        net.run(until: net.now + .seconds(240))
        #expect(net.hosts[0].connections.count == 0)
    }

    @Test func portsAreReusedAfterwards() throws {
        var net = Self.net(.echo, port: 7)
        var ports: Set<Port> = []
        for _ in 0..<20 {
            try net.start(.conversation(Self.request(7, "a")))
            net.run()
            #expect(net.events().summary?.end == .closed)
            if let port = net.sent.last?.packet.fields.sourcePort { ports.insert(port) }
        }
        #expect(ports.count == 20)
        #expect(net.hosts[0].connections.count == 20)
    }
}
