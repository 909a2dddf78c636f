import Commands
import EventLoop
import Session
import Terminal
import Transcript

/// What the terminal asks while a person types, answered from the grammar and the running lab.
final class PromptAssistant: LineAssistant {
    private let session: Session
    private let appearance: Page.Appearance

    init(session: Session, appearance: Page.Appearance) {
        self.session = session
        self.appearance = appearance
    }

    var colours: TypedColours { session.palette.colours }

    func background(_ colour: UInt32) {
        session.wear(on: Colour(value: colour))
    }

    func completion(of line: String, cursor: Int) -> CompletionReply {
        let advice = session.adviser.advice(for: Self.prefix(line, cursor))
        return CompletionReply(
            wordStart: advice.wordStart,
            candidates: advice.candidates.map { Candidate(text: $0.text, note: $0.note) })
    }

    func help(for line: String, cursor: Int) -> [UInt8] {
        var writer = TranscriptWriter(appearance, in: session.language, as: Console.layout)
        writer.page.palette = session.palette
        session.adviser.advise(at: Self.prefix(line, cursor), with: &writer)
        return writer.page.bytes
    }

    func hint(for line: String) -> String? {
        session.adviser.hint(for: Array(line.utf8))
    }

    func marks(on line: String) -> LineMarks {
        let marks = TypedMarks(Array(line.utf8), in: session)
        return LineMarks(
            words: marks.words.map { word in
                let tone: LineMarks.Tone =
                    switch word.kind {
                    case .keyword: .keyword
                    case .text: .text
                    case .comment: .comment
                    case .wrong: .wrong
                    }
                return (word.range, tone)
            }, fault: marks.fault)
    }

    func isInsideText(_ line: String, cursor: Int) -> Bool {
        session.adviser.isInsideText(Self.prefix(line, cursor))
    }

    func socketReady(_ id: SocketID) -> [UInt8] {
        session.socketReady(id, appearance)
    }

    func keepsInHistory(_ line: String) -> HistoryPolicy {
        switch session.memory(of: Array(line.utf8)) {
        case .secret: .forget
        case .command: .keep
        // What is mistyped is recalled to be corrected; a misspelt `password` must not be on the disk.
        case .mistyped: .memoryOnly
        }
    }

    func more(after shown: Int, of count: Int) -> String {
        TranscriptWriter.more(after: shown, of: count, in: session.language)
    }

    func isNotBelow(_ text: String) -> String {
        TranscriptWriter.isNotBelow(text, in: session.language)
    }

    private static func prefix(_ line: String, _ cursor: Int) -> [UInt8] {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: line.unicodeScalars.prefix(cursor))
        return Array(String(text).utf8)
    }
}

extension Palette {
    /// The colours of a line that is being typed, and of what stands beside it.
    var colours: TypedColours {
        guard theme != .none else { return TypedColours() }
        return TypedColours(
            keyword: parameters(of: .ipHeader), text: parameters(of: .espHeader),
            aside: parameters(of: .faint), wrong: parameters(of: .bad))
    }
}
