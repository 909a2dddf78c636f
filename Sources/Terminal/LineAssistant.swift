package import EventLoop

/// Whoever knows what the lines mean, asked while a person edits one.
///
/// The terminal knows keys and rows only. Cursors are counted in Unicode scalars.
package protocol LineAssistant: AnyObject {
    /// How the word before the cursor may go on; asked on TAB.
    func completion(of line: String, cursor: Int) -> CompletionReply

    /// UTF-8 text in rows about what may come at the cursor, shown above the line; asked on `?`.
    func help(for line: String, cursor: Int) -> [UInt8]

    /// What may come next, shown dim behind the cursor at the end of the line, or nil.
    func hint(for line: String) -> String?

    /// Whether the cursor is inside quotes or a comment, where `?` is a character like any other.
    func isInsideText(_ line: String, cursor: Int) -> Bool

    /// Does the work that a readable socket asks for.
    ///
    /// - Returns: UTF-8 text in rows to be shown above the line; empty for nothing.
    func socketReady(_ id: SocketID) -> [UInt8]

    /// What may be remembered of a line that has been entered.
    func keepsInHistory(_ line: String) -> HistoryPolicy
}
