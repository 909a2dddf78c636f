import Events

/// What becomes of submissions.
enum GradingPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case heading =
        "{name}: {count|submission|submissions}, {number|point|points} in {total|check|checks}"
    case submission = "submission"
    case points = "points"
    case earned = "{found}/{total}"
    case notGraded = "<bad:not graded>: {problem}"
    case notGradedAt = "<bad:not graded>: line {line}, column {column}: {problem}"
    case placed = "line {line}, column {column}: {problem}"
    case result = "{name}: {found} of {total|point|points}"
    case passed = "<good:passed>"
    case failed = "<bad:failed>"
    case skipped = "skipped"
    case needs = "needs \"{name}\""
    case tryIt = "try it: {text}"
    case legend = "+ passed, - failed, . skipped: another check did not pass"
    case hidden = "hidden"
    case hiddenChecks = "hidden checks"
    case needsOne = "needs"
    case isNotGraded = "not graded"
    case aboutOne =
        "<bad:error:> {name} is about one submission, and there are {count}; expected one, or --format {members}"
    case progress = "[{text}] {found} of {count|submission|submissions}"
    case groups =
        "{name}: {count|submission|submissions}, {number|group|groups} by what they are proven to decide"
    case group =
        "group {number}: {count|submission|submissions}, {found} of {total|point|points}"
    case name = "{name}"
    case sameText = "the same commands"
    case sameMeaning = "other commands, proven to decide the same"
    case firstGroup =
        "unlike group 1: {node}packet test {packet}: {first} {decider} there, {last} {rule} here"
    case otherNetwork = "unlike group 1 in what is no rule: routes, policies or links"
    case otherUnknown = "whether it decides as group 1 is not known"
    case otherChecks =
        "it decides as group 1, and a check that asks for something else came out otherwise"
    case otherVariant =
        "<bad:error:> in the variant of {name} checks have other names or points; expected the same in each structure"
    case exerciseLine = "{number|point|points}  {name}"
}

extension ExerciseProblem: Statement {
    /// What is wrong with an exercise.
    var english: String {
        switch self {
        case .lineMissing(let word): "there is no line `\(word)`; expected one"
        case .lineRepeated(let word): "there is a line `\(word)` already; expected one"
        case .beforeSubmission(let word):
            "a \(word) stands behind `submission`, where it has something to judge"
        case .checkRepeated(let name): "there is a check \"\(name)\" already; expected another name"
        case .noSuchCheck(let name):
            "no check in front of this one is called \"\(name)\"; expected one that is"
        case .hintWithoutCheck: "a hint stands behind the check that it is about"
        case .noClaim: "a check says nothing that could be true; expected `expect` and a claim"
        case .noSuchCommand(let words):
            "no command begins with \"\(words)\" that a submission may have; expected rule, or another one"
        case .commandRefused: "the exercise's own command was refused"
        case .noVariation:
            "expected prefix PREFIX LENGTH, host and the name of a prefix, port LOW HIGH, or one-of and words"
        case .variationRepeated(let name):
            "there is a value {\(name)} already; expected another name"
        case .tooManyVariations(let limit):
            "an exercise has at most \(limit) values, and as many structures"
        case .tooManyChecks(let limit): "an exercise has at most \(limit) checks"
        }
    }
}

extension StudentListProblem: Statement {
    /// What is wrong with a list of students.
    var english: String {
        switch self {
        case .noText: "it is no text; expected a table with commas between its cells"
        case .noColumn: "there is no column `student`; expected one in the first row"
        case .openQuote: "a quote has no end; expected one"
        case .cells(let count, let expected):
            "this row has \(count) \(count == 1 ? "cell" : "cells"); expected \(expected)"
        case .name(""): "a student has no name; expected one"
        case .name(let name): "there is a student \"\(name)\" already; expected each once"
        }
    }
}

extension SubmissionProblem: Statement {
    /// Why a submission is not graded.
    var english: String {
        switch self {
        case .missing: "nothing was handed in"
        case .empty: "there is no command in it"
        case .binary: "it is no text"
        case .tooLarge(let limit): "it is larger than \(limit) bytes"
        case .unreadable(let problem): "it can't be read\(problem.english)"
        case .tooManyLines(let limit): "it has more than \(limit) commands"
        case .notTaken(let command): "this exercise takes no `\(command)`"
        case .tooSlow: "it took longer than a submission may"
        case .tooLong(let limit): "it let more than \(limit) s of virtual time pass"
        case .tooManyPackets(let limit): "it made more than \(limit) packets"
        case .tooManyRules(let limit): "it has more than \(limit) rules"
        }
    }
}
