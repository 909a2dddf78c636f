package import Timeline
package import Wire

/// What a host mixes into the numbers that others should not guess: initial sequence numbers, SYN cookies,
/// ports and DNS identifiers.
///
/// The mixing function is SipHash-2-4 (Aumasson and Bernstein, 2012), which Linux uses for the same numbers.
/// The key comes from the lab's seed, so that a lab is the same each time; whoever reads the lab can work the
/// numbers out, and nothing but these numbers may hang on it.
package struct HostSecret: Hashable, Sendable {
    private let first: UInt64
    private let second: UInt64

    /// The secret of two words, which are the key in little-endian order.
    package init(_ first: UInt64, _ second: UInt64) {
        self.first = first
        self.second = second
    }

    /// The secret of a host in a lab with that seed; each name has another.
    package init(seed: UInt64, name: String) {
        let lab = HostSecret(seed, ~seed)
        self.init(lab.mix(Array(name.utf8)), lab.mix(Array(name.utf8) + [0]))
    }

    /// The 64-bit digest of the bytes under the key.
    package func mix(_ bytes: [UInt8]) -> UInt64 {
        var state = SipState(first, second)
        var start = 0
        while start + 8 <= bytes.count {
            state.absorb(Self.word(bytes[start..<(start + 8)]))
            start += 8
        }
        state.absorb(UInt64(bytes.count) << 56 | Self.word(bytes[start...]))
        return state.finish()
    }

    /// The bytes as a little-endian number.
    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The initial sequence number of a connection that begins at an instant (RFC 6528 section 3): a clock of 4
    /// microseconds, and an offset for each connection.
    package func initialSequence(of key: ConnectionKey, at instant: Instant) -> TCPSequence {
        let clock = UInt32(truncatingIfNeeded: instant.nanoseconds / 4_000)
        return TCPSequence(rawValue: clock &+ UInt32(truncatingIfNeeded: mix(key.mixed)))
    }

    /// The first of the ports 49152 to 65535 to try for the `count`th conversation with a remote endpoint (RFC 6056
    /// section 3.3.3, RFC 6335 section 6).
    package func ephemeralPort(
        from local: IPAddress, to remote: IPAddress, port: Port, count: Int
    ) -> Port {
        let key = ConnectionKey(
            localAddress: local, localPort: Port(rawValue: 0), remoteAddress: remote,
            remotePort: port)
        let place = (mix(key.mixed + [1]) &+ UInt64(truncatingIfNeeded: count)) % 16_384
        return Port(rawValue: 49_152 + UInt16(truncatingIfNeeded: place))
    }
}

/// The four words that SipHash turns.
private struct SipState {
    private var words: (UInt64, UInt64, UInt64, UInt64)

    init(_ first: UInt64, _ second: UInt64) {
        words = (
            first ^ 0x736F_6D65_7073_6575, second ^ 0x646F_7261_6E64_6F6D,
            first ^ 0x6C79_6765_6E65_7261, second ^ 0x7465_6462_7974_6573
        )
    }

    mutating func absorb(_ word: UInt64) {
        words.3 ^= word
        round()
        round()
        words.0 ^= word
    }

    mutating func finish() -> UInt64 {
        words.2 ^= 0xFF
        for _ in 0..<4 { round() }
        return words.0 ^ words.1 ^ words.2 ^ words.3
    }

    private mutating func round() {
        words.0 &+= words.1
        words.1 = Self.rotate(words.1, 13) ^ words.0
        words.0 = Self.rotate(words.0, 32)
        words.2 &+= words.3
        words.3 = Self.rotate(words.3, 16) ^ words.2
        words.0 &+= words.3
        words.3 = Self.rotate(words.3, 21) ^ words.0
        words.2 &+= words.1
        words.1 = Self.rotate(words.1, 17) ^ words.2
        words.2 = Self.rotate(words.2, 32)
    }

    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
        word << count | word >> (64 - count)
    }
}
