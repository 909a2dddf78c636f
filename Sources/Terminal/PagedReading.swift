/// A person who reads a text page by page.
struct PagedReading {
    let terminal: Terminal
    var pager: Pager
    private var keys: KeyWait

    /// What a key asks for.
    private enum Wish {
        case page, line, back, find, findNext, again, rest, end, nothing
    }

    private var screen: Screen { terminal.screen }

    /// The reading of a text from its beginning.
    init(terminal: Terminal, pager: Pager) {
        self.terminal = terminal
        self.pager = pager
        keys = KeyWait(terminal: terminal)
    }

    /// Shows pages until the end of the text, or of the person's patience.
    mutating func run() {
        screen.editor.write(pager.advance(by: .page))
        var note: String?
        while !pager.isAtEnd {
            showStatus(note ?? terminal.assistant.more(after: pager.end, of: pager.count))
            note = nil
            let wish = readWish()
            eraseRow()
            switch wish {
            case .page: screen.editor.write(pager.advance(by: .page))
            case .line: screen.editor.write(pager.advance(by: .line))
            case .back: draw(pager.goBack())
            case .again: draw(pager.again())
            case .rest: screen.editor.write(pager.finish())
            case .find: note = find(readSearch())
            case .findNext: note = find("")
            case .nothing: continue
            case .end: return leave()
            }
        }
        leave()
    }

    private func leave() {
        screen.editor.write(keys.later)
        screen.editor.flush()
    }

    /// Goes to where a text is; what is to be said where it is nowhere.
    private mutating func find(_ text: String?) -> String? {
        guard let text else { return nil }
        guard let page = pager.find(Array(text.utf8)) else {
            return terminal.assistant.isNotBelow(String(decoding: pager.text, as: UTF8.self))
        }
        draw(page)
        return nil
    }

    // MARK: - The screen

    private func draw(_ page: [UInt8]) {
        screen.editor.write("\u{1B}[H\u{1B}[J")
        screen.editor.write(page)
    }

    private func eraseRow() { screen.editor.write("\r\u{1B}[K") }

    private func showStatus(_ text: String) {
        var shown = String.UnicodeScalarView()
        var room = terminal.columns - 1
        for scalar in text.unicodeScalars {
            room -= LineLayout.width(of: scalar)
            guard room >= 0 else { break }
            shown.append(scalar)
        }
        eraseRow()
        screen.editor.write("\u{1B}[7m\(String(shown))\u{1B}[0m")
        screen.editor.flush()
    }

    // MARK: - Keys

    /// The text behind `/`; nil where it was given up.
    private mutating func readSearch() -> String? {
        var text = String.UnicodeScalarView()
        while true {
            showStatus("/" + String(text))
            guard case .character(let scalar) = keys.next() else { return nil }
            switch scalar {
            case "\r", "\n": return String(text)
            case "\u{1B}", "\u{3}": return nil
            case "\u{7F}", "\u{8}":
                if text.isEmpty { return nil }
                text.removeLast()
            case _ where scalar.value < 0x20: continue
            default: text.append(scalar)
            }
        }
    }

    private mutating func readWish() -> Wish {
        switch keys.next() {
        case .end: return .end
        case .newScreen:
            screen.editor.measure()
            let fits = pager.resize(rows: screen.editor.rows, columns: terminal.columns)
            return fits ? .again : .rest
        case .character(let scalar):
            switch scalar {
            case " ", "f", "\u{6}", "\u{16}": return .page
            case "\r", "\n", "j", "\u{E}": return .line
            case "b", "k", "\u{2}", "\u{10}": return .back
            case "/": return .find
            case "n": return .findNext
            case "G", ">": return .rest
            case "q", "Q", "\u{3}", "\u{4}": return .end
            case "\u{1B}": return readSequence()
            default: return .nothing
            }
        }
    }

    /// The rest of what an arrow or a page key sends (ECMA-48 section 5.4), or the escape key alone.
    private mutating func readSequence() -> Wish {
        guard terminal.keyboard.isReady, case .character("[") = keys.next() else { return .end }
        var sequence = ""
        while case .character(let scalar) = keys.next() {
            sequence.unicodeScalars.append(scalar)
            if (0x40...0x7E).contains(scalar.value) { break }
        }
        switch sequence {
        case "B": return .line
        case "6~": return .page
        case "5~", "A": return .back
        case "F", "4~": return .rest
        default: return .nothing
        }
    }
}
