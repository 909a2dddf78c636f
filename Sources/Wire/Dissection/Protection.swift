/// What ESP does for a stretch of bytes.
package enum Protection: String, CaseIterable, Sendable {
    /// Nothing: outside ESP, or of a packet of which nothing is known; the ICV itself too.
    case none
    /// Part of the nonce: readable, and with another one the ICV is wrong (RFC 4106 section 4).
    case nonce
    /// Readable and authenticated (RFC 4303 section 2, RFC 4106 section 5, RFC 4543 section 3.2).
    case authenticated
    /// Encrypted and authenticated.
    case encrypted
}
