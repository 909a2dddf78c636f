import Testing

@testable import Terminal

/// A terminal's answer is taken out of what is typed, and nothing else is.
@Suite struct BackgroundAnswerTests {
    /// What is left for the keys, and the colours that counted; escape characters at `alone` are alone.
    private static func read(
        _ text: String, alone: Set<Int> = []
    ) -> (keys: String, colours: [UInt32]) {
        var answer = BackgroundAnswer()
        var (keys, colours): ([UInt8], [UInt32]) = ([], [])
        for (place, byte) in text.utf8.enumerated() {
            switch answer.take(byte, isAlone: alone.contains(place)) {
            case .held: break
            case .keys(let bytes): keys += bytes
            case .background(let colour): colours.append(colour)
            }
        }
        return (String(decoding: keys, as: UTF8.self), colours)
    }

    @Test(arguments: [
        "rule list\r", "é日\u{1B}[A\u{1B}[200~paste\u{1B}[201~", "\u{1B}f\u{1B}\u{1B}[C", "\u{1B}]x",
        "\u{1B}]12;rgb:1/1/1\u{7}", "]11;rgb:1/1/1",
    ])
    func keysStayKeys(text: String) {
        #expect(Self.read(text).keys == text)
        let alone = Set(text.utf8.enumerated().filter { $0.element == 0x1B }.map(\.offset))
        #expect(Self.read(text, alone: alone).keys == text)
    }

    /// Wherever it stands between keys, whole.
    @Test func anAnswerIsTakenOut() {
        let keys = ["", "rule ", "\u{1B}[A", "\u{1B}", "é"]
        for before in keys {
            for behind in keys {
                for end in ["\u{7}", "\u{1B}\\"] {
                    let read = Self.read("\(before)\u{1B}]11;rgb:ffff/ffff/ffff\(end)\(behind)x")
                    #expect(read.keys == "\(before)\(behind)x")
                    #expect(read.colours.count == 1)
                }
            }
        }
    }

    @Test func theBeginningMayHaveBeenAKey() {
        let read = Self.read("a\u{1B}]11;rgb:0/0/0\u{7}b", alone: [1])
        #expect(read.keys == "a\u{1B}]b")
        #expect(read.colours == [0])
    }

    /// Four digits, or one, are a share of what so many can say.
    @Test(arguments: [
        ("rgb:00/80/ff", 0x0080FF), ("rgb:0000/8080/ffff", 0x0080FF), ("rgb:0/8/f", 0x0088FF),
        ("rgb:000/800/fff", 0x0080FF), ("rgba:1/2/3/4", 0x112233), ("rgb:1234/FfFf/0", 0x12FF00),
    ])
    func aColourHasTwentyFourBits(text: String, colour: UInt32) {
        #expect(Self.read("\u{1B}]11;\(text)\u{7}").colours == [colour])
    }
}
