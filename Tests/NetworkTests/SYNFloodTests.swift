import Network
import Testing
import Timeline
import Wire

@testable import Network

@Suite struct SYNFloodTests {
    /// A client and a server whose backlog a flood from addresses that nobody has has filled.
    static func flooded(_ cookies: SYNCookiePolicy, count: UInt32 = 50) throws -> HostNet {
        var net = HostNet([
            HostNet.host(1),
            HostNet.host(
                2,
                services: [
                    HostService(.echo, .tcp, port: Port(rawValue: 7), backlog: 8, cookies: cookies)
                ]),
        ])
        for number in 0..<count {
            let packet = try PacketDraft(
                source: .v4(IPv4Address(rawValue: 0xC633_6400 + number)),
                destination: HostNet.address(2),
                transport: .tcp(
                    source: Port(rawValue: 5_000), destination: Port(rawValue: 7),
                    sequence: number, flags: .syn)
            ).build()
            net.take(net.hosts[1].receive(packet, at: net.now), of: 1)
        }
        return net
    }

    static func listener(_ net: HostNet, _ event: ListenerEvent) -> Int {
        net.happenings(at: 1).count {
            if case .listener(_, event) = $0 { true } else { false }
        }
    }

    @Test func aFullBacklogKeepsOthersOutUntilItIsEmpty() throws {
        var net = try Self.flooded(.off)
        #expect(Self.listener(net, .halfOpen) == 8)
        #expect(Self.listener(net, .backlogFull) == 42)
        var request = ConversationRequest(target: HostNet.address(2), port: Port(rawValue: 7))
        request.data = [1]
        request.patience = .seconds(10)
        try net.start(.conversation(request))
        net.run()
        #expect(net.events().summary?.end == .timedOut)
        // The half-open ones are forgotten after a minute.
        net.run(until: .start + .seconds(64))
        #expect(net.hosts[1].connections.halfOpen(Port(rawValue: 7)) == 0)
        try net.start(.conversation(request))
        net.run()
        #expect(net.events().summary?.end == .closed)
    }

    @Test(arguments: [SYNCookiePolicy.whenFull, .always])
    func cookiesLetOthersIn(policy: SYNCookiePolicy) throws {
        var net = try Self.flooded(policy)
        #expect(Self.listener(net, .halfOpen) == (policy == .always ? 0 : 8))
        #expect(Self.listener(net, .cookieSent) == (policy == .always ? 50 : 42))
        var request = ConversationRequest(target: HostNet.address(2), port: Port(rawValue: 7))
        request.data = Array(repeating: 9, count: 5_000)
        try net.start(.conversation(request))
        net.run()
        #expect(Self.listener(net, .cookieTaken) == 1)
        #expect(net.events().summary?.end == .closed)
        #expect(net.events().heard == request.data)
    }

    @Test func aCookieIsTakenForTwoMinutesFromItsPeerOnly() throws {
        let secret = HostSecret(1, 2)
        let key = HostSegmentTests.key
        let peer = TCPSequence(rawValue: 5)
        var (taken, refused) = (0, 0)
        for begin in stride(from: 0, to: 128, by: 7) as StrideTo<UInt64> {
            let made = Instant.start + .seconds(begin)
            let cookie = SYNCookie.make(key, peer: peer, maximumSize: 1_460, at: made, secret)
            for wait in [0, 30, 63, 64, 127, 128, 200] as [UInt64] {
                let ack = TCPSegment(sequence: peer + 1, acknowledgment: cookie + 1, flags: .ack)
                let size = SYNCookie.check(ack, key, at: made + .seconds(wait), secret)
                if wait < 64 { #expect(size == 1_460) }
                if wait >= 128 { #expect(size == nil) }
                if size == nil { refused += 1 } else { taken += 1 }
            }
            for (number, next, other) in [
                (cookie + 2, peer + 1, secret), (cookie + 1, peer + 2, secret),
                (cookie + 1, peer + 1, HostSecret(1, 3)),
                (cookie + (1 << 24) + 1, peer + 1, secret),
            ] {
                let ack = TCPSegment(sequence: next, acknowledgment: number, flags: .ack)
                #expect(SYNCookie.check(ack, key, at: made, other) == nil)
            }
        }
        #expect(taken > 20)
        #expect(refused > 20)
        // The largest size that does not exceed what the peer takes.
        let small = SYNCookie.make(key, peer: peer, maximumSize: 1_250, at: .start, secret)
        let ack = TCPSegment(sequence: peer + 1, acknowledgment: small + 1, flags: .ack)
        #expect(SYNCookie.check(ack, key, at: .start, secret) == 1_220)
    }

    @Test func aGuessedACKIsResetByAListener() throws {
        for cookies in SYNCookiePolicy.allCases {
            var net = try Self.flooded(cookies, count: 0)
            let packet = try PacketDraft(
                source: HostNet.address(1), destination: HostNet.address(2),
                transport: .tcp(
                    source: Port(rawValue: 5_000), destination: Port(rawValue: 7), sequence: 1,
                    acknowledgment: 77, flags: .ack)
            ).build()
            net.take(net.hosts[1].receive(packet, at: net.now), of: 1)
            #expect(Self.listener(net, .noConnection) == 1)
            let reset = try #require(net.sent.last.flatMap { TCPSegment($0.packet) })
            #expect(reset.flags == .rst)
            #expect(reset.sequence.rawValue == 77)
        }
    }

    @Test func connectionsAreBounded() throws {
        var net = HostNet([
            HostNet.host(1),
            HostNet.host(
                2,
                services: [HostService(.echo, .tcp, port: Port(rawValue: 7), backlog: 1_024)]
                    + (10..<20).map {
                        HostService(.echo, .tcp, port: Port(rawValue: $0), backlog: 1_024)
                    }),
        ])
        var refused = 0
        for number in 0..<6_000 as Range<UInt32> {
            let packet = try PacketDraft(
                source: .v4(IPv4Address(rawValue: 0xC633_0000 + number)),
                destination: HostNet.address(2),
                transport: .tcp(
                    source: Port(rawValue: 5_000),
                    destination: Port(rawValue: 10 + UInt16(number % 10)), sequence: number,
                    flags: .syn)
            ).build()
            let output = net.hosts[1].receive(packet, at: .start)
            if output.happenings == [.ignored(.tooManyConnections)] { refused += 1 }
        }
        #expect(net.hosts[1].connections.count == HostLimits.connections)
        #expect(refused == 6_000 - HostLimits.connections)
        net.runDry()
        #expect(net.hosts[1].connections.count == 0)
    }
}
