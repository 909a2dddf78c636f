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
