import Cipher
import EventLoop
import Events
import Session
import Transcript

/// The exercises that somebody may work at, and what is kept of the work.
struct PracticeFolder {
    /// The folders, or the one file.
    let paths: [String]
    /// Whose variant each is.
    private let student: String

    /// Those at a path: an exercise, or a folder of exercises.
    ///
    /// - Throws: `GradingFault.file` where there is none.
    init(_ path: String, student: String) throws(GradingFault) {
        self.student = student
        guard let names = try Grading.names(in: path), !names.contains("exercise.lab") else {
            paths = [path]
            return
        }
        var paths: [String] = []
        for name in names {
            let folder = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            if try Grading.names(in: folder)?.contains("exercise.lab") == true {
                paths.append(folder)
            }
        }
        guard !paths.isEmpty else { throw .file("\(path)/exercise.lab", .missing) }
        self.paths = paths
    }

    /// What the exercise at a place is called among them.
    func name(_ place: Int) -> String {
        paths[place].split(separator: "/").last.map(String.init) ?? paths[place]
    }

    /// The first one at which something is left to do; the first of all where nothing is.
    var firstOpen: Int {
        paths.indices.first { !journal($0).notes.contains(.done) } ?? 0
    }

    /// The place of the exercise of a name.
    func place(of name: String) -> Int? { paths.indices.first { self.name($0) == name } }

    /// The exercise at a place, as students see it: without hidden checks.
    func exercise(_ place: Int) throws(GradingFault) -> Exercise {
        try ExerciseSource(paths[place], isWhole: false).exercise(for: student)
    }

    /// The lines of the right answer, where it lies beside the exercise.
    func solution(_ place: Int) -> [String]? {
        guard
            let bytes = try? FileInput.readAll(
                path: "\(paths[place])/solution.lab", limit: Exercise.sizeLimit)
        else { return nil }
        let text = (try? ExerciseSource(paths[place]).text(bytes, for: student)) ?? bytes
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// All of them, with what is done.
    func list() throws(GradingFault) -> [PracticeEvent.Entry] {
        var entries: [PracticeEvent.Entry] = []
        for place in paths.indices {
            let exercise = try exercise(place)
            entries.append(
                PracticeEvent.Entry(
                    name: name(place), title: exercise.title,
                    isDone: journal(place).notes.contains(.done)))
        }
        return entries
    }

    /// What is kept of the work at an exercise.
    func journal(_ place: Int) -> PracticeJournal {
        let file =
            (try? Grading.names(in: paths[place])) == nil
            ? paths[place] : "\(paths[place])/exercise.lab"
        let bytes = (try? FileInput.readAll(path: file, limit: Exercise.sizeLimit)) ?? []
        return PracticeJournal(
            name: name(place), digest: Digest.sha256((bytes + Array(student.utf8)).span))
    }
}

/// What is kept of the work at an exercise: a text, to which each note is added when it is made.
///
/// Losing it is a pity and no reason to stop. Another text of the exercise is another exercise.
struct PracticeJournal {
    private let path: String?

    init(name: String, digest: [UInt8]) {
        let digits = digest.prefix(8).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        path = PromptLoop.stateFolder().map { "\($0)/practice/\(name)-\(digits.joined())" }
    }

    /// What was kept.
    var notes: [PracticeNote] {
        guard let path, let bytes = try? FileInput.readAll(path: path, limit: Self.sizeLimit)
        else { return [] }
        return PracticeNote.all(in: bytes)
    }

    /// Keeps more.
    func keep(_ notes: [PracticeNote]) {
        guard let path, !notes.isEmpty else { return }
        if let folder = Host.parent(of: path) { try? Host.makeFolder(path: folder) }
        let bytes = notes.reduce(into: [UInt8]()) { $0 += $1.line + [0x0A] }
        try? SharedFile.append(bytes.span, path: path)
    }

    private static let sizeLimit = 4 << 20

    /// What a file begins with that `submit` has written, and may write anew.
    static let submissionMark = Array("# garita submission\n".utf8)
}
