package import EventLoop
package import Transcript

/// One place where a lab is written down: a writer and the file that it fills.
package final class TextOutput {
    /// What is being written.
    package var writer: TranscriptWriter
    private var file: FileOutput?

    /// The page is handed on when it has so many bytes.
    private static let pageSize = 32_768

    /// An output that fills a file.
    package init(_ appearance: Page.Appearance, _ file: consuming FileOutput) {
        writer = TranscriptWriter(appearance)
        self.file = consume file
    }

    /// Hands a full page on.
    ///
    /// - Throws: `SystemFault` when the system does not take it.
    package func turn() throws(SystemFault) {
        guard writer.page.bytes.count >= Self.pageSize else { return }
        try hand()
    }

    /// Hands everything on, down to the system.
    ///
    /// - Throws: `SystemFault` when the system does not take it.
    package func flush() throws(SystemFault) {
        try hand()
        try file?.flush()
    }

    private func hand() throws(SystemFault) {
        try writer.page.drain { bytes throws(SystemFault) in
            if !bytes.isEmpty { try file?.write(bytes) }
        }
    }

    /// Hands everything on and closes the file; nothing can be written any more.
    ///
    /// - Throws: `SystemFault` when the system does not take it.
    package func close() throws(SystemFault) {
        try hand()
        if let file = file.take() { try file.close() }
    }
}
