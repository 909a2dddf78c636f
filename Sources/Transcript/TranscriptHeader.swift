import Commands
import Fabric
package import Firewall
package import Network

/// The first line of a transcript: what made it, and from what.
package struct TranscriptHeader: Sendable {
    /// Where the commands come from.
    package enum Commands: Sendable {
        /// A script, with the SHA-256 of its bytes: the same as `sha256sum` prints.
        case script(digest: [UInt8])
        /// A person who types.
        case typed
    }

    /// What a page for browsers begins with, so that a file can be recognised as one.
    package static let pageMark = "<!DOCTYPE html>\n<!-- garita "

    /// Garita's version.
    package let version: String
    /// The seed that the lab began with.
    package let seed: UInt64?
    /// Where the commands come from.
    package let commands: Commands

    /// A header.
    package init(version: String, seed: UInt64?, commands: Commands) {
        self.version = version
        self.seed = seed
        self.commands = commands
    }

    /// What a header says of how the lines that follow are written.
    package struct Manner: Equatable, Sendable {
        /// The language that it names.
        package let language: String
        /// How tables and drawings are arranged.
        package let layout: Page.Layout
    }

    /// The header that a line is, and how the lines below it are written; nil where it is none.
    ///
    /// Whatever it is read as, written again, gives the same line.
    package static func read(_ line: [UInt8]) -> (header: TranscriptHeader, manner: Manner)? {
        let text = String(decoding: line, as: UTF8.self)
        guard text.hasPrefix(mark) else { return nil }
        let words = text.dropFirst(mark.count).split(
            separator: ", ", omittingEmptySubsequences: false
        )
        .map { $0.split(separator: " ", omittingEmptySubsequences: false) }
        guard words.count == 4 || words.count == 5, let version = words[0].first,
            let language = words[2].last, let seed = words[1].last, let commands = words.last?.last
        else { return nil }
        let header = TranscriptHeader(
            version: String(version), seed: UInt64(seed),
            commands: digest(commands).map { .script(digest: $0) } ?? .typed)
        let layout: Page.Layout = words.count == 5 ? .linear : .grid
        let manner = Manner(language: String(language), layout: layout)
        guard let known = SpokenLanguage(rawValue: manner.language) else {
            return (header, manner)
        }
        var page = Page(.plain, in: known, as: layout)
        header.write(to: &page)
        guard page.bytes.dropLast().elementsEqual(line) else { return nil }
        return (header, manner)
    }

    /// The bytes of `sha256:` and 64 hexadecimal digits.
    private static func digest(_ word: Substring) -> [UInt8]? {
        guard word.hasPrefix("sha256:") else { return nil }
        let digits = Array(word.utf8.dropFirst(7)).compactMap {
            Character(Unicode.Scalar($0)).hexDigitValue
        }
        guard digits.count == 64, word.utf8.count == 71 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// How every transcript begins, so that a file can be recognised as one.
    package static let mark = "# garita "

    /// Writes the line and its end.
    package func write(to page: inout Page) {
        page.begin(.faint)
        page.put(Self.mark)
        page.say(
            LabPhrase.header, (.version, version), (.seed, Optionally(seed, else: LabPhrase.none)),
            (.name, MannerText()), (.digest, commands))
        page.end()
        page.endLine()
    }
}

/// The page's language, and its layout where that is not the usual one.
private struct MannerText: Written {
    func write(on page: inout Page) {
        page.put(page.language.rawValue)
        guard page.layout == .linear else { return }
        page.put(", ")
        page.say(LabPhrase.linear)
    }
}

extension TranscriptHeader.Commands: Written {
    func write(on page: inout Page) {
        guard case .script(let digest) = self else { return page.say(LabPhrase.typed) }
        page.put("sha256:")
        for byte in digest { page.put(hex: UInt64(byte), digits: 2) }
    }
}

extension TranscriptWriter {
    /// Begins a transcript with its header.
    package mutating func begin(_ header: TranscriptHeader) {
        header.write(to: &page)
    }

    /// The prompt in transcripts, whichever gateway is in use, and at the terminal for the usual one.
    package static let prompt = "garita> "

    /// The prompt at the terminal: it names a gateway that is not the usual one, a list that is not `forward`, and that
    /// a capture runs.
    package static func prompt(
        at gateway: GatewayName, _ list: RuleChain = .forward, isCapturing: Bool = false
    ) -> String {
        var text = "garita"
        if !gateway.isUsual || list != .forward { text += " \(gateway.text)" }
        if list != .forward { text += " \(list.rawValue)" }
        return text + (isCapturing ? " +capture> " : "> ")
    }

    /// A command as a transcript shows it, behind the prompt.
    ///
    /// Bytes that no transcript can hold become U+FFFD; a very long line is cut.
    package mutating func echo(_ line: [UInt8]) {
        page.begin(.faint)
        page.put(Self.prompt)
        page.end()
        narration(line)
    }

    /// A comment line, or an empty one, as a transcript shows it: as it stands.
    package mutating func narration(_ line: [UInt8]) {
        var text = line[...]
        while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
        if text.count > Self.echoLimit { text = text.prefix(Self.echoLimit) }
        page.put(stranger: text)
        if line.count > Self.echoLimit { page.put("...") }
        page.endLine()
    }

    /// The most bytes of a line that are shown.
    private static let echoLimit = 4_096
}

extension Page {
    /// Adds somebody's text; bytes that no transcript can hold become U+FFFD, so that no control of a terminal comes through.
    mutating func put(stranger text: ArraySlice<UInt8>) {
        guard !text.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return put(raw: text) }
        var shown = String.UnicodeScalarView()
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x09: shown.append(" ")
            case 0..<0x20, 0x7F..<0xA0, 0x2028...0x2029: shown.append("\u{FFFD}")
            default: shown.append(scalar)
            }
        }
        put(String(shown))
    }
}
