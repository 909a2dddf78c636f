/// A value that can be read back from its text: parsing what `write(to:)` wrote gives an equal value.
///
/// Other spellings may be accepted too; writing them gives the canonical one.
package protocol TextParsable: TextWritable, LosslessStringConvertible {
    /// Reads the whole of `text`, which has no blanks around the value.
    ///
    /// - Throws: The first fault that was found, read from left to right.
    static func parse(_ text: Span<UInt8>) throws(TextFault) -> Self
}

extension TextParsable {
    /// The value that `string` spells, or nil where `parse(_:)` would throw.
    package init?(_ string: String) {
        let utf8 = string.utf8
        guard let value = try? Self.parse(utf8.span) else { return nil }
        self = value
    }
}

/// A value with one canonical text, always in ASCII.
package protocol TextWritable: CustomStringConvertible, Sendable {
    /// Appends the canonical text; nothing else of `text` is changed.
    func write(to text: inout [UInt8])
}

extension TextWritable {
    /// The canonical text.
    package var description: String {
        var text: [UInt8] = []
        write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
