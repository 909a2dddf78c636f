import Commands
import EventLoop
import Events
import Fabric
import Grammar
package import Transcript

extension Session {
    /// Runs a script line by line until its end, a refused command, `quit`, or an interruption.
    ///
    /// `quit` ends the script and nothing else: it keeps no other text from running that a person chose.
    ///
    /// - Throws: `SessionFault` when it can't be written down.
    package func run(_ script: Script) throws(SessionFault) -> Flow {
        lab.access.begin(script)
        past.scripts += 1
        defer {
            lab.access.end(script)
            past.scripts -= 1
        }
        if SessionPast.goesBack(script.bytes) { past.begin(lab.network) }
        var result = Flow.goOn
        var number = 0
        var start = script.bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        while start < script.bytes.count {
            var end = script.bytes[start...].firstIndex(of: 0x0A) ?? script.bytes.count
            let next = end + 1
            if end > start, script.bytes[end - 1] == 0x0D { end -= 1 }
            number += 1
            guard !lab.network.isInterrupted else {
                tell([.lab(.interrupted(file: script.name, line: number))])
                return .refused
            }
            let line = Array(script.bytes[start..<end])
            start = next
            switch try run(line, at: ScriptPlace(file: script.name, number: number)) {
            case .goOn: continue
            case .refused:
                if options.keepsGoing { continue }
                result = .refused
            case .quit: break
            }
            break
        }
        return result
    }

    /// Some editors begin a UTF-8 file with it.
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// `source FILE`: runs its lines as if they stood here.
    func source(_ file: Placed<String>) throws(LabFault) -> Flow {
        let script = try lab.access.script(file)
        do {
            return try run(script)
        } catch {
            pendingFault = error
            return .quit
        }
    }

    /// Writes the header that every transcript begins with to the output.
    package func begin(_ header: TranscriptHeader) {
        output.writeToOutput(.begin(header))
    }

    /// Starts a transcript of what follows.
    ///
    /// - Throws: `SessionFault.script` when the file can't be written, or would lose what it has.
    package func openTranscript(path: String, header: TranscriptHeader) throws(SessionFault) {
        do {
            output.begin(
                path, try lab.access.beginTranscript(in: path, header, language, output.layout))
        } catch {
            throw .script(path, error)
        }
    }

    /// `transcript FILE`.
    func openTranscript(_ file: Placed<String>) throws(LabFault) {
        let header = TranscriptHeader(
            version: Self.version, seed: lab.fabric.seed, commands: .typed)
        do {
            output.begin(
                file.value,
                try lab.access.beginTranscript(in: file.value, header, language, output.layout))
        } catch {
            throw .command(.file(file.value, error), file.range)
        }
    }

    /// `transcript off`.
    func closeTranscript() {
        do {
            try output.endTranscript()
        } catch {
            pendingFault = error
        }
    }

    /// Says which questions no command came for; one that was refused, or interrupted, is what has been said then.
    ///
    /// - Returns: How many there were.
    @discardableResult
    package func endQuestions() -> Int {
        let asked = past.predictions
        past.predictions = []
        guard tally.refused == 0, !lab.network.isInterrupted else { return 0 }
        for question in asked {
            output.errors.writer.write(unanswered: question.prediction.question)
        }
        return asked.count
    }

    /// Hands everything on and completes the transcript.
    ///
    /// - Throws: `SessionFault` when it can't be written down.
    package func finish() throws(SessionFault) {
        endQuestions()
        output.writeToOutput(.end(tally))
        try output.flush()
        try output.endTranscript()
    }

    /// Hands everything on, down to the system.
    ///
    /// - Throws: `SessionFault` when it can't be written down.
    package func flush() throws(SessionFault) {
        try output.flushAsRead(until: { lab.network.isInterrupted })
    }

    /// Lets a person read page by page what is longer than the screen: the closure shows a text, or does not.
    package func page(with pager: @escaping ([UInt8]) -> Bool) {
        output.standard.pager = pager
    }
}
