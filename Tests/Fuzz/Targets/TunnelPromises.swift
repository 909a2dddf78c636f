import Tunnel
import Wire

/// What a tunnel end promises, whatever an attacker sends to it between the datagrams of its peer.
///
/// The input is a list of moves; each begins with a byte that says which one it is.
enum TunnelPromises {
    static func hold(for bytes: [UInt8]) throws(BrokenPromise) {
        var input = InputReader(bytes)
        guard var scene = try? TunnelScene() else {
            throw BrokenPromise("a tunnel can be made")
        }
        var moves = 0
        while !input.isAtEnd, moves < moveLimit {
            moves += 1
            try move(&input, in: &scene)
        }
        try scene.checkCounters()
    }

    /// Enough to fill a replay window and to leave it.
    private static let moveLimit = 200

    private static func move(
        _ input: inout InputReader, in scene: inout TunnelScene
    ) throws(BrokenPromise) {
        switch input.byte() % 9 {
        case 0: try scene.attack(with: input.bytes(Int(input.byte())))
        case 1: try scene.attack(with: scene.header + input.bytes(Int(input.byte())))
        case 2:
            let nextHeader = IPProtocol(rawValue: input.byte())
            let payload = input.bytes(Int(input.byte()))
            try scene.deliver(scene.seal(payload, nextHeader))
        case 3:
            let nextHeader = IPProtocol(rawValue: input.byte())
            _ = scene.seal(input.bytes(Int(input.byte())), nextHeader)
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
            let sequence = UInt32(truncatingIfNeeded: input.short() << 16 | input.short())
            let text = input.bytes(Int(input.byte()))
            try scene.deliver(text: text, SequenceNumber(rawValue: sequence))
        default:
            guard let index = scene.index(Int(input.byte())) else { return }
            try scene.reflect(index)
        }
    }
}
