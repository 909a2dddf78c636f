import ArgumentParser
import EventLoop
import Events
import Reports
import Session
import Transcript

/// `garita exercise ...`: what the author of an exercise asks.
struct ExerciseTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exercise", abstract: ProgramText.exerciseTool.text,
        subcommands: [ExerciseCheck.self, ExerciseMutate.self, ExerciseVariant.self])
}

/// `garita exercise check FOLDER`: what should be mended.
struct ExerciseCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: ProgramText.exerciseCheck.text)

    @OptionGroup var spoken: LanguageFlag

    @Argument(help: ArgumentHelp(ProgramText.exerciseFolder.text))
    var folder: String

    mutating func run() throws {
        let folder = folder
        try Grading.run { (stop) throws(GradingFault) in
            var findings: [ExerciseFinding] = []
            var exercise: Exercise?
            var count = 0
            for student in try ExerciseFolder.students(of: folder) where !stop() {
                let place = try ExerciseFolder(folder, student: student)
                exercise = place.exercise
                let (found, tried) = try place.findings(stop)
                findings += found.filter { !findings.contains($0) }
                count += tried
            }
            return try ExerciseFolder.tell(findings, of: exercise, count: count)
        }
    }
}

/// `garita exercise variant FOLDER --student ID`: what a student gets.
struct ExerciseVariant: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "variant", abstract: ProgramText.exerciseVariant.text)

    @OptionGroup var spoken: LanguageFlag

    @Argument(help: ArgumentHelp(ProgramText.exerciseFolder.text))
    var folder: String

    @Option(help: ArgumentHelp(ProgramText.student.text, valueName: "id"))
    var student: String

    @Option(help: ArgumentHelp(ProgramText.variantFile.text, valueName: "name"))
    var file: String?

    @Option(help: ArgumentHelp(ProgramText.output.text, valueName: "file"))
    var output: String?

    mutating func run() throws {
        let (folder, student, file, output) = (folder, student, file, output)
        try Grading.run { (_) throws(GradingFault) in
            let source = try ExerciseSource(folder)
            _ = try source.exercise(for: student)
            let text = try file.map { (name) throws(GradingFault) in
                source.text(try ExerciseSource.contents(of: "\(folder)/\(name)"), for: student)
            }
            try GradeOutput.bytes(text ?? source.text(for: student), to: output)
            return .well
        }
    }
}

/// `garita exercise mutate FOLDER`: which changes of the right answer no check notices.
struct ExerciseMutate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutate", abstract: ProgramText.exerciseMutate.text)

    @OptionGroup var spoken: LanguageFlag

    @Argument(help: ArgumentHelp(ProgramText.exerciseFolder.text))
    var folder: String

    @Option(help: ArgumentHelp(ProgramText.student.text, valueName: "id"))
    var student: String?

    @Option(help: ArgumentHelp(ProgramText.mutantFormat.text))
    var format = MutantFormat.table

    @Option(help: ArgumentHelp(ProgramText.output.text, valueName: "file"))
    var output: String?

    mutating func run() throws {
        let (folder, format, output, student) = (folder, format, output, student ?? "1")
        try Grading.run { (stop) throws(GradingFault) in
            let place = try ExerciseFolder(folder, student: student)
            guard let solution = place.solution else {
                return try ExerciseFolder.tell(
                    [.noSolution(place.solutionName)], of: place.exercise, count: 0)
            }
            let mutations: [Mutation]
            do throws(ExerciseFault) {
                mutations = try ExerciseTrial(
                    Grading.grader(place.exercise), solution: solution, stop: stop
                ).mutations()
            } catch {
                throw .exercise(error)
            }
            switch format {
            case .table:
                try GradeOutput.text(to: output, in: Grading.language(of: place.exercise)) {
                    $0.write(
                        mutations, of: place.exercise.title,
                        checks: place.exercise.checks.map(\.name))
                }
            case .stryker:
                let report = TranscriptWriter(
                    .plain, in: Grading.language(of: place.exercise)
                ).report(
                    mutations, of: solution.name, source: solution.bytes)
                try GradeOutput.bytes(report.bytes, to: output)
            }
            let survives = mutations.contains { mutation in
                if case .survived = mutation.fate { return true }
                return false
            }
            return survives || mutations.isEmpty ? .failed : .well
        }
    }
}

/// What is said about changes of a right answer is written for.
enum MutantFormat: String, CaseIterable, ExpressibleByArgument {
    /// People.
    case table
    /// What reads the reports of Stryker.
    case stryker
}

/// An exercise with its answers.
struct ExerciseFolder {
    /// The exercise with all its checks.
    let exercise: Exercise
    /// The right answer, if there is one.
    let solution: ExerciseTrial.Answer?
    /// Where it is looked for.
    let solutionName: String
    /// The wrong answers.
    let wrong: [ExerciseTrial.Answer]

    /// Reads a folder, as a student has it.
    init(_ path: String, student: String) throws(GradingFault) {
        let source = try ExerciseSource(path)
        exercise = try source.exercise(for: student)
        let names = try Grading.names(in: path) ?? []
        solutionName = "\(path)/solution.lab"
        solution =
            names.contains("solution.lab")
            ? try Self.answer(solutionName, source, student) : nil
        var wrong: [ExerciseTrial.Answer] = []
        for name in try Grading.names(in: "\(path)/wrong") ?? [] {
            wrong.append(try Self.answer("\(path)/wrong/\(name)", source, student))
        }
        self.wrong = wrong
    }

    /// For whom an exercise is tried out: several, where each has another one.
    static func students(of path: String) throws(GradingFault) -> [String] {
        try ExerciseSource(path).varies ? (1...20).map(String.init) : ["1"]
    }

    private static func answer(
        _ file: String, _ source: ExerciseSource, _ student: String
    ) throws(GradingFault) -> ExerciseTrial.Answer {
        ExerciseTrial.Answer(
            name: file, bytes: source.text(try ExerciseSource.contents(of: file), for: student))
    }

    /// What should be mended, and how many changes were tried.
    func findings(
        _ stop: @escaping () -> Bool
    ) throws(GradingFault) -> (findings: [ExerciseFinding], count: Int) {
        guard let solution else { return ([.noSolution(solutionName)], 0) }
        let trial = ExerciseTrial(Grading.grader(exercise), solution: solution, stop: stop)
        do throws(ExerciseFault) {
            let mutations = try trial.mutations()
            return (try trial.findings(mutations, wrong: wrong), mutations.count)
        } catch {
            throw .exercise(error)
        }
    }

    /// Says what should be mended; the exit status.
    static func tell(
        _ findings: [ExerciseFinding], of exercise: Exercise?, count: Int
    ) throws(GradingFault) -> ExitStatus {
        let language = exercise.map(Grading.language(of:)) ?? Console.language
        try GradeOutput.text(to: nil, in: language) {
            $0.write(findings, of: exercise?.title ?? "", count: count)
        }
        return findings.isEmpty ? .well : .failed
    }
}
