/// A colour of 24 bits, `0xRRGGBB`, in the colour space sRGB.
package struct Colour: Hashable, Sendable {
    /// Red in bits 16 to 23, green, and blue in bits 0 to 7.
    package let value: UInt32

    /// Its Select Graphic Rendition parameters as a foreground (ISO/IEC 8613-6 section 13.1.8).
    var foreground: String {
        "38;2;\(value >> 16);\(value >> 8 & 0xFF);\(value & 0xFF)"
    }

    static let black = Colour(value: 0)
    static let white = Colour(value: 0xFFFFFF)

    /// The colour of which `value` gives red, green and blue.
    package init(value: UInt32) {
        self.value = value
    }

    private var parts: [UInt32] { [value >> 16 & 0xFF, value >> 8 & 0xFF, value & 0xFF] }

    /// Its relative luminance (WCAG 2.2), from 0 to 1.
    private var luminance: Double {
        let light = parts.map { Self.linear(Double($0) / 255) }
        return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    }

    /// A part of a colour as light: `((share + 0.055) / 1.055) ^ 2.4` above a threshold.
    private static func linear(_ share: Double) -> Double {
        if share <= 0.04045 { return share / 12.92 }
        let base = (share + 0.055) / 1.055
        // The fifth root of the square, by Newton's method from above.
        let square = base * base
        var root = 1.0
        for _ in 0..<16 {
            let fourth = root * root * root * root
            root -= (fourth * root - square) / (5 * fourth)
        }
        return square * root
    }

    /// The contrast ratio of two colours (WCAG 2.2), from 1 to 21.
    package func contrast(with other: Colour) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// The colour so many sixteenths of the way to another one.
    func moved(_ sixteenths: UInt32, to end: Colour) -> Colour {
        let mixed = zip(parts, end.parts).map { own, other in
            (own * (16 - sixteenths) + other * sixteenths) / 16
        }
        return Colour(value: mixed[0] << 16 | mixed[1] << 8 | mixed[2])
    }
}
