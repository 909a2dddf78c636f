import Testing

@testable import Grammar

/// What no line may hold is refused before anything is read from it.
@Suite struct ForeignByteTests {
    private static let controls: [UInt8] = Array(0..<0x20).filter { $0 != 0x09 } + [0x7F]

    @Test(arguments: controls)
    func refusesAControlCharacterAnywhere(_ byte: UInt8) {
        for place in 0...6 {
            var bytes = Array("\"a\" # b".utf8)
            bytes.insert(byte, at: place)
            let expected = UsageFault(place..<place + 1, .controlCharacter(UInt32(byte)))
            #expect(Toy.fault(bytes) == expected)
        }
    }

    @Test(arguments: ["\u{80}", "\u{85}", "\u{9F}", "\u{2028}", "\u{2029}"])
    func refusesControlsBeyondASCII(_ text: String) throws {
        let scalar = try #require(text.unicodeScalars.first)
        let width = text.utf8.count
        let fault = Toy.fault("é " + text)
        #expect(fault == UsageFault(3..<3 + width, .controlCharacter(scalar.value)))
    }

    @Test(arguments: ["\u{A0}", "é", "←", "٣", "𝟙", "\u{10FFFF}", "\u{FEFF}", "\u{202E}"])
    func acceptsOtherScalars(_ text: String) throws {
        #expect(try Toy.read("mark \(text)") == ["1=\(text)"])
    }

    @Test(
        arguments: [
            [0xFF], [0x80], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF5, 0x80, 0x80, 0x80],
            [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func refusesWhatIsNoUTF8(_ foreign: [UInt8]) {
        #expect(Toy.fault(Array("é".utf8) + foreign) == UsageFault(2..<3, .invalidUTF8))
        #expect(Toy.fault(foreign + Array(" é".utf8)) == UsageFault(0..<1, .invalidUTF8))
    }

    @Test func readsALineOfTheLimitAndRefusesALongerOne() throws {
        let longest = "mark " + String(repeating: "a", count: CommandLine.limit - 5)
        #expect(try Toy.read(longest).count == 1)
        let fault = Toy.fault(longest + "a")
        #expect(fault == UsageFault(0..<1, .lineTooLong(bytes: CommandLine.limit + 1)))
    }

    @Test func readsALineOfVeryManyWords() throws {
        let line = "mark" + String(repeating: " a", count: 32_000)
        #expect(try Toy.read(line).count == 32_000)
    }
}
