import Commands
import EventLoop
import Events
import Grammar
import Reports
import Session
import Transcript

/// Why nothing is graded.
enum GradingFault: Error {
    case exercise(ExerciseFault)
    case file(String, FileProblem)
    case format(ReportFault)
    case students(String, StudentListFault)
    /// In this student's variant checks have other names or points.
    case variant(String)
    case output(SessionFault)
}

extension TranscriptWriter {
    /// Says why nothing is graded.
    mutating func write(_ fault: GradingFault) {
        switch fault {
        case .exercise(let fault):
            write(fault.fault, in: fault.line, file: fault.file, lineNumber: fault.number)
        case .file(let name, let problem): write(file: name, problem)
        case .format(let fault): write(fault)
        case .students(let file, let fault):
            write(fault.fault, in: fault.text, file: file, lineNumber: fault.line)
        case .variant(let student): write(variantOf: student)
        case .output: break
        }
    }
}

/// What is graded.
enum Grading {
    /// The files that are meant by names, some of them folders, in order.
    static func files(_ paths: [String]) throws(GradingFault) -> [String] {
        var files: [String] = []
        for path in paths {
            if let names = try names(in: path) {
                files += names.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
            } else {
                files.append(path)
            }
        }
        return files
    }

    static func names(in path: String) throws(GradingFault) -> [String]? {
        do {
            return try FolderList.names(in: path)
        } catch {
            throw .file(path, .system(error))
        }
    }

    /// The language in which is said what becomes of an exercise: that of `--lang`, or its own.
    static func language(of exercise: Exercise) -> SpokenLanguage {
        Console.askedLanguage ?? exercise.language ?? .english
    }

    /// Who grades submissions of an exercise.
    static func grader(_ exercise: Exercise) -> Grader {
        Grader(exercise, Language.table(), in: language(of: exercise))
    }

    /// What is to be graded, by its names; with a list of students by theirs.
    static func submissions(
        _ paths: [String], students: String?
    ) throws(GradingFault) -> [(name: String, file: String?)] {
        let files = try files(paths)
        guard let students else { return files.map { ($0, $0) } }
        let bytes: [UInt8]
        do {
            bytes = try FileInput.readAll(path: students, limit: StudentList.sizeLimit)
        } catch {
            throw .file(students, FileProblem(error))
        }
        do {
            return try StudentList(bytes).assigned(files)
        } catch {
            throw .students(students, error)
        }
    }

    /// By what a student's variant is derived where nobody says who it is: the file's name without its ending.
    static func student(of file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }

    /// Does something that control-C ends, and says why it could not be done.
    static func run(
        _ body: (@escaping () -> Bool) throws(GradingFault) -> ExitStatus
    ) throws(ExitStatus) {
        try Runner(Flags()).reporting { () throws(SessionFault) in
            let interrupts = try Evidence.interrupts()
            let status: ExitStatus
            do throws(GradingFault) {
                status = try body { interrupts.isInterrupted }
            } catch {
                if case .output(let fault) = error { throw fault }
                let errors = try Runner.output(to: Console.errors)
                errors.writer.write(error)
                try Evidence.flush(errors)
                return .wrong
            }
            if interrupts.isInterrupted { Signal.interrupt.raiseUnanswered() }
            return status
        }
    }
}
