/// What the replay window says about a sequence number (RFC 4303 section 3.4.3).
package enum ReplayCheck: Sendable {
    /// Not seen so far, and right of the window's left edge.
    case fresh
    /// Inside the window, and seen before.
    case replayed
    /// Left of the window, where the SA no longer knows; or 0, which no sender uses.
    case tooOld
}
