package import Commands
import Events
import Fabric
package import Session
package import Timeline
package import Transcript

/// A lab that has run, piece by piece: what casts and pages are made of.
package final class Recording: SessionReader {
    /// An entry, and how it looked.
    package struct Piece {
        /// The entry.
        package let entry: SessionEntry
        /// The virtual time when it was written down.
        package let time: Instant
        /// What a terminal shows of it: UTF-8 with the colours of `Page`.
        package let text: [UInt8]
        /// What `packet bytes` says of a packet that was sent just then, in the same way.
        package let bytes: [UInt8]
    }

    /// The pieces, in order.
    package private(set) var pieces: [Piece] = []
    /// The language in which it was said last.
    package private(set) var language = SpokenLanguage.english
    private let keepsBytes: Bool

    /// A recording of nothing yet.
    init(keepsBytes: Bool) {
        self.keepsBytes = keepsBytes
    }

    /// What stands at the top of whatever is made of it.
    package private(set) var header: TranscriptHeader?

    /// Runs a script in a lab of its own; what it writes is only in memory.
    ///
    /// Without a language it speaks that of the script's first command. `keepsBytes`: whether the bytes of packets are written down. `stop` says whether somebody wants it to end.
    ///
    /// - Throws: `SessionFault` when files can't be read that a person named.
    /// - Returns: The recording, and how its commands came out; those after one that was refused did not run.
    package static func run(
        _ script: Script, _ header: TranscriptHeader, in language: SpokenLanguage?,
        keepsBytes: Bool, errors: TextOutput, stop: @escaping () -> Bool
    ) throws(SessionFault) -> (recording: Recording, tally: Session.Tally) {
        let lab = Lab()
        if let seed = header.seed { lab.fabric.seed(seed) }
        lab.stop(when: stop)
        lab.keepFilesInMemory()
        let recording = Recording(keepsBytes: keepsBytes)
        let session = Session(
            lab: lab, output: TextOutput(keeping: .coloured), errors: errors, reader: recording)
        session.speak(language ?? script.language ?? .english)
        session.begin(header)
        _ = try session.run(script)
        try session.finish()
        return (recording, session.tally)
    }

    /// Keeps an entry with its text.
    package func read(_ entry: SessionEntry, of session: Session, on output: TextOutput) {
        if case .begin(let header) = entry { self.header = header }
        entry.write(with: &output.writer)
        let text = output.writer.page.take()
        var bytes: [UInt8] = []
        if keepsBytes, case .event(let event) = entry, let number = event.sentPacket,
            let answer = session.lab.bytes(ofPacket: number)
        {
            output.writer.write(answer)
            bytes = output.writer.page.take()
        }
        language = output.writer.page.language
        pieces.append(Piece(entry: entry, time: session.lab.now, text: text, bytes: bytes))
    }
}

extension LabEvent {
    /// The number of the packet that a command has sent; nil for what is about none, or about many.
    var sentPacket: Int? {
        if case .packet(.sent(let record, _, _)) = self { return record.number }
        if case .tunnel(.message(let exchange, _, _)) = self { return exchange.message.number }
        return nil
    }
}
