/// Why bytes are no packet, or why a packet can't be made.
package enum WireFault: String, Error, CaseIterable, Sendable {
    /// The bytes end inside a header.
    case truncated
    /// The version is neither 4 nor 6, or not that of the header that was asked for.
    case badVersion = "bad-version"
    /// A header's length field is under its fixed part, or runs past the bytes.
    case badHeaderLength = "bad-header-length"
    /// A length field of the whole is under the header, or runs past the bytes.
    case badTotalLength = "bad-total-length"
    /// An IPv4 header checksum is wrong (RFC 1122 section 3.2.1.2).
    case badHeaderChecksum = "bad-header-checksum"
    /// A pad length runs past the decrypted bytes (RFC 4303 section 2.4).
    case badPadLength = "bad-pad-length"
    /// The packet would be longer than its length field can say.
    case tooLong = "too-long"
    /// Source and destination are of different families.
    case mixedFamilies = "mixed-families"
}
