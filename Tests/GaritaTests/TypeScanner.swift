/// What a source file says about its types: a small reader of Swift's declarations.
///
/// It knows comments, strings and braces, and where a type begins; that is enough for a tree that is
/// formatted by `swift format`. A type on one line counts as one without properties.
struct TypeScanner {
    /// What one type has in one file.
    struct Part: Equatable {
        /// Its name, with those of the types around it: `Outer.Inner`.
        let name: String
        /// How many lines it takes, its inner types included.
        var lines = 0
        /// The names of its stored properties, those of the type itself left out.
        var properties: [String] = []
    }

    /// The parts that the file has, each type and extension by itself, in the order of their ends.
    private(set) var parts: [Part] = []
    /// Whether every brace was closed again.
    var isBalanced: Bool { open.isEmpty }

    /// What each open brace belongs to: a type with its part, or nil.
    private var open: [(part: Part?, start: Int)] = []
    private var isInText = false
    /// The type whose brace has not come yet.
    private var announced: String?

    /// Reads the lines of a file.
    init(_ lines: some Sequence<Substring>) {
        for (number, line) in lines.enumerated() { read(code(of: line), number) }
    }

    private mutating func read(_ line: [UInt8], _ number: Int) {
        let text = String(decoding: line, as: UTF8.self)
        let words = text.split(separator: " ")
        if let name = Self.typeName(words) {
            announced = name
        } else if let last = open.indices.last, open[last].part != nil {
            open[last].part?.properties += Self.propertyNames(words, text)
        }
        for byte in line {
            if byte == UInt8(ascii: "{") { begin(number) }
            if byte == UInt8(ascii: "}") { end(number) }
        }
    }

    private mutating func begin(_ number: Int) {
        let outer = open.last { $0.part != nil }?.part?.name
        let part = announced.map { Part(name: (outer.map { "\($0)." } ?? "") + $0) }
        open.append((part, number))
        announced = nil
    }

    private mutating func end(_ number: Int) {
        guard let (part, start) = open.popLast(), var part else { return }
        part.lines = number - start + 1
        parts.append(part)
    }

    /// The line without comments and without what stands in quotes.
    private mutating func code(of line: Substring) -> [UInt8] {
        let (quote, escape, slash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"))
        let bytes = Array(line.utf8)
        var code: [UInt8] = []
        var isQuoted = false
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            if bytes[place...].starts(with: [quote, quote, quote]) {
                isInText.toggle()
                place += 3
                continue
            }
            if isInText || isQuoted {
                if byte == escape { place += 1 }
                if byte == quote && !isInText { isQuoted = false }
            } else if byte == quote {
                isQuoted = true
            } else if bytes[place...].starts(with: [slash, slash]) {
                break
            } else {
                code.append(byte)
            }
            place += 1
        }
        return code
    }

    /// The word without what stands in brackets behind it: `private(set)` is `private`.
    private static func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || modifiers.contains(word.prefix { $0 != "(" })
    }

    private static let modifiers: Set<Substring> = [
        "package", "public", "private", "fileprivate", "internal", "final", "indirect", "lazy",
        "weak", "unowned", "mutating", "nonisolated",
    ]

    /// The name of the type that a line begins, or of the one that it extends.
    private static func typeName(_ words: [Substring]) -> String? {
        let words = words.drop(while: isModifier)
        guard let kind = words.first, let name = words.dropFirst().first,
            ["struct", "class", "enum", "actor", "extension"].contains(kind)
        else { return nil }
        return String(name.prefix { !"<{:".contains($0) })
    }

    /// The names of the stored properties that a line declares; none for one that is computed.
    private static func propertyNames(_ words: [Substring], _ line: String) -> [String] {
        guard let kind = words.drop(while: isModifier).first, kind == "let" || kind == "var" else {
            return []
        }
        let head = line.prefix { $0 != "=" }
        guard kind == "let" || !head.contains("{") else { return [] }
        let names = head.prefix { $0 != ":" }.split { $0 == " " || $0 == "," }
        return names.drop { $0 != kind }.dropFirst().map(String.init)
    }
}
