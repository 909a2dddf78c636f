import ArgumentParser
import EventLoop
import Events
import Reports
import Session
import Transcript

/// `garita exercise ...`: what the author of an exercise asks.
struct ExerciseTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exercise", abstract: ProgramText.exerciseTool.english,
        subcommands: [ExerciseCheck.self, ExerciseMutate.self])
}

/// `garita exercise check FOLDER`: what should be mended.
struct ExerciseCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: ProgramText.exerciseCheck.english)

    @Argument(help: ArgumentHelp(ProgramText.exerciseFolder.english))
    var folder: String

    mutating func run() throws {
        let folder = folder
        try Grading.run { (stop) throws(GradingFault) in
            let place = try ExerciseFolder(folder)
            guard let solution = place.solution else {
                return try place.tell([.noSolution(place.solutionName)], count: 0)
            }
            let trial = ExerciseTrial(
                Grading.grader(place.exercise), solution: solution, stop: stop)
            let findings: [ExerciseFinding]
            let count: Int
            do throws(ExerciseFault) {
                let mutations = try trial.mutations()
                count = mutations.count
                findings = try trial.findings(mutations, wrong: place.wrong)
            } catch {
                throw .exercise(error)
            }
            return try place.tell(findings, count: count)
        }
    }
}

/// `garita exercise mutate FOLDER`: which changes of the right answer no check notices.
struct ExerciseMutate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutate", abstract: ProgramText.exerciseMutate.english)

    @Argument(help: ArgumentHelp(ProgramText.exerciseFolder.english))
    var folder: String

    @Option(help: ArgumentHelp(ProgramText.mutantFormat.english))
    var format = MutantFormat.table

    @Option(help: ArgumentHelp(ProgramText.output.english, valueName: "file"))
    var output: String?

    mutating func run() throws {
        let (folder, format, output) = (folder, format, output)
        try Grading.run { (stop) throws(GradingFault) in
            let place = try ExerciseFolder(folder)
            guard let solution = place.solution else {
                return try place.tell([.noSolution(place.solutionName)], count: 0)
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
                try GradeOutput.text(to: output) {
                    $0.write(
                        mutations, of: place.exercise.title,
                        checks: place.exercise.checks.map(\.name))
                }
            case .stryker:
                let report = TranscriptWriter(.plain).report(
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

    /// Reads a folder.
    init(_ path: String) throws(GradingFault) {
        exercise = try ExerciseFile.read(path, hidden: nil)
        let names = try Grading.names(in: path) ?? []
        solutionName = "\(path)/solution.lab"
        solution = names.contains("solution.lab") ? try Self.answer(solutionName) : nil
        var wrong: [ExerciseTrial.Answer] = []
        for name in try Grading.names(in: "\(path)/wrong") ?? [] {
            wrong.append(try Self.answer("\(path)/wrong/\(name)"))
        }
        self.wrong = wrong
    }

    private static func answer(_ file: String) throws(GradingFault) -> ExerciseTrial.Answer {
        ExerciseTrial.Answer(name: file, bytes: try ExerciseFile.contents(of: file))
    }

    /// Says what should be mended; the exit status.
    func tell(_ findings: [ExerciseFinding], count: Int) throws(GradingFault) -> ExitStatus {
        try GradeOutput.text(to: nil) { $0.write(findings, of: exercise.title, count: count) }
        return findings.isEmpty ? .well : .failed
    }
}
