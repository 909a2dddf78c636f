/// Where things lie in an ESP packet (RFC 4303 section 2) of the suites that are known here.
///
/// SPI (4), sequence number (4), IV (8), the protected text (a multiple of 4), ICV. The text is the
/// payload, any padding for traffic flow confidentiality, 0...255 bytes of padding, the pad length (1) and the
/// next header (1).
package struct ESPLayout: Hashable, Sendable {
    /// Length of the ICV, which ends the packet: a multiple of 4.
    package let icvLength: Int

    /// The layout with an ICV of `icvLength` bytes.
    package init(icvLength: Int) {
        self.icvLength = icvLength
    }

    /// The layout with a whole ICV of 16 bytes.
    package static let full = ESPLayout(icvLength: 16)
    /// Length of the SPI and the sequence number.
    package static let headerLength = ESPHeader.length
    /// Offset of the explicit IV (RFC 4106 section 3.1, RFC 7634 section 2).
    package static let ivOffset = 8
    /// Length of the explicit IV.
    package static let ivLength = 8
    /// Offset of the protected text.
    package static let ciphertextOffset = 16
    /// Length of the pad length and the next header (RFC 4303 section 2.4).
    package static let trailerLength = 2
    /// What the text's length is a multiple of (RFC 4303 section 2.4).
    package static let alignment = 4

    /// The shortest packet with room for header, IV and ICV; it has no room for a trailer yet.
    package var minimumLength: Int { Self.ciphertextOffset + icvLength }

    /// How many bytes of padding align a payload of `length` bytes: 0...3.
    package static func paddingLength(forPayload length: Int) -> Int {
        let unpadded = length + trailerLength
        return (alignment - unpadded % alignment) % alignment
    }

    /// Length of the whole packet around a payload of `length` bytes.
    package func packetLength(forPayload length: Int) -> Int {
        minimumLength + length + Self.paddingLength(forPayload: length) + Self.trailerLength
    }

    /// The longest payload in a packet of at most `length` bytes, which has room for a trailer.
    package func longestPayload(inPacketOf length: Int) -> Int {
        (length - minimumLength) / Self.alignment * Self.alignment - Self.trailerLength
    }

    /// Where the text lies in a packet of `length` bytes, or nil where the packet is too short or the
    /// text isn't aligned.
    package func ciphertext(inPacketOf length: Int) -> Range<Int>? {
        guard length >= minimumLength, length % Self.alignment == 0 else { return nil }
        return Self.ciphertextOffset..<(length - icvLength)
    }
}

/// The parts of an ESP packet that somebody on the way can tell apart (RFC 4303 figure 2).
package enum ESPField: String, CaseIterable, Sendable {
    /// The security parameters index.
    case spi
    /// The low half of the sequence number.
    case sequenceNumber = "sequence-number"
    /// The explicit IV.
    case iv
    /// Payload, padding, pad length and next header, encrypted unless the suite only authenticates.
    case text
    /// The integrity check value.
    case icv
}

extension ESPLayout {
    /// The field in which a byte of a packet of `length` bytes lies; `offset` is one of them.
    ///
    /// In a packet that is too short to have a text, what stands where the ICV would be is text.
    package func field(at offset: Int, inPacketOf length: Int) -> ESPField {
        switch offset {
        case ..<ESPHeader.Offset.sequence: .spi
        case ..<Self.ivOffset: .sequenceNumber
        case ..<Self.ciphertextOffset: .iv
        default: length < minimumLength || offset < length - icvLength ? .text : .icv
        }
    }
}
