import Commands
package import Events
import Grammar

/// A question that waits for its command.
package struct AskedPrediction {
    let prediction: Prediction
    let claim: ExpectCommand
    let subject: Subject
    /// What came of it as far as people have said something.
    package internal(set) var result: PredictionResult

    /// What can be answered.
    package var choices: [String] { prediction.choices }
}

extension Session {
    /// Asks what the next command will do.
    ///
    /// - Throws: `LabFault` when what is to be so is no claim about a command.
    func ask(
        _ prediction: Prediction, in line: CommandLine, about subject: Subject
    ) throws(LabFault) {
        let rest = line.dropping(first: prediction.claim)
        let range = rest.tokens.first.map(\.range) ?? 0..<0
        let command: LabCommand
        do throws(UsageFault) { command = try lab.table.parse(rest) } catch { throw .usage(error) }
        guard case .expect(let claim) = command, claim.isAboutACommand else {
            throw .command(.notAClaim, range)
        }
        predictions.append(
            AskedPrediction(
                prediction: prediction, claim: claim, subject: subject,
                result: PredictionResult(answer: prediction.answer, text: prediction.right)))
        tell([.lab(.asked(prediction.question, choices: prediction.choices))])
    }

    /// Examines what was asked about a command that has run.
    func answerPredictions(after command: LabCommand) throws(LabFault) {
        switch command {
        case .expect, .lab: return
        case .rule, .set, .flow, .nat, .link, .net, .packet, .tunnel, .policy, .attack, .capture,
            .host:
            break
        }
        let asked = predictions
        predictions = []
        for question in asked {
            let events = try lab.apply(.expect(question.claim), at: question.subject) ?? []
            let isSo = events.allSatisfy { event in
                if case .expectation(.met) = event { true } else { false }
            }
            tell(isSo ? [.lab(.predicted(question.result))] : events)
        }
    }
}

extension ExpectCommand {
    /// Whether it is about how a command ended.
    fileprivate var isAboutACommand: Bool {
        switch self {
        case .delivered, .verdict, .refused, .reply: true
        case .none, .noneReach, .sameAs, .error: false
        }
    }
}
