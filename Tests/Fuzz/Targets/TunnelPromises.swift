import Tunnel
import Wire

/// What a tunnel end promises, whatever an attacker sends to it between the datagrams of its peer.
///
/// The first three bytes of the input say what the SAs are like. Then comes a list of moves; each begins
/// with a byte that says which one it is.
enum TunnelPromises {
    static func hold(for bytes: [UInt8]) throws(BrokenPromise) {
        var input = InputReader(bytes)
        let parameters = parameters(&input)
        let numbers: [UInt64] = [0, 1 << 32 - 100, 1 << 32 - 3, 1 << 32 + 70]
        // Without extended numbers an SA ends at 2^32 - 1.
        let last = parameters.isExtended ? numbers[Int(input.byte() % 4)] : 0
        guard var scene = try? TunnelScene(parameters, lastSequence: SequenceNumber(rawValue: last))
        else { throw BrokenPromise("a tunnel can be made") }
        var moves = 0
        while !input.isAtEnd, moves < moveLimit {
            moves += 1
            try move(&input, in: &scene)
        }
        try scene.checkCounters()
    }

    /// Enough to fill a small replay window and to leave it.
    private static let moveLimit = 150

    private static func parameters(_ input: inout InputReader) -> SAParameters {
        let suite = ESPSuite.all[Int(input.byte()) % ESPSuite.all.count]
        let kind = input.byte()
        return SAParameters(
            suite: suite, mode: kind & 1 == 0 ? .tunnel : .transport, isExtended: kind & 2 != 0,
            windowSize: [32, 33, 64, 128][Int(kind >> 2 & 3)],
            paddingMultiple: kind & 0x10 == 0 ? 0 : 64)
    }

    private static func move(
        _ input: inout InputReader, in scene: inout TunnelScene
    ) throws(BrokenPromise) {
        switch input.byte() % 9 {
        case 0: try scene.attack(with: input.bytes(Int(input.byte())))
        case 1: try scene.attack(with: scene.header + input.bytes(Int(input.byte())))
        case 2:
            let nextHeader = IPProtocol(rawValue: input.byte())
            let payload = input.bytes(Int(input.byte()))
            try scene.deliver(try scene.seal(payload, nextHeader))
        case 3:
            let nextHeader = IPProtocol(rawValue: input.byte())
            _ = try scene.seal(input.bytes(Int(input.byte())), nextHeader)
        case 4:
            guard let index = scene.index(input.short()) else { return }
            try scene.deliver(index)
        case 5:
            guard let index = scene.index(Int(input.byte())) else { return }
            var datagram = scene.sent[index].datagram
            let bit = input.short() % (8 * datagram.count)
            datagram[bit / 8] ^= 1 << UInt8(bit % 8)
            try scene.attack(with: datagram)
        case 6:
            guard let index = scene.index(Int(input.byte())) else { return }
            let datagram = scene.sent[index].datagram
            let length = input.short() % datagram.count
            try scene.attack(with: Array(datagram[..<length]))
            try scene.attack(with: datagram + input.bytes(1 + Int(input.byte() % 64)))
        case 7:
            let high = UInt32(input.byte() % 3)
            let low = UInt32(truncatingIfNeeded: input.short() << 16 | input.short())
            let text = input.bytes(Int(input.byte()))
            try scene.deliver(text: text, SequenceNumber(high: high, low: low))
        default:
            guard let index = scene.index(Int(input.byte())) else { return }
            try scene.reflect(index)
        }
    }
}
