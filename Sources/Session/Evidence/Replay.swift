import Commands
import Events
import Fabric
import Transcript

/// Runs the lines of a transcript again in a lab of their own, one after the other.
///
/// They are a stranger's: what they read lies beside the transcript, and what they write is only in memory.
final class Replay {
    /// What one line of the transcript says when it is run again.
    struct Piece {
        /// The place in the transcript of the first line that it should be.
        let line: Int
        /// The command; nil for narration.
        let command: [UInt8]?
        /// What it says now, with the command itself.
        let output: [[UInt8]]
        /// The packets that it sent, by their numbers.
        let packets: Range<Int>
    }

    let lab = Lab()
    private let transcript: TranscriptText
    private let session: Session
    private let output: TextOutput
    private let errors = TextOutput()

    init(_ transcript: TranscriptText, stop: @escaping () -> Bool) {
        self.transcript = transcript
        output = TextOutput(
            in: SpokenLanguage(rawValue: transcript.language) ?? .english,
            as: transcript.manner.layout)
        let script = Script(name: transcript.path ?? "", path: transcript.path, bytes: [])
        lab.stop(when: stop)
        lab.access.shelf = Shelf()
        if let seed = transcript.header.seed { lab.fabric.seed(seed) }
        session = Session(lab: lab, output: output, errors: errors)
        lab.access.begin(script)
        let goesBack = transcript.lines.contains { line in
            TranscriptText.command(line).map { SessionPast.goesBack(line: $0) } ?? false
        }
        if goesBack { session.past.begin(lab.network) }
    }

    /// Runs the line at a place, which is a command, a comment or empty; nil where none can be.
    func run(_ place: Int) throws(SessionFault) -> Piece? {
        let line = transcript.lines[place]
        let command = TranscriptText.command(line)
        guard command != nil || line.isEmpty || line.first == UInt8(ascii: "#") else { return nil }
        let first = lab.fabric.log.lastNumber + 1
        var origin: ScriptPlace?
        if case .script = transcript.header.commands {
            origin = ScriptPlace(file: transcript.path ?? "", number: place)
        }
        _ = try session.run(command ?? line, at: origin)
        _ = errors.writer.page.take()
        let said = output.writer.page.take().split(
            separator: 0x0A, omittingEmptySubsequences: false)
        return Piece(
            line: place, command: command, output: said.dropLast().map { Array($0) },
            packets: first..<max(first, lab.fabric.log.lastNumber + 1))
    }

    /// How a packet ended; nil while it is under way, or when nobody remembers it.
    func outcome(of number: Int) -> Outcome? {
        guard let record = lab.fabric.log[number], record.outcome != nil else { return nil }
        if record.hasLeft { return .departed(record.verdicts) }
        return .packet(record.verdicts, drop: record.dropReason)
    }
}
