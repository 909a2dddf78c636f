package import EventLoop

/// Whoever knows what the lines mean, asked while a person edits one.
///
/// The terminal knows keys and rows only. Cursors are counted in Unicode scalars.
package protocol LineAssistant: AnyObject {
    /// The colours of what is typed, asked whenever something is drawn.
    var colours: TypedColours { get }

    /// Takes note of the terminal's background, `0xRRGGBB` in the colour space sRGB, once the terminal has said what it is.
    func background(_ colour: UInt32)

    /// How the word before the cursor may go on; asked on TAB.
    func completion(of line: String, cursor: Int) -> CompletionReply

    /// UTF-8 text in rows about what may come at the cursor, shown above the line; asked on `?`.
    func help(for line: String, cursor: Int) -> [UInt8]

    /// What may come next, shown dim behind the cursor at the end of the line, or nil.
    func hint(for line: String) -> String?

    /// What the words of a line are, so that they can be coloured while it is typed; and what is wrong with it, apart
    /// from what is missing at its end.
    func marks(on line: String) -> LineMarks

    /// Whether the cursor is inside quotes or a comment, where `?` is a character like any other.
    func isInsideText(_ line: String, cursor: Int) -> Bool

    /// Does the work that a readable socket asks for.
    ///
    /// - Returns: UTF-8 text in rows to be shown above the line; empty for nothing.
    func socketReady(_ id: SocketID) -> [UInt8]

    /// How many lines of a long text have been shown, and which keys go on; in one row below the text.
    func more(after shown: Int, of count: Int) -> String

    /// That a text is not found in the rest of a long one; in the same row.
    func isNotBelow(_ text: String) -> String

    /// What may be remembered of a line that has been entered.
    func keepsInHistory(_ line: String) -> HistoryPolicy
}

/// What the words of a line are that is being typed.
package struct LineMarks: Sendable {
    /// What a word is.
    package enum Tone: Hashable, Sendable {
        /// A word of the language.
        case keyword
        /// Text in quotes.
        case text
        /// A comment.
        case comment
        /// What can't stand there.
        case wrong
    }

    /// Words at places that are counted in Unicode scalars, from left to right and apart from each other.
    package let words: [(range: Range<Int>, tone: Tone)]

    /// What is wrong, in a few words; nil where nothing is.
    package let fault: String?

    /// Words, and what is wrong with one of them.
    package init(words: [(range: Range<Int>, tone: Tone)] = [], fault: String? = nil) {
        self.words = words
        self.fault = fault
    }
}

/// One way to go on with the word before the cursor.
package struct Candidate: Hashable, Sendable {
    /// What takes the place of the word.
    package let text: String

    /// A few words about it for a person, or nothing.
    package let note: String

    /// A candidate with a few words about it.
    package init(text: String, note: String = "") {
        self.text = text
        self.note = note
    }
}

/// All ways to go on with the word before the cursor.
package struct CompletionReply: Hashable, Sendable {
    /// Where the word starts in the line, counted in Unicode scalars.
    package let wordStart: Int

    /// The ways to go on, in the order in which they are to be listed.
    package let candidates: [Candidate]

    /// The ways to go on with the word that starts at `wordStart`.
    package init(wordStart: Int, candidates: [Candidate]) {
        self.wordStart = wordStart
        self.candidates = candidates
    }

    /// What all candidates begin with; empty if there are none.
    var commonStart: String {
        guard var common = candidates.first.map({ Array($0.text.unicodeScalars) }) else {
            return ""
        }
        for candidate in candidates.dropFirst() {
            let same = zip(common, candidate.text.unicodeScalars).prefix { $0 == $1 }.count
            common.removeLast(common.count - same)
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: common)
        return String(text)
    }
}

/// What may be remembered of a line.
package enum HistoryPolicy: Hashable, Sendable {
    /// It can be recalled, also in later sessions.
    case keep

    /// It can be recalled in this session only.
    case memoryOnly

    /// It cannot be recalled: it holds a secret.
    case forget
}
