package import Cipher
import Wire

/// Remembers for each key of a lab which IVs are used up (RFC 4106 section 3.1).
///
/// It lives as long as its lab, and is never set back: so a key that is set again, works in both
/// directions, or comes back with a reopened tunnel goes on where it stopped.
package final class IVLedger {
    private var counters: [KeyFingerprint: IVCounter] = [:]
    private let range: ClosedRange<UInt64>
    /// Whether it is for ends that are alone, so that each key starts at a random IV of the range.
    private let isAlone: Bool

    /// A ledger in which no key has used an IV; each key starts with `first`.
    package convenience init(first: UInt64 = 1) {
        self.init(first...UInt64.max, isAlone: false)
    }

    fileprivate init(_ range: ClosedRange<UInt64>, isAlone: Bool) {
        self.range = range
        self.isAlone = isAlone
    }

    /// Lets `key` start at a random IV instead of the first, unless it has been used already.
    ///
    /// A key that a person chose may have been used by another lab before: from a random start its IVs
    /// are not likely to meet those. At least half of the range is left behind the start.
    ///
    /// - Throws: `randomUnavailable`.
    package func scatter(_ key: borrowing SecretBytes) throws(CipherFault) {
        let fingerprint = KeyFingerprint(of: key)
        guard counters[fingerprint] == nil else { return }
        counters[fingerprint] = IVCounter(try randomStart()...range.upperBound, isAlone: isAlone)
    }

    /// The counter of `key`, the same one whenever the same key is asked about.
    ///
    /// - Throws: `randomUnavailable`.
    func counter(for key: borrowing SecretBytes) throws(CipherFault) -> IVCounter {
        let fingerprint = KeyFingerprint(of: key)
        if let counter = counters[fingerprint] { return counter }
        let first = isAlone ? try randomStart() : range.lowerBound
        let counter = IVCounter(first...range.upperBound, isAlone: isAlone)
        counters[fingerprint] = counter
        return counter
    }

    /// A number of the lower half of the range.
    private func randomStart() throws(CipherFault) -> UInt64 {
        let drawn = try RandomSource.system.secret(count: 8).withBytes { $0.uint64(at: 0) }
        return range.lowerBound + drawn % ((range.upperBound - range.lowerBound) / 2 + 1)
    }
}

/// The ledgers of a lab: one for tunnels with both ends in it, one for the client ends and one for the server
/// ends whose peers are in other processes.
///
/// No ledger can know what other processes did with a key. So no two of these have an IV in common, in this lab or
/// in any other, and an end that is alone starts at a random one of its own, whatever the key and whatever seed
/// the lab has: it may have been started anew.
package struct IVLedgers {
    private let together = IVLedger(Self.quarter(0, from: 1), isAlone: false)
    private let client = IVLedger(Self.quarter(1), isAlone: true)
    private let server = IVLedger(Self.quarter(2), isAlone: true)

    /// Ledgers in which no key has used an IV.
    package init() {}

    /// The ledger of an end that is alone in its lab; nil asks for that of tunnels with both ends.
    package subscript(alone role: TunnelRole?) -> IVLedger {
        switch role {
        case nil: together
        case .client: client
        case .server: server
        }
    }

    /// The IVs whose two highest bits are `number`.
    private static func quarter(
        _ number: UInt64, from first: UInt64 = 0
    ) -> ClosedRange<UInt64> {
        (number << 62 | first)...(number << 62 | (1 << 62 - 1))
    }
}

/// The IVs of one key, each given out once (RFC 4106 section 3.1).
///
/// Every SA that seals under the key holds the same counter: a second one would repeat IVs. Only an
/// ``IVLedger`` makes one.
final class IVCounter {
    /// Whether it is that of an end which is alone in its lab.
    let isAlone: Bool
    private var upcoming: UInt64?
    private let last: UInt64

    init(_ range: ClosedRange<UInt64>, isAlone: Bool) {
        self.isAlone = isAlone
        upcoming = range.lowerBound
        last = range.upperBound
    }

    /// An IV that this counter has not given before, or nil when it has given the last one.
    func next() -> UInt64? {
        guard let iv = upcoming else { return nil }
        upcoming = iv < last ? iv + 1 : nil
        return iv
    }
}

/// Which key it is, without saying the key: its SHA-256 digest (FIPS 180-4).
struct KeyFingerprint: Hashable, Sendable {
    private let digest: [UInt8]

    /// The fingerprint of an AES key; the salt has no part in it.
    init(of key: borrowing SecretBytes) {
        digest = key.withBytes { bytes in Digest.sha256(bytes) }
    }
}
