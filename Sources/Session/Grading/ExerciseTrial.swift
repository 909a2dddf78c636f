import Commands
package import Events
import Fabric
import Firewall
import Grammar
import Network
import Reports
import Timeline
import Wire

/// Tries an exercise out: its right answer, small changes of it, and the wrong answers that come with it.
package struct ExerciseTrial {
    /// An answer that comes with an exercise.
    package struct Answer: Sendable {
        /// The file.
        package let name: String
        /// What is in it.
        package let bytes: [UInt8]

        /// An answer.
        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    private let grader: Grader
    private let desk: GradingDesk
    private let solution: Answer
    private let stop: () -> Bool

    /// A trial with the right answer.
    package init(_ grader: Grader, solution: Answer, stop: @escaping () -> Bool) {
        self.grader = grader
        self.solution = solution
        self.stop = stop
        desk = GradingDesk(grader)
    }

    /// The changes of the right answer, and what became of each; none where it is not graded.
    ///
    /// - Throws: `ExerciseFault` when the exercise's own commands are refused.
    package func mutations() throws(ExerciseFault) -> [Mutation] {
        guard let text = try? SubmissionText(solution.bytes) else { return [] }
        let bench = try desk.preparedBench(stop)
        let gateways = bench.lab.fabric.topology.gateways
        let untouched = gateways.map { node in
            RuleChain.allCases.map { bench.lab.fabric[node][$0].revision }
        }
        guard bench.run(text) == nil else { return [] }
        let right = Decisions(bench.lab.network)
        var changes: [Change] = []
        for (node, revisions) in zip(gateways, untouched) {
            let gateway = bench.lab.fabric[node]
            for (list, revision) in zip(RuleChain.allCases, revisions) {
                let set = gateway[list]
                guard set.revision != revision || set.count > 0 else { continue }
                let name = gateway.name.isUsual ? nil : gateway.name.text
                changes += Change.all(
                    of: set, Decisions.subject(name, list), lines(of: text, on: bench))
            }
        }
        for line in text.lines where !Self.isRule(line.text, bench) {
            changes += Change.all(of: line)
        }
        var mutations: [Mutation] = []
        for change in changes where !stop() {
            mutations.append(try mutation(change, text, right))
        }
        return mutations
    }

    /// Which line of the right answer says each rule, by the rule's text.
    private func lines(of text: SubmissionText, on bench: GradingBench) -> RuleLines {
        var lines = RuleLines(last: text.lines.last?.number ?? 1)
        for line in text.lines {
            let rest = bench.lab.subject(of: line.text).rest
            guard let words = try? CommandLine(rest),
                let command = try? bench.lab.table.parse(words)
            else { continue }
            switch command {
            case .rule(.add(let rule, _, _)), .rule(.replace(_, let rule, _)):
                lines.numbers[rule.text] = line.number
            default: break
            }
        }
        return lines
    }

    private static func isRule(_ line: [UInt8], _ bench: GradingBench) -> Bool {
        bench.lab.subject(of: line).rest.drop { $0 == 0x20 }.starts(with: "rule".utf8)
    }

    private func mutation(
        _ change: Change, _ text: SubmissionText, _ right: Decisions
    ) throws(ExerciseFault) -> Mutation {
        let bench = try desk.preparedBench(stop)
        let fate: Mutation.Fate
        if bench.run(text.changed(by: change)) != nil || !change.isMade(on: bench) {
            fate = .refused
        } else {
            let budget = Budget()
            budget.look = { [stop] in stop() ? .interrupted : nil }
            var difference = Decisions(bench.lab.network)
                .difference(from: right, orders: grader.exercise.orders, budget)
            if case nil = difference, change.place != .behind, !grader.exercise.isProvable {
                // What such a line has changed may be something that no proof is about.
                difference = .unknown
            }
            if let difference {
                let failed = bench.judge().filter { $0.outcome != .passed }.map(\.name)
                fate = failed.isEmpty ? .survived(difference) : .noticed(failed)
            } else {
                fate = .same
            }
        }
        return Mutation(
            change.kind, String(decoding: change.text, as: UTF8.self), line: change.line, fate)
    }

    // MARK: - What should be mended

    /// What should be mended, beside changes that nobody notices.
    ///
    /// - Throws: `ExerciseFault` when the exercise's own commands are refused.
    package func findings(
        _ mutations: [Mutation], wrong: [Answer]
    ) throws(ExerciseFault) -> [ExerciseFinding] {
        let exercise = grader.exercise
        var findings: [ExerciseFinding] = []
        let right = try desk.grade(solution.bytes, name: solution.name, isOver: stop)
        if let problem = right.problem { findings.append(.solutionRefused(problem)) }
        findings += right.checks.filter { right.isGraded && $0.outcome != .passed }
            .map { .solutionFails($0.name) }
        if try desk.preparedBench(stop).judge().allSatisfy({ $0.outcome == .passed }) {
            findings.append(.solvedAsGiven)
        }
        findings += exercise.checks.filter { !$0.isHidden && $0.hints.isEmpty }.map {
            .noHint($0.name)
        }
        findings += told(exercise)
        var failing: Set<String> = []
        for mutation in mutations {
            if case .noticed(let names) = mutation.fate { failing.formUnion(names) }
            if case .survived = mutation.fate { findings.append(.survives(mutation.text)) }
        }
        if wrong.isEmpty { findings.append(.noWrongAnswers) }
        for answer in wrong {
            let result = try desk.grade(answer.bytes, name: answer.name, isOver: stop)
            if let problem = result.problem {
                findings.append(.wrongRefused(answer.name, problem))
            } else if result.earned == result.points {
                findings.append(.wrongPasses(answer.name))
            }
            if result.isGraded {
                failing.formUnion(result.checks.filter { $0.outcome != .passed }.map(\.name))
            }
        }
        findings += exercise.checks.filter { !failing.contains($0.name) }.map {
            .neverFails($0.name)
        }
        return findings
    }

    /// Hints, and a task, that say what the right answer says.
    private func told(_ exercise: Exercise) -> [ExerciseFinding] {
        guard let text = try? SubmissionText(solution.bytes) else { return [] }
        let answers = text.lines.compactMap { Self.core(of: $0.text) }
        var texts: [(check: String?, text: String)] = [(nil, exercise.task.joined(separator: " "))]
        for check in exercise.checks { texts += check.hints.map { (check.name, $0.text) } }
        return texts.compactMap { text in
            answers.first { text.text.lowercased().contains($0) }
                .map { .tellsAnswer(hintOf: text.check, $0) }
        }
    }

    /// What a line is about: without its first two words and what a rule does; nil where that is next to nothing.
    private static func core(of line: [UInt8]) -> String? {
        var words = String(decoding: line, as: UTF8.self).lowercased().split(separator: " ")
        words.removeFirst(min(2, words.count))
        if let first = words.first, Action(rawValue: String(first)) != nil { words.removeFirst() }
        return words.count < 3 ? nil : words.joined(separator: " ")
    }
}

/// Which line of an answer says a rule.
private struct RuleLines {
    var numbers: [String: Int] = [:]
    let last: Int

    func number(of rule: Rule) -> Int { numbers[rule.text] ?? last }
}

/// A change of a right answer, before it is tried.
private struct Change {
    let kind: Mutation.Kind
    /// The command that makes it, behind the answer; or what stands in the place of a line; or the line that is left out.
    let text: [UInt8]
    let line: Int
    var place = Place.behind

    /// Where a change is made.
    enum Place {
        case behind, instead, without
    }

    /// Makes it behind the answer, where it has its place there; false where the lab does not take it.
    func isMade(on bench: GradingBench) -> Bool { place != .behind || bench.change(text) }

    /// What can be changed of a line that is no rule: it is left out; a prefix is longer or shorter; source and destination change
    /// places.
    static func all(of line: SubmissionText.Line) -> [Change] {
        var changes = [
            Change(kind: .drop, text: line.text, line: line.number, place: .without)
        ]
        let words = String(decoding: line.text, as: UTF8.self).split(separator: " ").map(
            String.init)
        func add(_ kind: Mutation.Kind, _ words: [String]) {
            let text = Array(words.joined(separator: " ").utf8)
            changes.append(Change(kind: kind, text: text, line: line.number, place: .instead))
        }
        for (place, word) in words.enumerated() where word.contains("/") {
            let bytes = Array(word.utf8)
            guard let prefix = try? Prefix.parse(bytes.span) else { continue }
            for (kind, other) in prefix.neighbours {
                var changed = words
                changed[place] = other.description
                add(kind, changed)
            }
        }
        if words.contains("from"), words.contains("to") {
            let turned = ["from": "to", "to": "from"]
            add(.otherDirection, words.map { turned[$0] ?? $0 })
        }
        return changes
    }

    /// What can be changed of a list, whose name stands in front of commands about it, each once.
    static func all(of set: RuleSet, _ subject: String?, _ lines: RuleLines) -> [Change] {
        let front = subject.map { "\($0) " } ?? ""
        var changes: [Change] = []
        func add(_ kind: Mutation.Kind, _ text: String, _ line: Int) {
            changes.append(Change(kind: kind, text: Array((front + text).utf8), line: line))
        }
        for (place, entry) in set.entries.enumerated() where entry.isEnabled {
            let (number, line) = (place + 1, lines.number(of: entry.rule))
            add(.drop, "rule delete \(number)", line)
            if number < set.count { add(.swap, "rule move \(number)" + " to \(number + 1)", line) }
            var seen: Set<Rule> = [entry.rule]
            for other in RuleMutations(of: entry.rule).all where seen.insert(other.rule).inserted {
                add(other.kind, "rule replace \(number) \(other.rule.text)", line)
            }
        }
        let turned: Action = set.settings.defaultAction == .allow ? .deny : .allow
        add(.defaultTurned, "rule default \(turned.rawValue)", lines.last)
        return changes
    }
}

extension SubmissionText {
    /// The same with a change that is not made behind it.
    fileprivate func changed(by change: Change) -> SubmissionText {
        switch change.place {
        case .behind: return self
        case .without:
            return SubmissionText(
                lines.filter { $0.number != change.line }, isTranscript: isTranscript)
        case .instead:
            return SubmissionText(
                lines.map {
                    $0.number == change.line
                        ? Line(text: change.text, number: $0.number, column: $0.column) : $0
                }, isTranscript: isTranscript)
        }
    }
}
