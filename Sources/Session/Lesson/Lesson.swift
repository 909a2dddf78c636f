import Commands
import Events
import Grammar

/// A lab that is walked through by a person: forward, back, and aside.
///
/// Each step knows where in the session's trail it begins. So whoever tries something else comes back to the lesson
/// as it was, and whoever goes back finds the network of that step.
package final class Lesson {
    /// Where its commands run.
    package let session: Session
    /// What it consists of.
    package let text: LessonText
    /// The step that comes next, from 0; the number of steps at the end.
    package private(set) var position = 0
    /// Where in the trail each step begins that was reached.
    private var places: [Int]

    /// A lesson at its beginning; its commands reach what those of the script may.
    package init(_ script: Script, _ session: Session) {
        self.session = session
        text = LessonText(script)
        session.lab.access.begin(script)
        session.past.begin(session.lab.network)
        places = [session.past.here]
    }

    /// The step that comes next; nil at the end.
    package var step: LessonText.Step? {
        text.steps.indices.contains(position) ? text.steps[position] : nil
    }

    /// Whether a question has been asked that somebody may answer before the next command.
    package private(set) var isAsking = false
    /// What a class has said the first time.
    private var votes: [Int]?

    /// Says what is told in front of the next step, or at the end; a question of the lab is asked.
    ///
    /// - Throws: `SessionFault` when it can't be written down.
    package func tell() throws(SessionFault) {
        tellNarration()
        while step?.isQuestion == true {
            guard case .goOn = try runStep() else { return }
            (isAsking, votes) = (true, nil)
            tellNarration()
        }
        if isAsking { session.tell([.lab(.mayAnswer)]) }
    }

    private func tellNarration() {
        let told = step?.narration ?? text.closing
        session.tell([.lab(.narration(told, isEnd: step == nil))])
    }

    /// Carries out a line: a word of the lesson, the command of the step, or anything else that somebody wants to try.
    ///
    /// - Throws: `SessionFault` when it can't be written down.
    package func take(_ line: String) throws(SessionFault) -> Session.Flow {
        let words = line.split(separator: " ").map(String.init)
        let number = words.count == 2 ? Int(words[1]) : nil
        if isAsking, answers(words, line) { return .goOn }
        isAsking = false
        switch words.first {
        case "next" where words.count == 1, "]" where words.count == 1: return try runStep()
        case "back" where words.count == 1, "[" where words.count == 1:
            return go(to: position - 1, line)
        case "back" where number != nil: return go(to: position - (number ?? 0), line)
        case "skip" where words.count == 1: return skip(line)
        case "goto" where number != nil: return try walk(to: (number ?? 0) - 1, line)
        case "lesson" where words.count == 1:
            session.tell([.lab(.lesson(rows))])
            return .goOn
        case nil: return try runStep()
        default:
            if words == step?.command.split(separator: " ").map(String.init) {
                return try runStep()
            }
            return try session.run(Array(line.utf8))
        }
    }

    /// Takes an answer to the question, a vote, or an empty line; false for anything else.
    private func answers(_ words: [String], _ line: String) -> Bool {
        guard let choices = session.past.predictions.last?.choices, let first = words.first else {
            isAsking = false
            return words.isEmpty
        }
        if words.count == 1, let number = Int(first), 1...choices.count ~= number {
            let text = choices[number - 1]
            session.past.predictions[session.past.predictions.count - 1].result.said = (
                number, text
            )
            session.tell([.lab(.said(number, text))])
            isAsking = false
            return true
        }
        guard first == "vote" else { return false }
        let counts = words.dropFirst().compactMap { UInt16($0).map(Int.init) }
        guard counts.count == choices.count, words.count == counts.count + 1 else {
            _ = refuse(.voteCount(choices.count), line)
            return true
        }
        session.tell([
            .lab(.voted(choices, first: votes ?? counts, second: votes.map { _ in counts }))
        ])
        if let before = votes {
            session.past.predictions[session.past.predictions.count - 1].result.votes = (
                before, counts
            )
            isAsking = false
        }
        votes = counts
        return true
    }

    /// Runs the command of the step, in the network in which the lesson has left it.
    private func runStep() throws(SessionFault) -> Session.Flow {
        guard let step else { return refuse(.noSuchStep(position + 1, of: text.steps.count), "") }
        if session.past.here != places[position] {
            guard restore(places[position], step.command) else { return .refused }
        }
        let flow = try session.run(Array(step.command.utf8))
        advance()
        return flow
    }

    private func skip(_ line: String) -> Session.Flow {
        guard step != nil else { return refuse(.noSuchStep(position + 1, of: position), line) }
        advance()
        return .goOn
    }

    private func advance() {
        position += 1
        places.removeSubrange(position...)
        places.append(session.past.here)
    }

    /// Goes back to a step, or forward by running all before it.
    private func walk(to step: Int, _ line: String) throws(SessionFault) -> Session.Flow {
        guard (0...text.steps.count).contains(step) else {
            return refuse(.noSuchStep(step + 1, of: text.steps.count), line)
        }
        if step <= position { return go(to: step, line) }
        while position < step {
            guard case .goOn = try runStep() else { return .refused }
        }
        return .goOn
    }

    private func go(to step: Int, _ line: String) -> Session.Flow {
        guard places.indices.contains(step) else {
            return refuse(.noSuchStep(step + 1, of: text.steps.count), line)
        }
        if session.past.here != places[step] {
            guard restore(places[step], line) else { return .refused }
        }
        position = step
        session.past.predictions = []
        places.removeSubrange((step + 1)...)
        return .goOn
    }

    /// Puts the network back as it was at a place; false where that can't be, and is said.
    private func restore(_ place: Int, _ line: String) -> Bool {
        do throws(LabFault) {
            let event = try TrailOperations(lab: session.lab).go(
                to: place, at: 0..<0, &session.past)
            session.tell([.lab(event)])
            return true
        } catch {
            session.refuse(error, Array(line.utf8), nil, isLineShown: false)
            return false
        }
    }

    private func refuse(_ fault: CommandFault, _ line: String) -> Session.Flow {
        session.refuse(.command(fault, 0..<0), Array(line.utf8), nil, isLineShown: false)
        return .refused
    }

    private var rows: [LessonRow] {
        text.steps.enumerated().map { number, step in
            LessonRow(number: number + 1, command: step.shown, isNext: number == position)
        }
    }
}
