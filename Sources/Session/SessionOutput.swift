import Commands
package import EventLoop
package import Events
import Transcript

/// Everywhere that a session writes: the output, the errors of scripts, and a transcript if there is one.
final class SessionOutput {
    let standard: TextOutput
    let errors: TextOutput
    private var transcript: (name: String, file: TextOutput)?
    /// How many pipes, one inside the other, keep back what is written.
    private var holds = 0
    /// The text of what is kept back, where somebody else takes what is written.
    private var shadow = TranscriptWriter(.plain)
    /// Who keeps what is written, to make a page of it; nil: nobody.
    var page: (note: (SessionEntry) -> Void, bytes: () -> [UInt8]?)?
    /// Who takes what is written, in the place of the standard output's text; nil: nobody.
    var reader: ((SessionEntry) -> Void)?

    /// The theme that somebody has chosen by a command, and the background that the terminal says it has; nil: nobody has.
    private var look: (chosen: ColourTheme?, background: Colour?)

    init(standard: TextOutput, errors: TextOutput) {
        self.standard = standard
        self.errors = errors
        shadow.page.layout = layout
    }

    /// How tables and drawings are arranged wherever it writes.
    var layout: Page.Layout { standard.writer.page.layout }

    /// The language in which everything is written.
    var language: SpokenLanguage {
        get { standard.writer.page.language }
        set {
            standard.writer.page.language = newValue
            errors.writer.page.language = newValue
            shadow.page.language = newValue
            transcript?.file.writer.page.language = newValue
        }
    }

    /// The colours of what a terminal shows; transcripts have none.
    private(set) var palette: Palette {
        get { standard.writer.page.palette }
        set {
            standard.writer.page.palette = newValue
            errors.writer.page.palette = newValue
        }
    }

    /// The theme that somebody has chosen by a command; nil: nobody has.
    var chosenTheme: ColourTheme? { look.chosen }

    /// Keeps what somebody has chosen, and has these colours from now on where they show.
    func choose(_ theme: ColourTheme, isShown: Bool) {
        look.chosen = theme
        if isShown { palette = Palette(theme, on: look.background) }
    }

    /// Has colours that can be read on a background from now on; of the theme that somebody has chosen, if any.
    func wear(on background: Colour) {
        look.background = background
        palette = look.chosen.map { Palette($0, on: background) } ?? Palette(on: background)
    }

    var hasTranscript: Bool { transcript != nil }

    /// Writes to the output and to the transcript.
    func write(_ entry: SessionEntry) {
        page?.note(entry)
        let start = standard.writer.page.bytes.count
        writeToOutput(entry)
        guard let transcript else { return }
        guard reader == nil, standard.writer.page.appearance == .plain else {
            return entry.write(with: &transcript.file.writer)
        }
        // The same text without another rendering.
        transcript.file.writer.page.put(raw: standard.writer.page.bytes[start...])
    }

    /// Writes to the output alone: what the transcript shows in another way, or has already.
    func writeToOutput(
        _ entry: SessionEntry, indent: Int? = TranscriptWriter.prompt.utf8.count
    ) {
        guard let reader else { return entry.write(with: &standard.writer, indent: indent) }
        if holds > 0 { entry.write(with: &shadow, indent: indent) }
        reader(entry)
    }

    /// Writes to the transcript alone: what the output shows in another way.
    func writeToTranscript(_ entry: SessionEntry) {
        page?.note(entry)
        guard let transcript else { return }
        entry.write(with: &transcript.file.writer)
    }

    /// Hands full pages on; a person who interrupts does not get the rest of a long one.
    func turn(until isInterrupted: () -> Bool) throws(SessionFault) {
        guard holds == 0, !isPaged else { return }
        try onOutput { () throws(SystemFault) in
            // What was refused is read together with what came before it.
            if !errors.writer.page.bytes.isEmpty {
                try standard.flush(until: isInterrupted)
                try errors.flush()
            } else {
                try standard.turn(until: isInterrupted)
            }
        }
        try onTranscript { (file) throws(SystemFault) in try file.turn() }
    }

    /// Hands everything on, down to the system; a person who interrupts does not get the rest of a long page.
    func flush(until isInterrupted: () -> Bool = { false }) throws(SessionFault) {
        guard holds == 0 else { return }
        try onOutput { () throws(SystemFault) in
            try standard.flush(until: isInterrupted)
            try errors.flush()
        }
        try onTranscript { (file) throws(SystemFault) in try file.flush() }
    }

    /// Whether a person reads what is long page by page, once the command has ended.
    var isPaged: Bool { standard.pager != nil }

    /// Hands everything on, down to the system, what is long page by page.
    func flushAsRead(until isInterrupted: () -> Bool) throws(SessionFault) {
        try onOutput { () throws(SystemFault) in
            try standard.flushAsRead(until: isInterrupted)
            try errors.flush()
        }
        try onTranscript { (file) throws(SystemFault) in try file.flush() }
    }

    // MARK: - Pipes

    /// Where an answer begins that is kept back until it is whole.
    struct Held {
        let start: Int
        let transcript: (file: TextOutput, start: Int)?
    }

    /// Keeps back what is written from now on.
    func hold() -> Held {
        holds += 1
        return Held(
            start: (reader == nil ? standard.writer : shadow).page.bytes.count,
            transcript: transcript.map { ($0.file, $0.file.writer.page.bytes.count) })
    }

    /// Lets go on what is left of an answer; the lines that were left, whether they are shown or not.
    func release(_ held: Held, through pipe: AnswerPipe?) -> AnswerLines {
        holds -= 1
        let lines =
            reader == nil
            ? Self.filter(&standard.writer.page, from: held.start, pipe)
            : Self.filter(&shadow.page, from: held.start, pipe)
        if holds == 0 { _ = shadow.page.take() }
        if let begun = held.transcript, begun.file === transcript?.file {
            _ = Self.filter(&begun.file.writer.page, from: begun.start, pipe)
        }
        return lines
    }

    private static func filter(
        _ page: inout Page, from start: Int, _ pipe: AnswerPipe?
    ) -> AnswerLines {
        var lines = AnswerLines(page.cut(at: start))
        guard let pipe else {
            page.put(raw: lines.bytes)
            return lines
        }
        for text in pipe.texts { lines.keep(having: text) }
        if case .shown = pipe.end { page.put(raw: lines.bytes) }
        return lines
    }

    func begin(_ name: String, _ file: TextOutput) {
        transcript = (name, file)
    }

    /// Completes the transcript, if there is one.
    func endTranscript() throws(SessionFault) {
        guard transcript != nil else { return }
        try onTranscript { (file) throws(SystemFault) in try file.close() }
        transcript = nil
    }

    private func onOutput(_ body: () throws(SystemFault) -> Void) throws(SessionFault) {
        do {
            try body()
        } catch {
            throw .output(error)
        }
    }

    private func onTranscript(_ body: (TextOutput) throws(SystemFault) -> Void) throws(SessionFault)
    {
        guard let transcript else { return }
        do {
            try body(transcript.file)
        } catch {
            self.transcript = nil
            throw .transcript(transcript.name, error)
        }
    }
}

/// What ends a session before its commands do.
package enum SessionFault: Error, Sendable {
    /// What a person is to read can't be written.
    case output(SystemFault)
    /// The transcript can't be written, by its name.
    case transcript(String, SystemFault)
    /// A script can't be read, by its name.
    case script(String, FileProblem)
    /// A lab is not to be handed out: a command was refused or a claim was not true, which has been said.
    case unfit(Session.Tally)
}
