/// What is drawn beside libedit's own drawing.
extension Terminal {
    /// Shows text in rows above the line that is being edited.
    func show(_ text: [UInt8]) {
        eraseHint()
        eraseLine()
        editor.write(text)
        if text.last != UInt8(ascii: "\n") { editor.write("\n") }
        editor.draw()
    }

    /// Erases prompt and line and leaves the cursor where they began.
    ///
    /// A plain terminal cannot: the line stays and the cursor goes to the row below.
    func eraseLine() {
        guard isCapable else { return editor.write("\n") }
        let row = min(place(ofEnd: false).row, editor.rows - 1)
        editor.write("\r" + (row > 0 ? "\u{1B}[\(row)A" : "") + "\u{1B}[J")
    }

    /// Leaves the line as it stands, with a mark at its end, and goes to the row below.
    func leaveLine(showing mark: String) {
        if isCapable {
            let cursor = place(ofEnd: false)
            let end = place(ofEnd: true)
            let down = end.row - cursor.row
            editor.write(
                (down > 0 ? "\u{1B}[\(down)B" : "") + "\r"
                    + (end.column > 0 ? "\u{1B}[\(end.column)C" : ""))
        }
        editor.write(mark + "\n")
        editor.flush()
    }

    /// Draws the assistant's hint behind the cursor if there is room for it in the row.
    func showHint() {
        guard isCapable, !isPasting, !isHintShown else { return }
        let line = editor.line
        guard line.isCursorAtEnd, !line.isSearch, let hint = assistant.hint(for: line.text),
            !hint.isEmpty
        else { return }
        let room = editor.columns - place(ofEnd: true).column
        guard LineLayout.width(of: hint) < room else { return }
        editor.write("\u{1B}7\u{1B}[2m\(hint)\u{1B}[0m\u{1B}8")
        isHintShown = true
    }

    /// Erases the hint, which is all that can be behind the cursor.
    func eraseHint() {
        guard isHintShown else { return }
        editor.write("\u{1B}[K")
        isHintShown = false
    }

    private func place(ofEnd: Bool) -> LineLayout {
        let line = editor.line
        var layout = LineLayout(columns: editor.columns)
        layout.add(prompt.visible)
        layout.add(ofEnd ? line.scalars[...] : line.scalars[..<line.cursor])
        return layout
    }
}
