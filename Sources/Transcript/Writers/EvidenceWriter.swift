import Commands
package import Events

/// Says what transcripts are worth.
struct EvidenceWriter: Writer {
    private typealias Say = EvidencePhrase
    var page: Page

    mutating func write(_ finding: TranscriptFinding, on file: String) {
        switch finding {
        case .genuine(let count, let isScript):
            let text: Say = isScript.map { $0 ? .ofScript : .ofOtherSpelling } ?? .genuine
            page.line(text, (.file, file), (.count, count))
        case .differs(let line, let there, let now):
            page.line(Say.differs, (.file, file), (.line, line))
            write(there, now)
        case .unrepeatable(let line, let there, let now):
            page.line(Say.unrepeatable, (.file, file), (.line, line))
            write(there, now)
        case .otherVersion(let version):
            page.line(Say.otherVersion, (.file, file), (.version, version))
        case .otherLanguage(let language):
            page.line(Say.otherLanguage, (.file, file), (.name, language))
        case .noTranscript: page.line(Say.noTranscript, (.file, file))
        case .unreadable(let problem):
            page.put(CommandFault.file(file, problem))
            page.endLine()
        case .interrupted(let line): page.line(Say.interrupted, (.file, file), (.line, line))
        }
    }

    private mutating func write(_ there: [UInt8]?, _ now: [UInt8]?) {
        page.line(
            in: 2, Say.there, (.text, Optionally(there.map(ShownLine.init), else: Say.nothing)))
        page.line(in: 2, Say.now, (.text, Optionally(now.map(ShownLine.init), else: Say.nothing)))
    }

    mutating func write(_ difference: TranscriptDifference, _ first: String, _ second: String) {
        for (finding, file) in [
            (difference.findings.first, first), (difference.findings.second, second),
        ] where !finding.isGenuine {
            write(finding, on: file)
        }
        if let languages = difference.languages {
            page.line(
                Say.languagesDiffer, (.first, first), (.name, languages.first), (.last, second),
                (.what, languages.second))
        } else if difference.isOneLinear {
            page.line(Say.layoutsDiffer, (.first, first), (.last, second))
        } else if difference.isNone {
            return page.line(Say.same, (.first, first), (.last, second))
        }
        for line in difference.commands {
            switch line {
            case .onlyInFirst(let number, let text): only(first, number, text)
            case .onlyInSecond(let number, let text): only(second, number, text)
            }
        }
        for packet in difference.packets { write(packet, first, second) }
        guard !difference.lines.isEmpty else { return }
        page.line(
            Say.linesDiffer, (.count, difference.lines.count), (.first, first), (.last, second))
        for line in difference.lines {
            switch line {
            case .onlyInFirst(_, let text): page.row(Columns(), "-", ShownLine(text))
            case .onlyInSecond(_, let text): page.row(Columns(), "+", ShownLine(text))
            }
        }
    }

    private mutating func only(_ file: String, _ number: Int, _ text: [UInt8]) {
        page.line(Say.onlyCommand, (.file, file), (.line, number), (.text, ShownLine(text)))
    }

    private mutating func write(
        _ packet: TranscriptDifference.Packets, _ first: String, _ second: String
    ) {
        let isSame = packet.numbers.first == packet.numbers.second
        page.line(
            isSame ? Say.packets : .renumbered, (.number, packet.numbers.first),
            (.count, packet.numbers.second), (.first, first), (.last, second),
            (.outcome, Optionally(packet.outcomes.first, else: Say.underWay)),
            (.found, Optionally(packet.outcomes.second, else: Say.underWay)))
    }
}

/// A line of somebody's file: no escape sequence and no other control of a terminal comes through.
private struct ShownLine: Written {
    let text: [UInt8]

    init(_ text: [UInt8]) { self.text = text }

    func write(on page: inout Page) { page.put(stranger: text[...]) }
}

extension TranscriptWriter {
    /// Says what a transcript is worth.
    package mutating func write(_ finding: TranscriptFinding, on file: String) {
        page.lend(EvidenceWriter.self) { $0.write(finding, on: file) }
    }

    /// Says that a transcript is run again in its own language, and not in the one that is spoken here.
    package mutating func write(replayOf file: String, in language: String) {
        page.line(
            EvidencePhrase.replayLanguage, (.file, file), (.name, language),
            (.what, page.language.rawValue))
    }

    /// Says that a transcript is run again in its own layout, and not in the one that is used here.
    package mutating func write(replayOf file: String, as layout: Page.Layout) {
        switch layout {
        case .linear: page.line(EvidencePhrase.replayLinear, (.file, file))
        case .grid: page.line(EvidencePhrase.replayGrid, (.file, file))
        }
    }

    /// Says what two transcripts do otherwise.
    package mutating func write(
        _ difference: TranscriptDifference, between first: String, and second: String
    ) {
        page.lend(EvidenceWriter.self) { $0.write(difference, first, second) }
    }
}
