internal import CLibedit

/// libedit's handle in Swift's types: `editline(3)`.
///
/// Text goes in and out as Unicode scalars, and positions count them.
@safe
struct Editor: ~Copyable {
    private let handle: OpaquePointer
    private let past: OpaquePointer

    /// Opens libedit on two descriptors of a terminal, which stay the caller's.
    ///
    /// A plain appearance takes every capability away from the terminal.
    ///
    /// - Throws: `TerminalFault.noEditor` if it cannot be had.
    init(keyboard: Int32, screen: Int32, appearance: Appearance) throws(TerminalFault) {
        // libedit looks at the character set when it starts.
        guard Self.takesUTF8() else { throw .noEditor }
        guard let past = unsafe history_winit() else { throw .noEditor }
        guard let handle = unsafe edit_open(keyboard, screen) else {
            unsafe history_wend(past)
            throw .noEditor
        }
        unsafe self.past = past
        unsafe self.handle = handle
        if appearance != .coloured { _ = unsafe edit_set_terminal(handle, "dumb") }
        _ = unsafe edit_set_emacs(handle)
        // Answering signals itself, libedit would send them on to the whole process group.
        _ = unsafe edit_set_signals(handle, 0)
        _ = unsafe edit_past_limit(past, Int32(HistoryFile.limit))
        _ = unsafe edit_set_history(handle, past)
    }

    deinit {
        unsafe edit_close(handle)
        unsafe history_wend(past)
    }

    /// Lets characters that are not ASCII be more than bytes; false where the system has no such locale.
    static func takesUTF8() -> Bool { edit_use_utf8() == 0 }

    /// How many columns the terminal has, at least 1.
    var columns: Int { max(1, Int(unsafe edit_number(handle, "co"))) }

    /// How many rows the terminal has, at least 1.
    var rows: Int { max(1, Int(unsafe edit_number(handle, "li"))) }

    /// Whether the cursor can be moved and text erased.
    var canMove: Bool {
        let isUp = unsafe edit_has(handle, "up")
        let isErase = unsafe edit_has(handle, "ce")
        return isUp != 0 && isErase != 0
    }

    /// The line being edited.
    var line: EditedLine {
        guard let info = unsafe el_wline(handle), let start = unsafe info.pointee.buffer,
            let cursor = unsafe info.pointee.cursor, let end = unsafe info.pointee.lastchar
        else { return EditedLine(scalars: [], cursor: 0) }
        let characters = unsafe UnsafeBufferPointer(start: start, count: end - start)
        return EditedLine(
            scalars: unsafe characters.map(Self.scalar), cursor: unsafe cursor - start)
    }

    /// Names the object that the callbacks are to find again; it must outlive the editor.
    func setOwner(_ owner: Terminal) {
        unsafe edit_set_owner(handle, Unmanaged.passUnretained(owner).toOpaque())
    }

    /// Sets where characters and the prompt come from.
    ///
    /// The prompt has its escape sequences between pairs of U+0001.
    func setSources(reader: edit_read_function, prompt: edit_prompt_function) {
        _ = unsafe edit_set_reader(handle, reader)
        _ = unsafe edit_set_prompt(handle, prompt, 1)
    }

    /// Adds a command of ours, for `bind`.
    func add(_ name: String, _ function: edit_key_function) {
        _ = unsafe edit_add(handle, name, function)
    }

    /// Lets keys, in the notation of `editrc(5)`, run a command of libedit's or of ours.
    func bind(_ keys: String, to command: String) {
        _ = unsafe edit_bind(handle, keys, command)
    }

    /// Changes the terminal's settings that hold while a line is edited, such as "-isig".
    func setWhileEditing(_ flag: String) {
        _ = unsafe edit_set_mode(handle, "-d", flag)
    }

    /// Changes the terminal's settings that hold between two lines, at once.
    func setBetweenLines(_ flag: String) {
        _ = unsafe edit_set_mode(handle, "-x", flag)
    }

    /// Puts the terminal's settings for editing in force.
    func takeTerminal() { unsafe edit_prepare(handle, 1) }

    /// Puts the terminal's settings for the time between two lines in force.
    func yieldTerminal() { unsafe edit_prepare(handle, 0) }

    /// Lets a person edit a line and returns it without its end; nil if it was given up.
    func readLine() -> String? {
        var count: Int32 = 0
        guard let start = unsafe el_wgets(handle, &count), count > 0 else { return nil }
        var scalars = unsafe UnsafeBufferPointer(start: start, count: Int(count)).map(Self.scalar)
        if scalars.last == "\n" || scalars.last == "\r" { scalars.removeLast() }
        return EditedLine(scalars: scalars, cursor: 0).text
    }

    /// Puts text in place of the characters before the cursor, without drawing it.
    func replace(last count: Int, with text: some Collection<Unicode.Scalar>) {
        if count > 0 { unsafe el_deletestr(handle, Int32(count)) }
        _ = unsafe el_winsertstr(handle, Self.wide(text))
    }

    /// Deletes the character at the cursor, without drawing; there must be one.
    func deleteNext() {
        _ = unsafe el_cursor(handle, 1)
        unsafe el_deletestr(handle, 1)
    }

    /// Adds a line to those that can be recalled.
    func remember(_ line: String) {
        _ = unsafe edit_past_add(past, Self.wide(line.unicodeScalars))
    }

    /// Finds out the size of the terminal anew.
    func measure() { unsafe el_resize(handle) }

    /// Draws prompt and line at the cursor, as if nothing had been drawn before.
    func draw() { unsafe edit_refresh(handle) }

    /// Writes bytes in their order with libedit's own output.
    func write(_ bytes: [UInt8]) { unsafe edit_write(handle, bytes, bytes.count) }

    /// Writes text in its order with libedit's own output.
    func write(_ text: String) { write(Array(text.utf8)) }

    /// Hands everything written to the system.
    func flush() { unsafe edit_flush(handle) }

    private static func scalar(_ character: wchar_t) -> Unicode.Scalar {
        Unicode.Scalar(UInt32(bitPattern: character)) ?? "\u{FFFD}"
    }

    private static func wide(_ text: some Collection<Unicode.Scalar>) -> [wchar_t] {
        text.map { wchar_t(bitPattern: $0.value) } + [0]
    }
}

/// The line that is being edited, at one moment.
struct EditedLine {
    /// Its characters.
    let scalars: [Unicode.Scalar]

    /// How many of them are before the cursor.
    let cursor: Int

    /// The line as text.
    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Whether nothing comes behind the cursor.
    var isCursorAtEnd: Bool { cursor == scalars.count }

    /// Whether it holds more than the line, because libedit shows its search below it.
    var isSearch: Bool { scalars.contains("\n") }
}
