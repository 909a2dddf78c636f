/// The characters that have come from the keyboard and are not yet used.
///
/// It turns bytes into Unicode scalars and keeps the rest of a paste of many lines.
struct KeyQueue {
    /// Where a character came from.
    enum Origin {
        case typed
        case pasted
    }

    private var waiting: [(scalar: Unicode.Scalar, origin: Origin)] = []
    private var start = 0
    private var partial: [UInt8] = []
    private var missing = 0

    /// Whether there is no whole character.
    var isEmpty: Bool { start == waiting.count }

    /// Takes the next character.
    mutating func next() -> (scalar: Unicode.Scalar, origin: Origin)? {
        guard start < waiting.count else { return nil }
        defer {
            start += 1
            if start == waiting.count { removeAll() }
        }
        return waiting[start]
    }

    /// Adds a typed byte, which may complete a character; bad UTF-8 becomes U+FFFD.
    mutating func add(_ byte: UInt8) {
        if missing > 0, byte & 0xC0 == 0x80 {
            partial.append(byte)
            missing -= 1
            if missing == 0 { finish() }
            return
        }
        if missing > 0 { finish() }
        partial.append(byte)
        missing =
            switch byte {
            case 0xC2...0xDF: 1
            case 0xE0...0xEF: 2
            case 0xF0...0xF4: 3
            default: 0
            }
        if missing == 0 { finish() }
    }

    /// Adds a typed character in front of all others.
    mutating func repeatFirst(_ scalar: Unicode.Scalar) {
        waiting.insert((scalar, .typed), at: start)
    }

    /// Adds a text in front of all other characters, as one that was pasted; it has no control characters.
    mutating func putFirst(_ text: [Unicode.Scalar]) {
        let keys = text.filter { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
        waiting.insert(contentsOf: keys.map { ($0, .pasted) }, at: start)
    }

    /// Adds a pasted text: each kind of line end becomes a line feed, a TAB becomes a space, and
    /// other control characters, which would act as keys, are left out.
    mutating func addPaste(_ text: [Unicode.Scalar]) {
        var previous: Unicode.Scalar = " "
        for scalar in text {
            defer { previous = scalar }
            switch scalar {
            case "\n" where previous == "\r": continue
            case "\r", "\n": waiting.append(("\n", .pasted))
            case "\t": waiting.append((" ", .pasted))
            case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value): continue
            default: waiting.append((scalar, .pasted))
            }
        }
    }

    /// Forgets all whole characters; part of one stays.
    mutating func removeAll() {
        waiting.removeAll(keepingCapacity: true)
        start = 0
    }

    private mutating func finish() {
        for scalar in String(decoding: partial, as: UTF8.self).unicodeScalars {
            waiting.append((scalar, .typed))
        }
        partial.removeAll(keepingCapacity: true)
        missing = 0
    }
}
