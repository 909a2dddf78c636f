package import Commands

/// The colours of a theme, so that each can be read on the terminal's background.
///
/// A colour that has a contrast of less than 4.5 there (WCAG 2.2, success criterion 1.4.3) is moved towards black in the light theme, and
/// towards white in the dark one, as far as is needed. The greyer the background, the less of a colour is left; but on each
/// one of the two is far enough away: where black and white have the same contrast, it is 4.58.
package struct Palette: Sendable {
    /// The theme.
    package let theme: ColourTheme
    /// The colours that are not those of the theme.
    private var moved: [Page.Tone: Colour] = [:]

    /// The least contrast with which text can be read.
    package static let readable = 4.5

    /// The colours of a theme; on a background that the terminal has said, those that can be read there, if it is a background for the theme.
    package init(_ theme: ColourTheme, on background: Colour? = nil) {
        self.theme = theme
        guard let background else { return }
        let end: Colour
        switch theme {
        case .light: end = .black
        case .dark: end = .white
        case .none: return
        }
        guard end.contrast(with: background) >= Self.readable else { return }
        for tone in Page.Tone.allCases {
            guard let colour = theme.colour(of: tone) else { continue }
            let way = (0...16).lazy.map { colour.moved($0, to: end) }
            let fit = way.first { $0.contrast(with: background) >= Self.readable } ?? end
            if fit != colour { moved[tone] = fit }
        }
    }

    /// The colours that fit a background.
    package init(on background: Colour) {
        let isLight =
            Colour.black.contrast(with: background)
            > Colour.white.contrast(with: background)
        self.init(isLight ? .light : .dark, on: background)
    }

    /// The colour of a tone; nil where it has none of its own.
    package func colour(of tone: Page.Tone) -> Colour? {
        moved.isEmpty ? theme.colour(of: tone) : moved[tone] ?? theme.colour(of: tone)
    }

    /// The Select Graphic Rendition parameters of a tone (ECMA-48 section 8.3.117).
    package func parameters(of tone: Page.Tone) -> String {
        guard let colour = colour(of: tone) else { return tone.parameters }
        switch tone {
        case .padding: return "3;" + colour.foreground
        case .integrityCheck: return "1;" + colour.foreground
        case .good, .bad, .strong, .faint, .ipHeader, .transportHeader, .espHeader,
            .initializationVector, .ciphertext:
            return colour.foreground
        }
    }
}
