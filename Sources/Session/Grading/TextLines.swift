/// The lines of somebody's text, with LF or CRLF at their ends and perhaps a byte order mark in front.
enum TextLines {
    /// Each line without its end, and its number from 1; behind a last end comes an empty one.
    static func numbered(_ bytes: [UInt8]) -> [(number: Int, text: [UInt8])] {
        var rest = bytes[...]
        if rest.starts(with: Session.byteOrderMark) {
            rest = rest.dropFirst(Session.byteOrderMark.count)
        }
        let lines = rest.split(separator: 0x0A, omittingEmptySubsequences: false)
        return lines.enumerated().map { index, line in
            (index + 1, Array(line.last == 0x0D ? line.dropLast() : line))
        }
    }
}
