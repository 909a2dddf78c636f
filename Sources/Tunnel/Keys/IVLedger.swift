package import Cipher

/// Remembers for each key of a lab which IVs are used up (RFC 4106 section 3.1).
///
/// A lab has one, for as long as it lives, and never sets it back: so a key that is set again, works in
/// both directions, or comes back with a reopened tunnel goes on where it stopped.
package final class IVLedger {
    private var counters: [KeyFingerprint: IVCounter] = [:]
    private let first: UInt64

    /// A ledger in which no key has used an IV; each key starts with `first`.
    package init(first: UInt64 = 1) {
        self.first = first
    }

    /// Lets `key` start with another IV than the first, unless it has been used already.
    ///
    /// A key that a person chose may have been used by another lab before: from a random start its IVs
    /// are not likely to meet those.
    package func begin(_ key: borrowing SecretBytes, at first: UInt64) {
        let fingerprint = KeyFingerprint(of: key)
        guard counters[fingerprint] == nil else { return }
        counters[fingerprint] = IVCounter(first: first)
    }

    /// The counter of `key`, the same one whenever the same key is asked about.
    func counter(for key: borrowing SecretBytes) -> IVCounter {
        let fingerprint = KeyFingerprint(of: key)
        if let counter = counters[fingerprint] { return counter }
        let counter = IVCounter(first: first)
        counters[fingerprint] = counter
        return counter
    }
}

/// The IVs of one key, each given out once (RFC 4106 section 3.1).
///
/// Every SA that seals under the key holds the same counter: a second one would repeat IVs. Only an
/// ``IVLedger`` makes one.
final class IVCounter {
    private var upcoming: UInt64?

    init(first: UInt64) {
        upcoming = first
    }

    /// An IV that this counter has not given before, or nil when it has given the last one.
    func next() -> UInt64? {
        guard let iv = upcoming else { return nil }
        upcoming = iv < .max ? iv + 1 : nil
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
