import EventLoop
import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Keepalives that an end sends by itself when it has sent nothing for a while (RFC 3948 section 4).
@Suite struct KeepaliveTests {
    private func keepalives(_ home: HomeScene) -> [Frame] {
        // As the client puts them on its own link; further on they are other frames.
        home.fabric.frames.kept.filter {
            $0.kind == .keepalive && $0.direction.from == (try? home.node("gw-a"))
        }
    }

    @Test func theyHoldTheBindingWhenTheyComeInTime() throws {
        var (held, ended) = (0, 0)
        for interval: UInt64 in [5, 20, 29, 31, 45, 100] {
            let home = try HomeScene()
            _ = try home.send(from: .client)
            #expect(try home.fabric.keepAlive("road", every: .seconds(interval)) == .client)
            // In between, half an interval after the last: only the binding counts.
            try home.fabric.run(for: .seconds(6 * interval + interval / 2))
            #expect(keepalives(home).count == 6, "\(interval) s")
            let isInTime = interval < 30
            try home.fabric.run(for: .seconds(isInTime ? 0 : 15))
            let late = try home.send(from: .server)
            let lasted = isInTime || interval / 2 + 15 < 30
            #expect(late.isDelivered == lasted, "\(interval) s")
            if late.isDelivered { held += 1 } else { ended += 1 }
        }
        #expect(held > 2)
        #expect(ended > 1)
    }

    @Test func whatElseIsSentPutsThemOff() throws {
        let home = try HomeScene()
        _ = try home.fabric.keepAlive("road", every: .seconds(20))
        for _ in 0..<8 {
            try home.fabric.run(for: .seconds(15))
            _ = try home.send(from: .client)
        }
        #expect(keepalives(home).isEmpty)
        let last = home.fabric.loop.now
        try home.fabric.run(for: .seconds(21))
        let sent = try #require(keepalives(home).first)
        // The packet was sealed when it came to the gateway, one link before the end of the send.
        #expect(sent.instant < last + .seconds(20))
        #expect(sent.instant + .seconds(1) > last + .seconds(20))
    }

    @Test func theyEndWhenToldToAndWithTheirTunnel() throws {
        let home = try HomeScene()
        _ = try home.fabric.keepAlive("road", every: .seconds(20))
        try home.fabric.run(for: .seconds(50))
        #expect(keepalives(home).count == 2)
        #expect(try home.fabric.snapshot(of: "road").keepalive == .seconds(20))
        _ = try home.fabric.keepAlive("road", every: nil)
        #expect(try home.fabric.snapshot(of: "road").keepalive == nil)
        try home.fabric.run(for: .seconds(100))
        #expect(keepalives(home).count == 2)
        _ = try home.fabric.keepAlive("road", every: .seconds(20))
        _ = try home.fabric.close("road")
        try home.fabric.run(for: .seconds(100))
        #expect(keepalives(home).count == 2)
        #expect(throws: FabricFault.self) {
            try home.fabric.keepAlive("road", every: .seconds(20))
        }
    }

    /// The next one would be under way before the last has arrived, and the network never idle.
    @Test func aSlowWayHasOneAtATime() throws {
        let home = try HomeScene()
        _ = try home.fabric.keepAlive("road", every: .milliseconds(1))
        try home.fabric.run(for: .seconds(1))
        let count = keepalives(home).count
        // The way takes three milliseconds.
        #expect(count > 200 && count < 400, "\(count)")
        try home.fabric.run()
        #expect(!home.fabric.isBusy)
        #expect(home.fabric.addsUp)
    }

    @Test func theyGoBackWithTheNetwork() throws {
        let home = try HomeScene()
        _ = try home.send(from: .client)
        _ = try home.fabric.keepAlive("road", every: .seconds(20))
        try home.fabric.run(for: .seconds(50))
        let kept = try #require(home.fabric.snapshot)
        let (instant, count) = (home.fabric.loop.now, keepalives(home).count)
        try home.fabric.run(for: .seconds(100))
        _ = try home.fabric.keepAlive("road", every: nil)
        let after = keepalives(home)
        #expect(after.count == count + 5)
        #expect(home.fabric.putBack(kept) != nil)
        #expect(home.fabric.loop.now == instant)
        #expect(keepalives(home).count == count)
        try home.fabric.run(for: .seconds(100))
        #expect(keepalives(home).map(\.instant) == after.map(\.instant))
    }
}
