package import Commands
package import EventLoop
package import Events
import Grammar

// Why a line was refused, and where.
extension TranscriptWriter {
    private typealias Say = UsagePhrase

    /// Says why a line was refused: a caret below the line's place, then `error: column N: ...`.
    ///
    /// `indent` is the width of the prompt, so that the caret stands below the right character; without it
    /// the line is not shown above, and there is no caret.
    package mutating func write(_ fault: LabFault, in line: [UInt8], indent: Int?) {
        let column = CommandLine.column(ofByte: fault.range.lowerBound, in: line)
        if let indent, column + indent <= Self.caretLimit, Self.isPlain(line) {
            writeCaret(fault, line, indent)
        }
        page.say(Say.errorInColumn, (.column, column))
        page.put(" ")
        write(fault, in: line)
        page.endLine()
    }

    /// Says the same for a script, behind `FILE:LINE:COLUMN:` and with the line repeated.
    package mutating func write(_ fault: LabFault, in line: [UInt8], file: String, lineNumber: Int)
    {
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

    /// A linear page has no caret: the column is said anyhow.
    private mutating func writeCaret(_ fault: LabFault, _ line: [UInt8], _ indent: Int) {
        guard page.layout == .grid else { return }
        page.fill(indent + fault.range.lowerBound)
        let length = max(1, min(fault.range.upperBound, line.count) - fault.range.lowerBound)
        page.put("^" + String(repeating: "~", count: length - 1), .bad)
        page.endLine()
    }

    /// Why a line was refused, without its place.
    package static func said(
        _ fault: LabFault, in line: [UInt8], _ language: SpokenLanguage
    ) -> String {
        var writer = TranscriptWriter(.plain, in: language)
        writer.write(fault, in: line)
        return String(decoding: writer.page.bytes, as: UTF8.self)
    }

    private mutating func write(_ fault: LabFault, in line: [UInt8]) {
        switch fault {
        case .usage(let fault): UsageText(fault, in: line).write(on: &page)
        case .command(let fault, _): page.put(fault)
        }
    }

    // MARK: - To the shell that started the program

    /// The output can't be written.
    package mutating func write(output fault: SystemFault) {
        page.line(Say.outputFailed, (.problem, fault))
    }

    /// A file that the flags name can't be used.
    package mutating func write(file name: String, _ problem: FileProblem) {
        page.say(Say.error)
        page.put(" ")
        page.put(CommandFault.file(name, problem))
        page.endLine()
    }
}
