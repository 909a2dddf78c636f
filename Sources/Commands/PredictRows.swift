import Firewall
import Grammar
import Wire

/// A question about what the next command will do, for people who are to say it first.
package struct Prediction: Sendable {
    /// The question.
    package let question: String
    /// What can be answered: 2 to 9 texts.
    package let choices: [String]
    /// Which of them is right, from 1.
    package let answer: Int
    /// What holds then of how the command ends.
    package let claim: ExpectCommand

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
                claim)),
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

    /// The claims of `expect` that are about how a command ends.
    private static let claim: Pattern<ExpectCommand> = .clause(
        "expect", .predictExpect,
        .choice([
            Pattern.keyword("delivered", .predictDelivered, as: ExpectCommand.delivered)
                .map(\.value),
            verdict("allowed", .predictAllowed, .allow), verdict("denied", .predictDenied, .deny),
            verdict("rejected", .predictRejected, .reject),
            Pattern.clause("refused", .predictRefused, .optional(ExpectRows.because)).map {
                .refused($0?.value)
            },
            Pattern.clause("reply", .predictReply, Arguments.data).map { .reply($0.value) },
        ]))

    private static func verdict(
        _ word: StaticWord, _ use: WordUse, _ action: Action
    ) -> Pattern<ExpectCommand> {
        Pattern.clause(word, use, .optional(ExpectRows.decider)).map { .verdict(action, by: $0) }
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
