/// Boxes that hang on a line, drawn with the characters that every terminal has; at most 80 of them wide.
enum NetDrawing {
    /// The most characters of a line.
    static let width = 80

    /// Boxes with these texts, on a line with a label: in several rows where they do not fit into one.
    static func lines(of boxes: [[String]], on label: String) -> [String] {
        var rows: [[[String]]] = [[]]
        var used = 0
        for box in boxes {
            let width = boxWidth(box)
            if used > 0, used + gap + width > Self.width {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append(box)
            used += (used > 0 ? gap : 0) + width
        }
        return rows.flatMap { row(of: $0, on: label) }
    }

    private static let gap = 2

    private static func boxWidth(_ box: [String]) -> Int {
        min((box.map(\.count).max() ?? 0) + 4, width)
    }

    private static func row(of boxes: [[String]], on label: String) -> [String] {
        let height = boxes.map(\.count).max() ?? 0
        var lines = [String](repeating: "", count: height + 2)
        var stems = ""
        var bus = ""
        for (place, box) in boxes.enumerated() {
            let width = boxWidth(box)
            let space = place > 0 ? String(repeating: " ", count: gap) : ""
            let edge = "+" + String(repeating: "-", count: width - 2) + "+"
            // Boxes of different heights stand on the same line.
            let top = height - box.count
            for line in lines.indices {
                let content: String
                switch line {
                case ..<top: content = String(repeating: " ", count: width)
                case top, height + 1: content = edge
                default: content = "| " + padded(box[line - top - 1], to: width - 4) + " |"
                }
                lines[line] += space + content
            }
            let middle = width / 2
            stems += space + String(repeating: " ", count: middle) + "|"
            stems += String(repeating: " ", count: width - middle - 1)
            bus += String(repeating: "=", count: space.count + middle) + "+"
            bus += String(repeating: "=", count: width - middle - 1)
        }
        lines.append(stems)
        if bus.count + 2 + label.count <= width {
            lines.append(bus + "  " + label)
        } else {
            lines += [bus, label]
        }
        return lines.map(trimmed)
    }

    private static func padded(_ text: String, to width: Int) -> String {
        String(text.prefix(width)) + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func trimmed(_ line: String) -> String {
        var line = Substring(line)
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
