import Commands
import EventLoop
import Events
import Fabric
import Grammar
package import Transcript

/// A script that has been read.
package struct Script: Sendable {
    /// How it was named.
    package let name: String
    /// Its path; nil for what has none, such as the standard input.
    package let path: String?
    /// Its bytes.
    package let bytes: [UInt8]

    /// Reads a script from a file.
    ///
    /// - Throws: `SessionFault.script` when it can't be read.
    package init(path: String) throws(SessionFault) {
        do {
            bytes = try FileInput.readAll(path: path, limit: ScriptStack.sizeLimit)
        } catch {
            throw .script(path, FileProblem(error))
        }
        name = path
        self.path = path
    }

    /// Reads a script from an open descriptor to its end.
    ///
    /// - Throws: `SessionFault.script` when it can't be read.
    package init(descriptor: Int32, name: String) throws(SessionFault) {
        do {
            bytes = try FileInput.readAll(descriptor: descriptor, limit: ScriptStack.sizeLimit)
        } catch {
            throw .script(name, FileProblem(error))
        }
        self.name = name
        path = nil
    }
}

extension Session {
    /// Runs a script line by line until its end, a refused command, `quit`, or an interruption.
    ///
    /// - Throws: `SessionFault` when it can't be written down.
    package func run(_ script: Script) throws(SessionFault) -> Flow {
        if let path = script.path { lab.scripts.push(path) }
        defer { if script.path != nil { lab.scripts.pop() } }
        var result = Flow.goOn
        var number = 0
        var start = script.bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        while start < script.bytes.count {
            var end = script.bytes[start...].firstIndex(of: 0x0A) ?? script.bytes.count
            let next = end + 1
            if end > start, script.bytes[end - 1] == 0x0D { end -= 1 }
            number += 1
            guard !lab.isInterrupted else {
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
            case .quit: result = .quit
            }
            break
        }
        return result
    }

    /// Some editors begin a UTF-8 file with it.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// `source FILE`: runs its lines as if they stood here.
    func source(_ file: Placed<String>) throws(LabFault) -> Flow {
        let path = lab.scripts.resolve(file.value)
        guard !lab.scripts.contains(path) else {
            throw .command(.sourceCycle(file.value), file.range)
        }
        guard lab.scripts.depth < ScriptStack.depthLimit else {
            throw .command(.sourceTooDeep(limit: ScriptStack.depthLimit), file.range)
        }
        guard !Host.isFIFO(path) else { throw .command(.file(file.value, .isFIFO), file.range) }
        do throws(SessionFault) {
            let script = try Script(path: path)
            return try run(script)
        } catch {
            switch error {
            case .script(_, let problem):
                throw .command(.file(file.value, problem), file.range)
            case .output, .transcript:
                pendingFault = error
                return .quit
            }
        }
    }

    /// Writes the header that every transcript begins with to the output.
    package func begin(_ header: TranscriptHeader) {
        book.output.narrator.begin(header)
    }

    /// Starts a transcript of what follows.
    ///
    /// - Throws: `SessionFault.script` when the file can't be written, or would lose what it has.
    package func openTranscript(
        path: String, header: TranscriptHeader
    ) throws(SessionFault) {
        guard !Host.isFIFO(path) else { throw .script(path, .isFIFO) }
        let mark = Array(TranscriptHeader.mark.utf8)
        let start: [UInt8]?
        do {
            start = try FileInput.beginning(ofRegularFile: path, count: mark.count)
        } catch {
            throw .script(path, FileProblem(error))
        }
        if let start, !start.isEmpty, start != mark { throw .script(path, .notATranscript) }
        do {
            let sheet = Sheet(.plain, try FileOutput(path: path))
            sheet.narrator.begin(header)
            // From now on the file is a transcript, which nothing else writes over.
            try sheet.flush()
            book.begin(path, sheet)
        } catch {
            throw .script(path, .system(error))
        }
    }

    /// `transcript FILE`.
    func openTranscript(_ file: Placed<String>) throws(LabFault) {
        let header = TranscriptHeader(
            version: Self.version, seed: lab.fabric.seed, commands: .typed)
        do {
            try openTranscript(path: file.value, header: header)
        } catch {
            guard case .script(_, let problem) = error else { return pendingFault = error }
            throw .command(.file(file.value, problem), file.range)
        }
    }

    /// `transcript off`.
    func closeTranscript() {
        do {
            try book.endTranscript()
        } catch {
            pendingFault = error
        }
    }

    /// Hands everything on and completes the transcript.
    ///
    /// - Throws: `SessionFault` when it can't be written down.
    package func finish() throws(SessionFault) {
        try book.flush()
        try book.endTranscript()
    }

    /// Hands everything on, down to the system.
    ///
    /// - Throws: `SessionFault` when it can't be written down.
    package func flush() throws(SessionFault) {
        try book.flush()
    }
}

extension FileProblem {
    /// What a person is told about a file that can't be read.
    init(_ fault: FileFault) {
        switch fault {
        case .missing: self = .missing
        case .isFolder: self = .isFolder
        case .tooLarge(let limit): self = .tooLarge(limit: limit)
        case .system(let fault): self = .system(fault)
        }
    }
}
