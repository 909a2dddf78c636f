/// The literals of a line of Swift.
enum QuotedText {
    /// Whether a part of a text is a word, with the sign behind it perhaps.
    static func isWord(_ part: Substring) -> Bool {
        part.contains { $0.isLowercase }
            && part.allSatisfy { $0.isLetter || "',.;:?!`".contains($0) }
    }

    /// What stands in quotes on a line, with `0` for each interpolation.
    static func all(in line: Substring) -> [String] {
        var texts: [String] = []
        var rest = line
        while let quote = rest.firstIndex(of: "\"") {
            rest = rest[rest.index(after: quote)...]
            texts.append(text(&rest))
        }
        return texts
    }

    /// The rest of a literal, as far as its closing quote.
    private static func text(_ rest: inout Substring) -> String {
        var text = ""
        while let character = rest.popFirst(), character != "\"" {
            guard character == "\\" else {
                text.append(character)
                continue
            }
            guard let escaped = rest.popFirst() else { break }
            if escaped == "(" { skipInterpolation(&rest) }
            text.append(escaped == "(" ? "0" : escaped)
        }
        return text
    }

    private static func skipInterpolation(_ rest: inout Substring) {
        var depth = 1
        while depth > 0, let character = rest.popFirst() {
            switch character {
            case "(": depth += 1
            case ")": depth -= 1
            case "\"": _ = text(&rest)
            default: break
            }
        }
    }
}
