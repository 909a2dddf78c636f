/// Tables without columns: for who hears them, or reads them in braille.
extension Page {
    /// Sets what follows apart: as in a table, or by one blank.
    mutating func gap() { fill(layout == .grid ? 2 : 1) }

    /// Adds text of a phrase, in which a linear page has a colon and a blank for several blanks in a row: what stands behind
    /// them is the value of what stands in front.
    mutating func put(phrase text: Span<UInt8>) {
        guard layout == .linear else { return put(text) }
        var blanks = 0
        for place in text.indices {
            if text[place] == 0x20 {
                blanks += 1
            } else {
                putBlanks(blanks)
                blanks = 0
                put { $0.append(text[place]) }
            }
        }
        putBlanks(blanks)
    }

    private mutating func putBlanks(_ count: Int) {
        guard count > 0 else { return }
        let isValue = count > 1 && bytes.last.map { $0 != 0x0A && $0 != 0x20 } ?? false
        put(isValue ? ": " : " ")
    }

    /// Writes a row as lines `name: value`, or as one line where its columns have no names; the last is open if wanted.
    ///
    /// Cells without text are left out.
    mutating func beginLines<each Value: Written>(
        _ columns: Columns, _ value: repeat each Value, isOpen: Bool
    ) {
        var cells: [[UInt8]] = []
        for value in repeat each value {
            let start = bytes.count
            value.write(on: &self)
            cells.append(Self.trimmed(cut(at: start)))
        }
        if columns.areNamed {
            putFields(cells, columns, isOpen)
        } else {
            putLine(cells.filter { !$0.isEmpty }, in: min(columns[0].gap, 4), isOpen)
        }
    }

    /// Each cell on a line behind its name, all but the first further in.
    private mutating func putFields(_ cells: [[UInt8]], _ columns: Columns, _ isOpen: Bool) {
        var cells = cells
        // What comes then is the value of a cell that has been left open.
        if isOpen, cells.last?.isEmpty == true { cells.removeLast() }
        var isFirst = true
        for place in 0..<(cells.count + (isOpen ? 1 : 0)) {
            let cell = place < cells.count ? cells[place] : nil
            if cell?.isEmpty == true { continue }
            if !isFirst {
                endLine()
                fill(2)
            }
            isFirst = false
            if let name = columns[place].name {
                name.write(on: &self)
                put(": ")
            }
            if let cell { put(raw: cell) }
        }
    }

    /// The cells with commas between them, and a colon before the last.
    private mutating func putLine(_ cells: [[UInt8]], in margin: Int, _ isOpen: Bool) {
        fill(margin)
        let last = isOpen ? cells.count : cells.count - 1
        for (place, cell) in cells.enumerated() {
            if place > 0 { put(place == last ? ": " : ", ") }
            put(raw: cell)
        }
        if isOpen, !cells.isEmpty { put(": ") }
    }

    /// Text without the blanks that fill a column.
    private static func trimmed(_ text: [UInt8]) -> [UInt8] {
        var text = text[...]
        while text.last == 0x20 { text.removeLast() }
        while text.first == 0x20 { text.removeFirst() }
        return Array(text)
    }
}
