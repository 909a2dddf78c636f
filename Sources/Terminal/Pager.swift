/// A long text on a screen that shows a part of it: which lines come next, and where one goes back to.
struct Pager {
    private let lines: [ArraySlice<UInt8>]
    /// How many rows of the screen each line takes.
    private var heights: [Int] = []
    /// How many rows there are for text.
    private var rows = 0
    /// The line behind the last one on the screen.
    private(set) var end = 0
    /// What is looked for; empty while nothing is.
    private(set) var text: [UInt8] = []
    /// The line in which it was found last.
    private var found: Int?

    /// The least rows and columns of a screen on which reading in parts is of use.
    private static let least = (rows: 4, columns: 10)

    /// A text at its beginning, on a screen of which one row is for the keys; nil where it fits as a whole, or the
    /// screen has an odd size.
    init?(_ text: [UInt8], rows: Int, columns: Int) {
        lines = Self.lines(of: text)
        // The prompt takes the last row.
        guard resize(rows: rows, columns: columns), heights.reduce(0, +) > self.rows else {
            return nil
        }
    }

    /// Takes up another size of the screen; false where it is an odd one, and nothing has changed.
    mutating func resize(rows: Int, columns: Int) -> Bool {
        guard rows >= Self.least.rows, columns >= Self.least.columns else { return false }
        heights = lines.map { max(1, (Self.width(of: $0) + columns - 1) / columns) }
        self.rows = rows - 1
        return true
    }

    /// How many lines there are.
    var count: Int { lines.count }

    /// Whether the last line has been shown.
    var isAtEnd: Bool { end == lines.count }

    /// The lines of the next page, or the next line.
    mutating func advance(by step: Step) -> [UInt8] {
        let start = end
        end = step == .line ? min(end + 1, lines.count) : page(from: end)
        return bytes(start..<end)
    }

    /// How far one goes on.
    enum Step { case line, page }

    /// The page before that on the screen.
    mutating func goBack() -> [UInt8] {
        let start = first(before: first(before: end))
        end = page(from: start)
        return bytes(start..<end)
    }

    /// The page on the screen, drawn anew.
    func again() -> [UInt8] { bytes(first(before: end)..<end) }

    /// The rest of the text.
    mutating func finish() -> [UInt8] {
        defer { end = lines.count }
        return bytes(end..<lines.count)
    }

    /// The page that begins with the next line that has a text; nil where none is left.
    ///
    /// ASCII letters may be in any case. An empty text is the one before.
    mutating func find(_ wanted: [UInt8]) -> [UInt8]? {
        var start = first(before: end)
        if wanted.isEmpty || wanted == text, let found { start = found + 1 }
        if !wanted.isEmpty { text = wanted }
        let text = self.text.map(Self.lower)
        guard !text.isEmpty,
            let place = lines.indices.dropFirst(start).first(where: {
                Self.plain(lines[$0]).map(Self.lower).contains(text)
            })
        else { return nil }
        found = place
        // The last page is a full one.
        let top = min(place, first(before: lines.count))
        end = page(from: top)
        return bytes(top..<end)
    }

    // MARK: - Places

    /// The line behind the page that begins with one.
    private func page(from start: Int) -> Int {
        var (end, used) = (start, 0)
        while end < lines.count, used == 0 || used + heights[end] <= rows {
            used += heights[end]
            end += 1
        }
        return end
    }

    /// The first line of the page that ends before one.
    private func first(before end: Int) -> Int {
        var (start, used) = (end, 0)
        while start > 0, used == 0 || used + heights[start - 1] <= rows {
            start -= 1
            used += heights[start]
        }
        return start
    }

    private func bytes(_ range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in lines[range] { bytes += marked(line) + [UInt8(ascii: "\n")] }
        return bytes
    }

    /// A line in which what is looked for stands out.
    private func marked(_ line: ArraySlice<UInt8>) -> [UInt8] {
        let plain = Self.plain(line)
        guard !text.isEmpty,
            let range = plain.map(Self.lower).firstRange(of: text.map(Self.lower))
        else { return Array(line) }
        return plain[..<range.lowerBound] + Array("\u{1B}[7m".utf8) + plain[range]
            + Array("\u{1B}[0m".utf8) + plain[range.upperBound...]
    }

    // MARK: - Text

    private static func lines(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func width(of line: ArraySlice<UInt8>) -> Int {
        LineLayout.width(of: String(decoding: plain(line), as: UTF8.self))
    }

    /// A line without what colours it (ECMA-48 section 8.3.117).
    private static func plain(_ line: ArraySlice<UInt8>) -> [UInt8] {
        guard line.contains(0x1B) else { return Array(line) }
        var (plain, isEscape): ([UInt8], Bool) = ([], false)
        for byte in line {
            if isEscape {
                isEscape = byte != UInt8(ascii: "m")
            } else if byte == 0x1B {
                isEscape = true
            } else {
                plain.append(byte)
            }
        }
        return plain
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
