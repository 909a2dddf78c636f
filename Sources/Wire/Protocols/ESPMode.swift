/// What an SA puts into ESP (RFC 4301 section 4.1).
package enum ESPMode: String, CaseIterable, Sendable {
    /// The whole IP packet; the outer header names the gateways (RFC 4303 section 3.1.2).
    case tunnel
    /// What follows the packet's own IP header, which stays readable (RFC 4303 section 3.1.1).
    case transport
}
