import Grammar

/// A question about what the next command will do, for people who are to say it first.
package struct Prediction: Sendable {
    /// The question.
    package let question: String
    /// What can be answered: 2 to 9 texts.
    package let choices: [String]
    /// Which of them is right, from 1.
    package let answer: Int
    /// The token with which the claim begins that holds when it is: a command that begins with `expect`.
    package let claim: Int

    /// The text of the right answer.
    package var right: String { choices[answer - 1] }
}

/// The row of `predict`.
enum PredictRows {
    static let predict = CommandRow(
        checking: .predict,
        .sequence(
            .argument(Arguments.question),
            .clause("choices", .predictChoices, Arguments.choices),
            .sequence(
                .clause("answer", .predictAnswer, Arguments.choice),
                .rest(ArgumentKind("CLAIM", .claim)))),
        examples: [
            "predict \"Which rule decides?\" choices \"rule 1 / rule 2 / none\" answer 1 expect allowed by rule 1"
        ]
    ) { (words, _) throws(UsageFault) in
        let (question, choices, (answer, claim)) = words
        guard answer.value <= choices.value.count else {
            throw answer.conflict(ValueFault.noSuchChoice.complaint)
        }
        return .lab(
            .predict(
                Prediction(
                    question: question.value, choices: choices.value, answer: answer.value,
                    claim: claim)))
    }

    /// Reads what can be answered: texts with ` / ` between them.
    static func readChoices(_ text: Span<UInt8>) throws(ValueFault) -> [String] {
        let whole = try HostSyntax.readText(text)
        var choices: [String] = []
        var choice = ""
        for word in whole.split(separator: " ") {
            if word == "/" {
                choices.append(choice)
                choice = ""
            } else {
                choice += choice.isEmpty ? String(word) : " " + word
            }
        }
        choices.append(choice)
        guard 2...Self.mostChoices ~= choices.count, !choices.contains("") else {
            throw .notChoices
        }
        return choices
    }

    /// As many as there are keys for.
    static let mostChoices = 9
}
