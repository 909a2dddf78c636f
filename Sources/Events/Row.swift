/// A plain value whose parts stand in named columns: what an answer is made of.
///
/// Text, JSON lines, other languages and pages read the same rows. A row is complete when it is made: nothing
/// in it can be asked, no prover, no socket, no closure; and each stored property stands in a column. The
/// names are lower-case words, joined by hyphens, that keep their meaning; a number's unit is said.
package protocol Row: CellValue {
    /// The columns, in the order in which they are written.
    static var columns: [Column<Self>] { get }
}

extension Row {
    /// What each row of this kind has.
    package static var cellType: CellType { .row(columns.map(\.heading)) }

    /// What this row has, in the order of the columns; what is absent is `none`.
    package var cell: Cell { .row(Self.columns.map { $0.read(self) }) }
}

/// One column of a kind of row.
package struct Column<Source>: Sendable {
    /// What it is called and holds.
    package let heading: Heading
    /// The cell of a row.
    package let read: @Sendable (Source) -> Cell

    /// A column that reads a part of a row; a number that counts something says what.
    package init<Value: CellValue>(
        _ name: String, in unit: Unit? = nil, _ read: @escaping @Sendable (Source) -> Value
    ) {
        heading = Heading(name: name, type: Value.cellType, unit: unit)
        self.read = { read($0).cell }
    }
}

/// What a column is called and holds: the schema of a row is the list of these.
package struct Heading: Hashable, Sendable {
    /// The name: lower-case words joined by hyphens.
    package let name: String
    /// What stands in it.
    package let type: CellType
    /// What its number counts; nil for a number of a thing, and for what is no number.
    package let unit: Unit?
}

/// What a number counts.
package enum Unit: String, CaseIterable, Sendable {
    case bytes
    case packets
    case datagrams
    case rules
    case flows
    case keys
    case lengths
    case sequenceNumbers = "sequence-numbers"
    /// Hundredths of a percent.
    case hundredths
}

/// An event as everybody reads it who has no words for it: its name, which says what columns there are, and a
/// cell for each.
package struct Answer: Sendable {
    /// The name: lower-case words joined by hyphens, that of the command's noun first.
    package let name: String
    /// The columns.
    package let headings: [Heading]
    /// A cell for each column.
    package let cells: [Cell]

    /// An answer that is one row.
    init<Source: Row>(_ name: String, _ row: Source) {
        let columns = Source.columns
        self.name = name
        headings = columns.map(\.heading)
        cells = columns.map { $0.read(row) }
    }

    /// An answer of a few parts.
    init(_ name: String, _ fields: Field...) {
        self.name = name
        headings = fields.map(\.heading)
        cells = fields.map(\.cell)
    }
}

/// A part of an answer, with its column.
struct Field {
    let heading: Heading
    let cell: Cell

    init<Value: CellValue>(_ name: String, in unit: Unit? = nil, _ value: Value) {
        heading = Heading(name: name, type: Value.cellType, unit: unit)
        cell = value.cell
    }
}
