package import Wire

/// A name that nothing has, and what was probably meant.
package struct UnknownName: Equatable, Sendable {
    /// The name.
    package let name: String
    /// What was probably meant.
    package let meaning: Meaning

    /// What a name that nothing has may be meant for.
    package enum Meaning: Equatable, Sendable {
        /// A link or a zone, which stand behind `on` and `out`.
        case link
        /// A word that is spelled nearly so.
        case word(String)
        /// A name of DNS that the node of this name has not resolved.
        case domain(by: String)
        /// Nobody knows.
        case nothing
    }

    /// A name.
    package init(_ name: String, meaning: Meaning) {
        self.name = name
        self.meaning = meaning
    }
}

/// A name of DNS in the line of a rule, and the addresses that were put in its place.
package struct LearnedName: Equatable, Sendable {
    /// The name, as it was written.
    package let name: String
    /// The addresses.
    package let addresses: [IPAddress]

    /// A name with its addresses.
    package init(name: String, addresses: [IPAddress]) {
        self.name = name
        self.addresses = addresses
    }
}
