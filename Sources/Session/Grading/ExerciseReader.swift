import Commands
import Events
import Grammar

/// Reads the text of an exercise, line by line.
struct ExerciseReader {
    private let file: String
    private let isHidden: Bool
    private let language: CommandTable<LabCommand>
    private let table = ExerciseLine.table()
    private var given = Given()
    private(set) var steps: [Exercise.Step] = []
    private(set) var checks: [Exercise.Check] = []

    /// What stands in front of a submission.
    private struct Given {
        var title: String?
        var task: [String] = []
        var setup: [Exercise.Line] = []
        var may: [String]?
    }

    /// Reads the checks that students do not see: behind those of an exercise, whose names they may need.
    private init(_ file: String, isHidden: Bool, _ language: CommandTable<LabCommand>) {
        self.file = file
        self.isHidden = isHidden
        self.language = language
    }

    /// Reads an exercise.
    ///
    /// - Throws: `ExerciseFault` at the first line that makes no sense.
    static func exercise(
        _ bytes: [UInt8], file: String, _ language: CommandTable<LabCommand>
    ) throws(ExerciseFault) -> Exercise {
        var reader = ExerciseReader(file, isHidden: false, language)
        let last = try reader.read(bytes, known: [])
        guard let title = reader.given.title else {
            throw reader.fault(.lineMissing("exercise"), last)
        }
        guard let may = reader.given.may else {
            throw reader.fault(.lineMissing("submission"), last)
        }
        guard !reader.checks.isEmpty else { throw reader.fault(.lineMissing("check"), last) }
        return Exercise(
            title: title, task: reader.given.task, file: file, setup: reader.given.setup, may: may,
            steps: reader.steps, checks: reader.checks)
    }

    /// Reads the checks that students do not see, and adds them to an exercise.
    ///
    /// - Throws: as ``exercise(_:file:_:)``.
    static func adding(
        _ bytes: [UInt8], file: String, to exercise: Exercise, _ language: CommandTable<LabCommand>
    ) throws(ExerciseFault) -> Exercise {
        var reader = ExerciseReader(file, isHidden: true, language)
        reader.given.may = []
        _ = try reader.read(bytes, known: exercise.checks.map(\.name))
        return exercise.adding(reader)
    }

    private mutating func read(
        _ bytes: [UInt8], known: [String]
    ) throws(ExerciseFault) -> Exercise.Line {
        var last = Exercise.Line(text: [], number: 1)
        for (number, text) in TextLines.numbered(bytes) {
            last = Exercise.Line(text: text, number: number)
            try read(last, known: known)
        }
        return last
    }

    private mutating func read(
        _ line: Exercise.Line, known: [String]
    ) throws(ExerciseFault) {
        let words = try located(line) { () throws(UsageFault) in try CommandLine(line.text) }
        guard !words.isEmpty else {
            if given.may == nil, line.text.first == UInt8(ascii: "#") {
                let text = line.text.dropFirst(line.text.dropFirst().first == 0x20 ? 2 : 1)
                given.task.append(String(decoding: text, as: UTF8.self))
            }
            return
        }
        guard table.row(for: words) != nil else {
            _ = try located(line) { () throws(UsageFault) in try parse(line.text) }
            if given.may == nil { given.setup.append(line) } else { steps.append(.command(line)) }
            return
        }
        switch try located(line, { () throws(UsageFault) in try table.parse(words) }) {
        case .title(let text):
            guard given.title == nil, !isHidden else {
                throw fault(.lineRepeated("exercise"), line)
            }
            given.title = String(decoding: text.value, as: UTF8.self)
        case .submission(let words): try begin(words, line)
        case .check(let check): try add(check, words, line, known: known)
        case .hint(let text, let cost):
            guard !checks.isEmpty else {
                throw fault(given.may == nil ? .beforeSubmission("hint") : .hintWithoutCheck, line)
            }
            checks[checks.count - 1].hints.append(
                (String(decoding: text.value, as: UTF8.self), cost))
        }
    }

    /// The place of a submission: only commands that begin with some words, and are none of its own checks.
    private mutating func begin(
        _ words: [Placed<[UInt8]>], _ line: Exercise.Line
    ) throws(ExerciseFault) {
        guard given.may == nil else { throw fault(.lineRepeated("submission"), line) }
        var taken: [String] = []
        for word in words {
            let text = String(decoding: word.value, as: UTF8.self).lowercased()
            guard SubmissionCommands.isKnown(text) else {
                throw fault(.noSuchCommand(text), line, at: word.range)
            }
            taken.append(text)
        }
        given.may = words.isEmpty ? SubmissionCommands.usual : taken
    }

    private mutating func add(
        _ check: ExerciseLine.Check, _ words: CommandLine, _ line: Exercise.Line, known: [String]
    ) throws(ExerciseFault) {
        let name = String(decoding: check.name.value, as: UTF8.self)
        let names = known + checks.map(\.name)
        guard given.may != nil else { throw fault(.beforeSubmission("check"), line) }
        guard !names.contains(name) else {
            throw fault(.checkRepeated(name), line, at: check.name.range)
        }
        guard checks.count < Exercise.checkLimit else {
            throw fault(.tooManyChecks(limit: Exercise.checkLimit), line)
        }
        for need in check.needs {
            let text = String(decoding: need.value, as: UTF8.self)
            guard names.contains(text) else {
                throw fault(.noSuchCheck(text), line, at: need.range)
            }
        }
        let expect: StaticWord = "expect"
        guard
            let place = words.tokens[check.firstToken...].firstIndex(where: {
                words.matches($0, expect)
            })
        else { throw fault(.noClaim, line) }
        let claim = words.tokens[place].range.lowerBound
        try located(line) { () throws(UsageFault) in
            _ = try language.parse(words.dropping(first: place))
            if place > check.firstToken {
                let start = words.tokens[check.firstToken].range.lowerBound
                _ = try parse(Array(line.text[start..<claim]))
            }
        }
        let start = words.tokens[check.firstToken].range.lowerBound
        steps.append(.check(checks.count))
        checks.append(
            Exercise.Check(
                name: name, points: check.points, isHidden: isHidden,
                needs: check.needs.map { String(decoding: $0.value, as: UTF8.self) },
                command: place > check.firstToken ? Array(line.text[start..<claim]) : nil,
                claim: Array(line.text[claim...])))
    }

    /// Reads a command, in front of which the name of a node may stand: which nodes there are is seen when it is run.
    private func parse(_ line: [UInt8]) throws(UsageFault) -> LabCommand {
        let rest = SubjectLine(line, language) { _ in true }.rest
        return try language.parse(try CommandLine(rest))
    }

    private func located<Value>(
        _ line: Exercise.Line, _ body: () throws(UsageFault) -> Value
    ) throws(ExerciseFault) -> Value {
        do {
            return try body()
        } catch {
            throw ExerciseFault(
                file: file, number: line.number, line: line.text, fault: .usage(error))
        }
    }

    private func fault(
        _ problem: ExerciseProblem, _ line: Exercise.Line, at range: Range<Int> = 0..<0
    ) -> ExerciseFault {
        ExerciseFault(
            file: file, number: line.number, line: line.text,
            fault: .command(.exercise(problem), range))
    }
}

/// Which commands submissions may have.
enum SubmissionCommands {
    /// Where an exercise says nothing.
    static let usual = ["rule", "set"]

    /// Whether commands of the lab begin so that a submission may have.
    static func isKnown(_ words: String) -> Bool {
        CommandName.allCases.contains { begins($0.rawValue, with: words) && !isNever($0) }
    }

    /// Whether a command begins with one of some words.
    static func takes(_ name: CommandName, _ may: [String]) -> Bool {
        !isNever(name) && may.contains { begins(name.rawValue, with: $0) }
    }

    private static func begins(_ name: String, with words: String) -> Bool {
        name == words || name.hasPrefix(words + " ")
    }

    /// What reaches files or ports, or would say something of the checks.
    private static func isNever(_ name: CommandName) -> Bool {
        switch name {
        case .netFrom, .ruleLoad, .ruleSave, .ruleDiff, .netDiff, .packetLoad, .tunnelListen,
            .tunnelConnect,
            .tunnelServe,
            .tunnelKeys, .captureSave, .expectDelivered, .expectAllowed, .expectDenied,
            .expectRejected, .expectRefused, .expectReply, .expectNone, .expectSameAs, .expectError,
            .seed, .source, .transcript, .help, .history, .back, .undo, .redo, .rewind, .snapshot,
            .fork, .restore, .quit, .exit:
            true
        default: false
        }
    }
}
