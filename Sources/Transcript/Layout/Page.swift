internal import Cipher
package import Commands
import Grammar
package import Timeline
internal import Wire

/// Text that is being written, as UTF-8 bytes; with colours when it is for a terminal that shows them.
package struct Page {
    /// Whether tones become escape sequences.
    package enum Appearance: Sendable {
        /// No escape sequence at all: for transcripts, pipes, `NO_COLOR` and dumb terminals.
        case plain
        /// Tones as ANSI colours (ECMA-48 section 8.3.117).
        case coloured
    }

    /// How what belongs together is arranged.
    package enum Layout: Sendable {
        /// Tables in columns, and drawings.
        case grid
        /// Tables as lines `name: value`, drawings as sentences: for who hears the text, or reads it in braille.
        case linear
    }

    /// What a piece of text means, and so how it looks.
    package enum Tone: CaseIterable, Sendable {
        /// Passed, delivered, true.
        case good
        /// Denied, refused, false, wrong.
        case bad
        /// A name that a person will look for.
        case strong
        /// Less important than what is around it.
        case faint
        /// The bytes and names of an IP header.
        case ipHeader
        /// Those of a TCP, UDP or ICMP header.
        case transportHeader
        /// Those of an ESP header.
        case espHeader
        /// Those of an IV.
        case initializationVector
        /// Those of whatever is encrypted.
        case ciphertext
        /// Those of padding, and of what says how long it is.
        case padding
        /// Those of an ICV.
        case integrityCheck

        /// Select Graphic Rendition parameters: none of these colours is that of `good` or `bad`.
        var parameters: String {
            switch self {
            case .good: "32"
            case .bad: "31"
            case .strong: "1"
            case .faint: "2"
            case .ipHeader: "36"
            case .transportHeader: "94"
            case .espHeader: "33"
            case .initializationVector: "35"
            case .ciphertext: "7"
            case .padding: "2;3"
            case .integrityCheck: "1;33"
            }
        }

        /// The tone that begins with these parameters; nil for none.
        init?(parameters: String) {
            guard let tone = Self.allCases.first(where: { $0.parameters == parameters }) else {
                return nil
            }
            self = tone
        }
    }

    /// What has been written.
    package private(set) var bytes: [UInt8] = []
    /// How tones look.
    package let appearance: Appearance
    /// In which language phrases are said.
    package var language: SpokenLanguage
    /// How tables and drawings are arranged.
    package var layout = Layout.grid
    /// Which colours tones have, where the appearance has any.
    package var palette = Palette(.none)

    /// What may be spent on a long list; nil: it is written to its end.
    package var budget: Budget?

    /// An empty page.
    package init(
        _ appearance: Appearance = .plain, in language: SpokenLanguage = .english,
        as layout: Layout = .grid
    ) {
        self.appearance = appearance
        self.language = language
        self.layout = layout
    }

    /// Whether a long list goes on with another entry.
    var goesOn: Bool { budget?.spend(Budget.item) ?? true }

    /// What has been written; the page is empty then and keeps its room.
    package mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// What stands behind a place, which the page ends at then.
    package mutating func cut(at place: Int) -> [UInt8] {
        defer { bytes.removeSubrange(place...) }
        return Array(bytes[place...])
    }

    /// Writes what the page has to somewhere else and empties it, without a copy.
    package mutating func drain<Fault: Error>(
        into sink: (Span<UInt8>) throws(Fault) -> Void
    ) throws(Fault) {
        defer { bytes.removeAll(keepingCapacity: true) }
        try sink(bytes.span)
    }

    /// Adds text.
    package mutating func put(_ text: String) {
        let text = text.utf8.span
        bytes.append(addingCapacity: text.count) { $0.append(copying: text) }
    }

    /// Adds bytes as they are.
    mutating func put(_ text: Span<UInt8>) {
        guard !text.isEmpty else { return }
        bytes.append(addingCapacity: text.count) { $0.append(copying: text) }
    }

    /// Puts blanks in front of what stands behind a place.
    mutating func insert(_ count: Int, at place: Int) {
        guard count > 0 else { return }
        bytes.insert(contentsOf: repeatElement(0x20, count: count), at: place)
    }

    /// Ends the line at a blank that has been written, and goes on with what stood behind it.
    ///
    /// - Returns: Where what stood behind it begins now.
    mutating func breakLine(at place: Int, _ begin: (inout Page) -> Void) -> Int {
        let rest = Array(bytes[(place + 1)...])
        bytes.removeSubrange(place...)
        endLine()
        begin(&self)
        defer { put(raw: rest) }
        return bytes.count
    }

    /// Adds a value.
    mutating func put(_ value: some Written) { value.write(on: &self) }

    /// Adds a whole number.
    mutating func put(number: some BinaryInteger) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(decimal: UInt64(number.magnitude))
    }

    /// Adds what a closure writes to the bytes.
    package mutating func put(_ write: (inout [UInt8]) -> Void) {
        write(&bytes)
    }

    /// Adds bytes as they are.
    package mutating func put(raw text: some Sequence<UInt8>) {
        bytes.append(contentsOf: text)
    }

    /// Adds blanks.
    package mutating func fill(_ count: Int) {
        guard count > 0 else { return }
        bytes.append(addingCapacity: count) { $0.append(repeating: 0x20, count: count) }
    }

    /// Adds a number as hexadecimal digits, with zeros in front.
    package mutating func put(hex number: UInt64, digits: Int) {
        for digit in stride(from: digits - 1, through: 0, by: -1) {
            put(hexDigit: UInt8(truncatingIfNeeded: number >> UInt64(4 * digit)) & 0xF)
        }
    }

    /// Adds bytes as pairs of hexadecimal digits with blanks between them.
    package mutating func put(hexDump dump: ArraySlice<UInt8>) {
        for (index, byte) in dump.enumerated() {
            if index > 0 { bytes.append(0x20) }
            put(hexDigit: byte >> 4)
            put(hexDigit: byte & 0xF)
        }
    }

    private mutating func put(hexDigit digit: UInt8) {
        bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }

    /// Adds text in a tone.
    package mutating func put(_ text: String, _ tone: Tone) {
        begin(tone)
        put(text)
        end()
    }

    /// Starts a tone; `end` has to follow on the same line.
    package mutating func begin(_ tone: Tone) {
        guard appearance == .coloured else { return }
        put("\u{1B}[\(palette.parameters(of: tone))m")
    }

    /// Ends a tone.
    package mutating func end() {
        guard appearance == .coloured else { return }
        put("\u{1B}[0m")
    }

    /// Ends the line.
    package mutating func endLine() {
        bytes.append(0x0A)
    }

    /// Adds bytes in quotes, so that the language reads the same bytes again.
    package mutating func put(quoted data: some Collection<UInt8>) {
        Quotes.write(data, to: &bytes)
    }
}
