import Commands
import Events
import Fabric

/// A question that waits for its command.
struct AskedPrediction {
    let prediction: Prediction
    let subject: Subject
    /// What came of it as far as people have said something.
    var result: PredictionResult

    /// What can be answered.
    var choices: [String] { prediction.choices }
}

extension Session {
    /// Asks what the next command will do.
    func ask(_ prediction: Prediction, about subject: Subject) {
        past.predictions.append(
            AskedPrediction(
                prediction: prediction, subject: subject,
                result: PredictionResult(answer: prediction.answer, text: prediction.right)))
        tell([.lab(.asked(prediction.question, choices: prediction.choices))])
    }

    /// Examines what was asked about a command that has run.
    func answerPredictions(after command: LabCommand) throws(LabFault) {
        switch command {
        case .expect, .lab, .step(.watch), .step(.zoom): return
        // What is asked about a packet that is held is answered when its way has ended.
        case .step where lab.fabric.isBusy: return
        case .step, .rule, .set, .flow, .nat, .link, .net, .packet, .tunnel, .policy, .attack,
            .capture,
            .host:
            break
        }
        let asked = past.predictions
        past.predictions = []
        for question in asked {
            let events =
                try lab.apply(.expect(question.prediction.claim), at: question.subject) ?? []
            let isSo = events.allSatisfy { event in
                if case .expectation(.met) = event { true } else { false }
            }
            tell(isSo ? [.lab(.predicted(question.result))] : events)
        }
    }
}
