/// The two versions of the Internet Protocol (RFC 791, RFC 8200).
package enum IPFamily: String, CaseIterable, Sendable {
    /// IP version 4.
    case v4 = "ipv4"
    /// IP version 6.
    case v6 = "ipv6"

    /// How many bits an address has.
    package var addressBits: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }
}
