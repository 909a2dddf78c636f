/// The colours of a line that is being typed, and of what stands beside it: Select Graphic Rendition parameters (ECMA-48
/// section 8.3.117).
package struct TypedColours: Sendable {
    /// Words of the language.
    let keyword: String
    /// Text in quotes.
    let text: String
    /// Comments, hints and notes.
    let aside: String
    /// What can't stand there, and why.
    let wrong: String

    /// Colours; by default the terminal's own.
    package init(
        keyword: String = "36", text: String = "33", aside: String = "2", wrong: String = "31"
    ) {
        self.keyword = keyword
        self.text = text
        self.aside = aside
        self.wrong = wrong
    }

    /// Those of a word: what is wrong is underlined, too, because colour alone says nothing to some.
    func parameters(of tone: LineMarks.Tone) -> String {
        switch tone {
        case .keyword: keyword
        case .text: text
        case .comment: aside
        case .wrong: "4;" + wrong
        }
    }
}
