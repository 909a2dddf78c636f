/// A lab as the steps of a lesson: what is told, and then a command.
package struct LessonText: Sendable {
    /// A command, and what is told in front of it.
    package struct Step: Sendable {
        /// Paragraphs, each in one line.
        package let narration: [String]
        /// What the speaker has noted for it, lines that begin with `#:`; it is not told.
        package let notes: [String]
        /// The command, as it stands in the lab.
        package let command: String

        /// Whether it asks what the next one will do; it is asked, not shown, because the answer stands there.
        package var isQuestion: Bool { command.hasPrefix("predict ") }

        /// The command as a list of the steps shows it: of a question the question alone.
        package var shown: String {
            guard isQuestion, let quote = command.firstIndex(of: "\"") else { return command }
            let question = command[command.index(after: quote)...].prefix { $0 != "\"" }
            return "predict \"\(question)\""
        }
    }

    /// The steps, in order.
    package let steps: [Step]
    /// What is told at the end.
    package let closing: [String]
    /// What the speaker has noted for the end.
    package let closingNotes: [String]
    /// What a line of the speaker's notes begins with.
    package static let noteMark = "#:"

    /// The lesson of a script.
    package init(_ script: Script) {
        var steps: [Step] = []
        var paragraphs: [String] = []
        var notes: [String] = []
        var isOpen = false
        for line in script.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let text = String(decoding: line, as: UTF8.self).trimmingBlanks
            if text.isEmpty {
                isOpen = false
            } else if text.hasPrefix(Self.noteMark) {
                isOpen = false
                notes.append(text.dropFirst(Self.noteMark.count).trimmingBlanks)
            } else if text.hasPrefix("#") {
                let words = text.drop { $0 == "#" }.trimmingBlanks
                if words.isEmpty {
                    isOpen = false
                } else if isOpen, let last = paragraphs.popLast() {
                    paragraphs.append(last + " " + words)
                } else {
                    paragraphs.append(words)
                    isOpen = true
                }
            } else {
                steps.append(Step(narration: paragraphs, notes: notes, command: text))
                (paragraphs, notes) = ([], [])
                isOpen = false
            }
        }
        self.steps = steps
        closing = paragraphs
        closingNotes = notes
    }
}

extension StringProtocol {
    /// The text without blanks, and carriage returns, at its ends.
    fileprivate var trimmingBlanks: String {
        let scalars = unicodeScalars
        let isBlank: (Unicode.Scalar) -> Bool = { [" ", "\t", "\r", "\u{FEFF}"].contains($0) }
        var text = String.UnicodeScalarView(scalars.drop(while: isBlank))
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(text)
    }
}
