/// How the terminal may be written to.
package enum Appearance: Hashable, Sendable {
    /// Text only: not one escape sequence is written, so that redrawing is coarse.
    case plain

    /// Colours, cursor movement, hints and marked pastes, as far as the terminal can do them.
    case coloured
}
