/// Addresses from `low` on, `width` of them beyond the first.
struct AddressSpan<Number: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    let low: Number
    let width: Number

    init(from first: Number, to last: Number) {
        low = first
        width = last - first
    }

    /// Every address.
    static var all: Self { Self(from: 0, to: .max) }

    @inline(__always)
    func contains(_ number: Number) -> Bool { number &- low <= width }
}
