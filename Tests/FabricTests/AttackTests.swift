import Cipher
import EventLoop
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// A lab with a tunnel, and what a test of attacks keeps asking of it.
struct AttackScene {
    let fabric = Lab.open()

    init(messages: Int = 1) throws {
        fabric.seed(7)
        _ = try fabric.open(TunnelPlan(name: "demo"))
        for _ in 0..<messages { _ = try fabric.send(message: Array("hola".utf8), through: "demo") }
    }

    func end(_ role: TunnelRole = .server) throws -> TunnelEnd {
        try fabric.tunnels.local(role, of: "demo").end
    }

    /// Whether each datagram that came to an end was delivered or refused for one reason.
    func addsUp(_ role: TunnelRole = .server) throws -> Bool {
        let counters = try end(role).counters
        let refused = DropReason.allCases.map(counters.refusedOnArrival).reduce(0, +)
        return counters.arrived == counters.delivered + refused && fabric.addsUp
    }

    /// Whether a message and its echo get through.
    func isWorking() throws -> Bool {
        let number = try fabric.send(message: [1, 2, 3], through: "demo")
        return fabric.log[number]?.isDelivered == true
            && fabric.log[number + 1]?.isDelivered == true
    }

    /// Carries out an attack that has to be refused, and checks that nothing moved but one counter.
    func refuse(
        _ attack: Attack, at role: TunnelRole = .server, _ comment: Comment = "",
        location: SourceLocation = #_sourceLocation
    ) throws -> DropReason {
        let made = fabric.counters.made
        let attacks = fabric.counters.attacks
        let report = try fabric.attacker.carryOut(attack)
        let reason = try #require(report.refusal, comment, sourceLocation: location)
        #expect(
            report.target.role == role && report.target.tunnel == "demo", sourceLocation: location)
        #expect(report.released == nil, sourceLocation: location)
        #expect(report.after.counters.arrived == report.before.counters.arrived + 1)
        for other in DropReason.allCases {
            let moved =
                report.after.counters.refusedOnArrival(other)
                - report.before.counters.refusedOnArrival(other)
            #expect(moved == (other == reason ? 1 : 0), comment, sourceLocation: location)
        }
        #expect(report.after.counters.delivered == report.before.counters.delivered)
        #expect(report.after.window.isSame(as: report.before.window), sourceLocation: location)
        #expect(fabric.counters.made == made, sourceLocation: location)
        #expect(fabric.counters.attacks == attacks + 1, sourceLocation: location)
        #expect(try addsUp(role), sourceLocation: location)
        return reason
    }
}

extension ReplayWindow {
    /// Whether both tell the same about every number that either has room for.
    func isSame(as other: ReplayWindow) -> Bool {
        guard highest == other.highest, size == other.size else { return false }
        let first = highest.rawValue - min(highest.rawValue, UInt64(size))
        return (first...highest.rawValue + 1).allSatisfy {
            check(SequenceNumber(rawValue: $0)) == other.check(SequenceNumber(rawValue: $0))
        }
    }
}

/// One datagram of an attacker's: over the real sockets, refused by the real checks.
@Suite struct AttackTests {
    @Test func refusesAReplayAtTheEndThatItWasSentTo() throws {
        let scene = try AttackScene(messages: 3)
        for number in [1, 3, 5] {
            #expect(try scene.refuse(.replay(of: number)) == .replayed)
            #expect(try scene.refuse(.replay(of: number + 1), at: .client) == .replayed)
        }
        #expect(try scene.end(.server).counters.refusedOnArrival(.replayed) == 3)
        #expect(try scene.end(.client).counters.refusedOnArrival(.replayed) == 3)
        #expect(try scene.isWorking())
    }

    @Test func refusesAReplayThatIsTooOld() throws {
        let scene = try AttackScene(messages: 65)
        #expect(try scene.refuse(.replay(of: 1)) == .tooOld)
        #expect(try scene.refuse(.replay(of: 3)) == .replayed)
        #expect(try scene.isWorking())
    }

    /// A bit in each field, of a packet whose number the window does not know.
    @Test func refusesEachFlippedBitOfAPacketThatWasLost() throws {
        let scene = try AttackScene()
        let fabric = scene.fabric
        _ = try fabric.impair("internet") { $0.loss = Percentage(hundredths: Percentage.whole) }
        let lost = try fabric.send(message: Array("lost".utf8), through: "demo")
        _ = try fabric.clearImpairments(of: nil)
        let datagram = try #require(fabric.datagram(of: lost))
        var reasons: Set<DropReason> = []
        for bit in 0..<datagram.count * 8 {
            let reason = try scene.refuse(.flip(of: lost, bit: bit), "bit \(bit)")
            reasons.insert(reason)
            switch bit {
            case 0..<32: #expect(reason == .unknownSPI, "bit \(bit)")
            case 32..<64:
                // 2 becomes 0, which is never used, or 3 and more, which would be new.
                #expect(reason == (bit == 62 ? .tooOld : .badICV), "bit \(bit)")
            default: #expect(reason == .badICV, "bit \(bit)")
            }
        }
        #expect(reasons == [.unknownSPI, .tooOld, .badICV])
        // After all of them the packet itself is still welcome.
        let report = try fabric.attacker.carryOut(.replay(of: lost))
        #expect(report.refusal == nil)
        #expect(try scene.isWorking())
    }

    @Test func sendsWhatItSays() throws {
        let scene = try AttackScene()
        let datagram = try #require(scene.fabric.datagram(of: 1))
        let flipped = try scene.fabric.attacker.carryOut(.flip(of: 1, bit: 70))
        #expect(flipped.original == datagram)
        for (index, byte) in flipped.datagram.enumerated() {
            #expect(byte ^ datagram[index] == (index == 8 ? 0x02 : 0))
        }
        let cut = try scene.fabric.attacker.carryOut(.truncation(of: 1, length: 40))
        #expect(cut.datagram == Array(datagram[..<40]) && cut.original == datagram)
        #expect(try scene.fabric.attacker.carryOut(.replay(of: 1)).datagram == datagram)
    }

    @Test func refusesEveryTruncation() throws {
        let scene = try AttackScene()
        let count = try #require(scene.fabric.datagram(of: 1)).count
        for length in 0..<count {
            let reason = try scene.refuse(.truncation(of: 1, length: length), "\(length)")
            let isESP = length >= ESPLayout.full.minimumLength + 4 && length.isMultiple(of: 4)
            #expect(reason == (isESP ? .replayed : .malformed), "\(length)")
        }
        #expect(try scene.isWorking())
    }

    @Test(arguments: ESPSuite.all)
    func refusesAForgery(_ suite: ESPSuite) throws {
        let scene = try AttackScene(messages: 0)
        let keys = try KeyMaterial(seed: 9, label: "suite", keyLength: suite.keyLength)
        let parameters = SAParameters(
            suite: suite, lifetime: SALifetime(hard: .init(packets: 100)))
        let spi = SPI(rawValue: 0x5001)
        let end = try scene.end()
        try end.rekey(
            outbound: TunnelEnd.Direction(
                spi: SPI(rawValue: 0x5002), material: keys.copy(), parameters: parameters),
            inbound: TunnelEnd.Direction(
                spi: spi, material: keys.copy(), parameters: parameters),
            at: .start)
        let report = try scene.fabric.attacker.carryOut(.forgery(tunnel: "demo"))
        #expect(report.refusal == .badICV)
        #expect(report.target.suite == suite)
        let header = try ESPHeader.parse(report.datagram.span)
        #expect(header.spi == spi && header.sequence.low == 1)
        #expect(try scene.refuse(.forgery(tunnel: "demo")) == .badICV)
        #expect(try scene.refuse(.unknownSPI(tunnel: "demo")) == .unknownSPI)
    }

    @Test func forgesTheNextNumberWithAnotherKeyEachTime() throws {
        let scene = try AttackScene(messages: 4)
        var forged: Set<[UInt8]> = []
        for _ in 0..<3 {
            let report = try scene.fabric.attacker.carryOut(.forgery(tunnel: "demo"))
            let header = try ESPHeader.parse(report.datagram.span)
            #expect(header.spi == SPI(rawValue: 0x1002) && header.sequence.low == 5)
            forged.insert(report.datagram)
        }
        #expect(forged.count == 3)
        #expect(try scene.isWorking())
        let again = try AttackScene(messages: 4)
        #expect(
            forged.contains(try again.fabric.attacker.carryOut(.forgery(tunnel: "demo")).datagram))
    }

    @Test func usesAnSPIThatNobodyHas() throws {
        let scene = try AttackScene()
        _ = try scene.fabric.open(
            TunnelPlan(name: "other", server: .init(spi: SPI(rawValue: 0x0BAD_CAFE))))
        let report = try scene.fabric.attacker.carryOut(.unknownSPI(tunnel: "other"))
        #expect(report.refusal == .unknownSPI)
        #expect(try ESPHeader.parse(report.datagram.span).spi == SPI(rawValue: 0x0BAD_CAFF))
    }

    @Test func refusesWhatCannotBeDone() throws {
        let scene = try AttackScene()
        let fabric = scene.fabric
        let clear = try fabric.send(Lab.udp())
        func refuse(_ attack: Attack, _ fault: FabricFault) {
            #expect(throws: fault) { try fabric.attacker.carryOut(attack) }
        }
        refuse(.replay(of: clear), .neverSealed(clear))
        refuse(.replay(of: 99), .neverSealed(99))
        refuse(.flip(of: 1, bit: 544), .noSuchBit(544, last: 543))
        refuse(.truncation(of: 1, length: 68), .noSuchCut(68, last: 67))
        refuse(.forgery(tunnel: "other"), .noSuchTunnel("other"))
        refuse(.unknownSPI(tunnel: "other"), .noSuchTunnel("other"))
        try fabric.close("demo")
        refuse(.replay(of: 1), .tunnelClosed("demo"))
        refuse(.forgery(tunnel: "demo"), .tunnelClosed("demo"))
        #expect(throws: FabricFault.tunnelClosed("demo")) {
            try fabric.attacker.flood("demo", count: 1)
        }
        #expect(throws: FabricFault.tunnelClosed("demo")) {
            try fabric.attacker.reorder("demo", count: 1)
        }
        #expect(throws: FabricFault.tunnelClosed("demo")) {
            try fabric.attacker.reuseIV(in: "demo", for: [1], and: [2])
        }
        #expect(fabric.counters.attacks == 0 && fabric.addsUp)
    }
}
