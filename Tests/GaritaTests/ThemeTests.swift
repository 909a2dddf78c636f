import Commands
import Foundation
import TestSupport
import Testing
import Transcript

/// That what is coloured can be read (WCAG 2.2 success criterion 1.4.3).
@Suite struct ThemeTests {
    /// The relative luminance of a colour, as WCAG 2.2 defines it.
    private static func luminance(_ colour: Colour) -> Double {
        let parts = [16, 8, 0].map { shift in
            let part = Double(colour.value >> UInt32(shift) & 0xFF) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private static func contrast(_ one: Colour, _ other: Colour) -> Double {
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

    /// On any background that a terminal may say it has: greys, where neither theme can be read as it is, and colours.
    @Test func everyColourCanBeReadOnAnyBackground() {
        let greys = (0...255).map { UInt32($0) * 0x01_01_01 }
        let others = stride(from: UInt32(0), through: 0xFF_FFFF, by: 0x01_23_45)
        var (kept, moved): (Int, Int) = (0, 0)
        var themes: Set<ColourTheme> = []
        for value in greys + others {
            let background = Colour(value: value)
            let palette = Palette(on: background)
            themes.insert(palette.theme)
            for tone in Page.Tone.allCases {
                guard let colour = palette.colour(of: tone) else { continue }
                #expect(Self.contrast(colour, background) >= 4.5, "\(tone) \(background)")
                if colour == palette.theme.colour(of: tone) { kept += 1 } else { moved += 1 }
            }
        }
        #expect(themes == [.light, .dark])
        #expect(kept > 500 && moved > 500)
    }

    /// Where a theme can be read, its colours are its own; and so they are where nothing would help.
    @Test func whatCanBeReadStays() {
        for theme in [ColourTheme.light, .dark] {
            let others = ColourTheme.allCases.filter { $0 != theme }.flatMap(\.backgrounds)
            for background in theme.backgrounds + others {
                let palette = Palette(theme, on: background)
                for tone in Page.Tone.allCases {
                    #expect(palette.colour(of: tone) == theme.colour(of: tone))
                }
            }
            for background in theme.backgrounds {
                #expect(Palette(on: background).theme == theme)
            }
        }
    }

    @Test func theMeasureIsThatOfWCAG() throws {
        let white = try #require(ColourTheme.light.backgrounds.first)
        let black = try #require(ColourTheme.dark.backgrounds.first)
        #expect(abs(Self.contrast(white, black) - 21) < 0.001)
        for value in stride(from: UInt32(0), through: 0xFF_FFFF, by: 0x01_23_45) {
            let colour = Colour(value: value)
            #expect(abs(colour.contrast(with: white) - Self.contrast(colour, white)) < 1e-9)
        }
    }

    @Test(arguments: [ColourTheme.light, .dark])
    func nothingIsDim(theme: ColourTheme) {
        for tone in Page.Tone.allCases {
            let parameters = Palette(theme).parameters(of: tone).split(separator: ";")
            #expect(parameters.first != "2", "\(tone)")
        }
        #expect(Palette(.none).parameters(of: .faint) == "2")
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
