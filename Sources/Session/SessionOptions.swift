/// What a session does beyond its commands.
package struct SessionOptions: Sendable {
    /// Whether a script goes on after a refused command.
    package var keepsGoing = false
    /// Whether commands are repeated on the output, as a transcript has them.
    ///
    /// Those of a script always are: nobody has typed them where they would stand.
    package var echoes = true

    /// Whether a command stands above what it says, so that a caret can point into it.
    package var isLineShown = true

    /// Whether somebody watches, so that each line is shown as soon as it has run.
    package var isWatched = false

    /// Whether the output is a terminal with colours of 24 bits, so that a theme shows.
    package var hasFineColours = false

    /// The options of a script.
    package init() {}
}
