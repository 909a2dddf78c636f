import Commands
import Events
import Grammar
import Transcript

/// What the words of a line are that is being typed, and what is wrong with it.
package struct TypedMarks: Sendable {
    /// What a word is.
    package enum Kind: Sendable {
        case keyword, text, comment, wrong
    }

    /// Words at places that are counted in Unicode scalars, from left to right.
    package private(set) var words: [(range: Range<Int>, kind: Kind)] = []
    /// What is wrong, in a few words; nil where nothing is.
    package private(set) var fault: String?

    /// Looks at a line; the word that is being typed at its end is not judged as long as it may become right.
    package init(_ line: [UInt8], in session: Session) {
        guard let words = try? CommandLine(line), !words.isEmpty else { return }
        let parts = LineParts(line, isTyped: true, in: session)
        let wrong = Self.fault(of: parts, in: line)
        let keywords = Self.keywords(of: line, in: session)
        for token in words.tokens {
            let range = token.range
            if let wrong, wrong.range.overlaps(range) {
                add(range, .wrong, line)
            } else if token.kind == .quoted {
                add(range, .text, line)
            } else if keywords.contains(range) {
                add(range, .keyword, line)
            }
        }
        let end = words.tokens.last?.range.upperBound ?? 0
        if let start = line[end...].firstIndex(of: UInt8(ascii: "#")) {
            add(start..<line.count, .comment, line)
        }
        guard let wrong else { return }
        fault = TranscriptWriter.said(.usage(wrong), in: line, session.language)
    }

    private mutating func add(_ range: Range<Int>, _ kind: Kind, _ line: [UInt8]) {
        let start = CommandLine.column(ofByte: range.lowerBound, in: line) - 1
        let end = CommandLine.column(ofByte: range.upperBound, in: line) - 1
        words.append((start..<end, kind))
    }

    /// What is wrong with a word of the line; nil where only something is missing, or the word may become right.
    private static func fault(of parts: LineParts, in line: [UInt8]) -> UsageFault? {
        // Where words were written out, places are others.
        guard parts.whole.count == line.count, parts.asked == nil else { return nil }
        var found: UsageFault?
        if case .failure(let fault)? = parts.reading.command { found = fault }
        if found == nil, case .failure(let fault) = parts.pipe { found = fault }
        guard let fault = found, !fault.range.isEmpty, fault.range.upperBound < line.count else {
            return nil
        }
        return fault
    }

    /// Where the words of the language stand in a line, with the names in front.
    private static func keywords(of line: [UInt8], in session: Session) -> Set<Range<Int>> {
        var found: Set<Range<Int>> = []
        let piped = PipedLine(line)
        let subject = session.lab.subject(of: piped?.command ?? line)
        for part in [subject.rest] + (piped?.filters ?? []) {
            guard let words = try? CommandLine(part) else { continue }
            for token in session.lab.table.keywordPlaces(in: words) {
                found.insert(words.tokens[token].range)
            }
        }
        return found
    }
}
