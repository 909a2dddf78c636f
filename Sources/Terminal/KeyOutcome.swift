/// What libedit is to do after one of our keys: its `CC_` codes.
enum KeyOutcome: UInt8 {
    /// The screen is already right: `CC_NORM`.
    case keepScreen = 0

    /// The line is over and is not to be used: `CC_EOF`.
    case end = 2

    /// The line has changed: `CC_REFRESH`.
    case redraw = 4

    /// The key cannot do anything here: `CC_ERROR`.
    case beep = 6
}
