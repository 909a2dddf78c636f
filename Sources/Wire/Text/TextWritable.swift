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
