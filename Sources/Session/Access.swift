import Commands
package import EventLoop
package import Events
import Grammar
import Timeline
import Transcript

/// What commands reach outside: the files that they name, and the ports that they fix.
///
/// No command reads or writes a file, or opens a port, but through here. While a script runs, it is a
/// stranger's text, and what it may reach is bounded; what a person types is not.
final class Access {
    /// A script that is being run.
    private struct Running {
        /// Its path, as `normalised` has it; nil for what has none.
        let path: String?
        /// The files that it wrote, as they were named.
        var written: Set<String> = []
    }

    /// What the flags of the program allow every script.
    var grants = Bounds.Grants()
    /// The scripts that are being run, each sourced by the one before.
    private var running: [Running] = []
    /// What they may reach: the first of them says whose they are; nil while a person types.
    private(set) var bounds: Bounds?
    /// The files that a person's commands wrote, as they were named.
    private var written: Set<String> = []

    /// Where files go that must not be on the disk; nil where they may.
    var shelf: Shelf?

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
        let name = Self.normalised(path)
        guard !running.contains(where: { $0.path == name }) else {
            throw .command(.sourceCycle(file.value), file.range)
        }
        guard running.count < Self.depthLimit else {
            throw .command(.sourceTooDeep(limit: Self.depthLimit), file.range)
        }
        return try located(file) { () throws(FileProblem) in
            let bytes = try contents(of: path, for: .reading, limit: Script.sizeLimit)
            return Script(name: path, path: path, bytes: bytes)
        }
    }

    /// From now on the files that are named lie beside a script, unless it is in no file, and within its bounds.
    func begin(_ script: Script) {
        if running.isEmpty { bounds = Bounds(ofScript: script.path, grants) }
        running.append(Running(path: script.path.map(Self.normalised)))
    }

    /// The script that began last has ended.
    func end(_ script: Script) {
        running.removeLast()
        if running.isEmpty { bounds = nil }
    }

    // MARK: - Files

    /// Reads a whole file.
    func read(_ file: Placed<String>, limit: Int) throws(LabFault) -> [UInt8] {
        let bytes = try located(file) { () throws(FileProblem) in
            // What is written goes to the working folder, so that a lesson leaves its own folder as it was.
            let isOwn = isWritten(file.value)
            if isOwn, let shelf { return try shelf.bytes(of: file.value, limit: limit) }
            return try contents(
                of: isOwn ? file.value : resolve(file.value), for: isOwn ? .writing : .reading,
                limit: limit, budget)
        }
        if let end = budget.end { throw .command(.ended(end), file.range) }
        return bytes
    }

    /// The folder of a file that was read, for those that it includes; nil where it is in none.
    func neighbours(of file: Placed<String>) throws(LabFault) -> Neighbours? {
        let isOwn = isWritten(file.value)
        if isOwn, shelf != nil { return nil }
        let path = isOwn ? file.value : resolve(file.value)
        return try located(file) { () throws(FileProblem) in
            guard let bounds else {
                do throws(FileFault) {
                    let folder = try OpenFolder(path: Host.parent(of: path) ?? ".")
                    return Neighbours(of: file.value, folder, [], budget)
                } catch {
                    throw FileProblem(error)
                }
            }
            let (folder, way) = try bounds.way(to: path, for: isOwn ? .writing : .reading)
            return Neighbours(of: file.value, folder, way.dropLast(), budget)
        }
    }

    /// Writes a file that is new, empty, or was saved by the lab before; a failure leaves it as it was, and so
    /// does a `body` that says it has not written all because the budget has ended.
    ///
    /// A script does not write over an empty file, which nobody can tell to be the lab's.
    func write(
        _ file: Placed<String>, over mark: FileMark, isNoted: Bool = true,
        _ body: (inout FileOutput) throws(SystemFault) -> Bool
    ) throws(LabFault) {
        try located(file) { () throws(FileProblem) in
            if shelf != nil { return try put(file.value, over: mark, body) }
            if let bounds {
                _ = try Self.put(file.value, within: bounds, over: mark) {
                    (output) throws(SystemFault) -> Bool? in
                    var output = output
                    let isWhole = try body(&output)
                    try output.close()
                    return isWhole ? true : nil
                }
                return
            }
            try Self.check(file.value, for: mark)
            do throws(SystemFault) {
                try FileOutput.replace(path: file.value, body)
            } catch {
                throw .system(error)
            }
        }
        if let end = budget.end { throw .command(.ended(end), file.range) }
        if isNoted { noteWritten(file.value) }
    }

    /// Finds out whether a file may be written before anything is done for it.
    func check(_ file: Placed<String>, over mark: FileMark) throws(LabFault) {
        try write(file, over: mark, isNoted: false) { _ in false }
    }

    /// Writes a file that is only on the shelf.
    private func put(
        _ name: String, over mark: FileMark,
        _ body: (inout FileOutput) throws(SystemFault) -> Bool
    ) throws(FileProblem) {
        if let there = shelf?.files[Self.normalised(name)],
            !mark.isLabs(Array(there.prefix(mark.length)))
        {
            throw mark.problem
        }
        do throws(SystemFault) {
            var output = FileOutput(keeping: Shelf.limit)
            if try body(&output) { try shelf?.put(output.kept, at: Self.normalised(name)) }
        } catch {
            throw .system(error)
        }
    }

    /// Begins a transcript in a file that is new, empty, or was one before.
    ///
    /// A script writes only over one that a command began: another is what scripts are compared with.
    func beginTranscript(
        in path: String, _ header: TranscriptHeader, _ language: SpokenLanguage,
        _ layout: Page.Layout
    ) throws(FileProblem) -> TextOutput {
        let begin = { (file: consuming FileOutput) throws(SystemFault) -> TextOutput in
            let output = TextOutput(.plain, file, in: language, as: layout)
            output.writer.begin(header)
            // From now on the file is a transcript, which nothing else writes over.
            try output.flush()
            return output
        }
        if shelf != nil { return TextOutput(in: language, as: layout) }
        if let bounds {
            let output = try Self.put(path, within: bounds, over: .typedTranscript, begin)
            guard let output else { preconditionFailure("a header is always written whole") }
            return output
        }
        try Self.check(path, for: .transcript)
        do throws(SystemFault) {
            return try begin(try FileOutput(path: path))
        } catch {
            throw .system(error)
        }
    }

    /// Writes a file of a script, or leaves things as they were if `fill` gives nil.
    private static func put<Result>(
        _ path: String, within bounds: Bounds, over mark: FileMark,
        _ fill: (consuming FileOutput) throws(SystemFault) -> Result?
    ) throws(FileProblem) -> Result? {
        let (folder, way) = try bounds.way(to: path, for: .writing)
        do {
            return try folder.put(way, length: mark.length, mayReplace: mark.isLabs, fill)
        } catch {
            if case .notReplaceable(isEmpty: false) = error { throw mark.problem }
            throw FileProblem(error, .writing)
        }
    }

    /// Reads a file to its end, below a folder of a script if one is being run.
    private func contents(
        of path: String, for use: FileUse, limit: Int, _ budget: Budget = Budget()
    ) throws(FileProblem) -> [UInt8] {
        guard let bounds else {
            try Self.refuseFIFO(path)
            return try Self.contents(of: path, limit: limit, budget)
        }
        let (folder, way) = try bounds.way(to: path, for: use)
        do {
            return try folder.readAll(way, limit: limit, budget)
        } catch {
            throw FileProblem(error)
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

    private func noteWritten(_ name: String) {
        let name = Self.normalised(name)
        if running.isEmpty {
            written.insert(name)
        } else {
            running[running.count - 1].written.insert(name)
        }
    }

    /// Whether a file was written by the script that names it, or by whoever sourced that one.
    ///
    /// What a script wrote is not taken for a file of the next one, or of the one that sourced it.
    private func isWritten(_ name: String) -> Bool {
        let name = Self.normalised(name)
        return written.contains(name) || running.contains { $0.written.contains(name) }
    }

    /// The path of a file that a script names: relative to the script's own folder.
    private func resolve(_ name: String) -> String {
        guard !name.hasPrefix("/"), let current = running.last?.path,
            let folder = Host.parent(of: current), folder != "."
        else { return name }
        return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
    }

    /// The path without `.` and without `x/..`, so that a file has one name.
    static func normalised(_ path: String) -> String {
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

extension FileProblem {
    /// What a person is told about a file that can't be read, or written.
    package init(_ fault: FileFault, _ use: FileUse = .reading) {
        switch fault {
        case .missing: self = .missing
        case .isFolder: self = .isFolder
        case .isLink: self = .isLink(use)
        case .isFIFO: self = .isFIFO
        case .notRegular: self = .notRegular
        case .notReplaceable: self = .notOurs
        case .tooLarge(let limit): self = .tooLarge(limit: limit)
        case .system(let fault): self = .system(fault)
        }
    }
}
