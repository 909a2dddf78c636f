/// What is said to somebody who works at an exercise.
enum PracticePhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case opened = "{name}: {total|point|points} in {count|check|checks}"
    case words =
        "type `task`, `hint`, `check`, `submit FILE`, `list`, `open NAME` or `quit`, and the lab's own commands"
    case resumed = "{count|command|commands} of an earlier time {count?was|were} run again"
    case failing = "<bad:not yet>: {name} ({number|point|points})"
    case tryIt = "try it: {text}"
    case earned = "{found} of {total|point|points} so far"
    case passing = "<good:done>: {found} of {total|point|points}"
    case passingWithHints =
        "<good:done>: {found} of {total|point|points}, of which hints have cost {number}"
    case notGraded = "<bad:not graded>: {problem}"
    case hint = "{name}: {text}"
    case hintCosts = "this hint costs {number|point|points}"
    case noHint = "{name}: there is no other hint"
    case nothingToHint = "every check passes: there is nothing to hint at"
    case notEarned = "first every check has to pass"
    case noSolution = "this exercise has no right answer beside it"
    case submitted = "{count|command|commands} written to {file}"
    case notReplaced =
        "<bad:error:> {file} has something else in it, which would be lost; expected a new file, or one that `submit` has written"
    case done = "<good:done>"
    case open = "open"
    case current = "here"
    case noSuchExercise = "<bad:error:> there is no exercise {name}; expected {members}"
    case noOther = "<bad:error:> there is no exercise behind this one"
    case watching =
        "{file} is checked whenever it is saved; keys: h hint, l list, n next, q quit"
    case unread = "{file} is not there yet"
}
