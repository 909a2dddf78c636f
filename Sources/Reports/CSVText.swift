/// The rows of a table with commas between its cells: RFC 4180.
package struct CSVText {
    /// A row.
    package struct Row: Sendable {
        /// Its cells, in order.
        package let cells: [String]
        /// The line in which it begins, from 1.
        package let number: Int
    }

    /// Why a text is no such table.
    package enum Fault: Error, Equatable, Sendable {
        /// The quote that begins a cell in this line has no end.
        case openQuote(line: Int)
        /// It is no UTF-8.
        case binary
    }

    /// The rows, without empty ones.
    package let rows: [Row]

    /// Takes a text apart: cells in quotes may hold commas, ends of lines, and quotes that stand twice.
    ///
    /// Lines end with LF or CRLF; a byte order mark in front is no part of the first cell.
    ///
    /// - Throws: `Fault` when it is no table.
    package init(_ bytes: [UInt8]) throws(Fault) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .binary }
        var rows: [Row] = []
        var (cells, cell) = ([String](), String.UnicodeScalarView())
        var (line, start) = (1, 1)
        var quote: Int?
        var isPastQuote = false
        func endRow() {
            cells.append(String(cell))
            if cells != [""] { rows.append(Row(cells: cells, number: start)) }
            cells = []
            cell = String.UnicodeScalarView()
            isPastQuote = false
        }
        for scalar in text.unicodeScalars.drop(while: { $0 == "\u{FEFF}" }) {
            if scalar == "\n" { line += 1 }
            switch scalar {
            case "\"" where quote != nil:
                quote = nil
                isPastQuote = true
            case "\"" where isPastQuote:
                cell.append(scalar)
                quote = line
                isPastQuote = false
            case "\"" where cell.isEmpty: quote = line
            case _ where quote != nil: cell.append(scalar)
            case ",":
                cells.append(String(cell))
                cell = String.UnicodeScalarView()
                isPastQuote = false
            case "\n":
                endRow()
                start = line
            case "\r": break
            default: cell.append(scalar)
            }
        }
        if let quote { throw .openQuote(line: quote) }
        endRow()
        self.rows = rows
    }
}
