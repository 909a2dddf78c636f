import Events

/// How good the checks of an exercise are.
enum ExercisePhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case changes =
        "{name}: {count|change|changes} of the right answer: {found} noticed, {members} decide the same, {limit} not taken, {total} not noticed"
    case survived = "<bad:not noticed>: {what}, line {line}: {text}"
    case tryChanged =
        "try it: {node}packet test {packet}: {first} {decider} in the right answer, {last} {rule} in the changed one"
    case elsewhere = "it is no rule that is otherwise: routes, policies or links"
    case notProven = "whether it decides otherwise is not known"
    case noticed = "fails"
    case check = "check, and for how many changes it fails"
    case finding = "- {text}"
    case findings = "{name}: {count|thing|things} to mend"
    case nothingFound = "{name}: nothing to mend; {count|change|changes} of the right answer tried"
}

extension Mutation.Fate: Statement {
    /// What became of a change, in one line.
    var english: String {
        switch self {
        case .noticed(let names): "noticed by: \(names.joined(separator: ", "))"
        case .same: "decides the same about every packet (proven)"
        case .refused: "the lab takes no such change"
        case .survived(.packet(let packet, _, _, _)):
            "packet test \(String(decoding: packet, as: UTF8.self))"
        case .survived(.elsewhere), .survived(.nowhere): "something that is no rule is otherwise"
        case .survived(.unknown): "whether it decides otherwise is not known"
        }
    }
}

extension ExerciseFinding: Statement {
    /// What should be mended.
    var english: String {
        switch self {
        case .noSolution(let file): "there is no right answer; expected \(file)"
        case .solutionRefused(let problem): "the right answer is not graded: \(problem)"
        case .solutionFails(let check): "the right answer does not pass \"\(check)\""
        case .solvedAsGiven: "all checks pass before anybody has done anything"
        case .noHint(let check): "\"\(check)\" has no hint"
        case .neverFails(let check):
            "\"\(check)\" never fails: for no change of the right answer, and for no wrong answer"
        case .tellsAnswer(nil, let text): "the task says what the right answer says: \(text)"
        case .tellsAnswer(let check?, let text):
            "a hint of \"\(check)\" says what the right answer says: \(text)"
        case .wrongPasses(let file): "\(file) is a wrong answer, and passes all checks"
        case .wrongRefused(let file, let problem): "\(file) is not graded: \(problem)"
        case .noWrongAnswers: "there are no wrong answers; expected files in a folder `wrong`"
        case .survives(let text): "no check notices this change of the right answer: \(text)"
        }
    }
}
