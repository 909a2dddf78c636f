import Captures
import Commands
import EventLoop
import Events
import Grammar
import Timeline
import Transcript

/// What commands reach outside: the files that they name, and the ports that they fix.
///
/// No command reads or writes a file, or opens a port, but through here.
final class Access {
    /// The files that are being run, each sourced by the one before, as `normalised` has them.
    private var running: [String] = []
    /// The files that were written, as they were named.
    private var written: Set<String> = []

    /// What reading and writing may take.
    private let budget: Budget

    /// How deep scripts may source each other.
    static let depthLimit = 16

    /// What is reached by commands that may spend this.
    init(_ budget: Budget) {
        self.budget = budget
    }

    // MARK: - Scripts

    /// Reads the script of `source`, which is none of those that are being run.
    func script(_ file: Placed<String>) throws(LabFault) -> Script {
        let path = resolve(file.value)
        guard !running.contains(Self.normalised(path)) else {
            throw .command(.sourceCycle(file.value), file.range)
        }
        guard running.count < Self.depthLimit else {
            throw .command(.sourceTooDeep(limit: Self.depthLimit), file.range)
        }
        return try located(file) { () throws(FileProblem) in
            try Self.refuseFIFO(path)
            let bytes = try Self.contents(of: path, limit: Script.sizeLimit)
            return Script(name: path, path: path, bytes: bytes)
        }
    }

    /// From now on the files that are named lie beside a script, unless it is in no file.
    func begin(_ script: Script) {
        if let path = script.path { running.append(Self.normalised(path)) }
    }

    /// The script that began last has ended.
    func end(_ script: Script) {
        if script.path != nil { running.removeLast() }
    }

    // MARK: - Files

    /// Reads a whole file.
    func read(_ file: Placed<String>, limit: Int) throws(LabFault) -> [UInt8] {
        let bytes = try located(file) { () throws(FileProblem) in
            let path = find(file.value)
            try Self.refuseFIFO(path)
            return try Self.contents(of: path, limit: limit, budget)
        }
        if let end = budget.end { throw .command(.ended(end), file.range) }
        return bytes
    }

    /// Writes a file that is new, empty, or was saved by the lab before; a failure leaves it as it was, and so
    /// does a `body` that says it has not written all because the budget has ended.
    func write(
        _ file: Placed<String>, over mark: FileMark,
        _ body: (inout FileOutput) throws(SystemFault) -> Bool
    ) throws(LabFault) {
        try located(file) { () throws(FileProblem) in
            try Self.check(file.value, for: mark)
            do throws(SystemFault) {
                try FileOutput.replace(path: file.value, body)
            } catch {
                throw .system(error)
            }
        }
        if let end = budget.end { throw .command(.ended(end), file.range) }
        written.insert(Self.normalised(file.value))
    }

    /// Begins a transcript in a file that is new, empty, or was one before.
    func beginTranscript(
        in path: String, _ header: TranscriptHeader
    ) throws(FileProblem) -> TextOutput {
        try Self.check(path, for: .transcript)
        do throws(SystemFault) {
            let output = TextOutput(.plain, try FileOutput(path: path))
            output.writer.begin(header)
            // From now on the file is a transcript, which nothing else writes over.
            try output.flush()
            return output
        } catch {
            throw .system(error)
        }
    }

    /// Reads a file to its end.
    static func contents(
        of path: String, limit: Int, _ budget: Budget = Budget()
    ) throws(FileProblem) -> [UInt8] {
        do {
            return try FileInput.readAll(path: path, limit: limit, budget)
        } catch {
            throw FileProblem(error)
        }
    }

    private static func check(_ path: String, for mark: FileMark) throws(FileProblem) {
        try refuseFIFO(path)
        let start: [UInt8]?
        do {
            start = try FileInput.beginning(ofRegularFile: path, count: mark.length)
        } catch {
            throw FileProblem(error)
        }
        if let start, !start.isEmpty, !mark.isLabs(start) { throw mark.problem }
    }

    private static func refuseFIFO(_ path: String) throws(FileProblem) {
        if Host.isFIFO(path) { throw .isFIFO }
    }

    /// Does something with a file and gives what is wrong its place in the line.
    private func located<Result>(
        _ file: Placed<String>, _ body: () throws(FileProblem) -> Result
    ) throws(LabFault) -> Result {
        do {
            return try body()
        } catch {
            throw .command(.file(file.value, error), file.range)
        }
    }

    // MARK: - Paths

    /// The path of a file that is read and may have been written before.
    ///
    /// What is written goes to the working folder, so that a lesson leaves its own folder as it was.
    private func find(_ name: String) -> String {
        written.contains(Self.normalised(name)) ? name : resolve(name)
    }

    /// The path of a file that a script names: relative to the script's own folder.
    private func resolve(_ name: String) -> String {
        guard !name.hasPrefix("/"), let current = running.last,
            let folder = Host.parent(of: current), folder != "."
        else { return name }
        return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
    }

    /// The path without `.` and without `x/..`, so that a file has one name.
    private static func normalised(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}

/// What a file begins with that the lab saved, and may therefore write over.
struct FileMark {
    /// How many bytes have to be looked at.
    let length: Int
    /// What is wrong with a file that begins otherwise.
    let problem: FileProblem
    /// Whether the beginning of a file is the lab's.
    let isLabs: ([UInt8]) -> Bool

    /// A mark of `length` bytes; a file without it has the problem `otherwise`.
    init(length: Int, otherwise problem: FileProblem, isLabs: @escaping ([UInt8]) -> Bool) {
        self.length = length
        self.problem = problem
        self.isLabs = isLabs
    }

    /// Files that begin with the bytes of `mark`.
    init(_ mark: [UInt8], otherwise problem: FileProblem) {
        self.init(length: mark.count, otherwise: problem) { $0 == mark }
    }

    /// What a transcript begins with.
    static var transcript: FileMark {
        FileMark(Array(TranscriptHeader.mark.utf8), otherwise: .notATranscript)
    }

    /// What a capture begins with.
    static var savedCapture: FileMark {
        FileMark(CaptureFile.mark, otherwise: .notSavedCapture)
    }

    /// What a table of keys begins with.
    static var savedKeys: FileMark { FileMark(ESPTable.mark, otherwise: .notSavedKeys) }

    /// What a file of rules begins with.
    static var savedRules: FileMark {
        FileMark(length: RuleFile.markLength, otherwise: .notSavedRules, isLabs: RuleFile.isMarked)
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
