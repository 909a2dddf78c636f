import Commands
import Dialects
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Wire

/// Why a command is refused.
enum FaultPhrase: Int, Phrase {
    static let texts = PhraseTexts(of: Self.self)

    case error, errorInColumn
    case noPacketYet, noSuchPacket, forgottenPacket, tooManyBoxes, noSuchTopic
    case noSuchGateway, linkWithoutEnd, sourceCycle, sourceTooDeep, ended, captureRunning,
        noCaptureRunning,
        noCapture, transcriptRunning, noTranscript
    case notARule, unknownFormat, unwritable, unwritableList
    case outputFailed
}

/// Says why a line was refused, and where.
struct FaultWriter: Writer {
    private typealias Say = FaultPhrase
    var page: Page

    /// A caret below the line's place, then `error: column N: ...`; without an indent there is no line above
    /// and no caret.
    mutating func write(_ fault: LabFault, in line: [UInt8], indent: Int?) {
        let column = CommandLine.column(ofByte: fault.range.lowerBound, in: line)
        if let indent, column + indent <= Self.caretLimit, Self.isPlain(line) {
            writeCaret(fault, line, indent)
        }
        page.say(Say.errorInColumn, (.column, column))
        page.put(" ")
        write(fault, in: line)
        page.endLine()
    }

    /// The same for a script, behind `FILE:LINE:COLUMN:` and with the line repeated.
    mutating func write(_ fault: LabFault, in line: [UInt8], file: String, lineNumber: Int) {
        let column = CommandLine.column(ofByte: fault.range.lowerBound, in: line)
        page.put("\(file):\(lineNumber):\(column): ")
        page.say(Say.error)
        page.put(" ")
        write(fault, in: line)
        page.endLine()
        guard column <= Self.caretLimit, Self.isPlain(line) else { return }
        page.fill(2)
        page.put(raw: line.prefix(Self.caretLimit))
        page.endLine()
        writeCaret(fault, line, 2)
    }

    /// Columns from which no caret is drawn: it would stand in another row of most terminals.
    private static let caretLimit = 120

    /// Whether each byte of the line is one column wide, so that a caret can be placed.
    private static func isPlain(_ line: [UInt8]) -> Bool {
        line.allSatisfy { (0x20..<0x7F).contains($0) }
    }

    private mutating func writeCaret(_ fault: LabFault, _ line: [UInt8], _ indent: Int) {
        page.fill(indent + fault.range.lowerBound)
        let length = max(1, min(fault.range.upperBound, line.count) - fault.range.lowerBound)
        page.put("^" + String(repeating: "~", count: length - 1), .bad)
        page.endLine()
    }

    private mutating func write(_ fault: LabFault, in line: [UInt8]) {
        switch fault {
        case .usage(let fault): UsageText(fault, in: line).write(on: &page)
        case .command(let fault, _): write(fault)
        }
    }

    /// Why a well-written command can't be carried out: what there is, and what was expected.
    private mutating func write(_ fault: CommandFault) {
        switch fault {
        case .rules(let fault): page.put(fault)
        case .network(let fault): page.put(fault)
        case .noSuchPacket(let number, let last):
            page.say(
                last == 0 ? Say.noPacketYet : Say.noSuchPacket, (.number, number), (.last, last))
        case .forgottenPacket(let number, let oldest):
            page.say(Say.forgottenPacket, (.number, number), (.first, oldest))
        case .tooManyBoxes(let limit): page.say(Say.tooManyBoxes, (.limit, limit))
        case .ruleFile(let name, let fault): write(name, fault)
        case .capture(let name, let fault):
            page.put("\(name): ")
            page.put(fault)
        case .linkWithoutEnd(let link, let known):
            page.say(
                Say.linkWithoutEnd, (.name, link.rawValue),
                (.members, known.map(\.rawValue).joined(separator: " or ")))
        case .noSuchGateway(let name, let known):
            page.say(Say.noSuchGateway, (.name, name), (.members, known.joined(separator: " or ")))
        case .noSuchTopic(let words): page.say(Say.noSuchTopic, (.text, words))
        case .file(let name, let problem): write(name, problem)
        case .sourceCycle(let name): page.say(Say.sourceCycle, (.file, name))
        case .sourceTooDeep(let limit): page.say(Say.sourceTooDeep, (.limit, limit))
        case .ended(let end): page.say(Say.ended, (.reason, end))
        case .captureRunning: page.say(Say.captureRunning)
        case .noCaptureRunning: page.say(Say.noCaptureRunning)
        case .noCapture: page.say(Say.noCapture)
        case .transcriptRunning: page.say(Say.transcriptRunning)
        case .noTranscript: page.say(Say.noTranscript)
        }
    }

    /// What is wrong inside a file of rules.
    private mutating func write(_ name: String, _ fault: RuleFileFault) {
        switch fault {
        case .notARule(let line):
            page.put("\(name):\(line): ")
            page.say(Say.notARule)
        case .usage(let line, let fault, let text):
            let column = CommandLine.column(ofByte: fault.range.lowerBound, in: text)
            page.put("\(name):\(line):\(column): ")
            UsageText(fault, in: text).write(on: &page)
        case .rules(let line, let fault):
            page.put("\(name):\(line): ")
            page.put(fault)
        case .unknownFormat: page.say(Say.unknownFormat, (.file, name))
        case .foreign(let fault):
            page.put("\(name):\(fault.line):\(fault.range.lowerBound + 1): ")
            page.put(fault.problem)
        case .unwritable(let number, let problem):
            page.say(
                number == 0 ? Say.unwritableList : Say.unwritable, (.number, number),
                (.problem, problem))
        }
    }

    private mutating func write(_ name: String, _ problem: FileProblem) {
        page.put(quoted: Array(name.utf8))
        page.put(problem)
    }

    // MARK: - To the shell that started the program

    /// The output can't be written.
    mutating func write(output fault: SystemFault) {
        page.line(Say.outputFailed, (.problem, fault))
    }

    /// A file that the flags name can't be used.
    mutating func write(file name: String, _ problem: FileProblem) {
        page.say(Say.error)
        page.put(" ")
        write(name, problem)
        page.endLine()
    }
}
