/// What is seen of a line that is being edited: libedit's own drawing, and what is drawn beside it.
final class Screen {
    /// libedit, which draws prompt and line.
    let editor: Editor
    /// The prompt in front of the line.
    private(set) var prompt: PromptText
    /// Whether escape sequences may be written, because the person and the terminal allow it.
    let isCapable: Bool
    /// How what is listed may be written.
    let appearance: Appearance
    private var isHintShown = false
    private var isColoured = false

    /// The screen that an editor draws on.
    ///
    /// - Throws: `TerminalFault.noEditor` if there is no editor to be had.
    init(
        keyboard: Int32, screen: Int32, appearance: Appearance, prompt: String
    ) throws(TerminalFault) {
        editor = try Editor(keyboard: keyboard, screen: screen, appearance: appearance)
        isCapable = appearance == .coloured && editor.canMove
        self.appearance = isCapable || appearance == .linear ? appearance : .plain
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

    /// Colours the line, and draws a hint behind the cursor if there is room for it in the row: what is wrong with the
    /// line, or else what may come next.
    func showHint(from assistant: any LineAssistant) {
        guard isCapable, !isHintShown else { return }
        let line = editor.line
        guard !line.isSearch else { return }
        let marks = assistant.marks(on: line.text)
        let colours = assistant.colours
        colour(line, marks, colours)
        guard line.isCursorAtEnd else { return }
        let room = editor.columns - place(ofEnd: true).column - 1
        if let fault = marks.fault {
            let text = Self.cut("  " + fault, to: room)
            if LineLayout.width(of: text) > 8 { draw(text, colours.wrong) }
            return
        }
        guard let hint = assistant.hint(for: line.text), LineLayout.width(of: hint) <= room else {
            return
        }
        draw(hint, colours.aside)
    }

    private func draw(_ text: String, _ parameters: String) {
        editor.write("\u{1B}7\u{1B}[\(parameters)m\(text)\u{1B}[0m\u{1B}8")
        isHintShown = true
    }

    /// A text that is cut in front of what has no room.
    private static func cut(_ text: String, to room: Int) -> String {
        guard LineLayout.width(of: text) > room else { return text }
        var (shown, left) = (String.UnicodeScalarView(), room - 3)
        for scalar in text.unicodeScalars {
            left -= LineLayout.width(of: scalar)
            guard left >= 0 else { break }
            shown.append(scalar)
        }
        return String(shown) + "..."
    }

    /// Draws a line of one row over itself, in colours; of a longer one nothing is coloured.
    private func colour(_ line: EditedLine, _ marks: LineMarks, _ colours: TypedColours) {
        guard place(ofEnd: true).row == 0, !marks.words.isEmpty || isColoured else { return }
        isColoured = !marks.words.isEmpty
        var start = LineLayout(columns: editor.columns)
        start.add(prompt.visible)
        var (text, place) = ("\u{1B}7\r\u{1B}[\(start.column)C", 0)
        for word in marks.words where word.range.upperBound <= line.scalars.count {
            text += Self.text(line.scalars[place..<word.range.lowerBound])
            text += "\u{1B}[\(colours.parameters(of: word.tone))m"
            text += Self.text(line.scalars[word.range]) + "\u{1B}[0m"
            place = word.range.upperBound
        }
        editor.write(text + Self.text(line.scalars[place...]) + "\u{1B}8")
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
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

    /// Asks the terminal what its background is; the answer comes as keys do, and nobody waits for it.
    ///
    /// The control sequence is OSC 11 of xterm (XTerm Control Sequences), ended by ST (ECMA-48 section 8.3.143).
    func askForBackground() { editor.write("\u{1B}]11;?\u{1B}\\") }

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
