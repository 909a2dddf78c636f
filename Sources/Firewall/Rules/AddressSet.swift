package import Wire

/// A named list of addresses that rules refer to as `@NAME`.
package struct AddressSet: Hashable, Sendable {
    /// Its name.
    package let name: SetName
    /// Its members in the order in which they were added.
    package internal(set) var ranges: [AddressRange]

    /// How many members a set may have.
    package static let memberLimit = 10_000

    /// A set of these addresses.
    package init(_ name: SetName, _ ranges: [AddressRange]) {
        self.name = name
        self.ranges = ranges
    }
}

/// Names a set: 1 to 32 letters, digits, `-` and `_`.
package struct SetName: Hashable, Sendable {
    /// The name.
    package let rawValue: String

    /// The set of this name.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}
