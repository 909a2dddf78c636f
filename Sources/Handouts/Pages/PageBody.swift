import Commands
import Events
import Session
import Transcript

/// The content of a lab's page: prose, commands, what they say, and what is unfolded.
struct PageBody {
    private let language: SpokenLanguage
    /// The level of its headings.
    private let level: Int
    /// The title, which stands above and is not told again.
    private var title: String?
    /// The lines of narration that were not written yet.
    private var told: [Narration.Line] = []
    /// The command whose answers come now, what they are, and the bytes of packets.
    private var step: Step?
    /// Whether a question waits for what the next command does.
    private var isAsking = false
    /// Whether what is to be opened first is still being written: claims that follow would give it away.
    private var isOutcomeOpen = false
    private var count = 0

    private struct Step {
        /// The command as it is shown; nil: nothing was typed.
        var command: [UInt8]?
        var answers: [UInt8] = []
        var bytes: [(packet: Int, text: [UInt8])] = []
        var isAnswered = false
    }

    init(language: SpokenLanguage, title: String, level: Int) {
        self.language = language
        self.level = level
        self.title = title
    }

    mutating func write(_ recording: Recording, to html: inout HTMLText) {
        for piece in recording.pieces {
            switch piece.entry {
            case .begin, .end: continue
            case .narration(let line, _):
                endStep(&html)
                told.append(Narration.line(line))
            case .command(let line, _):
                endStep(&html)
                // The page itself says in which language it is.
                if Narration.isLanguage(line) { continue }
                if !line.starts(with: "expect ".utf8) { endOutcome(&html) }
                tell(&html)
                // A question is asked, and its line not shown: the answer stands there.
                let isQuestion = line.starts(with: "predict ".utf8)
                step = Step(command: isQuestion ? nil : line)
            case .event(.lab(.asked(let question, let choices))):
                ask(question, choices, &html)
            case .event(.lab(.language)): continue
            case .event(let event): add(piece, event)
            case .fault, .advice: add(piece, nil)
            }
        }
        endStep(&html)
        endOutcome(&html)
        tell(&html)
    }

    private mutating func add(_ piece: Recording.Piece, _ event: LabEvent?) {
        var step = self.step ?? Step()
        step.answers += piece.text
        if !piece.bytes.isEmpty {
            step.bytes.append((packet: Self.packet(event), text: piece.bytes))
        }
        if case .lab(.predicted) = event { step.isAnswered = true }
        self.step = step
    }

    private static func packet(_ event: LabEvent?) -> Int { event?.sentPacket ?? 0 }

    // MARK: - Prose

    private mutating func tell(_ html: inout HTMLText) {
        if told.contains(where: { $0 != .empty }) { endOutcome(&html) }
        var paragraph = ""
        var isInList = false
        for line in told + [.empty] {
            switch line {
            case .text(let text): paragraph += paragraph.isEmpty ? text : " " + text
            case .sample(let text) where isInList: paragraph += " " + text
            case .item(let text):
                end(&paragraph, isInList, &html)
                if !isInList { html.markup("<ul>\n") }
                isInList = true
                paragraph = text
            case .empty, .sample:
                end(&paragraph, isInList, &html)
                if isInList { html.markup("</ul>\n") }
                isInList = false
                guard case .sample(let text) = line else { continue }
                html.markup("<pre class=\"sample\">")
                html.text(text)
                html.markup("</pre>\n")
            }
        }
        told = []
    }

    private mutating func end(_ paragraph: inout String, _ isItem: Bool, _ html: inout HTMLText) {
        defer { paragraph = "" }
        guard !paragraph.isEmpty else { return }
        if let title, paragraph == title || paragraph == title + "." {
            self.title = nil
            return
        }
        let isHeading = !isItem && Narration.isHeading(paragraph)
        let element = isItem ? "li" : isHeading ? "h\(level)" : "p"
        html.markup("<\(element)>")
        html.prose(paragraph)
        html.markup("</\(element)>\n")
    }

    // MARK: - Commands

    private mutating func ask(_ question: String, _ choices: [String], _ html: inout HTMLText) {
        step = nil
        isAsking = true
        html.markup("<div class=\"question\">\n<p><strong>")
        html.text(PageText.question.said(in: language))
        html.markup("</strong></p>\n<p>")
        html.prose(question)
        html.markup("</p>\n<ol>\n")
        for choice in choices {
            html.markup("<li>")
            html.prose(choice)
            html.markup("</li>\n")
        }
        html.markup("</ol>\n</div>\n")
    }

    private mutating func endStep(_ html: inout HTMLText) {
        guard let step = step.take() else { return }
        guard step.command != nil || !step.answers.isEmpty else { return }
        if !isOutcomeOpen {
            count += 1
            html.markup("<div class=\"step\" id=\"\(language.rawValue)-\(count)\">\n")
        }
        if let command = step.command {
            html.markup("<pre class=\"command\"><span class=\"prompt faint\">")
            html.text(TranscriptWriter.prompt)
            html.markup("</span>")
            html.text(command)
            html.markup("</pre>\n")
        }
        if isAsking, !isOutcomeOpen, !step.answers.isEmpty {
            isOutcomeOpen = true
            html.markup("<details class=\"outcome\">\n<summary>")
            html.text(PageText.outcome.said(in: language))
            html.markup("</summary>\n")
        }
        answers(step.answers, &html)
        for (packet, text) in step.bytes {
            html.markup("<details class=\"bytes\">\n<summary>")
            html.text(PageText.bytes(packet).said(in: language))
            html.markup("</summary>\n<pre>")
            html.toned(text)
            html.markup("</pre>\n</details>\n")
        }
        if step.isAnswered { isAsking = false }
        if !isOutcomeOpen { html.markup("</div>\n") }
    }

    private mutating func endOutcome(_ html: inout HTMLText) {
        guard isOutcomeOpen else { return }
        isOutcomeOpen = false
        html.markup("</details>\n</div>\n")
    }

    private func answers(_ answers: [UInt8], _ html: inout HTMLText) {
        guard !answers.isEmpty else { return }
        // Boxes and lines fall apart when they are wrapped: such an answer is moved sideways, also with the keyboard.
        let isDrawing = answers.split(separator: 0x0A).contains { $0.starts(with: "+--".utf8) }
        html.markup(
            isDrawing ? "<pre class=\"answer drawing\" tabindex=\"0\">" : "<pre class=\"answer\">")
        html.toned(answers.last == 0x0A ? answers.dropLast() : answers)
        html.markup("</pre>\n")
    }
}
