package import Commands

extension Page {
    /// A colour of 24 bits, `0xRRGGBB`, in the colour space sRGB.
    package struct Colour: Hashable, Sendable {
        /// Red in bits 16 to 23, green, and blue in bits 0 to 7.
        package let value: UInt32

        /// Its Select Graphic Rendition parameters as a foreground (ISO/IEC 8613-6 section 13.1.8).
        var foreground: String {
            "38;2;\(value >> 16);\(value >> 8 & 0xFF);\(value & 0xFF)"
        }
    }
}

extension ColourTheme {
    /// The backgrounds on which its colours can be read, the most usual one first; none where they are the terminal's.
    package var backgrounds: [Page.Colour] {
        switch self {
        case .light: [0xFFFFFF, 0xFDF6E3, 0xEEEEEE].map({ Page.Colour(value: $0) })
        case .dark: [0x000000, 0x1E1E1E, 0x002B36, 0x282A36].map({ Page.Colour(value: $0) })
        case .none: []
        }
    }

    /// The colour of a tone; nil where it has none of its own.
    package func colour(of tone: Page.Tone) -> Page.Colour? {
        let pair: (light: UInt32, dark: UInt32)
        switch tone {
        case .good: pair = (0x0A6B2E, 0x6FDD8B)
        case .bad: pair = (0xA31515, 0xFF9C94)
        case .strong, .ciphertext: return nil
        case .faint, .padding: pair = (0x555555, 0xB8B8B8)
        case .ipHeader: pair = (0x005F73, 0x6FD3E8)
        case .transportHeader: pair = (0x1F4FBF, 0x9DBBFF)
        case .espHeader, .integrityCheck: pair = (0x7A4A00, 0xF0C674)
        case .initializationVector: pair = (0x8A1C7C, 0xF2A0E6)
        }
        return switch self {
        case .light: Page.Colour(value: pair.light)
        case .dark: Page.Colour(value: pair.dark)
        case .none: nil
        }
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
