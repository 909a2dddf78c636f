private import EventLoop

/// A person who reads a text page by page.
struct PagedReading {
    let terminal: Terminal
    var pager: Pager
    /// What came from sockets meanwhile, to be shown below the text.
    private var later: [UInt8] = []

    /// What a key asks for.
    private enum Wish {
        case page, line, back, find, findNext, again, rest, end, nothing
    }

    private var screen: Screen { terminal.screen }

    /// The reading of a text from its beginning.
    init(terminal: Terminal, pager: Pager) {
        self.terminal = terminal
        self.pager = pager
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
        screen.editor.write(later)
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
            guard case .character(let scalar) = nextKey() else { return nil }
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
        switch nextKey() {
        case .wish(let wish): return wish
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
        guard terminal.keyboard.isReady, case .character("[") = nextKey() else { return .end }
        var sequence = ""
        while case .character(let scalar) = nextKey() {
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

    /// A character, or what a signal asks for.
    private enum Key {
        case character(Unicode.Scalar)
        case wish(Wish)
    }

    private mutating func nextKey() -> Key {
        while true {
            if let key = terminal.keyboard.queue.next() { return .character(key.scalar) }
            do throws(SystemFault) {
                switch try terminal.loop.waitForKey(
                    keyboard: terminal.keyboard.descriptor, wake: terminal.signals.descriptor)
                {
                case .keyboard: guard try terminal.takeByte() else { return .wish(.end) }
                case .wake: if let wish = answerSignals() { return .wish(wish) }
                case .readable(let id): later += terminal.assistant.socketReady(id)
                }
            } catch {
                return .wish(.end)
            }
        }
    }

    /// What the signals ask for that have come; those that end more than the reading stay.
    private mutating func answerSignals() -> Wish? {
        terminal.signals.collect()
        let signals = terminal.signals.all
        if !signals.isDisjoint(with: [.interrupt, .terminate, .hangUp]) { return .end }
        terminal.signals.remove(.resume)
        terminal.signals.remove(.resize)
        if signals.contains(.resume) { screen.editor.yieldTerminal() }
        guard !signals.isDisjoint(with: [.resume, .resize]) else { return nil }
        screen.editor.measure()
        return pager.resize(rows: screen.editor.rows, columns: terminal.columns) ? .again : .rest
    }
}
