package import Commands

extension ColourTheme {
    /// The backgrounds on which its colours can be read, the most usual one first; none where they are the terminal's.
    package var backgrounds: [Colour] {
        switch self {
        case .light: [0xFFFFFF, 0xFDF6E3, 0xEEEEEE].map({ Colour(value: $0) })
        case .dark: [0x000000, 0x1E1E1E, 0x002B36, 0x282A36].map({ Colour(value: $0) })
        case .none: []
        }
    }

    /// The colour of a tone; nil where it has none of its own.
    package func colour(of tone: Page.Tone) -> Colour? {
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
        case .light: Colour(value: pair.light)
        case .dark: Colour(value: pair.dark)
        case .none: nil
        }
    }
}
