import Commands
package import Events
import Transcript

/// Whether the commands of a transcript say what the transcript has them say.
package struct TranscriptCheck {
    /// What each line said when it was run again, up to the first difference.
    var pieces: [Replay.Piece] = []
    /// What was found.
    package private(set) var finding: TranscriptFinding
    /// The lab in which the lines were run again; nil where none was.
    private(set) var replay: Replay?

    /// Runs the commands of a transcript again; `goesOn` says whether behind the first difference, too.
    ///
    /// `digest` is the SHA-256 of some bytes.
    package init(
        _ transcript: TranscriptText, goesOn: Bool = false, digest: ([UInt8]) -> [UInt8],
        stop: @escaping () -> Bool
    ) throws(SessionFault) {
        finding = .genuine(commands: 0, isScriptKnown: nil)
        guard transcript.header.version == Session.version else {
            finding = .otherVersion(transcript.header.version)
            return
        }
        guard SpokenLanguage(rawValue: transcript.language) != nil else {
            finding = .otherLanguage(transcript.language)
            return
        }
        let replay = Replay(transcript, stop: stop)
        self.replay = replay
        var difference: TranscriptFinding?
        var place = 1
        while place < transcript.lines.count, difference == nil || goesOn {
            guard !stop() else {
                finding = .interrupted(line: place + 1)
                return
            }
            let piece = try replay.run(place)
            if difference == nil {
                difference = Self.difference(piece, at: place, in: transcript)
            }
            guard let piece else {
                place += 1
                continue
            }
            pieces.append(piece)
            place =
                difference == nil ? place + piece.output.count : Self.next(after: place, transcript)
        }
        finding = difference ?? verdict(on: transcript, digest)
    }

    /// The next line with a command.
    private static func next(after place: Int, _ transcript: TranscriptText) -> Int {
        transcript.lines[(place + 1)...].firstIndex { TranscriptText.command($0) != nil }
            ?? transcript.lines.count
    }

    private static func difference(
        _ piece: Replay.Piece?, at place: Int, in transcript: TranscriptText
    ) -> TranscriptFinding? {
        let lines = transcript.lines
        let isRepeatable = transcript.header.seed != nil
        let found = { (line: Int, there: [UInt8]?, now: [UInt8]?) -> TranscriptFinding in
            isRepeatable
                ? .differs(line: line + 1, there: there, now: now)
                : .unrepeatable(line: line + 1, there: there, now: now)
        }
        guard let piece else { return .differs(line: place + 1, there: lines[place], now: nil) }
        for (offset, now) in piece.output.enumerated() {
            let line = place + offset
            guard line < lines.count else { return found(line, nil, now) }
            if lines[line] != now { return found(line, lines[line], now) }
        }
        if place + piece.output.count >= lines.count, !transcript.isComplete {
            return found(lines.count - 1, lines.last, (lines.last ?? []) + [0x0A])
        }
        return nil
    }

    private func verdict(
        on transcript: TranscriptText, _ sha256: ([UInt8]) -> [UInt8]
    ) -> TranscriptFinding {
        let commands = pieces.count { $0.command != nil }
        guard case .script(let digest) = transcript.header.commands else {
            return .genuine(commands: commands, isScriptKnown: nil)
        }
        var script: [UInt8] = []
        for piece in pieces {
            script += piece.command ?? transcript.lines[piece.line]
            script.append(0x0A)
        }
        return .genuine(
            commands: commands, isScriptKnown: sha256(script) == digest)
    }
}
