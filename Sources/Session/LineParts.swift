import Commands
import EventLoop
import Events
import Grammar
import Timeline

/// A line in its parts: whose command it is, the command, and what is done with its answer.
struct LineParts {
    /// The names in front.
    let subject: SubjectLine
    /// The command.
    let reading: LineReading<LabCommand>
    /// What stands behind it from the first bar on, in its one form; empty without one.
    let rest: [UInt8]
    /// What that is; nil without a bar.
    let pipe: Result<AnswerPipe?, UsageFault>
    /// What stands before the `?` at the line's end, where somebody asks what could stand there.
    let asked: [UInt8]?

    /// The line in its one form.
    var whole: [UInt8] { subject.whole(reading.bytes) + rest }
}

extension LineParts {
    /// Reads a line; only what is typed may be shortened, and is asked about before it runs.
    init(_ line: [UInt8], isTyped: Bool, in session: Session) {
        let lab = session.lab
        let piped = PipedLine(line)
        let subject = lab.subject(of: piped?.command ?? line)
        let reading =
            isTyped ? session.reading(of: subject.rest) : session.read(subject.rest)
        guard let piped else {
            self.init(
                subject: subject, reading: reading, rest: [], pipe: .success(nil),
                asked: lab.table.question(in: reading).map(subject.whole))
            return
        }
        var (rest, asked): ([UInt8], [UInt8]?) = ([], nil)
        var filters: [Placed<AnswerFilter>] = []
        var fault: UsageFault?
        for filter in piped.filters {
            let read = isTyped ? session.typedReading(of: filter) : session.read(filter)
            // Where it stands in the line as it is shown, in which words before it may be longer.
            let bar = filter.prefix { $0 == 0x20 }.count
            let place = reading.bytes.count + rest.count
            asked = lab.table.question(in: read)
            switch read.command {
            case .success(.lab(.pipe(let command)))?:
                filters.append(Placed(command, at: place..<place + 1))
            case .failure(let found)?:
                fault = fault ?? Self.advised(found, piped.command).moved(by: place - bar)
            case .success?, nil: break
            }
            rest += read.bytes.drop { $0 == 0x20 }
        }
        let pipe = Result { () throws(UsageFault) in
            if let fault { throw fault }
            return try AnswerPipe?.some(AnswerPipe(filters))
        }
        self.init(subject: subject, reading: reading, rest: rest, pipe: pipe, asked: asked)
    }

    /// The fault of a filter, whose better line has the command in front, too.
    private static func advised(_ fault: UsageFault, _ command: [UInt8]) -> UsageFault {
        guard let advice = fault.advice, let line = advice.line else { return fault }
        var fault = fault
        fault.advice = Grammar.Advice(
            remark: advice.remark, line: command + line, usage: advice.usage)
        return fault
    }
}
