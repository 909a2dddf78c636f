/// The cost parameters of scrypt (RFC 7914 section 2).
package struct ScryptCost: Hashable, Sendable {
    /// N, the CPU and memory cost: a power of two above 1.
    package let n: UInt64
    /// r, the block size in units of 128 bytes.
    package let r: UInt64
    /// p, the parallelization.
    package let p: UInt64

    /// Parameters as they are; scrypt itself judges them.
    package init(n: UInt64, r: UInt64, p: UInt64) {
        self.n = n
        self.r = r
        self.p = p
    }

    /// For a password that a person waits for: 16 MiB, and some 50 ms on a laptop.
    package static let interactive = ScryptCost(n: 16_384, r: 8, p: 1)
}
