/// Something that the rooms promise about any input, and that did not hold for this one.
package struct BrokenPromise: Error, CustomStringConvertible {
    /// What was promised.
    package let description: String

    /// What was promised and did not hold.
    package init(_ promise: String) {
        description = promise
    }
}

/// Notes what has to hold.
///
/// - Throws: `BrokenPromise` where it doesn't.
func promise(
    _ holds: Bool, _ promise: @autoclosure () -> String
) throws(BrokenPromise) {
    if !holds { throw BrokenPromise(promise()) }
}
