import Chance
import Testing

@testable import Grammar

/// A fault says the farthest place that made sense and everything that could stand there.
@Suite struct FaultTests {
    @Test(arguments: [
        ("redo", 0..<4, ["draw", "mark", "fill", "lock", "go", "try", "undo"]),
        ("draw", 4..<4, ["line", "shape", "style"]),
        ("draw ln 1", 5..<7, ["line", "shape", "style"]),
        ("draw line", 9..<9, ["NUMBER"]), ("draw line x", 10..<11, ["NUMBER"]),
        ("draw line 1", 11..<11, ["to"]), ("draw line 1 till 2", 12..<16, ["to"]),
        ("draw line 1 to 2 x", 17..<18, ["."]),
        ("draw shape oval", 11..<15, ["circle", "square", "NUMBER"]),
        ("draw style dashed oh", 18..<20, ["colour", "width", "."]),
        ("draw style width", 16..<16, ["NUMBER"]), ("draw style width x", 17..<18, ["NUMBER"]),
        ("mark", 4..<4, ["WORD"]), ("mark a ->", 7..<9, ["WORD", "."]),
        ("fill 3 green", 7..<12, ["red", "blue", "in", "."]), ("fill 3 red in", 13..<13, ["WORD"]),
        ("fill 3 in hall red", 15..<18, ["."]), ("try", 3..<3, ["COMMAND"]),
        ("undo it", 5..<7, ["."]), ("go a -> ->", 8..<10, ["WORD"]),
    ])
    func namesThePlaceAndWhatCouldStandThere(
        _ text: String, _ range: Range<Int>, _ shown: [String]
    ) throws {
        let fault = try #require(Toy.fault(text))
        #expect(fault.range == range)
        guard case .expected(let expectations) = fault.kind else {
            Issue.record("\(text) got \(fault.kind)")
            return
        }
        #expect(expectations.map(\.shown) == shown)
    }

    @Test(arguments: [
        ("draw line 1x to 2", 10..<12, Complaint.badNumber),
        ("draw line 1 to 13", 15..<17, .unlucky),
        ("draw shape 13", 11..<13, .unlucky), ("draw style width 9a dashed", 17..<19, .badNumber),
        ("draw style dashed width 13", 24..<26, .unlucky), ("fill \"1 3\"", 5..<10, .badNumber),
    ])
    func complainsAboutAValueOfTheRightKind(
        _ text: String, _ range: Range<Int>, _ complaint: Complaint
    ) {
        let expected = UsageFault(range, .argument(complaint, expected: Argument.number.kind))
        #expect(Toy.fault(text) == expected)
    }

    @Test func complainsAboutASecretByItsKindAndNotByItsValue() {
        #expect(
            Toy.fault("lock safe key 0")
                == UsageFault(14..<15, .argument(.badNumber, expected: Argument.secret.kind)))
    }

    @Test func judgesTheValueBehindTheEscapes() throws {
        #expect(try Toy.read(#"fill "\x31""#) == ["1=1"])
        #expect(
            Toy.fault(#"fill "\x31\x33""#)?.kind
                == .argument(.unlucky, expected: Argument.number.kind))
    }

    @Test func forgetsAComplaintWhenAnotherWayGoesFarther() {
        let pattern = Pattern.choice([
            Pattern.argument(Argument.number).map { _ in true },
            Pattern.sequence(.argument(Argument.anything), .keyword("end")).map { _ in true },
        ])
        let row = CommandRow<Bool>("do", pattern, examples: []) { $0 }
        #expect(throws: UsageFault(6..<7, .expected([.word(Keyword("end"))]))) {
            try Toy.makeTable([row]).parse(CommandLine(Array("do 1x y".utf8)))
        }
    }

    @Test func handsOnAFaultOfTheBuilder() {
        let fault = UsageFault(0..<2, .conflict(.unlucky))
        let row = CommandRow<Bool>("do", .nothing, examples: []) {
            (_, _) throws(UsageFault) in throw fault
        }
        #expect(throws: fault) {
            try Toy.makeTable([row]).parse(CommandLine(Array("do".utf8)))
        }
    }

    @Test func neverLeavesTheLineWhateverIsTyped() throws {
        var random = SplitMix(seed: 2)
        let pieces = [
            "draw", "line", "shape", "style", "1", "13", "1x", "to", "circle", "width", "colour",
            "dashed", "mark", "fill", "red", "in", "lock", "key", "00ff", "go", "->", "\"",
            "\"a b\"",
            "try", "undo", " ", "  ", "#", "é", "\\", "\"\\x41\"", "\u{7}",
        ]
        var right = 0
        var wrong = 0
        for _ in 0..<10_000 {
            let count = Int.random(in: 1...7, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined(separator: " ")
            let length = text.utf8.count
            guard let fault = Toy.fault(text) else {
                right += 1
                continue
            }
            wrong += 1
            #expect(fault.range.lowerBound >= 0 && fault.range.upperBound <= length)
            if case .expected(let expectations) = fault.kind { #expect(!expectations.isEmpty) }
        }
        #expect(right > 50)
        #expect(wrong > 5_000)
    }
}
