/// Where things lie in an ESP packet with AES-GCM and a 16-byte ICV (RFC 4303 section 2, RFC 4106).
///
/// SPI (4), sequence number (4), IV (8), ciphertext (a multiple of 4), ICV (16). The plaintext is
/// the payload, 0...255 bytes of padding, the pad length (1) and the next header (1).
package enum ESPLayout {
    /// Length of the SPI and the sequence number.
    package static let headerLength = ESPHeader.length
    /// Offset of the explicit IV (RFC 4106 section 3.1).
    package static let ivOffset = 8
    /// Length of the explicit IV.
    package static let ivLength = 8
    /// Offset of the ciphertext.
    package static let ciphertextOffset = 16
    /// Length of the ICV (RFC 4106 section 6), which ends the packet.
    package static let icvLength = 16
    /// Length of the pad length and the next header (RFC 4303 section 2.4).
    package static let trailerLength = 2
    /// What the ciphertext's length is a multiple of (RFC 4303 section 2.4).
    package static let alignment = 4
    /// The shortest packet with room for header, IV and ICV; it has no room for a trailer yet.
    package static let minimumLength = 32
    /// The most padding that the pad length can count.
    package static let maximumPadding = 255

    /// How many bytes of padding align a payload of `length` bytes: 0...3.
    package static func paddingLength(forPayload length: Int) -> Int {
        let unpadded = length + trailerLength
        return (alignment - unpadded % alignment) % alignment
    }

    /// Length of the whole packet around a payload of `length` bytes.
    package static func packetLength(forPayload length: Int) -> Int {
        minimumLength + length + paddingLength(forPayload: length) + trailerLength
    }

    /// Where the ciphertext lies in a packet of `length` bytes, or nil where the packet is too short
    /// or the ciphertext isn't aligned.
    package static func ciphertext(inPacketOf length: Int) -> Range<Int>? {
        guard length >= minimumLength, length % alignment == 0 else { return nil }
        return ciphertextOffset..<(length - icvLength)
    }
}
