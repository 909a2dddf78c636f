/// Names a flow for as long as the lab runs; counted from 1 in order of creation, never used again.
package struct FlowID: Hashable, Comparable, Sendable {
    /// The number.
    package let rawValue: UInt64

    /// The flow with the number `rawValue`.
    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Orders by creation.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}
