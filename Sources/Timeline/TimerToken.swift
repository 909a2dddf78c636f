/// What a timer is for; its owner alone knows the meaning of the number.
package struct TimerToken: Hashable, Sendable {
    /// The number that the owner chose.
    package let rawValue: UInt64

    /// A token with the number that its owner chose.
    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }
}
