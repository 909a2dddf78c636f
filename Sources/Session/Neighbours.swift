import Dialects
import EventLoop
import Timeline

/// The folder of a file, in which other files may be read, and below it: by no link, and nothing that is no regular file.
struct Neighbours {
    private let folder: OpenFolder
    /// The names that lead from there to the folder of the file.
    private let way: [String]
    /// What a person writes in front of the name of a file there.
    private let beginning: String
    private let budget: Budget

    /// The folder that a way leads to, in which a person called a file `name`.
    init(of name: String, _ folder: OpenFolder, _ way: [String], _ budget: Budget) {
        self.folder = folder
        self.way = way
        self.budget = budget
        let end = name.lastIndex(of: "/").map(name.index(after:)) ?? name.startIndex
        beginning = String(name[..<end])
    }

    /// The files that a name stands for, or a pattern with `*`, `?` and `[...]`, in the order of the names' bytes.
    ///
    /// A pattern takes no name that begins with a dot, and no folder; it may stand for no file at all.
    func files(_ pattern: String, limit: Int) throws(InclusionProblem) -> [ForeignText.File] {
        guard !pattern.hasPrefix("/") else { throw .outside }
        let parts = pattern.split(separator: "/").map(String.init).filter { $0 != "." }
        guard let last = parts.last, !pattern.hasSuffix("/") else { throw .notRegular }
        if parts.contains("..") { throw .outside }
        if parts.contains(where: { $0.hasPrefix(".") }) { throw .hidden }
        guard parts.contains(where: NamePattern.isPattern) else {
            return [try file(parts, limit: limit)]
        }
        var folders: [[String]] = [[]]
        for part in parts.dropLast() {
            var inside: [[String]] = []
            for inner in folders {
                inside += try names(part, in: inner).map { inner + [$0] }
            }
            folders = inside
        }
        var files: [ForeignText.File] = []
        var left = limit
        for inner in folders {
            for name in try names(last, in: inner) {
                guard files.count <= ForeignText.fileLimit else { throw .tooMany }
                do throws(FileFault) {
                    files.append(try read(inner + [name], limit: left))
                } catch {
                    // A folder, or what is gone meanwhile, is nothing that the pattern means.
                    if error == .isFolder || error == .missing { continue }
                    throw InclusionProblem(error)
                }
                left -= files[files.count - 1].bytes.count
            }
        }
        return files
    }

    /// The names in a folder that a part of a pattern takes; a part that is a name takes that alone.
    private func names(_ part: String, in inner: [String]) throws(InclusionProblem) -> [String] {
        guard let pattern = NamePattern(part) else { return [part] }
        do throws(FileFault) {
            return try folder.names(way + inner).filter { name in
                budget.spend(Budget.item) && pattern.takes(name)
            }
        } catch {
            if error == .missing { return [] }
            throw InclusionProblem(error)
        }
    }

    private func file(_ parts: [String], limit: Int) throws(InclusionProblem) -> ForeignText.File {
        do throws(FileFault) { return try read(parts, limit: limit) } catch {
            throw InclusionProblem(error)
        }
    }

    private func read(_ parts: [String], limit: Int) throws(FileFault) -> ForeignText.File {
        ForeignText.File(
            name: beginning + parts.joined(separator: "/"),
            bytes: try folder.readAll(way + parts, limit: limit, budget))
    }
}

extension InclusionProblem {
    /// What keeps a file from being included that can't be read.
    fileprivate init(_ fault: FileFault) {
        switch fault {
        case .missing: self = .missing
        case .isLink: self = .link
        case .isFolder, .isFIFO, .notRegular, .notReplaceable: self = .notRegular
        case .tooLarge: self = .tooLarge
        case .system: self = .unreadable
        }
    }
}
