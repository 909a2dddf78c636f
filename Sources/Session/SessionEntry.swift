package import Events
package import Transcript

/// What a session writes down, piece by piece, as it happens.
///
/// Text, JSON lines, recordings and pages are made of the same entries.
package enum SessionEntry {
    /// What made all that follows, and from what.
    case begin(TranscriptHeader)
    /// A comment or an empty line, as it was typed.
    case narration([UInt8], at: ScriptPlace?)
    /// A command that is carried out next, as it was typed.
    case command([UInt8], at: ScriptPlace?)
    /// Something happened.
    case event(LabEvent)
    /// A line was refused, and nothing has changed; unless somebody had claimed so, that is an error.
    case fault(LabFault, in: [UInt8], isExpected: Bool)
    /// What could stand at a place of a line that somebody asked about.
    case advice((inout TranscriptWriter) -> Void)
    /// The session has ended.
    case end(Session.Tally)

    /// Writes the entry as text.
    ///
    /// `indent` is the width of what stands in front of the line above, into which a fault points with a caret; nil: no line
    /// stands there.
    package func write(
        with writer: inout TranscriptWriter, indent: Int? = TranscriptWriter.prompt.utf8.count
    ) {
        switch self {
        case .begin(let header): writer.begin(header)
        case .narration(let line, _): writer.narration(line)
        case .command(let line, _): writer.echo(line)
        case .event(let event): writer.write(event)
        case .fault(let fault, let line, _): writer.write(fault, in: line, indent: indent)
        case .advice(let write): write(&writer)
        case .end: break
        }
    }
}

/// Somebody who takes the entries of a session in the place of its text.
package protocol SessionReader: AnyObject {
    /// Takes an entry; the session is as it is at that moment, and `output` takes what is to be written.
    func read(_ entry: SessionEntry, of session: Session, on output: TextOutput)
}
