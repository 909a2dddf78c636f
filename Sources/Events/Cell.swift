package import Timeline
package import Wire

/// What can stand in a column of a row; there is nothing else.
package enum Cell: Hashable, Sendable {
    /// Nothing: what it would say does not hold here.
    case none
    /// Whether something holds.
    case flag(Bool)
    /// A number that is not below 0.
    case integer(UInt64)
    /// A point of virtual time.
    case instant(Instant)
    /// A length of virtual time.
    case duration(Duration)
    /// An address of either family.
    case address(IPAddress)
    /// One of few words, all of which the type of the cell names.
    case word(String)
    /// Bytes of a text: what the language accepts, or what came from outside and may be no UTF-8.
    case text([UInt8])
    /// Several cells of one type.
    case list([Cell])
    /// The cells of a row, in the order of its columns.
    case row([Cell])
}

/// What a cell may be.
package indirect enum CellType: Hashable, Sendable {
    case flag
    case integer
    /// Nanoseconds since the start of the lab, in virtual time.
    case instant
    /// Nanoseconds of virtual time.
    case duration
    case address
    /// One of these words; none are named where they belong to a table of another room.
    case word([String])
    case text
    case list(CellType)
    case row([Heading])
    /// As the type says, or `none`.
    case optional(CellType)

    /// Whether a cell is of this type.
    package func holds(_ cell: Cell) -> Bool {
        switch (self, cell) {
        case (.optional(let type), _): cell == .none || type.holds(cell)
        case (.flag, .flag), (.integer, .integer), (.instant, .instant), (.duration, .duration),
            (.address, .address), (.text, .text):
            true
        case (.word(let words), .word(let word)): words.isEmpty || words.contains(word)
        case (.list(let type), .list(let cells)): cells.allSatisfy(type.holds)
        case (.row(let headings), .row(let cells)):
            headings.count == cells.count && zip(headings, cells).allSatisfy { $0.type.holds($1) }
        default: false
        }
    }
}

/// A value that can stand in a cell.
package protocol CellValue: Sendable {
    /// What its cells are.
    static var cellType: CellType { get }
    /// The value as a cell.
    var cell: Cell { get }
}

extension CellValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// The raw values are the words.
    package static var cellType: CellType { .word(allCases.map(\.rawValue)) }
    /// The word.
    package var cell: Cell { .word(rawValue) }
}

extension CellValue where Self: TextWritable {
    /// A text that the language accepts.
    package static var cellType: CellType { .text }
    /// The text.
    package var cell: Cell {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return .text(bytes)
    }
}

// MARK: - The values of the standard library and of Timeline

extension Bool: CellValue {
    /// Whether something holds.
    package static var cellType: CellType { .flag }
    /// The flag.
    package var cell: Cell { .flag(self) }
}

extension CellValue where Self: UnsignedInteger & FixedWidthInteger {
    /// A number.
    package static var cellType: CellType { .integer }
    /// The number.
    package var cell: Cell { .integer(UInt64(self)) }
}

extension UInt64: CellValue {}
extension UInt32: CellValue {}
extension UInt16: CellValue {}
extension UInt8: CellValue {}

extension Int: CellValue {
    /// A number that is not below 0.
    package static var cellType: CellType { .integer }
    /// The number.
    package var cell: Cell { .integer(UInt64(self)) }
}

extension String: CellValue {
    /// A name.
    package static var cellType: CellType { .text }
    /// The bytes of the name.
    package var cell: Cell { .text(Array(utf8)) }
}

extension Optional: CellValue where Wrapped: CellValue {
    /// What is wrapped, or nothing.
    package static var cellType: CellType { .optional(Wrapped.cellType) }
    /// The cell of what is wrapped.
    package var cell: Cell { map(\.cell) ?? .none }
}

extension Array: CellValue where Element: CellValue {
    /// A list; bytes are a text.
    package static var cellType: CellType {
        Element.self == UInt8.self ? .text : .list(Element.cellType)
    }
    /// The cells of the elements, or the bytes.
    package var cell: Cell {
        // A list without elements can be cast to any.
        if Element.self == UInt8.self, let bytes = self as? [UInt8] { return .text(bytes) }
        return .list(map(\.cell))
    }
}

extension ClosedRange: CellValue where Bound: CellValue {
    /// The lowest and the highest.
    package static var cellType: CellType { .list(Bound.cellType) }
    /// The cells of the lowest and the highest.
    package var cell: Cell { .list([lowerBound.cell, upperBound.cell]) }
}

extension Range: CellValue where Bound: CellValue {
    /// The lowest, and the first one above.
    package static var cellType: CellType { .list(Bound.cellType) }
    /// The cells of the lowest, and of the first one above.
    package var cell: Cell { .list([lowerBound.cell, upperBound.cell]) }
}

extension Instant: CellValue {
    /// A point of virtual time.
    package static var cellType: CellType { .instant }
    /// The instant.
    package var cell: Cell { .instant(self) }
}

extension Duration: CellValue {
    /// A length of virtual time.
    package static var cellType: CellType { .duration }
    /// The duration.
    package var cell: Cell { .duration(self) }
}
