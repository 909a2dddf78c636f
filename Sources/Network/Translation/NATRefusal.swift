package import Wire

/// Why an address translator lets a packet go no further.
package enum NATRefusal: String, Error, CaseIterable, Sendable {
    /// Every port that a rule has to give is another flow's, to the same destination.
    case portsExhausted = "nat-ports-exhausted"
    /// The protocol has no ports, and another flow to the same destination has the address.
    case addressInUse = "nat-address-in-use"
    /// The link over which the packet goes out has no IPv4 address to masquerade as.
    case noAddress = "nat-no-address"
    /// The packets of a masqueraded flow go out over another link now; the flow is forgotten.
    case linkChanged = "nat-link-changed"
    /// An ICMP redirect about a translated flow: what it says is about addresses that its receiver does not know.
    case redirect = "nat-redirect"
    /// An ICMP error about a translated flow quotes less than the 8 bytes of transport header that it has to (RFC
    /// 792).
    case shortQuote = "nat-short-quote"

    /// Why the packet's way ends.
    package var reason: DropReason {
        switch self {
        case .portsExhausted: .natPortsExhausted
        case .addressInUse: .natAddressInUse
        case .noAddress: .natNoAddress
        case .linkChanged: .natLinkChanged
        case .redirect: .natRedirect
        case .shortQuote: .natShortQuote
        }
    }
}
