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
