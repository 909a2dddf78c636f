import Testing

@testable import Reports

/// Text from outside, before any format sees it.
@Suite struct TextTests {
    @Test func nothingHarmfulIsLeft() {
        let line = ReportText.line(Made.hostile, limit: 1_000)
        for scalar in line.unicodeScalars {
            let value = scalar.value
            #expect(value >= 0x20 && !(0x7F..<0xA0).contains(value), "\(value)")
            #expect(value & 0xFFFE != 0xFFFE && !(0x2028...0x202E).contains(value), "\(value)")
        }
        #expect(line.contains("\u{FFFD}[2J"))
        #expect(line.hasSuffix(" ñ 日 🙂"))
    }

    @Test func whatIsLongIsCutBetweenCharacters() {
        #expect(ReportText.line("abcdef", limit: 6) == "abcdef")
        #expect(ReportText.line("abcdefg", limit: 6) == "abc…")
        for text in ["🙂🙂🙂🙂🙂🙂", "ñandú ñandú", "a\u{1}\u{2}\u{3}\u{4}\u{5}"] {
            for limit in 3...24 {
                let line = ReportText.line(text, limit: limit)
                #expect(line.utf8.count <= limit)
                let isCut = ReportText.line(text, limit: 1_000).utf8.count > limit
                #expect(line.hasSuffix("…") == isCut)
            }
        }
        let lines = ReportText.lines(
            ["", "ab", "cd", String(repeating: "x", count: 90)], limit: 40)
        #expect(lines.count == 3)
        #expect(lines.reduce(0) { $0 + $1.utf8.count + 1 } <= 41)
    }

    @Test func namesBecomeDistinct() {
        #expect(
            ReportText.distinct(["a", "a (2)", "a", "b", "a"])
                == ["a", "a (2)", "a (3)", "b", "a (4)"])
    }

    @Test func jsonIsWrittenInOrder() {
        let value = JSON.object([
            ("b", .array([.number(-1), .bool(true), .bool(false), .null])),
            ("a", .string("\"\\\n\u{1}é")), ("score", .millionths(333_333)),
            ("half", .millionths(1_500_000)), ("one", .millionths(1_000_000)),
            ("least", .millionths(1)), ("none", .object([])),
        ])
        #expect(
            String(decoding: value.bytes, as: UTF8.self)
                == #"{"b":[-1,true,false,null],"a":"\"\\\n\u0001é","score":0.333333,"#
                + #""half":1.5,"one":1,"least":0.000001,"none":{}}"#)
    }

    @Test(arguments: ReportFormat.allCases)
    func everyFormatIsBoundedAndOfUTF8(format: ReportFormat) throws {
        for report in format.isAboutOne ? Made.all : Made.several {
            let bytes = try report.bytes(as: format)
            // PrairieLearn takes no more than the first; XML needs six bytes for a quotation mark.
            #expect(bytes.count < (format == .junit ? 2_000_000 : 1_000_000), "\(bytes.count)")
            let text = try #require(String(validating: bytes, as: UTF8.self))
            let ends: Set<Unicode.Scalar> = format == .csv ? ["\r", "\n"] : ["\n"]
            #expect(
                text.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) || ends.contains($0)
                })
            #expect(try report.bytes(as: format) == bytes)
        }
    }

    @Test(arguments: ReportFormat.allCases)
    func someFormatsAreAboutOneSubmission(format: ReportFormat) throws {
        for (report, count) in [(Made.report(), 0), (Made.report(Made.ana, Made.ben), 2)] {
            if format.isAboutOne {
                #expect(throws: ReportFault(format: format, count: count)) {
                    try report.bytes(as: format)
                }
            } else {
                #expect(try !report.bytes(as: format).isEmpty || count == 0)
            }
        }
    }
}
