package import Commands
package import Events
import Fabric
package import Grammar
package import Reports
import Timeline
import Transcript

/// Runs submissions, each in a lab of its own, and holds them to the checks of an exercise.
package struct Grader: Sendable {
    /// The exercise.
    package let exercise: Exercise
    private let table: CommandTable<LabCommand>
    private let language: SpokenLanguage

    /// The most virtual time that a submission may let pass.
    static let timeLimit = Duration.seconds(UInt64(secondsLimit))
    static let secondsLimit = 3_600
    /// The most packets that it may make.
    static let packetLimit = 10_000
    /// The most rules that it may have at a gateway.
    static let ruleLimit = 10_000
    /// The seed of the lab in which it runs.
    static let seed: UInt64 = 1

    /// A grader of an exercise, who speaks a language.
    package init(
        _ exercise: Exercise, _ table: CommandTable<LabCommand>,
        in language: SpokenLanguage = .english
    ) {
        self.exercise = exercise
        self.table = table
        self.language = language
    }

    /// A lab in which nothing has run yet.
    func bench() -> GradingBench { GradingBench(exercise, table, language) }

    /// What becomes of a submission that can't be read.
    package func result(_ name: String, _ problem: SubmissionProblem) -> SubmissionResult {
        result(name, Refusal(fault: .command(.submission(problem), 0..<0), line: nil))
    }

    func result(_ name: String, _ refusal: Refusal) -> SubmissionResult {
        SubmissionResult(
            name: name, problem: refusal.said(in: language), place: refusal.place,
            checks: exercise.checks.map {
                CheckResult(
                    name: $0.name, points: $0.points, isHidden: $0.isHidden, outcome: .notTried)
            })
    }
}

/// Why a submission is not graded, and by which of its lines.
struct Refusal {
    let fault: LabFault
    let line: SubmissionText.Line?

    /// What is said about it, in one line.
    func said(in language: SpokenLanguage) -> String {
        TranscriptWriter.said(fault, in: line?.text ?? [], language)
    }

    /// Where it is.
    var place: SubmissionResult.Place? {
        guard let line else { return nil }
        let column = CommandLine.column(ofByte: fault.range.lowerBound, in: line.text)
        return SubmissionResult.Place(line: line.number, column: column + line.column - 1)
    }
}
