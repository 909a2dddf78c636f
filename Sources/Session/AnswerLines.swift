import Transcript

/// The lines of an answer, with the escape sequences of their colours.
struct AnswerLines {
    private var lines: [ArraySlice<UInt8>]
    /// The text that no line had that was left; nil while there are lines.
    private(set) var missing: [UInt8]?

    /// Cuts an answer at its line ends.
    init(_ bytes: [UInt8]) {
        lines = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            lines.append(bytes[start..<end])
            start = end + 1
        }
    }

    /// How many there are.
    var count: Int { lines.count }

    /// The lines, each with its end.
    var bytes: [UInt8] { lines.flatMap { $0 + [0x0A] } }

    /// The same without escape sequences.
    var plain: [UInt8] { lines.flatMap { Self.plain($0) + [0x0A] } }

    /// Keeps the lines that have a text, in whatever case its ASCII letters are.
    mutating func keep(having text: [UInt8]) {
        guard !lines.isEmpty else { return }
        let wanted = text.map(Self.lower)
        lines.removeAll { !Self.plain($0).map(Self.lower).contains(wanted) }
        if lines.isEmpty { missing = text }
    }

    /// A line as it is read: without what colours it.
    private static func plain(_ line: ArraySlice<UInt8>) -> [UInt8] {
        TonedText(Array(line)).flatMap(\.text)
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
