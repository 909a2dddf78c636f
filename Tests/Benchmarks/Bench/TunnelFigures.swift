import EventLoop
import Yardstick

/// The batched tunnel against the cipher alone, by turns in one run.
struct TunnelFigures {
    private static let runs = 9
    private static let slices = 45
    private static let lengths = [1_400, 64]
    /// Each way is measured for so long at a time, in seconds: a longer slice would more often be interrupted
    /// by what else the machine does, and the slow ways more often than the fast ones.
    private static let slice = 0.002

    func print() throws {
        for length in Self.lengths { try print(length: length) }
    }

    private func print(length: Int) throws {
        let tunnels = try BatchWay.allCases.map {
            try BatchedTunnel(packetLength: length, way: $0)
        }
        let guarded = try BatchedTunnel(
            packetLength: length, way: .offload, gates: (Gate(), Gate()))
        let inside = try BatchedTunnel(packetLength: length, way: .offload)
        let alone = try CipherAlone(packetLength: inside.datagramLength)
        let names =
            ["the cipher alone, in C", "the tunnel without sockets"]
            + tunnels.map { "the tunnel, \($0.ways.sending)" }
            + ["the tunnel, offload, with firewalls"]
        var allocations = [UInt64](repeating: 0, count: names.count)
        func rate(_ thing: Int, batches: Int) throws -> Double {
            switch thing {
            case 0: try alone.rate(batches: batches)
            case 1: try inside.rateWithoutSockets(batches: batches)
            case names.count - 1: try guarded.rate(batches: batches)
            default: try tunnels[thing - 2].rate(batches: batches)
            }
        }
        let batches = try names.indices.map { thing in
            let packets = try rate(thing, batches: 50) * Self.slice
            return max(1, Int(packets) / BatchedTunnel.batchCount)
        }
        let rates = try Series.interleaved(
            names.count, runs: Self.runs, slices: Self.slices
        ) { thing in
            let before = yardstick_allocations()
            defer { allocations[thing] += yardstick_allocations() - before }
            return try rate(thing, batches: batches[thing])
        }
        for (place, name) in names.enumerated() {
            let thousands = rates[place].scaled(by: 1e-3)
            Swift.print(
                "tunnel: \(length) bytes, \(name):",
                "\(thousands.text("thousand packets a second", digits: 0)),",
                "\(rates[place].ratio(to: rates[0]).text("of the cipher", digits: 2)),",
                "\(allocations[place]) allocations in all")
        }
        try guarded.checkCounters()
        let dropped = (tunnels + [guarded]).map(\.droppedCount)
        Swift.print(
            "tunnel: \(length) bytes, dropped by the sockets' own counters:",
            dropped.map { String($0) }.joined(separator: ", "))
        guard dropped.allSatisfy({ $0 == 0 }) else { throw Failure.lost(dropped.max() ?? 0) }
    }
}

/// What no tunnel can be faster than: each packet of a batch sealed and opened by libcrypto in C.
final class CipherAlone {
    private let cipher: PlainCipher
    private let length: Int
    private var packets: [UInt8]
    private var text: [UInt8]

    init(packetLength length: Int) throws {
        cipher = try PlainCipher()
        self.length = length
        packets = [UInt8](repeating: 0x61, count: length * BatchedTunnel.batchCount)
        text = packets
    }

    /// Packets a second.
    func rate(batches: Int) throws -> Double {
        let start = System.nanoseconds()
        for _ in 0..<batches {
            try cipher.seal(&packets, length: length)
            try cipher.open(packets, length: length, into: &text)
        }
        let time = System.nanoseconds() - start
        return Double(batches * BatchedTunnel.batchCount) * 1e9 / Double(time)
    }
}
