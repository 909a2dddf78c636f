/// A node of a decision tree, in 12 bytes.
///
/// An inner node looks at a window of bits of one word of the point. Its children stand one after the
/// other from `first` on, one for each value of the window, and before them the node of the rules that
/// the window does not tell apart. A leaf has `mask` boxes from `first` on.
struct TreeNode: Sendable {
    /// Where the boxes begin, or the children.
    var first: UInt32
    /// The lowest index of a rule below this node.
    var lowest: UInt32
    /// The window's bits, moved down to bit 0; in a leaf the number of boxes.
    var mask: UInt16
    /// The word that the window is a part of, or `leaf`.
    var word: UInt8
    /// How far the window is moved down; `hasRest` is added if the rest is not empty.
    var shift: UInt8

    /// No rule at all.
    static let empty = TreeNode(
        first: 0, lowest: Self.none, mask: 0, word: Self.leaf, shift: 0)

    /// Marks a leaf.
    static let leaf: UInt8 = 0xFF
    /// Stands for no rule: it comes after every rule.
    static let none = UInt32.max
    /// Is added to `shift`.
    static let hasRest: UInt8 = 0x80
    /// The most boxes that a leaf can have.
    static let mostBoxes = Int(UInt16.max)
}

/// A window of bits of one word.
struct BitWindow: Sendable {
    var word: Int
    var shift: UInt8
    var bits: UInt8

    @inline(__always)
    var mask: UInt32 { 1 << UInt32(bits) - 1 }

    /// The values of the window over an interval: the first, and how many follow it; after the highest
    /// comes 0.
    @inline(__always)
    func values(of interval: Interval<UInt32>) -> (first: UInt32, more: UInt32) {
        let low = interval.low &>> UInt32(shift)
        let more = interval.high &>> UInt32(shift) &- low
        return (low & mask, min(more, mask))
    }
}
