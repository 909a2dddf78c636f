/// Why a cryptographic operation could not be set up.
///
/// A datagram that fails its integrity check is no fault: see ``Authenticity``.
package enum CipherFault: String, Error, CaseIterable, Sendable {
    /// A key of a length that its cipher does not have (FIPS 197 section 5, RFC 8439 section 2.8).
    case keyLength = "key-length"
    /// A tag of a length that its cipher does not have (RFC 4106 section 6, RFC 7634 section 2).
    case tagLength = "tag-length"
    /// Text that should be hexadecimal has another character in it.
    case notHexadecimal = "not-hexadecimal"
    /// Hexadecimal text with half a byte at its end.
    case oddDigitCount = "odd-digit-count"
    /// More bytes were asked for than the derivation can give (RFC 5869 section 2.3: 255 blocks).
    case outputTooLong = "output-too-long"
    /// scrypt refused its cost parameters (RFC 7914 section 2), or lacked the memory for them.
    case cost
    /// The system's random generator gave nothing.
    case randomUnavailable = "random-unavailable"
    /// libcrypto lacks the algorithm, or has no memory left.
    case algorithmUnavailable = "algorithm-unavailable"
}
