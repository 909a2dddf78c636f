package import Commands

/// What is said about the speaker's notes of a lesson.
package enum NotesText: Statement {
    /// The notes are to be seen in another terminal.
    case shown
    /// Where the lesson is.
    case step(Int, of: Int)
    /// The lesson is behind its last step.
    case end
    /// What comes next.
    case next(String)
    /// Whoever presented the lesson is not there any longer.
    case gone
    /// No lesson is there.
    case noLesson

    /// The text in a language.
    package func said(in language: SpokenLanguage) -> String { text(in: language) }

    /// The text in English.
    package var english: String {
        switch self {
        case .shown: "`garita notes` in another terminal shows the notes"
        case .step(let step, let count): "step \(step) of \(count)"
        case .end: "the end of the lesson"
        case .next(let command): "next: \(command)"
        case .gone: "the lesson is gone: its process has ended"
        case .noLesson:
            "error: no lesson has notes now; expected `garita present LAB --notes` in another terminal"
        }
    }
}
