package import Timeline
package import Wire

/// What an answer is made of; there is nothing else, and nothing in it can be asked.
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
    /// One of few words.
    case word(String)
    /// Bytes of a text: what the language accepts, or what came from outside and may be no UTF-8.
    case text([UInt8])
    /// Several cells of one kind.
    case list([Cell])
    /// Cells with names.
    case row(Row)
}

/// A value that can stand in a column of a row.
package protocol CellValue: Sendable {
    /// The value as a cell.
    var cell: Cell { get }
    /// What a number counts; nil for a number of a thing, and for what is no number.
    var unit: Unit? { get }
    /// Whether it is a key, which only a person who asks for it is to see.
    var isSecret: Bool { get }
}

extension CellValue {
    /// Nothing, unless `in` says something else.
    package var unit: Unit? { nil }

    /// False, unless it is a `Secret`.
    package var isSecret: Bool { false }

    /// A number, or several, with what they count.
    func `in`(_ unit: Unit) -> Measured { Measured(cell: cell, unit: unit) }
}

/// What a number counts.
package enum Unit: String, CaseIterable, Sendable {
    case bytes, packets, datagrams, rules, flows, keys, lengths, nodes, links, lines
    case sequenceNumbers = "sequence-numbers"
    /// Hundredths of a percent.
    case hundredths
}

/// A number with what it counts.
struct Measured: CellValue {
    let cell: Cell
    let unit: Unit?
}

/// A value that is a key, or holds some.
struct Secret: CellValue {
    let cell: Cell
    var isSecret: Bool { true }

    init(_ value: some CellValue) {
        cell = value.cell
    }
}

/// Bytes that are no text, as pairs of hexadecimal digits.
struct Hexadecimal: CellValue {
    let cell: Cell

    init(_ bytes: some Sequence<UInt8>) {
        var digits: [UInt8] = []
        for byte in bytes { digits.append(hex: UInt64(byte), digits: 2) }
        cell = .text(digits)
    }
}

// MARK: - How values become cells

extension CellValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// The raw value as a word.
    package var cell: Cell { .word(rawValue) }
}

extension CellValue where Self: TextWritable {
    /// A text that the language accepts.
    package var cell: Cell {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return .text(bytes)
    }
}

extension CellValue where Self: UnsignedInteger & FixedWidthInteger {
    /// The number.
    package var cell: Cell { .integer(UInt64(self)) }
}

extension UInt64: CellValue {}
extension UInt32: CellValue {}
extension UInt16: CellValue {}
extension UInt8: CellValue {}
extension Int: CellValue {
    /// The number, which is not below 0.
    package var cell: Cell { .integer(UInt64(self)) }
}
extension Bool: CellValue { package var cell: Cell { .flag(self) } }
extension String: CellValue { package var cell: Cell { .text(Array(utf8)) } }
extension Instant: CellValue { package var cell: Cell { .instant(self) } }
extension Duration: CellValue { package var cell: Cell { .duration(self) } }
extension IPAddress: CellValue { package var cell: Cell { .address(self) } }

extension Optional: CellValue where Wrapped: CellValue {
    /// The cell of what is wrapped, or nothing.
    package var cell: Cell { map(\.cell) ?? .none }
}

extension Array: CellValue where Element: CellValue {
    /// The cells of the elements; bytes are a text.
    package var cell: Cell {
        // A list without elements can be cast to any.
        if Element.self == UInt8.self, let bytes = self as? [UInt8] { return .text(bytes) }
        return .list(map(\.cell))
    }
}

extension ClosedRange: CellValue where Bound: CellValue {
    /// The lowest and the highest.
    package var cell: Cell { .list([lowerBound.cell, upperBound.cell]) }
}

extension Range: CellValue where Bound: CellValue {
    /// The lowest, and the first one above.
    package var cell: Cell { .list([lowerBound.cell, upperBound.cell]) }
}
