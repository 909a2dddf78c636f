import Commands
import EventLoop
import Events
import Grammar
import Timeline

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
}

/// The files that a person names.
extension Lab {
    /// Reads a whole file; a script's files lie beside the script.
    func read(_ file: Placed<String>, limit: Int) throws(LabFault) -> [UInt8] {
        let path = scripts.find(file.value)
        guard !Host.isFIFO(path) else {
            throw .command(.file(file.value, .isFIFO), file.range)
        }
        do {
            let bytes = try FileInput.readAll(path: path, limit: limit, budget)
            if budget.end == nil { return bytes }
        } catch {
            throw .command(.file(file.value, FileProblem(error)), file.range)
        }
        try spend(at: file.range)
        return []
    }

    /// Writes a file that is new, empty, or was saved by the lab before; a failure leaves it as it was, and so
    /// does a `body` that says it has not written all because the budget has ended.
    func write(
        _ file: Placed<String>, over mark: FileMark,
        _ body: (inout FileOutput) throws(SystemFault) -> Bool
    ) throws(LabFault) {
        let path = file.value
        guard !Host.isFIFO(path) else { throw .command(.file(path, .isFIFO), file.range) }
        let first: [UInt8]?
        do {
            first = try FileInput.beginning(ofRegularFile: path, count: mark.length)
        } catch {
            throw .command(.file(path, FileProblem(error)), file.range)
        }
        if let first, !first.isEmpty, !mark.isLabs(first) {
            throw .command(.file(path, mark.problem), file.range)
        }
        do {
            try FileOutput.replace(path: path, body)
        } catch {
            throw .command(.file(path, .system(error)), file.range)
        }
        try spend(at: file.range)
        scripts.noteWritten(path)
    }
}
