/// Lays out the candidates of a completion in rows.
struct CandidateTable {
    /// How many columns the terminal has.
    let columns: Int

    /// How the notes are set apart.
    let appearance: Appearance
    /// What colours are.
    var colours = TypedColours()

    /// The candidates as UTF-8 text: one in a row with its note, or without notes in columns.
    func text(of candidates: [Candidate]) -> [UInt8] {
        let widest = candidates.map { LineLayout.width(of: $0.text) }.max() ?? 0
        let hasNotes = candidates.contains { !$0.note.isEmpty }
        if appearance == .linear {
            return Array(
                candidates.map { $0.text + ($0.note.isEmpty ? "" : ": " + $0.note) + "\n" }
                    .joined().utf8)
        }
        return hasNotes
            ? rows(of: candidates, widest: widest) : grid(of: candidates, widest: widest)
    }

    private func rows(of candidates: [Candidate], widest: Int) -> [UInt8] {
        var text = ""
        for candidate in candidates {
            text += Self.margin + candidate.text
            let room = columns - 1 - Self.margin.count - widest - Self.gap
            let note = Self.cut(candidate.note, to: room)
            if !note.isEmpty {
                let width = LineLayout.width(of: candidate.text)
                text += String(repeating: " ", count: widest - width + Self.gap)
                text += appearance == .coloured ? "\u{1B}[\(colours.aside)m\(note)\u{1B}[0m" : note
            }
            text += "\n"
        }
        return Array(text.utf8)
    }

    /// Fills column after column, so that an alphabetical list is read downwards.
    private func grid(of candidates: [Candidate], widest: Int) -> [UInt8] {
        let cell = widest + Self.gap
        let across = max(1, (columns - 1 - Self.margin.count + Self.gap) / max(1, cell))
        let down = (candidates.count + across - 1) / across
        var text = ""
        for row in 0..<down {
            text += Self.margin
            for index in stride(from: row, to: candidates.count, by: down) {
                let candidate = candidates[index].text
                text += candidate
                guard index + down < candidates.count else { continue }
                let width = LineLayout.width(of: candidate)
                text += String(repeating: " ", count: cell - width)
            }
            text += "\n"
        }
        return Array(text.utf8)
    }

    private static func cut(_ note: String, to room: Int) -> String {
        guard LineLayout.width(of: note) > room else { return note }
        var kept = String.UnicodeScalarView()
        var width = 0
        for scalar in note.unicodeScalars {
            width += LineLayout.width(of: scalar)
            guard width < room else { break }
            kept.append(scalar)
        }
        return kept.isEmpty ? "" : String(kept) + "…"
    }

    private static let margin = "  "
    private static let gap = 2
}
