/// What is said in the windows of a server and of a client.
enum WindowPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case serving = "listening on loopback, port {number}; in another window: garita dial{what}"
    case key = "<strong:Key: {key}>"
    case keys = "each client takes a key of its own, and whoever sees a key can read and speak"
    case leave =
        "`quit` or Control-D ends it; what is said comes here, and commands of the lab work"
    case badCharacter = "<bad:no key>: column {column} has a character that no key has"
    case badLength = "<bad:no key>: it has {count|character|characters}; expected {total}"
    case mistyped = "<bad:no key>: a character is mistyped"
    case dialing =
        "the client's end is open; the server is at port {number}. What you type is sent, and its echo comes back"
    case words = "`quit` or Control-D ends it"
    case noTerminal =
        "<bad:error:> this needs a terminal; in a script `tunnel listen`, `tunnel serve` and `tunnel connect` do the same"
    case askKey = "Key: "
    case askMessage = "Message: "
}

/// What the window of a client asks for.
package enum WindowQuestion: Sendable {
    /// The key that the server's window shows.
    case key
    /// What is to be sent.
    case message
}
