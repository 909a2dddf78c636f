package import Commands
package import Events
package import Grammar

/// A task, and what a submission is held to.
package struct Exercise: Sendable {
    /// A line of the exercise's text.
    struct Line: Sendable {
        let text: [UInt8]
        /// From 1.
        let number: Int
    }

    /// Something that a submission is held to.
    package struct Check: Sendable {
        /// Its name.
        package let name: String
        /// What it is worth.
        package let points: Int
        /// Whether students do not see it.
        package let isHidden: Bool
        /// The hints about it, each with what it costs.
        package internal(set) var hints: [(text: String, cost: Int)] = []
        /// The checks that have to pass before.
        let needs: [String]
        /// What is run, if anything, and then the claim.
        let command: [UInt8]?
        let claim: [UInt8]
    }

    /// What is done, in order, once the submission has run.
    enum Step: Sendable {
        case command(Line)
        case check(Int)
    }

    /// What it is called.
    package let title: String
    /// The text of the task: the comments in front of `submission`, without their marks.
    package let task: [String]
    /// The file that it was read from.
    let file: String
    /// What is run before a submission.
    let setup: [Line]
    /// The words that commands of a submission may begin with.
    let may: [String]
    /// What is done after it.
    let steps: [Step]
    /// What submissions are held to.
    package let checks: [Check]

    /// The language that a `lang` in front of `submission` asks for.
    package var language: SpokenLanguage? {
        setup.lazy.compactMap { SpokenLanguage(line: $0.text) }.first
    }

    /// What all checks are worth.
    package var points: Int { checks.reduce(0) { $0 + $1.points } }

    /// Whether the checks have the names and points of another one's: only then can both stand in one table.
    package func hasChecks(of other: Exercise) -> Bool {
        checks.map(\.name) == other.checks.map(\.name)
            && checks.map(\.points) == other.checks.map(\.points)
    }

    /// The most checks of an exercise.
    static let checkLimit = 500

    /// The largest file of an exercise, or of a submission, that is read, in bytes.
    package static let sizeLimit = 4 << 20

    /// Reads an exercise.
    ///
    /// - Throws: `ExerciseFault` at the first line that makes no sense.
    package init(
        _ bytes: [UInt8], file: String, _ language: CommandTable<LabCommand>
    ) throws(ExerciseFault) {
        self = try ExerciseReader.exercise(bytes, file: file, language)
    }

    /// Adds the checks of another file, which students do not see.
    ///
    /// - Throws: as ``init(_:file:_:)``.
    package mutating func add(
        hidden bytes: [UInt8], file: String, _ language: CommandTable<LabCommand>
    ) throws(ExerciseFault) {
        self = try ExerciseReader.adding(bytes, file: file, to: self, language)
    }

    /// An exercise of these parts.
    init(
        title: String, task: [String], file: String, setup: [Line], may: [String], steps: [Step],
        checks: [Check]
    ) {
        self.title = title
        self.task = task
        self.file = file
        self.setup = setup
        self.may = may
        self.steps = steps
        self.checks = checks
    }

    /// The same exercise with the checks of another file behind its own, which students do not see.
    func adding(_ hidden: ExerciseReader) -> Exercise {
        let count = checks.count
        return Exercise(
            title: title, task: task, file: file, setup: setup, may: may,
            steps: steps
                + hidden.steps.map { step in
                    guard case .check(let number) = step else { return step }
                    return .check(number + count)
                }, checks: checks + hidden.checks)
    }
}

/// Where an exercise is wrong, and why.
package struct ExerciseFault: Error {
    /// The file.
    package let file: String
    /// The line, from 1.
    package let number: Int
    /// Its text.
    package let line: [UInt8]
    /// What is wrong with it.
    package let fault: LabFault
}
