import Session

/// A comment line of a lab as prose.
enum Narration {
    /// A line ends a paragraph, belongs to one, begins an item of a list, or is shown as it stands.
    enum Line: Equatable {
        case empty
        case text(String)
        case item(String)
        case sample(String)
    }

    /// The line without its sign.
    static func line(_ bytes: [UInt8]) -> Line {
        let whole = String(decoding: bytes, as: UTF8.self)
        // What the speaker has noted is for nobody else.
        if whole.drop(while: { $0 == " " }).hasPrefix(LessonText.noteMark) { return .empty }
        let said = whole.drop { $0 == " " }.drop { $0 == "#" }
        let indent = said.prefix { $0 == " " }.count
        var text = said.dropFirst(indent)
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        if text.isEmpty { return .empty }
        if text.hasPrefix("- ") { return .item(String(text.dropFirst(2))) }
        // Further in than prose stands: a line to type, or the rest of an item.
        return indent >= 3 ? .sample(String(text)) : .text(String(text))
    }

    /// The paragraphs at the beginning of a lab, in front of its first command.
    static func paragraphs(_ recording: Recording) -> [String] {
        var paragraphs: [String] = []
        var isOpen = false
        for piece in recording.pieces {
            guard case .narration(let bytes, _) = piece.entry else {
                if case .command(let line, _) = piece.entry, !isLanguage(line) { break }
                continue
            }
            guard case .text(let text) = line(bytes) else {
                isOpen = false
                continue
            }
            if isOpen, let last = paragraphs.popLast() {
                paragraphs.append(last + " " + text)
            } else {
                paragraphs.append(text)
            }
            isOpen = true
        }
        return paragraphs
    }

    /// Whether a command chooses the language of what follows.
    static func isLanguage(_ command: [UInt8]) -> Bool { command.starts(with: "lang ".utf8) }

    /// Whether a paragraph is the heading of a section: `2. The rules`.
    static func isHeading(_ paragraph: String) -> Bool {
        let digits = paragraph.prefix { $0.isASCII && $0.isNumber }
        let rest = paragraph.dropFirst(digits.count)
        return !digits.isEmpty && rest.hasPrefix(". ") && rest.count <= 80
            && !rest.dropFirst(2).contains(". ")
    }
}
