package import Timeline

/// The text of another firewall's file, with those that it includes in their places, and where each line is from.
///
/// nft(8), "Include files". What can't be included stays as it is, so that reading meets it there.
package struct ForeignText: Sendable {
    /// A file that is included.
    package struct File: Sendable {
        /// What a person calls it.
        package let name: String
        /// What it holds.
        package let bytes: [UInt8]

        /// A file with its name.
        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// Lines that stand together in one file.
    private struct Part {
        /// The number of the first of them in the text.
        let first: Int
        /// The file; nil: the one that is read.
        let file: String?
        /// The number of the first of them there.
        let line: Int
    }

    /// The text as it is read.
    package private(set) var bytes: [UInt8]
    private var parts: [Part] = []
    /// What kept a file from being included, by the line of the text.
    private var problems: [Int: InclusionProblem] = [:]

    /// How deep files may include each other.
    package static let depthLimit = 16
    /// The most files that are included.
    package static let fileLimit = 1_000

    /// The text of a file that includes none.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The text of a file of nft, at most `limit` bytes of it with what it includes.
    ///
    /// `find` gives the files that a name or a pattern stands for, in their order, and of at most so many bytes
    /// together. The text is of no use when the budget has ended.
    package init(
        _ bytes: [UInt8], called name: String, limit: Int, _ budget: Budget,
        find: (_ pattern: String, _ limit: Int) throws(InclusionProblem) -> [File]
    ) {
        self.bytes = []
        var joiner = Joiner(limit: limit, budget: budget, way: [name])
        joiner.add(bytes, of: nil, find)
        (self.bytes, parts, problems) = (joiner.bytes, joiner.parts, joiner.problems)
    }

    /// A fault of the text as a fault of the file that the line is from.
    package func located(_ fault: ForeignFault) -> ForeignFault {
        var problem = fault.problem
        if problem == .unsupported(.inclusion), let reason = problems[fault.line] {
            problem = .notIncluded(reason)
        }
        guard let part = parts.last(where: { $0.first <= fault.line }) else { return fault }
        return ForeignFault(
            line: part.line + fault.line - part.first, range: fault.range, problem: problem,
            file: part.file)
    }

    /// Puts files together.
    private struct Joiner {
        let limit: Int
        let budget: Budget
        /// The files that are being read, each included by the one before.
        var way: [String]
        var bytes: [UInt8] = []
        var parts: [Part] = []
        var problems: [Int: InclusionProblem] = [:]
        /// The number of the line that is put next.
        private var line = 1
        private var files = 0

        init(limit: Int, budget: Budget, way: [String]) {
            (self.limit, self.budget, self.way) = (limit, budget, way)
        }

        mutating func add(
            _ text: [UInt8], of file: String?,
            _ find: (_ pattern: String, _ limit: Int) throws(InclusionProblem) -> [File]
        ) {
            var (start, first, column) = (0, 1, 0)
            for inclusion in NftInclusion.all(in: text, budget) {
                let found: [File]
                do throws(InclusionProblem) {
                    found = try self.found(inclusion.pattern.text, find)
                    put(text[start..<inclusion.range.lowerBound], of: file, first, column)
                } catch {
                    put(text[start..<inclusion.range.upperBound], of: file, first, column)
                    problems[line - 1] = error
                    found = []
                }
                (start, first) = (inclusion.range.upperBound, inclusion.pattern.line)
                column = inclusion.pattern.range.upperBound
                for inner in found {
                    way.append(inner.name)
                    add(inner.bytes, of: inner.name, find)
                    way.removeLast()
                }
            }
            put(text[start...], of: file, first, column)
        }

        private mutating func found(
            _ pattern: String,
            _ find: (_ pattern: String, _ limit: Int) throws(InclusionProblem) -> [File]
        ) throws(InclusionProblem) -> [File] {
            guard way.count <= ForeignText.depthLimit else { throw .tooDeep }
            let found = try find(pattern, limit - bytes.count)
            if found.contains(where: { way.contains($0.name) }) { throw .cycle }
            files += found.count
            guard files <= ForeignText.fileLimit else { throw .tooMany }
            return found
        }

        /// Puts lines, of which the first begins at a column: that is filled up, so that places are those of the file.
        private mutating func put(
            _ text: ArraySlice<UInt8>, of file: String?, _ first: Int, _ column: Int
        ) {
            parts.append(Part(first: line, file: file, line: first))
            bytes += Array(repeating: UInt8(ascii: " "), count: column)
            bytes += text
            line += text.count { $0 == UInt8(ascii: "\n") }
            guard text.last != UInt8(ascii: "\n") else { return }
            bytes.append(UInt8(ascii: "\n"))
            line += 1
        }
    }
}
