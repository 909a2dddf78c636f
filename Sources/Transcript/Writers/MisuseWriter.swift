import Tunnel
import Wire

/// Says what one IV that is used twice gives away.
struct MisuseWriter: Writer {
    private typealias Say = MisusePhrase
    var page: Page

    mutating func write(_ misuse: NonceMisuse, _ tunnel: String, _ texts: [2 of [UInt8]]) {
        page.line(Say.title, (.suite, misuse.suite.name))
        page.line(in: 2, Say.apart, (.tunnel, tunnel))
        for index in texts.indices {
            page.row(
                Self.steps, Say.sender, Self.numbered(Say.text, index), Self.quoted(texts[index]))
        }
        page.row(Self.steps, Say.wire, Say.ivInBoth, Dump(misuse.iv[...]))
        guard misuse.suite.encrypts else { return writeInClear(misuse) }
        for index in texts.indices {
            page.begin(Self.steps, Say.wire, Self.numbered(Say.ciphertext, index))
            write(misuse.ciphertext(index), of: misuse)
        }
        page.begin(Self.steps, Say.wire, Say.ciphertextDifference)
        write(misuse.ciphertextDifference[...], of: misuse)
        page.begin(Self.steps, Say.sender, Say.textDifference)
        let plain = NonceMisuse.difference(texts[0][...], texts[1][...])
        write(plain[...], of: misuse)
        let isEqual = plain == misuse.ciphertextDifference
        page.row(Self.steps, "", "", isEqual ? Say.sameBytes : Say.otherBytes)
        page.row(
            Self.steps, Say.attacker, Say.knowsText, then: Say.found,
            (.text, Self.quoted(misuse.secondText(knowing: texts[0]))))
        page.row(Self.steps, "", "", then: Say.foundWithoutKey, (.count, misuse.commonLength))
        guard misuse.suite.transform == .aesGCM else { return }
        page.row(Self.steps, "", "", Say.icvFalls)
        page.row(Self.steps, "", "", Say.icvSources)
    }

    private mutating func writeInClear(_ misuse: NonceMisuse) {
        page.row(
            Self.steps, Say.wire, Self.numbered(Say.text, 1),
            Self.quoted(misuse.secondText(knowing: [])))
        page.row(Self.steps, "", "", Say.everybodyReads)
        page.row(Self.steps, "", "", Say.icvKey)
    }

    private mutating func write(_ bytes: ArraySlice<UInt8>, of misuse: NonceMisuse) {
        page.line(Say.length, (.text, Dump(bytes, shown: 16)), (.count, misuse.commonLength))
    }

    /// Who has something, and what.
    private static let steps = Columns(.left(10, after: 2), .left(15))

    /// A phrase about the first of something, or about the second.
    private static func numbered(_ phrase: MisusePhrase, _ place: Int) -> Composed {
        Composed { $0.say(phrase, (.number, place + 1)) }
    }

    private static func quoted(_ text: [UInt8]) -> Quoted {
        Quoted(text, shown: MessageWriter.shownText)
    }
}
