private import CLibedit

/// Where text comes to stand on a terminal, by libedit's rules for drawing a line.
struct LineLayout: Hashable {
    /// How many columns the terminal has, at least 1.
    let columns: Int

    /// How many rows are above the place that the text has reached.
    private(set) var row = 0

    /// How many columns are left of the place that the text has reached.
    private(set) var column = 0

    /// The upper left corner of a terminal with that many columns.
    init(columns: Int) {
        self.columns = max(1, columns)
    }

    /// Moves behind the text.
    mutating func add(_ text: some Sequence<Unicode.Scalar>) {
        for scalar in text { add(scalar) }
    }

    private mutating func add(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\n":
            row += 1
            column = 0
        case "\t":
            repeat { advance(by: 1) } while column % 8 != 0
        default:
            advance(by: Self.width(of: scalar))
        }
    }

    /// What is too wide for the rest of a row goes to the next one as a whole.
    private mutating func advance(by width: Int) {
        if column + width > columns {
            row += 1
            column = 0
        }
        column += width
        if column >= columns {
            row += 1
            column = 0
        }
    }

    /// The columns of one scalar: two for a control character, which is drawn as `^C`.
    static func width(of scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x20 || scalar.value == 0x7F { return 2 }
        let width = Int(edit_width(wchar_t(scalar.value)))
        if width >= 0 { return width }
        return "\\U+".count + max(4, String(scalar.value, radix: 16).count)
    }

    /// The columns of a text in one row.
    static func width(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }
}
