/// What opening a sealed text found.
package enum Authenticity: Sendable {
    /// The tag is right: the text is what the holder of the key sealed, with these additional data.
    case authentic
    /// The tag is wrong: nothing of the text may be used.
    case forged
}
