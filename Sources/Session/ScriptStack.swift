import EventLoop

/// A line of a script, for telling a person where an error is.
package struct ScriptPlace: Sendable {
    /// The file, as it was named.
    package let file: String
    /// The line's number, from 1.
    package let number: Int

    /// A line of a file.
    package init(file: String, number: Int) {
        self.file = file
        self.number = number
    }
}

/// The scripts that are being run, each sourced by the one before.
struct ScriptStack {
    private var paths: [String] = []
    /// The files that were written, as they were named.
    private var written: Set<String> = []

    /// How deep scripts may source each other.
    static let depthLimit = 16
    /// The largest script that is read, in bytes.
    static let sizeLimit = 64 << 20

    var depth: Int { paths.count }

    /// Whether a file is being run.
    func contains(_ path: String) -> Bool { paths.contains(Self.normalised(path)) }

    mutating func push(_ path: String) { paths.append(Self.normalised(path)) }

    mutating func pop() { paths.removeLast() }

    /// Remembers a file that was written, so that its name stands for it from now on.
    mutating func noteWritten(_ name: String) { written.insert(Self.normalised(name)) }

    /// The path of a file that is read and may have been written before.
    ///
    /// What is written goes to the working folder, so that a lesson leaves its own folder as it was.
    func find(_ name: String) -> String {
        written.contains(Self.normalised(name)) ? name : resolve(name)
    }

    /// The path of a file that a script names: relative to the script's own folder.
    func resolve(_ name: String) -> String {
        guard !name.hasPrefix("/"), let current = paths.last,
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
