/// What is seen of a line that is being edited: libedit's own drawing, and what is drawn beside it.
final class Screen {
    /// libedit, which draws prompt and line.
    let editor: Editor
    /// The prompt in front of the line.
    private(set) var prompt: PromptText
    /// Whether escape sequences may be written, because the person and the terminal allow it.
    let isCapable: Bool
    private var isHintShown = false

    /// The screen that an editor draws on.
    ///
    /// - Throws: `TerminalFault.noEditor` if there is no editor to be had.
    init(
        keyboard: Int32, screen: Int32, appearance: Appearance, prompt: String
    ) throws(TerminalFault) {
        editor = try Editor(keyboard: keyboard, screen: screen, appearance: appearance)
        isCapable = appearance == .coloured && editor.canMove
        self.prompt = PromptText(prompt, isColoured: isCapable)
    }

    /// Shows another prompt from the next line on.
    func show(prompt text: String) {
        guard !prompt.visible.elementsEqual(text.unicodeScalars) else { return }
        prompt = PromptText(text, isColoured: isCapable)
    }

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

    /// Draws a hint about the line behind the cursor if there is room for it in the row.
    func showHint(_ hint: (String) -> String?) {
        guard isCapable, !isHintShown else { return }
        let line = editor.line
        guard line.isCursorAtEnd, !line.isSearch, let hint = hint(line.text), !hint.isEmpty else {
            return
        }
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

    /// Asks the terminal to mark where a paste begins and ends, or not to.
    func markPastes(_ wanted: Bool) {
        if isCapable { editor.write(wanted ? "\u{1B}[?2004h" : "\u{1B}[?2004l") }
    }

    /// Draws the line at the cursor after somebody else had the terminal.
    func drawAnew() {
        editor.measure()
        editor.write(isCapable ? "\r\u{1B}[J" : "\r")
        editor.draw()
    }

    private func place(ofEnd: Bool) -> LineLayout {
        let line = editor.line
        var layout = LineLayout(columns: editor.columns)
        layout.add(prompt.visible)
        layout.add(ofEnd ? line.scalars[...] : line.scalars[..<line.cursor])
        return layout
    }
}
