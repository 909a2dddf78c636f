@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// The log remembers the newest packets, within its bounds.
@Suite struct LogTests {
    @Test func keepsSoManyPackets() throws {
        var log = PacketLog()
        let packet = try Lab.udp().build()
        #expect(log.lastNumber == 0)
        #expect(log[0] == nil && log[1] == nil)
        let count = PacketLog.limit * 5 / 2
        for number in 1...count {
            #expect(log.enter(packet, .sent, via: nil) == number)
            #expect(log.kept.count == min(number, PacketLog.limit))
        }
        #expect(log.lastNumber == count)
        #expect(log[count]?.number == count)
        #expect(log[count - PacketLog.limit + 1]?.number == count - PacketLog.limit + 1)
        for number in [count - PacketLog.limit, 1, 0, -1, count + 1, Int.max] {
            #expect(log[number] == nil, "\(number)")
        }
        #expect(log.kept.map(\.number) == Array(count - PacketLog.limit + 1...count))
    }

    @Test func keepsSoManyBytes() throws {
        var log = PacketLog()
        let packet = try Lab.udp([UInt8](repeating: 0, count: 60_000)).build()
        for number in 1...3_000 {
            _ = log.enter(packet, .sent, via: nil)
            log.add(Step(instant: .start, node: NodeID(rawValue: 1), what: .arrived), to: number)
            let bytes = log.kept.reduce(0) { $0 + $1.footprint }
            #expect(bytes <= PacketLog.byteLimit + 200_000)
        }
        #expect((300...400).contains(log.kept.count))
        #expect(log.lastNumber == 3_000)
        #expect(log[3_000]?.steps.count == 1)
    }

    @Test func passesOverWhatHappensToAForgottenPacket() throws {
        var log = PacketLog()
        let packet = try Lab.udp().build()
        for _ in 1...PacketLog.limit + 10 { _ = log.enter(packet, .sent, via: nil) }
        let step = Step(instant: .start, node: NodeID(rawValue: 1), what: .delivered)
        log.add(step, to: 1)
        log.add(step, to: PacketLog.limit)
        #expect(log[1] == nil)
        #expect(log[PacketLog.limit]?.isDelivered == true)
        #expect(log[PacketLog.limit + 1]?.outcome == nil)
    }
}
