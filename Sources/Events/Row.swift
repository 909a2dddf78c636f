import Fabric
import Network
package import Wire

/// Cells with names and units, in the order in which they are written: what an answer is made of.
///
/// Text, JSON lines, other languages and pages read the same rows. The names are lower-case words, joined by
/// hyphens, that keep their meaning.
package struct Row: CellValue, Hashable, ExpressibleByDictionaryLiteral {
    /// A cell, what it is called, and what its number counts.
    package struct Column: Hashable, Sendable {
        /// The name.
        package let name: String
        /// What stands there.
        package let cell: Cell
        /// What is counted; nil for what is no count.
        package let unit: Unit?
        /// Whether it is a key, which only a person who asks for it is to see.
        package let isSecret: Bool

        fileprivate init(_ name: String, _ value: any CellValue) {
            self.name = name
            cell = value.cell
            unit = value.unit
            isSecret = value.isSecret
        }
    }

    /// The columns.
    package private(set) var columns: [Column]

    /// Names and what stands under them.
    package init(dictionaryLiteral columns: (String, any CellValue)...) {
        self.columns = columns.map { Column($0, $1) }
    }

    /// The columns of two rows.
    static func + (_ first: Self, _ second: Self) -> Self {
        var row = first
        row.columns += second.columns
        return row
    }

    /// Adds a column.
    mutating func add(_ name: String, _ value: any CellValue) {
        columns.append(Column(name, value))
    }

    /// The row in a column of another one.
    package var cell: Cell { .row(self) }
}

/// A value of several parts, each of which stands in a column.
package protocol RowValue: CellValue {
    /// The columns.
    var row: Row { get }
}

extension RowValue {
    /// The row in a column of another one.
    package var cell: Cell { .row(row) }
}

/// One of several cases that have different parts: its row says in the column `kind` which one it is.
package protocol KindValue: RowValue {
    /// The parts of the case.
    var parts: Row { get }
}

extension KindValue {
    /// The name of the case, and its parts.
    package var row: Row { ["kind": CaseName(self)] + parts }
}

/// An enumeration's case by its name in lower-case words joined by hyphens, without what it carries.
struct CaseName: CellValue {
    let word: String

    init(_ value: some Any) {
        word = Mirror(reflecting: value).children.first?.label?.hyphenated ?? "\(value)".hyphenated
    }

    var cell: Cell { .word(word) }
}

/// An event as everybody reads it who has no words for it.
package struct Answer: Sendable {
    /// What happened: lower-case words joined by hyphens, the noun first; it says which columns there are.
    package let name: String
    /// The columns.
    package let row: Row
}

/// A value of which the network's dictionary says how its nodes and links are called.
protocol Located {
    /// The columns, with the names of that network.
    func row(in topology: Topology) -> Row
}

extension Topology {
    /// The row of a value, with the names of this network.
    func named(_ value: some Located) -> Row { value.row(in: self) }
}

/// Something, and how many times it came up.
package struct Counted<Thing: CellValue>: RowValue {
    /// What is counted.
    package let thing: Thing
    /// How many times.
    package var count: Int

    /// Something, the first time.
    package init(_ thing: Thing, count: Int = 1) {
        self.thing = thing
        self.count = count
    }

    package var row: Row { ["what": thing, "count": count] }
}

extension [Counted<DropReason>] {
    /// Counts one more.
    package mutating func count(_ reason: DropReason) {
        guard let index = firstIndex(where: { $0.thing == reason }) else {
            return append(Counted(reason))
        }
        self[index].count += 1
    }

    /// The reasons that came up, in the order of their table.
    static func counted(_ count: (DropReason) -> UInt64) -> Self {
        DropReason.allCases.map { Counted($0, count: Int(count($0))) }.filter { $0.count > 0 }
    }
}

extension String {
    /// A name of the code as words in lower case: `unknownSPI` as `unknown-spi`.
    package var hyphenated: String {
        var words = ""
        var wasUppercase = false
        for character in self {
            if character.isUppercase && !wasUppercase { words += "-" }
            words += character.lowercased()
            wasUppercase = character.isUppercase
        }
        return words
    }
}
