import Firewall
import Wire

/// Reads the elements of sets and maps: one field or several together, and what a map says of each.
struct NftRowReader {
    /// An element.
    struct Row {
        /// Its fields, one or more.
        let keys: [Word]
        /// What is done; nil in a set, and where a map says `continue`.
        let target: ChainProgram.Target?
    }

    private let lexer: NftLexer
    private let names: NftNames
    /// What a map of addresses adds to; nil: it has verdicts.
    private let translation: TranslationTarget?

    init(_ lexer: NftLexer, _ names: NftNames, _ translation: TranslationTarget? = nil) {
        (self.lexer, self.names, self.translation) = (lexer, names, translation)
    }

    /// The elements of a set of several fields together, behind its `{`.
    func tuples() throws(ForeignFault) -> [[Word]] {
        try all { () throws(ForeignFault) in
            var keys = [try lexer.word()]
            while try lexer.take(".") { keys.append(try lexer.word()) }
            try skipNotes()
            return keys
        }
    }

    /// The elements of a map, behind its `{`.
    func rows() throws(ForeignFault) -> [Row] {
        try all { () throws(ForeignFault) in try row() }
    }

    private func all<Element>(
        _ next: () throws(ForeignFault) -> Element
    ) throws(ForeignFault) -> [Element] {
        var elements: [Element] = []
        while true {
            try lexer.skipLineEnds()
            if try lexer.take(sign: "}") { return elements }
            let first = try lexer.peek().word
            elements.append(try next())
            guard elements.count <= AddressSet.memberLimit else {
                throw first.fault(.tooManyMembers(limit: AddressSet.memberLimit))
            }
            try lexer.skipLineEnds()
            if try lexer.take(sign: ",") { continue }
            try lexer.expect(sign: "}")
            return elements
        }
    }

    /// Passes over a comment and a counter.
    private func skipNotes() throws(ForeignFault) {
        while true {
            if try lexer.take("comment") {
                _ = try lexer.word()
            } else if try lexer.take("counter") {
                guard try lexer.take("packets") else { continue }
                _ = try lexer.word()
                _ = try lexer.take("bytes")
                _ = try lexer.word()
            } else {
                return
            }
        }
    }

    private func row() throws(ForeignFault) -> Row {
        var keys: [Word] = []
        var verdict: String?
        while verdict == nil {
            var key: Word
            (key, verdict) = parted(try lexer.word())
            keys.append(key)
            if verdict != nil { break }
            if try lexer.take(".") { continue }
            try skipNotes()
            let colon = try lexer.word()
            guard colon.bare.hasPrefix(":") else { throw colon.fault(.unknownWord) }
            verdict = String(colon.bare.dropFirst())
        }
        let first = keys[0]
        if let translation {
            guard verdict == "" else { throw first.fault(.unknownWord) }
            var reader = NftTargetReader(lexer, names, translation)
            return Row(keys: keys, target: try reader.readRow())
        }
        if verdict == "" { verdict = try lexer.word().bare }
        return Row(keys: keys, target: try target(verdict ?? "", first))
    }

    private func target(
        _ verdict: String, _ key: Word
    ) throws(ForeignFault) -> ChainProgram.Target? {
        switch verdict {
        case "accept": .action(.allow)
        case "drop": .action(.deny)
        case "return": .back
        case "jump": .jump(names.key(try lexer.word().text))
        case "goto": .goto(names.key(try lexer.word().text))
        case "continue": nil
        default: throw key.fault(.unknownWord)
        }
    }

    /// The two sides of `22:accept` or `22:`, which are one word to the lexer; nil where a colon is to follow.
    private func parted(_ word: Word) -> (key: Word, verdict: String?) {
        guard let colon = word.bare.lastIndex(of: ":"), !word.bare.hasSuffix("::") else {
            return (word, nil)
        }
        let verdict = String(word.bare[colon...].dropFirst())
        guard verdict.isEmpty || (translation == nil && Self.verdicts.contains(verdict)) else {
            return (word, nil)
        }
        let text = String(word.bare[..<colon])
        let start = word.range.lowerBound
        return (
            Word(text: text, line: word.line, range: start..<start + text.utf8.count), verdict
        )
    }

    private static let verdicts = ["accept", "drop", "return", "jump", "goto", "continue"]
}
