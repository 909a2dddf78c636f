/// A line whose answer goes on to filters: `COMMAND | FILTER | FILTER`.
///
/// A `|` in quotes, in a comment or inside a word is text.
public struct PipedLine: Sendable {
    /// The line, as it was given.
    public let bytes: [UInt8]
    /// Where each `|` stands, at least one.
    private let bars: [Int]

    /// The word that a filter begins with.
    public static let bar = StaticWord("|")

    /// Cuts a line at its bars; nil where it has none, begins with one, or can't be cut into words.
    public init?(_ bytes: [UInt8]) {
        guard bytes.contains(Ascii.bar), let line = try? CommandLine(bytes),
            let first = line.tokens.first, first.kind != .bar
        else { return nil }
        bars = line.tokens.filter { $0.kind == .bar }.map(\.range.lowerBound)
        guard !bars.isEmpty else { return nil }
        self.bytes = bytes
    }

    /// The command in front, with the blanks behind it.
    public var command: [UInt8] { Array(bytes[..<bars[0]]) }

    /// Each filter as a line with blanks in the place of what stands in front, so that columns stay what they are.
    public var filters: [[UInt8]] {
        bars.indices.map { place in
            let end = place + 1 < bars.count ? bars[place + 1] : bytes.count
            return Array(repeating: Ascii.space, count: bars[place]) + bytes[bars[place]..<end]
        }
    }

    /// What is being typed at the end of a line: its last filter, or the line.
    public static func open(_ bytes: [UInt8]) -> [UInt8] {
        PipedLine(bytes)?.filters.last ?? bytes
    }
}
