import Commands
import Foundation
import TestSupport
import Testing
import Transcript

/// That what is coloured can be read (WCAG 2.2 success criterion 1.4.3).
@Suite struct ThemeTests {
    /// The relative luminance of a colour, as WCAG 2.2 defines it.
    private static func luminance(_ colour: Page.Colour) -> Double {
        let parts = [16, 8, 0].map { shift in
            let part = Double(colour.value >> UInt32(shift) & 0xFF) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private static func contrast(_ one: Page.Colour, _ other: Page.Colour) -> Double {
        let both = [luminance(one), luminance(other)].sorted()
        return (both[1] + 0.05) / (both[0] + 0.05)
    }

    @Test(arguments: [ColourTheme.light, .dark])
    func everyColourCanBeRead(theme: ColourTheme) {
        var count = 0
        for tone in Page.Tone.allCases {
            guard let colour = theme.colour(of: tone) else { continue }
            for background in theme.backgrounds {
                count += 1
                #expect(Self.contrast(colour, background) >= 4.5, "\(tone) \(background)")
            }
            // On the other theme's background it can't: that is why there are two.
            let other = theme == .light ? ColourTheme.dark : .light
            #expect(other.backgrounds.contains { Self.contrast(colour, $0) < 4.5 }, "\(tone)")
        }
        #expect(count > 20)
    }

    @Test func theMeasureIsThatOfWCAG() throws {
        let white = try #require(ColourTheme.light.backgrounds.first)
        let black = try #require(ColourTheme.dark.backgrounds.first)
        #expect(abs(Self.contrast(white, black) - 21) < 0.001)
    }

    @Test(arguments: [ColourTheme.light, .dark])
    func nothingIsDim(theme: ColourTheme) {
        for tone in Page.Tone.allCases {
            let parameters = theme.parameters(of: tone).split(separator: ";")
            #expect(parameters.first != "2", "\(tone)")
        }
        #expect(ColourTheme.none.parameters(of: .faint) == "2")
    }

    @Test func aPipeHasNoColours() throws {
        let script = Data("rule list\n".utf8)
        let finished = try GaritaProcess.run(
            ["--theme", "dark"], input: script, environment: ["COLORTERM": "truecolor"])
        #expect(finished.status == 0)
        #expect(!finished.output.contains("\u{1B}"))
        let unknown = try GaritaProcess.run(["--theme", "blue"], input: script)
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("blue"))
    }
}
