/// A value and the bytes of the line that it was written in, so that a fault found later can point there.
package struct Placed<Value: Sendable>: Sendable {
    /// The value.
    package let value: Value
    /// Byte offsets in the line.
    package let range: Range<Int>

    /// A value written at these bytes.
    package init(_ value: Value, at range: Range<Int>) {
        self.value = value
        self.range = range
    }
}
