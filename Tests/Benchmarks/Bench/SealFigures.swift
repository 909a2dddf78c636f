import Cipher
import Yardstick

/// Sealing and opening one packet after the other, against the same calls of libcrypto in C.
///
/// Both work on one packet in the processor's cache, and both take the additional data, the IV, the text
/// and the tag from the same places of it.
struct SealFigures {
    private static let runs = 9
    private static let lengths = [64, 256, 1_400, 8_192, 65_000]

    func print() throws {
        for length in Self.lengths { try print(length: length) }
    }

    private func print(length: Int) throws {
        // About 2 ms.
        let packets = 2_000_000 / (200 + length / 3)
        let plain = try PlainCipher()
        let own = try OwnCipher()
        var packet = [UInt8](repeating: 0x61, count: length + PlainCipher.overhead)
        var other = [UInt8](repeating: 0x61, count: packet.count)
        var text = [UInt8](repeating: 0, count: length)
        var otherText = [UInt8](repeating: 0, count: length)
        var iv: UInt64 = 0
        var allocations: UInt64 = 0
        let series = try Series.interleaved(4, runs: Self.runs, slices: Self.slices) { thing in
            let before = yardstick_allocations()
            let start = System.nanoseconds()
            switch thing {
            case 0: try plain.seal(&other, rounds: packets)
            case 1:
                for _ in 0..<packets {
                    iv += 1
                    own.seal(&packet, iv: iv)
                }
            case 2: try plain.open(other, into: &otherText, rounds: packets)
            default: for _ in 0..<packets { try own.open(packet, iv: iv, into: &text) }
            }
            let time = System.nanoseconds() - start
            allocations += yardstick_allocations() - before
            return Double(time) / Double(packets)
        }
        for (name, place) in [("seal", 0), ("open", 2)] {
            let (inC, here) = (series[place], series[place + 1])
            Swift.print(
                "\(name): \(length) bytes, \(here.text("ns")), in C \(inC.text("ns")):",
                inC.ratio(to: here).text("of the speed of C", digits: 2))
        }
        Swift.print("allocations: \(length) bytes, \(allocations) for all packets together")
    }

    private static let slices = 15
}

/// The room Cipher's, used as the tunnel uses it.
private struct OwnCipher: ~Copyable {
    private let sealer: AEADSealer
    private let opener: AEADOpener

    init() throws {
        let key = SecretBytes(copying: [UInt8](repeating: 0x61, count: 32).span)
        let sealer = try AEADSealer(key: key)
        let opener = try AEADOpener(key: key)
        self.sealer = sealer
        self.opener = opener
    }

    borrowing func seal(_ packet: inout [UInt8], iv: UInt64) {
        let text = 16..<packet.count - 16
        var bytes = packet.mutableSpan
        sealer.seal(
            &bytes, text: text, additional: AdditionalData(0..<8),
            nonce: AEADNonce(salt: Self.salt, iv: iv))
    }

    borrowing func open(_ packet: [UInt8], iv: UInt64, into text: inout [UInt8]) throws {
        text.removeAll(keepingCapacity: true)
        var authenticity = Authenticity.forged
        text.append(addingCapacity: packet.count - PlainCipher.overhead) { output in
            authenticity = opener.open(
                packet.span, text: 16..<packet.count - 16, additional: AdditionalData(0..<8),
                nonce: AEADNonce(salt: Self.salt, iv: iv), appendingTo: &output)
        }
        guard authenticity == .authentic else { throw Failure.disagreement("open") }
    }

    private static let salt: UInt32 = 0x6161_6161
}
