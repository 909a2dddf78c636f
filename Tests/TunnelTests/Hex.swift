import Testing

/// The bytes that pairs of hexadecimal digits spell; spaces and line ends don't count.
func bytes(_ hex: String) throws -> [UInt8] {
    let digits = hex.filter { !$0.isWhitespace }
    var result: [UInt8] = []
    var rest = digits[...]
    while !rest.isEmpty {
        result.append(try #require(UInt8(rest.prefix(2), radix: 16)))
        rest = rest.dropFirst(2)
    }
    return result
}
