import Commands
import EventLoop
package import Events
import Fabric
import Grammar
import Reports
import Timeline
import Transcript

/// Somebody's work at an exercise: a lab in which its set-up has run, and what was typed there since.
package final class Practice {
    /// The exercise.
    package let exercise: Exercise
    /// The session in which commands of the lab run.
    package let session: Session
    /// The commands that the exercise takes, as far as they were accepted, in canonical form.
    package private(set) var commands: [[UInt8]] = []
    /// Whether every check has passed.
    package private(set) var isDone = false
    private let desk: GradingDesk
    /// The commands at each place of the trail, so that whoever goes back has those of there.
    private var commandsThere: [Int: [[UInt8]]] = [:]
    /// How many hints were given about each check.
    private var given: [String: Int] = [:]

    /// Begins an exercise.
    ///
    /// - Throws: `ExerciseFault` when the exercise's own commands are refused.
    package init(
        _ exercise: Exercise, _ session: Session
    ) throws(ExerciseFault) {
        self.exercise = exercise
        self.session = session
        desk = GradingDesk(Grader(exercise, session.lab.table, in: session.language))
        session.lab.fabric.seed(Grader.seed)
        for line in exercise.setup {
            do throws(LabFault) {
                try apply(line.text)
            } catch {
                throw ExerciseFault(
                    file: exercise.file, number: line.number, line: line.text, fault: error)
            }
        }
    }

    private func apply(_ line: [UInt8]) throws(LabFault) {
        let subject = session.lab.subject(of: line)
        switch session.read(subject.rest).command {
        case .success(let command): _ = try session.lab.apply(command, at: subject.subject)
        case .failure(let fault): throw .usage(fault)
        case nil: break
        }
    }

    // MARK: - What was kept

    /// What is to be remembered of the work so far that is not remembered yet.
    package var news: [PracticeNote] = []

    /// Takes up what was kept: runs the commands again, and says nothing; how many they were.
    package func resume(_ notes: [PracticeNote]) -> Int {
        var lines: [[UInt8]] = []
        for note in notes {
            switch note {
            case .command(let line): lines.append(line)
            case .anew: lines = []
            case .hint(let check): given[check, default: 0] += 1
            case .done: isDone = true
            }
        }
        for line in lines where takes(line) && (try? apply(line)) != nil { commands.append(line) }
        return commands.count
    }

    // MARK: - Lines

    /// Runs a command of the lab, and keeps it if it is one that the exercise takes.
    package func run(_ line: [UInt8]) throws(SessionFault) -> Session.Flow {
        let parts = LineParts(line, isTyped: false, in: session)
        // What is done with the answer is not kept.
        let whole = parts.subject.whole(parts.reading.bytes)
        if session.past.trail == nil { commandsThere = [0: commands] }
        let flow = try session.run(line)
        let place = session.past.trail?.current ?? 0
        if SessionPast.goesBack(line: line) {
            let there = commandsThere[place] ?? commands
            if there != commands { news += [.anew] + there.map(PracticeNote.command) }
            commands = there
            return flow
        }
        if case .goOn = flow, parts.asked == nil, takes(whole) {
            commands.append(whole)
            if session.memory(of: line) != .secret { news.append(.command(whole)) }
        }
        commandsThere[place] = commands
        return flow
    }

    /// Whether the exercise takes a command.
    private func takes(_ line: [UInt8]) -> Bool {
        let rest = session.lab.subject(of: line).rest
        guard let words = try? CommandLine(rest), let row = session.lab.table.row(for: words) else {
            return false
        }
        return SubmissionCommands.takes(CommandName.allCases[row], exercise.may)
    }

    // MARK: - Checks and hints

    /// The first check that does not pass, or that there is none.
    ///
    /// - Throws: as ``init(_:_:)``.
    package func check(
        _ bytes: [UInt8]? = nil, isOver: @escaping () -> Bool
    ) throws(ExerciseFault) -> PracticeEvent {
        let result = try result(bytes, isOver)
        if let problem = result.problem { return .notGraded(text(problem, result.place)) }
        guard let check = result.checks.first(where: { $0.outcome != .passed }) else {
            if !isDone { news.append(.done) }
            isDone = true
            return .passing(earned: max(0, result.earned - cost), of: result.points, cost: cost)
        }
        var (lines, command): ([String], String?) = ([], nil)
        if case .failed(let said, let show) = check.outcome { (lines, command) = (said, show) }
        return .failing(
            name: check.name, points: check.points, said: lines, show: command,
            earned: result.earned, of: result.points)
    }

    /// The next hint about the first check that does not pass.
    ///
    /// - Throws: as ``init(_:_:)``.
    package func hint(
        _ bytes: [UInt8]? = nil, isOver: @escaping () -> Bool
    ) throws(ExerciseFault) -> PracticeEvent {
        let result = try result(bytes, isOver)
        let failing =
            result.isGraded ? result.checks.first { $0.outcome != .passed } : result.checks.first
        guard let name = failing?.name,
            let check = exercise.checks.first(where: { $0.name == name })
        else { return .noHint(check: "") }
        let count = given[name, default: 0]
        guard count < check.hints.count else { return .noHint(check: name) }
        given[name] = count + 1
        news.append(.hint(name))
        let hint = check.hints[count]
        return .hint(check: name, text: hint.text, cost: hint.cost)
    }

    private func result(
        _ bytes: [UInt8]?, _ isOver: @escaping () -> Bool
    ) throws(ExerciseFault) -> SubmissionResult {
        if bytes == nil, commands.isEmpty { return try desk.gradeNothing(isOver: isOver) }
        return try desk.grade(
            bytes ?? Array(commands.joined(separator: [0x0A])), name: "", isOver: isOver)
    }

    private func text(_ problem: String, _ place: SubmissionResult.Place?) -> String {
        place.map {
            TranscriptWriter.placed(
                problem, line: $0.line, column: $0.column, in: session.language)
        } ?? problem
    }

    /// What the hints that were given have cost.
    private var cost: Int {
        exercise.checks.reduce(0) { sum, check in
            sum + check.hints.prefix(given[check.name, default: 0]).reduce(0) { $0 + $1.cost }
        }
    }
}

/// What is kept of somebody's work at an exercise: a line of a text each.
package enum PracticeNote: Equatable, Sendable {
    /// A command that was accepted.
    case command([UInt8])
    /// Somebody went back: the commands before this count no longer, and those that do follow.
    case anew
    /// A hint about a check was given.
    case hint(String)
    /// Every check has passed.
    case done

    /// The line, without its end.
    package var line: [UInt8] {
        switch self {
        case .command(let line): line
        case .anew: Array("#anew".utf8)
        case .hint(let check): Array("#hint \(check)".utf8)
        case .done: Array("#done".utf8)
        }
    }

    /// What the lines of a text say; those that make no sense are left out.
    package static func all(in bytes: [UInt8]) -> [PracticeNote] {
        bytes.split(separator: 0x0A).compactMap { line in
            guard let text = String(validating: line, as: UTF8.self) else { return nil }
            if text == "#done" { return .done }
            if text == "#anew" { return .anew }
            if text.hasPrefix("#hint ") { return .hint(String(text.dropFirst(6))) }
            return text.hasPrefix("#") ? nil : .command(Array(line))
        }
    }
}
