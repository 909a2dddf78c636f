package import Commands
import Firewall
package import Grammar
import Wire

// What only a person reads who asks for help: how commands are written, and what can come next.
extension TranscriptWriter {
    private typealias Say = UsagePhrase

    /// The first line at the prompt.
    package mutating func welcome(version: String) {
        page.line(Say.welcome, (.version, version))
    }

    /// What can stand at the cursor, a line each.
    package mutating func expect(_ expectations: [Expectation], known: [String]) {
        if expectations.isEmpty { return page.line(in: 2, Say.nothing) }
        let areMany = expectations.count > Self.describedLimit
        if areMany { list(expectations) }
        for expectation in expectations where !areMany {
            if case .endOfLine = expectation {
                page.row(Self.expectations, Say.enter, Say.complete)
            } else {
                let word = Self.name(of: expectation) ?? ""
                page.row(Self.expectations, word, Self.note(on: expectation, page.language))
            }
        }
        guard !known.isEmpty else { return }
        page.line(in: 2, Say.known, (.members, Listed(Array(known.prefix(Self.knownLimit)))))
    }

    /// The words alone, four in a row: with a line about each, the first of them would be above the screen.
    private mutating func list(_ expectations: [Expectation]) {
        let words = expectations.compactMap(Self.name(of:))
        if page.layout == .linear {
            page.fill(2)
            page.put(Listed(words))
            page.endLine()
            return page.line(in: 2, Say.sayMore)
        }
        for start in stride(from: 0, to: words.count, by: 4) {
            let row = (start..<start + 4).map { $0 < words.count ? words[$0] : "" }
            page.row(Self.words, row[0], row[1], row[2], row[3])
        }
        page.line(in: 2, Say.sayMore)
    }

    private static let words = Columns(
        .left(18, after: 2), .left(18, after: 1), .left(18, after: 1), .rest(after: 1))
    /// The most expectations that have a line each.
    package static let describedLimit = 22
    private static let expectations = Columns(.left(18, after: 2), .rest(after: 1))
    private static let knownLimit = 12

    /// The word that can stand there, or what the value is called; nil for the end of the line.
    private static func name(of expectation: Expectation) -> String? {
        switch expectation {
        case .word(let keyword): keyword.word.text
        case .command(let word, rows: _): word.text
        case .argument(let kind): kind.name
        case .endOfLine: nil
        }
    }

    /// A few words about what could stand somewhere; may be empty.
    package static func note(
        on expectation: Expectation, _ language: SpokenLanguage
    ) -> String {
        switch expectation {
        case .word(let keyword): note(on: keyword, language)
        case .command(let word, let rows):
            note(on: word, rows.map { CommandName.allCases[$0] }, language)
        case .argument(let kind): note(on: kind, language)
        case .endOfLine: Say.complete.text(in: language)
        }
    }

    private static func note(on keyword: Keyword, _ language: SpokenLanguage) -> String {
        if let text = WordUse(rawValue: keyword.key)?.text(in: language) { return text }
        let word = keyword.word.text
        let number = HeaderNumber.allCases.first { $0.row.word == word }
        return number?.words(in: language).purpose
            ?? DropReason(rawValue: word).map { reason in
                Composed { SourceText.write(reason.source, on: &$0) }.said(in: language)
            } ?? ""
    }

    /// What may stand there as such a value; may be empty.
    static func note(on kind: ArgumentKind, _ language: SpokenLanguage) -> String {
        guard let name = ArgumentName(rawValue: kind.key), name != .header else {
            let number = HeaderNumber.allCases.first { kind.name.hasPrefix($0.row.value) }
            return number?.words(in: language).values ?? ""
        }
        return name.text(in: language)
    }

    /// The summary of a command, or the words that may follow the first one of several.
    private static func note(
        on word: StaticWord, _ names: [CommandName], _ language: SpokenLanguage
    ) -> String {
        let words = names.map { $0.rawValue.split(separator: " ") }
        if let name = names.first, names.count == 1, words[0].last == word.text[...] {
            return name.text(in: language)
        }
        return words.compactMap { $0.dropFirst().first }.joined(separator: ", ")
    }

    /// How many lines of a long answer have been shown, and which keys go on.
    package static func more(
        after shown: Int, of count: Int, in language: SpokenLanguage
    ) -> String {
        var page = Page(in: language)
        page.say(Say.more, (.count, shown), (.total, count))
        return String(decoding: page.bytes, as: UTF8.self)
    }

    /// Asks whether a line is to be carried out that was told a person in the place of theirs.
    package static func offer(in language: SpokenLanguage) -> String {
        Say.offer.text(in: language) + " "
    }

    /// The key by which a person says yes to it.
    package static func yes(in language: SpokenLanguage) -> Unicode.Scalar {
        Say.yes.text(in: language).unicodeScalars.first ?? "y"
    }

    /// That a text is not found in the rest of a long answer.
    package static func isNotBelow(_ text: String, in language: SpokenLanguage) -> String {
        var page = Page(in: language)
        page.say(Say.notBelow, (.text, Quoted(Array(text.utf8))))
        return String(decoding: page.bytes, as: UTF8.self)
    }

    /// What can stand at the cursor in a few words.
    package static func hint(_ expectations: [Expectation]) -> String? {
        let words = expectations.compactMap(name(of:))
        guard !words.isEmpty else { return nil }
        let shown = words.prefix(hintWords).joined(separator: " | ")
        return words.count > hintWords ? "\(shown) | ..." : shown
    }

    private static let hintWords = 4
}
