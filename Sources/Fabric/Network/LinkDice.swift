import Cipher
import Timeline
import Wire

/// What a link does to one packet.
struct LinkFate: Hashable, Sendable {
    var isLost = false
    /// How much longer than the link's own delay it takes.
    var delay = Duration.zero
    /// How long it is held back besides.
    var holdBack = Duration.zero
    var isCopied = false
    /// Whether it is marked, if its sender knows ECN.
    var isMarked = false
}

/// Draws what links do to packets: from the lab's seed when it has one, else from the system's generator.
///
/// Its numbers are its own, so that nothing else in the lab changes when a link draws.
struct LinkDice {
    private var seed: UInt64?
    private var random: SeededRandom?

    /// Dice that have no seed.
    init() {}

    /// Draws the same as every other lab with this seed from now on.
    mutating func restart(_ seed: UInt64) {
        self.seed = seed
        random = nil
    }

    /// Makes sure that there is something to draw from.
    ///
    /// - Throws: `CipherFault` when libcrypto can't make it.
    mutating func prepare() throws(CipherFault) {
        _ = try numbers()
    }

    /// What becomes of the next packet.
    ///
    /// Each impairment that the link has is one draw, in this order; a lost packet draws nothing more.
    mutating func fate(under impairment: LinkImpairment) -> LinkFate {
        var fate = LinkFate()
        fate.isLost = hits(impairment.loss)
        if fate.isLost { return fate }
        fate.delay = delay(impairment.delay, jitter: impairment.jitter)
        if hits(impairment.reordering) { fate.holdBack = impairment.holdBack }
        fate.isCopied = hits(impairment.duplication)
        fate.isMarked = hits(impairment.marking)
        return fate
    }

    private mutating func hits(_ share: Percentage) -> Bool {
        guard share != .none else { return false }
        return next(below: UInt64(Percentage.whole)) < UInt64(share.hundredths)
    }

    /// Between `delay - jitter` and `delay + jitter`, each whole microsecond as likely as the others.
    private mutating func delay(_ delay: Duration, jitter: Duration) -> Duration {
        guard jitter > .zero else { return delay }
        let reach = jitter.nanoseconds / 1_000
        let drawn = next(below: 2 * reach + 1)
        return Duration(nanoseconds: delay.nanoseconds - reach * 1_000 + drawn * 1_000)
    }

    private mutating func next(below bound: UInt64) -> UInt64 {
        do {
            return try numbers().next(below: bound)
        } catch {
            preconditionFailure("libcrypto makes again what it made for `prepare`")
        }
    }

    private mutating func numbers() throws(CipherFault) -> SeededRandom {
        if let random { return random }
        let start = if let seed { seed } else { try Self.systemSeed() }
        let random = try SeededRandom(seed: start, label: "links")
        self.random = random
        return random
    }

    private static func systemSeed() throws(CipherFault) -> UInt64 {
        try RandomSource.system.secret(count: 8).withBytes { bytes in
            bytes.indices.reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[$1]) }
        }
    }
}
