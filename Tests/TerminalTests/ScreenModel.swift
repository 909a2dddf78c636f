/// What a terminal shows after a stream of bytes: enough of `console_codes(4)` for a line editor.
struct ScreenModel {
    /// One column of a row.
    struct Cell: Hashable {
        /// What stands there; empty for the right half of a wide character.
        var text = " "
        /// The last graphic rendition (SGR) in force, without its leading `ESC [`; empty if plain.
        var style = ""
    }

    private(set) var rows: Int
    private(set) var columns: Int
    private(set) var cursorRow = 0
    private(set) var cursorColumn = 0
    /// Rows that have left the screen at its top, the oldest first.
    private(set) var scrolledOff: [String] = []
    /// Whether the program asked for marked pastes.
    private(set) var marksPastes = false
    /// How often the program asked for the background.
    private(set) var questions = 0
    /// How often the bell was rung.
    private(set) var bells = 0
    /// Sequences that this model does not know; a test should find none.
    private(set) var unknown: [String] = []

    private var cells: [[Cell]]
    private var style = ""
    private var isInserting = false
    private var wrapsNext = false
    private var saved = (row: 0, column: 0)
    private var pending: [UInt8] = []

    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
    }

    /// The text of one row, without blanks at its end.
    func row(_ index: Int) -> String {
        guard cells.indices.contains(index) else { return "" }
        return Self.trimmed(cells[index])
    }

    /// The rows that are not empty, from the top.
    var text: [String] { cells.map(Self.trimmed).filter { !$0.isEmpty } }

    /// The rows that are not empty, with those that have scrolled off.
    var everything: [String] { scrolledOff.filter { !$0.isEmpty } + text }

    /// The style of one cell.
    func style(row: Int, column: Int) -> String { cells[row][column].style }

    /// Gives the screen another size; rows are cut off or padded, not flowed anew.
    mutating func resize(rows: Int, columns: Int) {
        while cells.count > rows, cursorRow > 0 {
            scrolledOff.append(Self.trimmed(cells.removeFirst()))
            cursorRow -= 1
        }
        cells = Array(cells.prefix(rows))
        while cells.count < rows { cells.append([]) }
        for index in cells.indices {
            cells[index] = Array(cells[index].prefix(columns))
            while cells[index].count < columns { cells[index].append(Cell()) }
        }
        self.rows = rows
        self.columns = columns
        cursorColumn = min(cursorColumn, columns - 1)
        wrapsNext = false
    }

    /// Draws bytes; a character or sequence that is not complete waits for the rest.
    mutating func draw(_ bytes: some Sequence<UInt8>) {
        pending.append(contentsOf: bytes)
        var start = 0
        while start < pending.count {
            guard let length = unit(at: start) else { break }
            act(on: Array(pending[start..<start + length]))
            start += length
        }
        pending.removeFirst(start)
    }

    /// The length of the character or sequence at a place, or nil if it is not complete.
    private func unit(at start: Int) -> Int? {
        let first = pending[start]
        guard first == 0x1B else {
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            return start + length <= pending.count ? length : nil
        }
        guard start + 1 < pending.count else { return nil }
        switch pending[start + 1] {
        case UInt8(ascii: "["):
            let end = pending[(start + 2)...].firstIndex { (0x40...0x7E).contains($0) }
            return end.map { $0 + 1 - start }
        case UInt8(ascii: "]"):
            // An operating system command ends with ST (ECMA-48 section 8.3.89).
            let end = pending[(start + 2)...].firstIndex(of: 0x1B)
            return end.flatMap { $0 + 1 < pending.count ? $0 + 2 - start : nil }
        case UInt8(ascii: "("), UInt8(ascii: ")"):
            return start + 2 < pending.count ? 3 : nil
        default:
            return 2
        }
    }

    private mutating func act(on unit: [UInt8]) {
        switch unit[0] {
        case 0x07: bells += 1
        case 0x08: moveTo(row: cursorRow, column: cursorColumn - 1)
        case 0x09: moveTo(row: cursorRow, column: (cursorColumn / 8 + 1) * 8)
        case 0x0A: lineFeed()
        case 0x0D: moveTo(row: cursorRow, column: 0)
        case 0x1B where unit[1] == UInt8(ascii: "["): control(unit)
        case 0x1B: escape(unit)
        case ..<0x20, 0x7F: break
        default: put(String(decoding: unit, as: UTF8.self))
        }
    }

    private mutating func escape(_ unit: [UInt8]) {
        switch unit[1] {
        case UInt8(ascii: "]") where unit == Array("\u{1B}]11;?\u{1B}\\".utf8): questions += 1
        case UInt8(ascii: "7"): saved = (cursorRow, cursorColumn)
        case UInt8(ascii: "8"): moveTo(row: saved.row, column: saved.column)
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "="), UInt8(ascii: ">"): break
        default: unknown.append(String(decoding: unit.dropFirst(), as: UTF8.self))
        }
    }

    private mutating func control(_ unit: [UInt8]) {
        let body = String(decoding: unit.dropFirst(2).dropLast(), as: UTF8.self)
        let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
        let first = numbers.first.flatMap { $0 }
        let count = max(1, first ?? 1)
        switch Character(Unicode.Scalar(unit[unit.count - 1])) {
        case "A": moveTo(row: cursorRow - count, column: cursorColumn)
        case "B": moveTo(row: cursorRow + count, column: cursorColumn)
        case "C": moveTo(row: cursorRow, column: cursorColumn + count)
        case "D": moveTo(row: cursorRow, column: cursorColumn - count)
        case "G": moveTo(row: cursorRow, column: count - 1)
        case "d": moveTo(row: count - 1, column: cursorColumn)
        case "H", "f":
            let column = numbers.count > 1 ? numbers[1] ?? 1 : 1
            moveTo(row: count - 1, column: column - 1)
        case "J": eraseScreen(first ?? 0)
        case "K": eraseRow(first ?? 0)
        case "X": erase(row: cursorRow, from: cursorColumn, to: cursorColumn + count)
        case "P": delete(count)
        case "@": insert(count)
        case "m": style = ["", "0", "39;49"].contains(body) ? "" : body
        case "h" where body == "4": isInserting = true
        case "l" where body == "4": isInserting = false
        case "h" where body == "?2004": marksPastes = true
        case "l" where body == "?2004": marksPastes = false
        case "h" where body.hasPrefix("?"), "l" where body.hasPrefix("?"): break
        default: unknown.append(String(decoding: unit.dropFirst(), as: UTF8.self))
        }
    }

    private mutating func put(_ text: String) {
        let width = Self.width(of: text)
        if width == 0 {
            if cursorColumn > 0 { cells[cursorRow][cursorColumn - 1].text += text }
            return
        }
        if wrapsNext || cursorColumn + width > columns {
            lineFeed()
            cursorColumn = 0
            wrapsNext = false
        }
        if isInserting { insert(width) }
        cells[cursorRow][cursorColumn] = Cell(text: text, style: style)
        if width == 2 { cells[cursorRow][cursorColumn + 1] = Cell(text: "", style: style) }
        cursorColumn += width
        // Behind the last column the cursor waits there for the next character.
        wrapsNext = cursorColumn == columns
        cursorColumn = min(cursorColumn, columns - 1)
    }

    private mutating func lineFeed() {
        wrapsNext = false
        guard cursorRow == rows - 1 else {
            cursorRow += 1
            return
        }
        scrolledOff.append(Self.trimmed(cells.removeFirst()))
        cells.append(Array(repeating: Cell(), count: columns))
    }

    private mutating func moveTo(row: Int, column: Int) {
        cursorRow = max(0, min(row, rows - 1))
        cursorColumn = max(0, min(column, columns - 1))
        wrapsNext = false
    }

    private mutating func eraseScreen(_ part: Int) {
        let below = (cursorRow + 1)..<max(cursorRow + 1, rows)
        let above = 0..<cursorRow
        if part != 1 { for row in below { erase(row: row, from: 0, to: columns) } }
        if part != 0 { for row in above { erase(row: row, from: 0, to: columns) } }
        eraseRow(part)
    }

    private mutating func eraseRow(_ part: Int) {
        switch part {
        case 0: erase(row: cursorRow, from: cursorColumn, to: columns)
        case 1: erase(row: cursorRow, from: 0, to: cursorColumn + 1)
        default: erase(row: cursorRow, from: 0, to: columns)
        }
    }

    private mutating func erase(row: Int, from: Int, to: Int) {
        for column in from..<max(from, min(to, columns)) { cells[row][column] = Cell() }
    }

    private mutating func delete(_ count: Int) {
        let gone = min(count, columns - cursorColumn)
        cells[cursorRow].removeSubrange(cursorColumn..<cursorColumn + gone)
        cells[cursorRow] += Array(repeating: Cell(), count: gone)
    }

    private mutating func insert(_ count: Int) {
        let fresh = min(count, columns - cursorColumn)
        cells[cursorRow].insert(
            contentsOf: Array(repeating: Cell(), count: fresh), at: cursorColumn)
        cells[cursorRow].removeLast(fresh)
    }

    private static func trimmed(_ row: [Cell]) -> String {
        var text = row.map(\.text).joined()
        while text.last == " " { text.removeLast() }
        return text
    }

    /// The columns of a character, for the scripts that tests use.
    private static func width(of text: String) -> Int {
        switch text.unicodeScalars.first?.value ?? 0 {
        case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}
