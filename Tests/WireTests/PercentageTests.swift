import Testing

@testable import Wire

@Suite struct PercentageTests {
    @Test func everyShareIsAFixedPoint() {
        for hundredths in 0...Percentage.whole {
            let share = Percentage(hundredths: hundredths)
            #expect(Percentage(share.description) == share)
        }
        #expect(Percentage.none.description == "0%")
        #expect(Percentage.all.description == "100%")
        #expect(Percentage(hundredths: 25).description == "0.25%")
        #expect(Percentage(hundredths: 1_250).description == "12.5%")
        #expect(Percentage(hundredths: 1_205).description == "12.05%")
    }

    @Test(arguments: [("10.0%", 1_000), ("10.50%", 1_050), ("0.00%", 0), ("100.00%", 10_000)])
    func otherSpellingsAreRead(_ text: String, _ hundredths: UInt16) {
        #expect(Percentage(text)?.hundredths == hundredths)
    }

    @Test(arguments: [
        ("", TextFault.notAPercentage), ("%", .notAPercentage), ("10", .notAPercentage),
        ("10 %", .notAPercentage), ("10%%", .notAPercentage), ("-1%", .notAPercentage),
        ("+1%", .notAPercentage), (".5%", .notAPercentage), ("5.%", .notAPercentage),
        ("1.2.3%", .notAPercentage), ("1,5%", .notAPercentage), ("0x1%", .notAPercentage),
        ("1e1%", .notAPercentage), ("١٠%", .notAPercentage), ("10٪", .notAPercentage),
        ("x%", .notAPercentage), ("1.x%", .notAPercentage), ("01%", .leadingZero),
        ("00.5%", .leadingZero), ("1.234%", .tooManyDecimals), ("0.000%", .tooManyDecimals),
        ("100.01%", .percentageOutOfRange), ("101%", .percentageOutOfRange),
        ("99999999999999999999999999%", .percentageOutOfRange),
    ])
    func refusesBadShares(_ text: String, _ expected: TextFault) {
        #expect(fault(Percentage.self, text) == expected)
    }
}
