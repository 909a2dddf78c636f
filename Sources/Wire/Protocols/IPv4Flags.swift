/// The control flags of an IPv4 header (RFC 791 section 3.1).
package struct IPv4Flags: OptionSet, Hashable, Sendable {
    /// The three bits on the wire, the reserved one the most significant.
    package let rawValue: UInt8

    /// The flags of the bits `rawValue`.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// More fragments follow.
    package static let moreFragments = IPv4Flags(rawValue: 0b001)
    /// The packet may not be fragmented.
    package static let dontFragment = IPv4Flags(rawValue: 0b010)
    /// Must be zero.
    package static let reserved = IPv4Flags(rawValue: 0b100)
}

extension IPv4Flags: TextWritable {
    /// Appends `DF`, `MF` and `reserved` with a comma between two of them, or `none`.
    package func write(to text: inout [UInt8]) {
        let start = text.count
        for (flag, name) in [
            (Self.dontFragment, "DF"), (.moreFragments, "MF"), (.reserved, "reserved"),
        ]
        where contains(flag) {
            if text.count > start { text.append(ASCII.comma) }
            text.append(contentsOf: name.utf8)
        }
        if text.count == start { text.append(contentsOf: "none".utf8) }
    }
}
