import Reports
import Transcript

/// An HTML text that is being written.
///
/// What comes from a lab is only ever text: the five characters that markup is made of are written as references, and what a reader
/// could take for something else, such as characters that turn the direction of writing, becomes U+FFFD.
struct HTMLText {
    /// What was written: UTF-8.
    private(set) var bytes: [UInt8] = []

    /// Adds markup of ours.
    mutating func markup(_ text: String) {
        bytes += text.utf8
    }

    /// Adds text of anybody's.
    mutating func text(_ text: some Sequence<UInt8>) {
        for scalar in String(decoding: Array(text), as: UTF8.self).unicodeScalars {
            switch scalar {
            case "&": bytes += "&amp;".utf8
            case "<": bytes += "&lt;".utf8
            case ">": bytes += "&gt;".utf8
            case "\"": bytes += "&quot;".utf8
            case "'": bytes += "&#39;".utf8
            case "\n": bytes.append(0x0A)
            case _ where ReportText.isHarmful(scalar): bytes += "\u{FFFD}".utf8
            case _ where scalar.isASCII: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            default: bytes += String(scalar).utf8
            }
        }
    }

    /// Adds text of anybody's.
    mutating func text(_ text: String) { self.text(text.utf8) }

    /// Adds what a coloured page shows, each tone as a class.
    mutating func toned(_ text: [UInt8]) {
        for (piece, tone) in TonedText(text) {
            guard let tone else {
                self.text(piece)
                continue
            }
            markup("<span class=\"\(PageStyle.name(of: tone))\">")
            self.text(piece)
            markup("</span>")
        }
    }

    /// Adds prose, in which what stands between two grave accents is code.
    mutating func prose(_ text: String) {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        // A last accent that closes nothing is one.
        let isWhole = !parts.count.isMultiple(of: 2)
        for (number, part) in parts.enumerated() {
            let isCode = !number.isMultiple(of: 2) && (isWhole || number < parts.count - 1)
            if !number.isMultiple(of: 2), !isCode { markup("`") }
            if isCode { markup("<code>") }
            self.text(part.utf8)
            if isCode { markup("</code>") }
        }
    }
}
