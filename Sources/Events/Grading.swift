/// What is wrong with an exercise.
package enum ExerciseProblem: Equatable, Sendable {
    /// It has no line of this kind, which it needs.
    case lineMissing(String)
    /// It has a second line of this kind.
    case lineRepeated(String)
    /// A check or a hint stands in front of `submission`, where it would judge nothing.
    case beforeSubmission(String)
    /// Two checks have one name.
    case checkRepeated(String)
    /// A check needs one that does not stand in front of it.
    case noSuchCheck(String)
    /// A hint stands behind no check.
    case hintWithoutCheck
    /// A check says nothing that could be true or not.
    case noClaim
    /// No command of the lab begins so, or none that a submission may have.
    case noSuchCommand(String)
    /// A command of its own was refused.
    case commandRefused
    /// What varies is not drawn from anything.
    case noVariation
    /// Two values have one name.
    case variationRepeated(String)
    /// It has more values, or structures, than are drawn.
    case tooManyVariations(limit: Int)
    /// It has more checks than are graded.
    case tooManyChecks(limit: Int)
}

/// What is wrong with a list of students.
package enum StudentListProblem: Equatable, Sendable {
    /// It is no text.
    case noText
    /// It has no column `student`.
    case noColumn
    /// A quote has no end.
    case openQuote
    /// A row has so many cells.
    case cells(Int, expected: Int)
    /// A student has no name, or that of another.
    case name(String)
}

/// Why a submission is not graded.
package enum SubmissionProblem: Error, Equatable, Sendable {
    /// A student has handed nothing in.
    case missing
    /// It has nothing to run.
    case empty
    /// It is no text.
    case binary
    /// It is larger than is read, in bytes.
    case tooLarge(limit: Int)
    /// It can't be read.
    case unreadable(FileProblem)
    /// It has more lines than are run.
    case tooManyLines(limit: Int)
    /// The exercise takes no such command.
    case notTaken(String)
    /// It took longer than it may.
    case tooSlow
    /// It let more virtual time pass than it may, in seconds.
    case tooLong(limit: Int)
    /// It made more packets than it may.
    case tooManyPackets(limit: Int)
    /// It has more rules than it may.
    case tooManyRules(limit: Int)
}
