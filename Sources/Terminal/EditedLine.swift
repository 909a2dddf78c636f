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
