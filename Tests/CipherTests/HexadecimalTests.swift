import Cipher
import Testing

@Suite struct HexadecimalTests {
    private func parse(_ text: String) throws(CipherFault) -> [UInt8] {
        let text = Array(text.utf8)
        return contents(try Hexadecimal.parseSecret(text.span))
    }

    @Test func bothCasesAreRead() throws {
        #expect(try parse("00ff7Fa0AB") == [0x00, 0xFF, 0x7F, 0xA0, 0xAB])
        #expect(try parse("") == [])
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let all = (0...255).map { UInt8($0) }
        var text: [UInt8] = []
        Hexadecimal.write(all.span, to: &text)
        #expect(contents(try Hexadecimal.parseSecret(text.span)) == all)
        #expect(text.starts(with: Array("000102".utf8)))
    }

    @Test(arguments: ["0", "abc", "00000"])
    func halfAByteIsRefused(text: String) {
        #expect(throws: CipherFault.oddDigitCount) { try parse(text) }
    }

    @Test(arguments: ["0g", "G0", "0x", " 0", "0 ", "+1", "/0", ":0", "@0", "`0", "é"])
    func otherCharactersAreRefused(text: String) {
        #expect(throws: CipherFault.notHexadecimal) { try parse(text) }
    }
}
