import ArgumentParser
import Commands
import EventLoop
import Events
import Reports
import Session
import Transcript

/// `garita grade EXERCISE SUBMISSION...`: what submissions are worth.
struct Grade: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ProgramText.grade.text)

    @OptionGroup var spoken: LanguageFlag

    @Argument(help: ArgumentHelp(ProgramText.exercise.text))
    var exercise: String

    @Argument(help: ArgumentHelp(ProgramText.submissions.text))
    var submissions: [String]

    @Option(help: ArgumentHelp(ProgramText.hidden.text, valueName: "file"))
    var hidden: String?

    @Option(help: ArgumentHelp(ProgramText.students.text, valueName: "file"))
    var students: String?

    @Option(help: ArgumentHelp(ProgramText.jobs.text, valueName: "number"))
    var jobs: Int?

    @Option(help: ArgumentHelp(ProgramText.student.text, valueName: "id"))
    var student: String?

    @OptionGroup var wanted: GradeWish

    /// The most threads.
    static let jobsLimit = 256

    mutating func validate() throws {
        if let jobs, !(1...Self.jobsLimit).contains(jobs) {
            throw ValidationError(ProgramText.jobsRange.text)
        }
    }

    mutating func run() throws {
        let arguments = self
        try Grading.run { (stop) throws(GradingFault) in try arguments.grade(stop) }
    }

    /// Grades, and says what became of it; the exit status.
    private func grade(_ stop: @escaping () -> Bool) throws(GradingFault) -> ExitStatus {
        let source = try ExerciseSource(exercise, hidden: hidden)
        let submissions = try queued(source)
        let exercise = try source.exercise(
            for: student ?? submissions.first.map { Grading.student(of: $0.name) } ?? "")
        if let fault = wanted.format.fault(count: submissions.count) { throw .format(fault) }
        let progress = GradingProgress(total: submissions.count)
        defer { progress?.wipe() }
        let queue = GradingQueue(Grading.grader(exercise), submissions, keeping: wanted.group)
        let graded = try queue.results(
            jobs: jobs ?? min(Threads.processors, Self.jobsLimit), stop: stop
        ) { progress?.tell($0) }
        let groups = wanted.group ? SubmissionGroups(graded, to: exercise, stop: stop).groups : nil
        progress?.wipe()
        return try wanted.tell(graded.map(\.result), groups, of: exercise)
    }

    /// What is to be graded; where each student has another exercise, by whom.
    private func queued(
        _ source: ExerciseSource
    ) throws(GradingFault) -> [GradingQueue.Submission] {
        var first: Exercise?
        var queued: [GradingQueue.Submission] = []
        for (name, file) in try Grading.submissions(submissions, students: students) {
            guard source.varies, student == nil else {
                queued.append(GradingQueue.Submission(name: name, file: file, grader: nil))
                continue
            }
            let student = students == nil || name == file ? Grading.student(of: name) : name
            let exercise = try source.exercise(for: student)
            first = first ?? exercise
            guard first?.hasChecks(of: exercise) == true else { throw .variant(student) }
            queued.append(
                GradingQueue.Submission(name: name, file: file, grader: Grading.grader(exercise)))
        }
        return queued
    }
}

/// What is wanted of grades.
struct GradeWish: ParsableArguments {
    @Option(help: ArgumentHelp(ProgramText.only.text, valueName: "check"))
    var only: String?

    @Option(help: ArgumentHelp(ProgramText.format.text))
    var format = GradeFormat.table

    @Option(help: ArgumentHelp(ProgramText.output.text, valueName: "file"))
    var output: String?

    @Flag(help: ArgumentHelp(ProgramText.group.text))
    var group = false

    mutating func validate() throws {
        if group, format != .table || only != nil {
            throw ValidationError(ProgramText.groupAlone.text)
        }
    }

    /// Says what is wanted; the exit status.
    func tell(
        _ results: [SubmissionResult], _ groups: [SubmissionGroup]?, of exercise: Exercise
    ) throws(GradingFault) -> ExitStatus {
        if let only { return Self.status(of: only, results, exercise) }
        switch format {
        case .table:
            if let groups {
                try GradeOutput.text(to: output, in: Grading.language(of: exercise)) {
                    $0.write(
                        groups, of: exercise.title, notGraded: results.filter { !$0.isGraded })
                }
            } else {
                try GradeOutput.table(results, exercise, to: output)
            }
        case .report(let format):
            let report = Report(
                title: exercise.title, results: results,
                words: TranscriptWriter(.plain, in: Grading.language(of: exercise)).reportWords,
                origin: GradeOutput.origin)
            try GradeOutput.report(report, format, to: output)
        }
        return .well
    }

    private static func status(
        of check: String, _ results: [SubmissionResult], _ exercise: Exercise
    ) -> ExitStatus {
        guard exercise.checks.contains(where: { $0.name == check }) else { return .wrong }
        let isPassed = results.allSatisfy { result in
            result.checks.contains { $0.name == check && $0.outcome == .passed }
        }
        return isPassed && !results.isEmpty ? .well : .failed
    }
}

/// What grades are written for.
enum GradeFormat: Equatable, ExpressibleByArgument {
    /// People.
    case table
    /// Another program.
    case report(ReportFormat)

    init?(argument: String) {
        if argument == GradeFormat.table.defaultValueDescription {
            self = .table
        } else if let format = ReportFormat(rawValue: argument) {
            self = .report(format)
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] {
        ([.table] + ReportFormat.allCases.map(GradeFormat.report)).map(\.defaultValueDescription)
    }

    var defaultValueDescription: String {
        switch self {
        case .table: "table"
        case .report(let format): format.rawValue
        }
    }

    /// Why it can't be about so many submissions.
    func fault(count: Int) -> ReportFault? {
        guard case .report(let format) = self, format.isAboutOne, count != 1 else { return nil }
        return ReportFault(format: format, count: count)
    }
}

/// Where grades go.
enum GradeOutput {
    /// What the runner of a Classroom 50 says of a submission, in the environment.
    static var origin: ReportOrigin {
        var origin = ReportOrigin()
        origin.classroom = Host.environment("CLASSROOM")
        origin.assignment = Host.environment("ASSIGNMENT")
        origin.submission = Host.environment("SUBMISSION_TAG")
        origin.commit = Host.environment("COMMIT_URL")
        origin.release = Host.environment("RELEASE_URL")
        origin.review = Host.environment("REVIEW_URL")
        return origin
    }

    /// Writes a table to a file, or to the standard output.
    static func table(
        _ results: [SubmissionResult], _ exercise: Exercise, to path: String?
    ) throws(GradingFault) {
        try text(to: path, in: Grading.language(of: exercise)) { writer in
            if results.count == 1, let result = results.first {
                writer.write(result)
            } else {
                writer.write(results, of: exercise.title)
            }
        }
    }

    /// Writes what people read to a file, or to the standard output.
    static func text(
        to path: String?, in language: SpokenLanguage, _ body: (inout TranscriptWriter) -> Void
    ) throws(GradingFault) {
        try located(path) { () throws(SystemFault) in
            let output =
                if let path {
                    TextOutput(
                        .plain, try FileOutput(path: path, mode: mode), in: language,
                        as: Console.layout)
                } else {
                    try Console.output(to: Console.output, in: language)
                }
            body(&output.writer)
            try output.close()
        }
    }

    /// Writes a report to a file, or to the standard output.
    static func report(
        _ report: Report, _ format: ReportFormat, to path: String?
    ) throws(GradingFault) {
        let content: [UInt8]
        do throws(ReportFault) {
            content = try report.bytes(as: format)
        } catch {
            throw .format(error)
        }
        try bytes(content, to: path)
    }

    /// Writes what other programs read to a file, or to the standard output.
    static func bytes(_ bytes: [UInt8], to path: String?) throws(GradingFault) {
        try located(path) { () throws(SystemFault) in
            var file =
                if let path {
                    try FileOutput(path: path, mode: mode)
                } else {
                    try FileOutput(descriptor: Console.output)
                }
            try file.write(bytes.span)
            try file.close()
        }
    }

    /// Says which file could not be written.
    private static func located(
        _ path: String?, _ body: () throws(SystemFault) -> Void
    ) throws(GradingFault) {
        do {
            try body()
        } catch {
            if let path { throw .file(path, .system(error)) }
            throw .output(.output(error))
        }
    }

    /// Other programs read what is written, perhaps for another user.
    private static let mode: UInt32 = 0o644
}
