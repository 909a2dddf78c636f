import Commands

/// The columns of a table, or the fields of a line: where each begins and how its text is aligned.
struct Columns: Sendable {
    /// One column.
    struct Column: Sendable {
        /// The width in characters, past which what is wider runs on; 0: as wide as it is.
        let width: Int
        /// Whether the text stands at the right edge.
        let isRight: Bool
        /// The blanks in front of it.
        let gap: Int
        /// Whether it has the names of a tunnel's ends: then it is as wide as those and two blanks.
        var isOfEnds = false
        /// What stands above the column, or in front of each of its cells where a page is linear; nil for nothing.
        var name: (any Written & Sendable)?

        /// The width in a language.
        func width(in language: SpokenLanguage) -> Int {
            guard isOfEnds else { return width }
            return switch language {
            case .english: width
            case .spanish: width + 2
            }
        }
    }

    private let columns: [Column]

    /// Columns from left to right; behind the last of them a value stands as it is.
    init(_ columns: Column...) {
        self.columns = columns
    }

    /// What stands above the columns, up to the last that has a name.
    var heads: [(name: any Written, column: Column)] {
        columns.compactMap { column in column.name.map { ($0, column) } }
    }

    /// Whether a column has a name.
    var areNamed: Bool { columns.contains { $0.name != nil } }

    subscript(place: Int) -> Column {
        place < columns.count ? columns[place] : Column(width: 0, isRight: false, gap: 0)
    }
}

extension Columns.Column {
    /// Text at the left edge of a column.
    static func left(_ width: Int, after gap: Int = 0) -> Self {
        Self(width: width, isRight: false, gap: gap)
    }

    /// The names of a tunnel's ends, and of what is between them.
    static func ends(after gap: Int = 0) -> Self {
        Self(width: 8, isRight: false, gap: gap, isOfEnds: true)
    }

    /// Text at the right edge of a column.
    static func right(_ width: Int, after gap: Int = 0) -> Self {
        Self(width: width, isRight: true, gap: gap)
    }

    /// Text as it is.
    static func rest(after gap: Int = 0) -> Self { Self(width: 0, isRight: false, gap: gap) }

    /// The column under a name.
    func named(_ name: some Written & Sendable) -> Self {
        var column = self
        column.name = name
        return column
    }

    /// A column that is as wide as the longest of these texts and two blanks.
    static func fitting(_ texts: some Sequence<String>, after gap: Int = 0) -> Self {
        left((texts.map(\.utf8.count).max() ?? 0) + 2, after: gap)
    }
}

extension Page {
    /// Writes the names of the columns above them; in a linear page they stand in front of each cell.
    mutating func heads(of columns: Columns) {
        guard layout == .grid else { return }
        var isFull = false
        for (name, column) in columns.heads {
            if isFull, column.gap == 0 { fill(1) }
            isFull = put(name, column)
        }
        endLine()
    }

    /// Writes a row of a table.
    mutating func row<each Value: Written>(_ columns: Columns, _ value: repeat each Value) {
        begin(columns, repeat each value, isOpen: false)
        endLine()
    }

    /// Writes a row whose last cell is a phrase.
    mutating func row<each Value: Written, each Part: Written>(
        _ columns: Columns, _ value: repeat each Value, then phrase: some Phrase,
        _ part: repeat (Slot, each Part)
    ) {
        begin(columns, repeat each value)
        line(phrase, repeat each part)
    }

    /// Writes the first cells of a row; the rest of the line is open.
    ///
    /// What is as wide as its column, as some words of another language are, has a blank behind it.
    mutating func begin<each Value: Written>(_ columns: Columns, _ value: repeat each Value) {
        begin(columns, repeat each value, isOpen: true)
    }

    private mutating func begin<each Value: Written>(
        _ columns: Columns, _ value: repeat each Value, isOpen: Bool
    ) {
        guard layout == .grid else {
            return beginLines(columns, repeat each value, isOpen: isOpen)
        }
        var place = 0
        var isFull = false
        for value in repeat each value {
            let column = columns[place]
            if isFull, column.gap == 0 { fill(1) }
            isFull = put(value, column)
            place += 1
        }
        if isFull, isOpen { fill(1) }
    }

    /// Writes a cell; whether it leaves no blank to what stands behind it.
    private mutating func put(_ value: some Written, _ column: Columns.Column) -> Bool {
        fill(column.gap)
        let start = bytes.count
        value.write(on: &self)
        guard column.width > 0 else { return false }
        let missing = column.width(in: language) - width(from: start)
        if column.isRight {
            insert(missing, at: start)
            return false
        }
        fill(missing)
        return missing <= 0
    }

    /// How many characters stand behind a place; escape sequences are none.
    private func width(from start: Int) -> Int {
        var width = 0
        var isEscape = false
        for byte in bytes[start...] {
            if isEscape {
                isEscape = byte != UInt8(ascii: "m")
            } else if byte == 0x1B {
                isEscape = true
            } else if byte & 0xC0 != 0x80 {
                width += 1
            }
        }
        return width
    }
}
