/// Takes an input apart into numbers and stretches of bytes; past its end everything is zero.
struct InputReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// Whether every byte has been taken.
    var isAtEnd: Bool { rest.isEmpty }

    /// The next byte.
    mutating func byte() -> UInt8 {
        rest.popFirst() ?? 0
    }

    /// The next two bytes as a number.
    mutating func short() -> Int {
        Int(byte()) << 8 | Int(byte())
    }

    /// The next bytes, as many of them as there are.
    mutating func bytes(_ count: Int) -> [UInt8] {
        let taken = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
        return taken
    }
}
