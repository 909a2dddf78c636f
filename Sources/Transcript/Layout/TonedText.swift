/// Pieces of a coloured page, each with its tone: for what shows tones in another way than a terminal.
package struct TonedText: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>
    private var tone: Page.Tone?

    /// The pieces of what a page of the appearance `coloured` holds.
    package init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// The next piece; an escape sequence that no tone begins or ends with is dropped.
    package mutating func next() -> (text: ArraySlice<UInt8>, tone: Page.Tone?)? {
        while !rest.isEmpty {
            let text = rest.prefix { $0 != 0x1B }
            rest = rest.dropFirst(text.count)
            if !text.isEmpty { return (text, tone) }
            // ESC [ parameters m: ECMA-48 section 8.3.117.
            let sequence = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "m") }
            rest = rest.dropFirst(sequence.count + 3)
            tone = Page.Tone(parameters: String(decoding: sequence, as: UTF8.self))
        }
        return nil
    }
}
