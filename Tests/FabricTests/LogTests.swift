import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// The log remembers the newest packets, within its bounds.
@Suite struct LogTests {
    private func record(_ number: Int, _ packet: Packet) -> PacketRecord {
        PacketRecord(number: number, origin: .sent, via: nil, packet: packet)
    }

    @Test func keepsSoManyPackets() throws {
        var log = PacketLog()
        let packet = try Lab.udp().build()
        #expect(log.lastNumber == 0)
        #expect(log[0] == nil && log[1] == nil)
        let count = PacketLog.limit * 5 / 2
        for number in 1...count {
            log.apply(.entered(record(number, packet)))
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
        let sealing = Sealing(
            tunnel: "demo", role: .client, datagram: [UInt8](repeating: 0, count: 60_100),
            form: SealingForm())
        for number in 1...3_000 {
            log.apply(.entered(record(number, packet)))
            let hop = Hop(instant: .start, node: NodeID(rawValue: 1), what: .sealed(sealing))
            log.apply(.hop(number: number, hop))
            let bytes = log.kept.reduce(0) { $0 + $1.footprint }
            #expect(bytes <= PacketLog.byteLimit + 200_000)
        }
        #expect((500...600).contains(log.kept.count))
        #expect(log.lastNumber == 3_000)
        #expect(log[3_000]?.hops.count == 1)
    }

    @Test func passesOverWhatHappensToAForgottenPacket() throws {
        var log = PacketLog()
        let packet = try Lab.udp().build()
        for number in 1...PacketLog.limit + 10 { log.apply(.entered(record(number, packet))) }
        let hop = Hop(instant: .start, node: NodeID(rawValue: 1), what: .delivered)
        log.apply(.hop(number: 1, hop))
        log.apply(.hop(number: PacketLog.limit, hop))
        #expect(log[1] == nil)
        #expect(log[PacketLog.limit]?.isDelivered == true)
        #expect(log[PacketLog.limit + 1]?.outcome == nil)
    }
}
