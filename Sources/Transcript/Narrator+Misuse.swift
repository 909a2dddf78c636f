import Tunnel
import Wire

/// What one IV that is used twice gives away.
extension Narrator {
    mutating func reusedIV(
        _ misuse: NonceMisuse, _ tunnel: String, _ texts: [2 of [UInt8]]
    ) {
        page.put("misuse", .bad)
        page.put(": two texts under one key and one IV, ")
        page.line("by two associations that are made for it alone (\(misuse.suite.name))")
        page.line("  \(tunnel) has no part in it: its IVs come from a ledger, each of them once")
        for index in texts.indices {
            row("sender", "text \(index + 1)")
            put(text: texts[index])
            page.endLine()
        }
        row("wire", "IV, in both")
        page.put(hexDump: misuse.iv)
        page.endLine()
        guard misuse.suite.encrypts else { return inClear(misuse) }
        for index in texts.indices {
            row("wire", "ciphertext C\(index + 1)")
            hexRow(misuse.ciphertext(index), of: misuse.commonLength)
        }
        row("wire", "C1 xor C2")
        hexRow(misuse.ciphertextDifference[...], of: misuse.commonLength)
        row("sender", "P1 xor P2")
        let plain = NonceMisuse.difference(texts[0][...], texts[1][...])
        hexRow(plain[...], of: misuse.commonLength)
        row("", "")
        let isEqual = plain == misuse.ciphertextDifference
        page.line(isEqual ? "the same bytes: the key stream, used twice, falls out" : "other bytes")
        row("attacker", "knows text 1")
        page.put("(C1 xor C2) xor P1 = ")
        page.begin(.bad)
        put(text: misuse.secondText(knowing: texts[0]))
        page.end()
        page.endLine()
        row("", "")
        page.put("that is text 2, ")
        put(misuse.commonLength, "byte")
        page.line(" of it, without the key")
        guard misuse.suite.transform == .aesGCM else { return }
        row("", "")
        page.line("the ICVs fall, too: both together give away the key that makes them")
        row("", "")
        page.line("(NIST SP 800-38D section 8, RFC 4106 section 3.1)")
    }

    private mutating func inClear(_ misuse: NonceMisuse) {
        row("wire", "text 2")
        put(text: misuse.secondText(knowing: []))
        page.endLine()
        row("", "")
        page.line("AES-GMAC encrypts nothing: everybody reads both texts, whatever the IV is")
        row("", "")
        page.line(
            "what the repeated IV gives away is the key of the ICV (NIST SP 800-38D section 8)")
    }

    private mutating func row(_ who: String, _ what: String) {
        page.put("  ")
        page.put(who, width: 10)
        page.put(what, width: 15)
    }

    private mutating func hexRow(_ bytes: ArraySlice<UInt8>, of length: Int) {
        page.put(hexDump: bytes.prefix(Self.dumpedBytes))
        if bytes.count > Self.dumpedBytes { page.put(" ...") }
        page.put(", ")
        put(length, "byte")
        page.endLine()
    }

    /// How many bytes of a text are shown.
    private static let dumpedBytes = 16
}
