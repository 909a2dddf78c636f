package import Commands
import EventLoop
package import Events
import Grammar
import Timeline
package import Transcript

/// Runs lines in a lab and writes down what happens, wherever it is to be written.
package final class Session {
    /// How the commands came out so far.
    package struct Tally: Sendable {
        /// Commands that were refused.
        package internal(set) var refused = 0
        /// Claims that were not true.
        package internal(set) var failed = 0
        /// What the last of them got.
        var lastFailure: Outcome?
    }

    /// What to do after a line.
    package enum Flow: Sendable {
        /// Read the next one.
        case goOn
        /// The line was refused: a script stops here.
        case refused
        /// Leave the prompt, or the script.
        case quit
    }

    /// What a session does beyond its commands.
    package typealias Options = SessionOptions

    /// The lab.
    package let lab: Lab
    /// How the commands came out so far.
    package internal(set) var tally = Tally()
    let output: SessionOutput
    let options: Options
    /// The words behind which a key or a password may stand.
    private(set) lazy var secretIntroducers = lab.table.secretIntroducers
    /// What the line means that was asked about last.
    var lastReading: (line: [UInt8], reading: LineReading<LabCommand>)?
    /// What was typed, and where the lab has been.
    var past = SessionPast()
    /// A fault that came up inside a command, which itself can only be refused.
    var pendingFault: SessionFault?

    /// Garita's version.
    package static let version = "1.0.0"

    /// A session that writes to an output, and says the places of a script's errors on another.
    ///
    /// With a reader the output gets what that writes, and nothing else.
    package init(
        lab: Lab, output: TextOutput, errors: TextOutput, options: Options = Options(),
        reader: (any SessionReader)? = nil
    ) {
        self.lab = lab
        self.options = options
        self.output = SessionOutput(standard: output, errors: errors)
        if let reader {
            self.output.reader = { [unowned self] in reader.read($0, of: self, on: output) }
        }
        output.writer.page.budget = lab.budget
        lab.tell { [weak self] in self?.tell(part: $0) }
    }

    /// Writes down a part of what a long command says, and hands full pages on.
    private func tell(part event: LabEvent) {
        tell([event])
        do throws(SessionFault) {
            try self.output.turn(until: { lab.network.isInterrupted })
        } catch {
            pendingFault = error
        }
    }

    /// Runs one line and writes down what happens.
    ///
    /// - Throws: `SessionFault` when it can't be written down.
    package func run(_ line: [UInt8], at place: ScriptPlace? = nil) throws(SessionFault) -> Flow {
        let flow: Flow
        lab.budget.letGo()
        if place == nil {
            past.begin(lab.network)
            past.offer = nil
        }
        let parts = LineParts(line, isTyped: place == nil, in: self)
        if place == nil { remember(parts.whole, line) }
        do throws(LabFault) {
            flow = try run(parts, at: place)
        } catch {
            // A line that can't be cut into words has not been repeated yet.
            if case .usage(let fault) = error, fault.isBeforeWords {
                write(.command(line, at: place), at: place)
            }
            let isAsTyped = parts.whole.count == line.count
            let error = Offer.named(error, parts.subject, in: lab)
            if place == nil { past.offer = Offer.line(of: error) }
            refuse(
                error, parts.whole, place, isLineShown: options.isLineShown && isAsTyped)
            flow = .refused
        }
        if let pendingFault { throw pendingFault }
        // Of what is typed, the whole answer is shown when the prompt comes back.
        if options.isWatched, place != nil || !output.isPaged {
            try output.flush(until: { lab.network.isInterrupted })
        } else {
            try output.turn(until: { lab.network.isInterrupted })
        }
        return flow
    }

    /// Notes a typed line for `history`, unless it may hold a secret.
    private func remember(_ whole: [UInt8], _ line: [UInt8]) {
        guard !line.isEmpty, memory(of: line) != .secret else { return }
        past.remember(String(decoding: whole, as: UTF8.self))
    }

    /// A line as whoever goes back sees it: without a key or a password, which may follow its first words.
    package func text(of line: [UInt8]) -> String {
        guard memory(of: line) == .secret else { return String(decoding: line, as: UTF8.self) }
        let words = line.split(separator: 0x20).prefix(3)
        return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ") + " ..."
    }

    /// Writes down a line, unless it is on the screen already.
    private func write(_ line: SessionEntry, at place: ScriptPlace?) {
        if options.echoes || place != nil {
            output.write(line)
        } else {
            output.writeToTranscript(line)
        }
    }

    /// The language in which it speaks.
    package var language: SpokenLanguage { output.language }

    /// Speaks a language from now on.
    package func speak(_ language: SpokenLanguage) { output.language = language }

    /// The colours that the output has.
    package var palette: Palette { output.palette }

    /// Has colours that can be read on a background from now on; of the theme that somebody has chosen by a command, if any.
    package func wear(on background: Colour) { output.wear(on: background) }

    /// What another program's line is here that was refused last, for the person to say yes to.
    package var offer: [UInt8]? { past.offer }

    /// The prompt behind which a person types.
    package var prompt: String {
        TranscriptWriter.prompt(
            at: lab.network.gateway, lab.network.list, isCapturing: lab.isCapturing)
    }

    /// Says why a line was refused, and counts it.
    func refuse(
        _ fault: LabFault, _ line: [UInt8], _ place: ScriptPlace?, isLineShown: Bool
    ) {
        tally.refused += 1
        tell(fault, in: line, place, isLineShown: isLineShown, isExpected: false)
        guard let place else { return }
        output.errors.writer.write(fault, in: line, file: place.file, lineNumber: place.number)
    }

    /// Writes down what is wrong with a line, below its place in it.
    private func tell(
        _ fault: LabFault, in line: [UInt8], _ place: ScriptPlace?, isLineShown: Bool,
        isExpected: Bool
    ) {
        let entry = SessionEntry.fault(fault, in: line, isExpected: isExpected)
        let indent = TranscriptWriter.prompt.utf8.count
        // A line that was repeated stands behind the transcript's prompt, a typed one behind its own.
        let shown = options.echoes || place != nil ? indent : prompt.utf8.count
        if isLineShown, shown == indent {
            output.write(entry)
        } else {
            output.writeToOutput(entry, indent: isLineShown ? shown : nil)
            output.writeToTranscript(entry)
        }
    }

    private func run(_ parts: LineParts, at place: ScriptPlace?) throws(LabFault) -> Flow {
        let words = try parts.reading.words.orFault()
        guard let read = parts.reading.command else {
            write(.narration(parts.reading.bytes, at: place), at: place)
            return .goOn
        }
        write(.command(parts.whole, at: place), at: place)
        if let asked = parts.asked {
            // Made first: it asks in which language the page is that it writes on.
            let adviser = adviser
            output.write(.advice { adviser.advise(at: asked, with: &$0) })
            return .goOn
        }
        let command = try read.orFault()
        guard let pipe = try parts.pipe.orFault() else {
            return try carryOut(command, words, parts, at: place)
        }
        return try PipedAnswer(session: self, pipe: pipe).run { () throws(LabFault) in
            try carryOut(command, words, parts, at: place)
        }
    }

    private func carryOut(
        _ command: LabCommand, _ words: CommandLine, _ parts: LineParts, at place: ScriptPlace?
    ) throws(LabFault) -> Flow {
        let (subject, bytes, shown) = (parts.subject, parts.reading.bytes, parts.whole)
        if let events = try carryOut(command, at: subject.subject) {
            tell(events)
            past.note(command, { text(of: shown) }, lab)
            try answerPredictions(after: command)
            return .goOn
        }
        switch command {
        case .lab(.predict(let prediction)):
            ask(prediction, about: subject.subject)
            return .goOn
        case .expect(.error(let first)):
            let named = lab.subject(of: words.dropping(first: first))
            if named.wordCount == 0, let inner = parts.reading.inner, inner.first == first {
                return expectError(
                    of: inner.command, about: subject.subject, in: bytes, at: place)
            }
            let inner = Result { () throws(UsageFault) in
                try lab.table.parse(words.dropping(first: first + named.wordCount))
            }
            return expectError(
                of: inner, about: named.wordCount > 0 ? named : subject.subject, in: bytes,
                at: place)
        case .lab(let inner):
            let flow = try run(inner)
            past.note(command, { text(of: shown) }, lab)
            return flow
        case .rule, .set, .flow, .nat, .link, .net, .packet, .step, .tunnel, .policy, .attack,
            .capture, .host,
            .expect:
            return .goOn
        }
    }

    /// Writes events down.
    package func tell(_ events: [LabEvent]) {
        // What an interrupted command has found is shown up to a point, and then no more of it.
        lab.budget.renew()
        for event in events {
            if event.isFailure { tally.failed += 1 }
            if case .expectation(.failed(_, let outcome)) = event { tally.lastFailure = outcome }
            output.write(.event(event))
        }
        if let end = lab.budget.end { output.write(.event(.lab(.ended(end)))) }
    }

    private func run(_ command: SessionCommand) throws(LabFault) -> Flow {
        switch command {
        case .source(let file): return try source(file)
        case .transcript(let file):
            guard !output.hasTranscript else {
                throw .command(.transcriptRunning, file.range)
            }
            try openTranscript(file)
            tell([.lab(.transcriptStarted(file.value))])
        case .transcriptPage(let file): tell([.lab(try savePage(to: file))])
        case .stopTranscript:
            guard output.hasTranscript else { throw .command(.noTranscript, 0..<0) }
            tell([.lab(.transcriptStopped)])
            closeTranscript()
        case .history: tell([.lab(.history(past.typedLines))])
        case .trail(let command):
            tell([.lab(try TrailOperations(lab: lab).apply(command, &past))])
        case .language(let language):
            if let language { speak(language) }
            tell([.lab(.language(self.language))])
        case .theme(let theme):
            if let theme { output.choose(theme, isShown: options.hasFineColours) }
            tell([.lab(.theme(output.chosenTheme))])
        case .quit: return .quit
        case .seed, .clock, .wait, .use, .counters, .help, .predict, .pipe, .explain: break
        }
        return .goOn
    }

    /// Runs the rest of a line as a command that has to be refused.
    private func expectError(
        of read: Result<LabCommand, UsageFault>, about subject: Subject, in line: [UInt8],
        at place: ScriptPlace?
    ) -> Flow {
        do throws(LabFault) {
            let command = try read.orFault()
            var flow = Flow.goOn
            if let events = try lab.apply(command, at: subject) {
                tell(events)
            } else if case .lab(let command) = command {
                flow = try run(command)
            }
            tell([.expectation(.failed(expected: .error, got: .accepted))])
            return flow
        } catch {
            tell(error, in: line, place, isLineShown: true, isExpected: true)
            tell([.expectation(.met)])
            return .goOn
        }
    }
}

extension LabEvent {
    /// Whether a claim was not true, or what a script waited for did not come.
    fileprivate var isFailure: Bool {
        switch self {
        case .expectation(.failed): true
        case .tunnel(.served(let served)): served.count < served.asked
        default: false
        }
    }
}

extension Result where Failure == UsageFault {
    /// The success, or why there is none.
    func orFault() throws(LabFault) -> Success {
        switch self {
        case .success(let success): return success
        case .failure(let fault): throw .usage(fault)
        }
    }
}

extension UsageFault {
    /// Whether the fault was found before the line was cut into words.
    fileprivate var isBeforeWords: Bool {
        switch kind {
        case .lineTooLong, .controlCharacter, .invalidUTF8, .unterminatedQuote, .badEscape: true
        case .expected, .argument, .conflict: false
        }
    }
}
