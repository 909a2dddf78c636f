package import Commands
package import EventLoop
import Events
import Timeline
package import Transcript

/// One place where a lab is written down: a writer and the file that it fills.
package final class TextOutput {
    /// What is being written.
    package var writer: TranscriptWriter
    private var file: FileOutput?
    /// Whether the page stays until somebody takes it.
    private let isKept: Bool
    /// Shows a long page to a person, part by part; false where it does not.
    var pager: (([UInt8]) -> Bool)?

    /// The page is handed on when it has so many bytes.
    private static let pageSize = 32_768

    /// An output that fills a file.
    package init(
        _ appearance: Page.Appearance, _ file: consuming FileOutput,
        in language: SpokenLanguage = .english, as layout: Page.Layout = .grid
    ) {
        writer = TranscriptWriter(appearance, in: language, as: layout)
        self.file = consume file
        isKept = false
    }

    /// An output whose page somebody takes.
    package init(
        keeping appearance: Page.Appearance = .plain, in language: SpokenLanguage = .english,
        as layout: Page.Layout = .grid
    ) {
        writer = TranscriptWriter(appearance, in: language, as: layout)
        isKept = true
    }

    /// Hands a full page on.
    ///
    /// - Throws: `SystemFault` when the system does not take it.
    package func turn(until isInterrupted: () -> Bool = { false }) throws(SystemFault) {
        guard writer.page.bytes.count >= Self.pageSize else { return }
        try hand(until: isInterrupted)
    }

    /// Hands everything on, down to the system.
    ///
    /// - Throws: `SystemFault` when the system does not take it.
    package func flush(until isInterrupted: () -> Bool = { false }) throws(SystemFault) {
        try hand(until: isInterrupted)
        try file?.flush()
    }

    /// Hands everything on, down to the system; a page that is longer than the screen as the person wants it.
    func flushAsRead(until isInterrupted: () -> Bool) throws(SystemFault) {
        guard let pager, !writer.page.bytes.isEmpty else {
            return try flush(until: isInterrupted)
        }
        try file?.flush()
        let text = writer.page.take()
        if !pager(text) { writer.page.put(raw: text) }
        try flush(until: isInterrupted)
    }

    /// Hands the page on in pieces that end with a line, until the person interrupts between two of them.
    private func hand(until isInterrupted: () -> Bool = { false }) throws(SystemFault) {
        guard !isKept else { return }
        var isCut = false
        try writer.page.drain { bytes throws(SystemFault) in
            var start = 0
            while start < bytes.count, !isCut {
                var end = min(start + Self.pieceSize, bytes.count)
                while end < bytes.count, bytes[end - 1] != 0x0A { end += 1 }
                try file?.write(bytes.extracting(start..<end))
                start = end
                isCut = start < bytes.count && isInterrupted()
            }
        }
        guard isCut else { return }
        writer.write(.lab(.ended(.interrupted)))
        try writer.page.drain { bytes throws(SystemFault) in try file?.write(bytes) }
    }

    private static let pieceSize = 1 << 18

    /// Hands everything on and closes the file; nothing can be written any more.
    ///
    /// - Throws: `SystemFault` when the system does not take it.
    package func close() throws(SystemFault) {
        try hand()
        if let file = file.take() { try file.close() }
    }
}
