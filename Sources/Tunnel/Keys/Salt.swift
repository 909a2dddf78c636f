/// The secret four bytes that begin each nonce of a key (RFC 4106 section 4, RFC 7634 section 2).
package struct Salt: Hashable, Sendable {
    /// The four bytes as a number, the first one highest.
    package let rawValue: UInt32

    /// The salt whose bytes read `rawValue`.
    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Length in bytes.
    package static let length = 4
}
