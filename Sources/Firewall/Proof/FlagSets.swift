/// A set of TCP flag bytes: bit `n` stands for the flags byte `n`.
@usableFromInline
package struct FlagSets: Hashable, Sendable {
    /// 64 flag bytes to a word, lowest first.
    @usableFromInline
    package var words: SIMD4<UInt64>

    /// The set with these words.
    @inlinable
    package init(words: SIMD4<UInt64>) { self.words = words }

    /// Every flags byte.
    package static let all = FlagSets(words: SIMD4(repeating: .max))

    /// The bytes whose bits under `mask` are exactly those of `value`.
    package init(mask: UInt8, value: UInt8) {
        words = SIMD4(repeating: 0)
        for byte in UInt8.min...UInt8.max where byte & mask == value {
            words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
        }
    }

    /// Whether the byte is in the set.
    package func contains(_ byte: UInt8) -> Bool {
        words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1
    }
}

extension FlagSets {
    /// No flags byte.
    package static let none = FlagSets(words: SIMD4(repeating: 0))

    /// Whether no byte is in it.
    @inlinable @inline(__always)
    package var isEmpty: Bool { words[0] | words[1] | words[2] | words[3] == 0 }

    /// How many bytes are in it.
    package var count: Int { (0..<4).reduce(0) { $0 + words[$1].nonzeroBitCount } }

    /// The lowest byte in it; nil when it is empty.
    package var first: UInt8? {
        for index in 0..<4 where words[index] != 0 {
            return UInt8(index * 64 + words[index].trailingZeroBitCount)
        }
        return nil
    }

    /// The set of one byte.
    package init(_ byte: UInt8) {
        self = .none
        words[Int(byte >> 6)] = 1 << UInt64(byte & 63)
    }

    /// Whether a byte is in both.
    @inlinable @inline(__always)
    func intersects(_ other: Self) -> Bool {
        !FlagSets(words: words & other.words).isEmpty
    }

    /// Whether each byte of the other is in it.
    @inlinable @inline(__always)
    func contains(_ other: Self) -> Bool {
        FlagSets(words: other.words & ~words).isEmpty
    }
}
