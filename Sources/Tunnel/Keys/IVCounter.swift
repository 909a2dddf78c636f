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
