import Platform
import Testing

@testable import Terminal

/// A terminal's answer is taken out of what is typed, and nothing else is.
@Suite struct BackgroundAnswerTests {
    /// What is left for the keys, and the luminances that counted; escape characters at `alone` are alone.
    private static func read(
        _ text: String, alone: Set<Int> = []
    ) -> (keys: String, luminances: [Double]) {
        var answer = BackgroundAnswer()
        var (keys, luminances): ([UInt8], [Double]) = ([], [])
        for (place, byte) in text.utf8.enumerated() {
            switch answer.take(byte, isAlone: alone.contains(place)) {
            case .held: break
            case .keys(let bytes): keys += bytes
            case .background(let luminance): luminances.append(luminance)
            }
        }
        return (String(decoding: keys, as: UTF8.self), luminances)
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
                    #expect(read.luminances.count == 1)
                }
            }
        }
    }

    @Test func theBeginningMayHaveBeenAKey() {
        let read = Self.read("a\u{1B}]11;rgb:0/0/0\u{7}b", alone: [1])
        #expect(read.keys == "a\u{1B}]b")
        #expect(read.luminances == [0])
    }

    /// As WCAG 2.2 defines relative luminance.
    @Test func luminanceIsThatOfWCAG() throws {
        var sides: Set<Bool> = []
        for value in stride(from: 0, through: 0xFFFFFF, by: 0x01_23_45) {
            let parts = [value >> 16, value >> 8 & 0xFF, value & 0xFF]
            let text = parts.map { String($0, radix: 16) }
            // One digit stands for its share of 15, two of 255.
            let two = text.map { $0.count == 1 ? "0" + $0 : $0 }.joined(separator: "/")
            let luminance = try #require(
                BackgroundAnswer.luminance(of: ArraySlice("rgb:\(two)".utf8)))
            let light = parts.map { part in
                let share = Double(part) / 255
                return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            let exact = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
            #expect(abs(luminance - exact) < 0.002)
            sides.insert(luminance > BackgroundAnswer.middle)
        }
        #expect(sides.count == 2)
    }
}
