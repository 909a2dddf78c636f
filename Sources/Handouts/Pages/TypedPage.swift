import Commands
import Events
package import Session
package import Transcript

/// The page of what has been typed, or run, so far.
package final class TypedPage: SessionPage {
    private let recording = Recording(keepsBytes: true)
    /// Where an entry is made into text.
    private let output = TextOutput(keeping: .coloured)
    private let header: TranscriptHeader
    /// How many bytes of text have been kept.
    private var size = 0

    /// The most bytes of text, and the most entries.
    private static let sizeLimit = 16 << 20
    private static let entryLimit = 100_000

    /// A page on which nothing stands yet.
    package init(_ header: TranscriptHeader) {
        self.header = header
    }

    /// Whether a line asks for a page.
    package static func isAsked(in line: some Collection<UInt8>) -> Bool {
        let words = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x0D }).prefix(2)
        return words.count == 2 && words.first?.elementsEqual("transcript".utf8) == true
            && words.last?.elementsEqual("html".utf8) == true
    }

    private var isFull: Bool {
        size > Self.sizeLimit || recording.pieces.count > Self.entryLimit
    }

    /// Keeps an entry, as long as there is room.
    package func note(_ entry: SessionEntry, of session: Session) {
        guard !isFull else { return }
        if recording.header == nil { recording.read(.begin(header), of: session, on: output) }
        output.writer.page.language = session.language
        output.writer.page.budget = session.lab.budget
        recording.read(entry, of: session, on: output)
        if let piece = recording.pieces.last { size += piece.text.count + piece.bytes.count }
    }

    /// The page; nil where more has been said than it can have.
    package var bytes: [UInt8]? {
        isFull ? nil : LabPage.bytes(of: [LabPage.Part(recording, name: nil)])
    }
}
