/// What is said in the windows of a server and of a client, beside what the lab says.
package enum WindowEvent: Sendable {
    /// A server listens at a port, for whoever has one of these keys.
    case serving(port: UInt16, keys: [String])
    /// What was typed is no key.
    case noKey(DialKeyFault)
    /// The client's end is open.
    case dialing(port: UInt16)
    /// What a client may type.
    case words
    /// Neither a keyboard nor a screen is there.
    case noTerminal

    /// The port where nobody says another one.
    package static let usualPort: UInt16 = 40_500
}

/// Why a text is no key.
package enum DialKeyFault: Error, Hashable, Sendable {
    /// A character that stands in no key.
    case character(at: Int)
    /// Too few characters, or too many.
    case length(Int, expected: Int)
    /// One of them is another one.
    case mistyped
}
