extension Page {
    /// Writes prose in lines that a small screen, and a projector, shows whole.
    ///
    /// Lines that follow each other are one paragraph; an empty line ends it, and one that begins with `- ` begins an
    /// item, whose further lines stand further in.
    mutating func prose(_ lines: [String], _ tone: Tone) {
        var paragraph = ""
        for line in lines {
            let isItem = line.hasPrefix("- ")
            if line.isEmpty || isItem { wrap(&paragraph, tone) }
            if line.isEmpty {
                endLine()
            } else {
                paragraph += paragraph.isEmpty ? line : " " + line
            }
        }
        wrap(&paragraph, tone)
    }

    /// Writes a paragraph, and takes what was written out of it.
    private mutating func wrap(_ paragraph: inout String, _ tone: Tone) {
        let indent = paragraph.hasPrefix("- ") ? "  " : ""
        var line = ""
        for word in paragraph.split(separator: " ") {
            if line.count + word.count >= Self.proseWidth {
                row(Columns(), Toned(line, tone))
                line = indent + word
            } else {
                line += line.isEmpty ? word : " " + word
            }
        }
        if !line.isEmpty { row(Columns(), Toned(line, tone)) }
        paragraph = ""
    }

    /// The most characters in a line of prose.
    private static var proseWidth: Int { 72 }
}
