/// Which colours what is written has, where a terminal has colours of 24 bits.
package enum ColourTheme: String, CaseIterable, Sendable {
    /// Those of a light background.
    case light
    /// Those of a dark one.
    case dark
    /// The terminal's own sixteen, whatever they look like there.
    case none
}
