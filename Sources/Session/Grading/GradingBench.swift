import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network
import Reports
import Timeline
import Transcript

/// The lab in which one submission runs and is judged.
final class GradingBench {
    private let exercise: Exercise
    let lab: Lab
    private let session: Session
    private let output: TextOutput
    private let errors = TextOutput()
    private var hasTimePassed: () -> Bool = { false }
    /// The network as the set-up has left it; nil where it can't be put back.
    private var kept: LabSnapshot?

    /// A lab in which nothing has run yet.
    init(
        _ exercise: Exercise, _ table: CommandTable<LabCommand>, _ language: SpokenLanguage
    ) {
        output = TextOutput(in: language)
        self.exercise = exercise
        lab = Lab(table: table)
        session = Session(lab: lab, output: output, errors: errors)
        lab.access.begin(Script(name: exercise.file, path: exercise.file, bytes: []))
    }

    /// Whether the submission has run for as long as it may.
    var isOver: Bool { hasTimePassed() }

    private func begin(isOver: @escaping () -> Bool) {
        hasTimePassed = isOver
        lab.stop(when: isOver)
        lab.fabric.seed(Grader.seed)
        lab.access.shelf = Shelf()
        session.tally = Session.Tally()
        session.past = SessionPast()
        take()
    }

    /// Puts back what the set-up has left, for another submission; false where that can't be.
    func begin(anewUntil isOver: @escaping () -> Bool) -> Bool {
        guard let kept, lab.network.putBack(kept) != nil else { return false }
        begin(isOver: isOver)
        return true
    }

    /// Runs what the exercise has in front of a submission.
    func prepare(until isOver: @escaping () -> Bool) throws(ExerciseFault) {
        begin(isOver: isOver)
        defer { if exercise.canBeRepeated(lab.table) { kept = lab.network.snapshot } }
        for line in exercise.setup {
            do throws(LabFault) {
                _ = try apply(line.text)
            } catch {
                throw ExerciseFault(
                    file: exercise.file, number: line.number, line: line.text, fault: error)
            }
        }
    }

    // MARK: - The submission

    /// Runs a submission; why it is not graded, if it isn't.
    func run(_ text: SubmissionText) -> Refusal? {
        for line in text.lines {
            do throws(LabFault) {
                try run(line, isStrict: !text.isTranscript)
            } catch {
                if isOver {
                    return Refusal(fault: .command(.submission(.tooSlow), 0..<0), line: line)
                }
                if text.isTranscript, !error.isBound { continue }
                return Refusal(fault: error, line: line)
            }
        }
        return nil
    }

    private func run(_ line: SubmissionText.Line, isStrict: Bool) throws(LabFault) {
        // What is done with an answer that nobody reads is not looked at.
        let subject = lab.subject(of: PipedLine(line.text)?.command ?? line.text)
        let reading = session.read(subject.rest)
        guard case .success(let words) = reading.words else {
            throw .usage(reading.fault)
        }
        guard let row = lab.table.row(for: words) else { throw .usage(reading.fault) }
        let name = CommandName.allCases[row]
        guard SubmissionCommands.takes(name, exercise.may) else {
            // Looking round is no fault in a transcript, and changes nothing that is judged.
            guard isStrict else { return }
            throw .command(.submission(.notTaken(name.rawValue)), words.tokens[0].range)
        }
        _ = try apply(subject.whole(reading.bytes))
        try checkBounds()
    }

    /// Carries out one more command, of which nobody asks whether the exercise takes it; false where it is refused.
    func change(_ line: [UInt8]) -> Bool {
        do {
            return try apply(line) != nil
        } catch {
            return false
        }
    }

    private var gateways: [NodeID] { lab.fabric.topology.gateways }

    private func ruleCount(at node: NodeID) -> Int {
        let gateway = lab.fabric[node]
        return gateway.firewall.count + gateway.own.input.count + gateway.own.output.count
    }

    private func checkBounds() throws(LabFault) {
        let problem: SubmissionProblem? =
            if lab.fabric.loop.now > .start + Grader.timeLimit {
                .tooLong(limit: Grader.secondsLimit)
            } else if lab.fabric.log.lastNumber > Grader.packetLimit {
                .tooManyPackets(limit: Grader.packetLimit)
            } else if gateways.contains(where: { ruleCount(at: $0) > Grader.ruleLimit }) {
                .tooManyRules(limit: Grader.ruleLimit)
            } else {
                nil
            }
        if let problem { throw .command(.submission(problem), 0..<0) }
    }

    private func apply(_ line: [UInt8]) throws(LabFault) -> [LabEvent]? {
        let subject = lab.subject(of: line)
        let reading = session.read(subject.rest)
        switch reading.command {
        case .success(let command): return try lab.apply(command, at: subject.subject)
        case .failure(let fault): throw .usage(fault)
        case nil: return nil
        }
    }

    // MARK: - The checks

    /// Does what the exercise has behind a submission, in order.
    func judge() -> [CheckResult] {
        var outcomes: [CheckResult.Outcome] = []
        for step in exercise.steps where !isOver {
            switch step {
            case .command(let line): _ = try? apply(line.text)
            case .check(let number):
                let check = exercise.checks[number]
                let passed = Set(
                    zip(exercise.checks, outcomes).filter { $0.1 == .passed }.map(\.0.name))
                if let need = check.needs.first(where: { !passed.contains($0) }) {
                    outcomes.append(.skipped(needs: need))
                } else {
                    outcomes.append(judge(check))
                }
            }
        }
        return zip(exercise.checks, outcomes).map {
            CheckResult(name: $0.name, points: $0.points, isHidden: $0.isHidden, outcome: $1)
        }
    }

    private func judge(_ check: Exercise.Check) -> CheckResult.Outcome {
        defer { forget() }
        do throws(SessionFault) {
            if let command = check.command, case .refused = try session.run(command) {
                return .failed(said: said(), show: nil)
            }
            _ = output.writer.page.take()
            let failures = session.tally.failed
            let flow = try session.run(check.claim)
            if case .goOn = flow, session.tally.failed == failures { return .passed }
            return .failed(said: said(), show: session.tally.lastFailure.flatMap(\.command))
        } catch {
            return .failed(said: [], show: nil)
        }
    }

    /// What the last command said, without the command.
    private func said() -> [String] {
        String(decoding: output.writer.page.take(), as: UTF8.self).split(separator: "\n")
            .map(String.init).filter {
                !$0.hasPrefix(TranscriptWriter.prompt) && !$0.hasSuffix("^")
            }
    }

    private func take() {
        _ = output.writer.page.take()
        _ = errors.writer.page.take()
    }

    /// No check is judged by what another one has left behind.
    private func forget() {
        take()
        session.tally.lastFailure = nil
        let now = lab.fabric.loop.now
        for gateway in gateways { _ = lab.fabric[gateway].clearFlows(at: now) }
    }
}

extension Exercise {
    /// Whether nothing of what its commands and those of submissions do outlives the network that is put back: keys, sequence
    /// numbers and what was captured do.
    fileprivate func canBeRepeated(_ table: CommandTable<LabCommand>) -> Bool {
        let lines =
            setup.map(\.text) + checks.compactMap(\.command)
            + steps.compactMap { step in
                guard case .command(let line) = step else { return nil }
                return line.text
            }
        let names = lines.map { SubjectLine($0, table) { _ in true }.rest }
            .map { (try? CommandLine($0)).flatMap { table.row(for: $0) } }
            .map { $0.map { CommandName.allCases[$0].rawValue } ?? "" }
        return (names + may).allSatisfy { name in
            !["tunnel", "attack", "capture"].contains { name.hasPrefix($0) }
        }
    }
}

extension LineReading {
    /// Why a line that is no command is none.
    fileprivate var fault: UsageFault {
        if case .failure(let fault) = words { return fault }
        if case .failure(let fault)? = command { return fault }
        return UsageFault(0..<0, .expected([]))
    }
}

extension LabFault {
    /// Whether a bound was met, which ends a transcript, too.
    fileprivate var isBound: Bool {
        guard case .command(.submission(let problem), _) = self else { return false }
        if case .notTaken = problem { return false }
        return true
    }
}

extension Outcome {
    /// A command that shows it.
    fileprivate var command: String? {
        switch self {
        case .search(let answer): answer.witness.map { Self.test($0.packet) }
        case .reach(let answer):
            answer.witness.map {
                "\($0.sender) packet send \(String(decoding: $0.packet, as: UTF8.self))"
            }
        case .difference(let comparison):
            comparison.groups.first.map { Self.test($0.witness.packet) }
        case .packet, .departed, .test, .message, .attack, .accepted: nil
        }
    }

    private static func test(_ packet: [UInt8]) -> String {
        "packet test \(String(decoding: packet, as: UTF8.self))"
    }
}
