private import EventLoop

/// The lines of earlier sessions: a text file with one line each, the oldest first.
///
/// Losing a history is a pity and no reason to stop: a file that is missing, damaged or cannot be
/// written counts as empty or is left alone. Several shells may use one file at the same time.
package struct HistoryFile {
    private let path: String

    /// The history at a path, which need not exist yet; its folder is made when first needed.
    package init(path: String) {
        self.path = path
    }

    /// The most lines that are kept.
    package static let limit = 5_000

    /// Reads the lines, at most `limit`, and shortens the file if it has grown well beyond that.
    package func load() -> [String] {
        guard let bytes = try? FileInput.readAll(path: path, limit: Self.sizeLimit) else {
            return []
        }
        let lines = Self.lines(of: bytes)
        if lines.count > Self.limit + Self.slack { shorten() }
        return lines.suffix(Self.limit).compactMap(Self.text)
    }

    /// Adds one line at the end; a line that is not a single one is not added.
    package func append(_ line: String) {
        let bytes = Array(line.utf8) + [UInt8(ascii: "\n")]
        guard Self.lines(of: bytes).count == 1, Self.text(bytes.dropLast()) != nil else { return }
        if let folder = Host.parent(of: path) { try? Host.makeFolder(path: folder) }
        try? SharedFile.append(bytes.span, path: path)
    }

    private func shorten() {
        try? SharedFile.replace(path: path, limit: Self.sizeLimit) { bytes in
            var kept: [UInt8] = []
            for line in Self.lines(of: bytes).suffix(Self.limit) {
                kept.append(contentsOf: line)
                kept.append(UInt8(ascii: "\n"))
            }
            return kept
        }
    }

    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: "\n"))
    }

    /// The text of a stored line, or nil if it is damaged: no UTF-8, or with control characters.
    private static func text(_ line: ArraySlice<UInt8>) -> String? {
        guard let text = String(validating: line, as: UTF8.self) else { return nil }
        return text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? nil : text
    }

    private static let sizeLimit = 16 << 20
    /// Shortening only now and then makes adding a line cheap.
    private static let slack = 500
}
