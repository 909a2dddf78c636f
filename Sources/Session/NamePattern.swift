/// A pattern of file names as shells have it: glob(7).
struct NamePattern {
    private enum Part {
        /// `*`: any characters, or none.
        case any
        /// `?`: one character.
        case one
        /// `[a-z]`, or `[!a-z]`: one of these, or none of these.
        case range([ClosedRange<UInt8>], isNegated: Bool)
        case byte(UInt8)
    }

    private var parts: [Part] = []

    /// Whether a text is a pattern, and not a name.
    static func isPattern(_ text: String) -> Bool { text.contains { "*?[".contains($0) } }

    /// Nil for a text that is a name.
    init?(_ text: String) {
        guard Self.isPattern(text) else { return nil }
        let bytes = Array(text.utf8)
        var place = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "*"): parts.append(.any)
            case UInt8(ascii: "?"): parts.append(.one)
            case UInt8(ascii: "["):
                if let (part, end) = Self.range(bytes, from: place + 1) {
                    parts.append(part)
                    place = end
                } else {
                    parts.append(.byte(bytes[place]))
                }
            case let byte: parts.append(.byte(byte))
            }
            place += 1
        }
    }

    /// What stands between brackets, and where the one is that closes; nil where there is none.
    private static func range(_ bytes: [UInt8], from start: Int) -> (Part, end: Int)? {
        var place = start
        let isNegated = place < bytes.count && "!^".utf8.contains(bytes[place])
        if isNegated { place += 1 }
        var ranges: [ClosedRange<UInt8>] = []
        while place < bytes.count {
            // In the first place the bracket is one of the characters.
            if bytes[place] == UInt8(ascii: "]"), !ranges.isEmpty {
                return (.range(ranges, isNegated: isNegated), place)
            }
            let low = bytes[place]
            if place + 2 < bytes.count, bytes[place + 1] == UInt8(ascii: "-"),
                bytes[place + 2] != UInt8(ascii: "]")
            {
                let high = bytes[place + 2]
                if low <= high { ranges.append(low...high) }
                place += 3
            } else {
                ranges.append(low...low)
                place += 1
            }
        }
        return nil
    }

    /// Whether it takes a name; one that begins with a dot it never takes.
    func takes(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        if bytes.first == UInt8(ascii: ".") { return false }
        // Where a `*` was met last, and how much it has taken: it takes one byte more each time that the rest does not fit.
        var (part, byte) = (0, 0)
        var star: (part: Int, byte: Int)?
        while byte < bytes.count {
            if part < parts.count, case .any = parts[part] {
                star = (part, byte)
                part += 1
            } else if part < parts.count, Self.takes(parts[part], bytes[byte]) {
                (part, byte) = (part + 1, byte + 1)
            } else if let last = star {
                star = (last.part, last.byte + 1)
                (part, byte) = (last.part + 1, last.byte + 1)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { if case .any = $0 { true } else { false } }
    }

    private static func takes(_ part: Part, _ byte: UInt8) -> Bool {
        switch part {
        case .any: false
        case .one: true
        case .byte(let own): own == byte
        case .range(let ranges, let isNegated):
            ranges.contains { $0.contains(byte) } != isNegated
        }
    }
}
