/// What ended the wait for the person at the keyboard.
package enum KeyWait: Hashable, Sendable {
    /// The keyboard has something to read: a key, its end, or an error.
    case keyboard

    /// The descriptor that announces signals has something to read.
    case wake

    /// This socket has a datagram, or an error to be collected by receiving.
    case readable(SocketID)
}
