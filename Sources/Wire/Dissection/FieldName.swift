/// The names of header fields, as the RFCs write them.
package enum FieldName: CaseIterable, Sendable {
    /// RFC 791 and RFC 8200.
    case version
    /// RFC 791, in 4-byte words.
    case headerLength
    /// RFC 2474.
    case differentiatedServices
    /// RFC 791, in bytes.
    case totalLength
    /// RFC 791.
    case identification
    /// RFC 791.
    case flags
    /// RFC 791, in 8-byte units.
    case fragmentOffset
    /// RFC 791.
    case timeToLive
    /// RFC 791.
    case proto
    /// RFC 791.
    case headerChecksum
    /// RFC 791 and RFC 8200.
    case sourceAddress
    /// RFC 791 and RFC 8200.
    case destinationAddress
    /// RFC 791 and RFC 9293.
    case options
    /// RFC 8200.
    case trafficClass
    /// RFC 8200.
    case flowLabel
    /// RFC 8200, in bytes.
    case payloadLength
    /// RFC 8200 and RFC 4303.
    case nextHeader
    /// RFC 8200.
    case hopLimit
    /// RFC 8200, in 8-byte units behind the first.
    case extensionLength
    /// RFC 768 and RFC 9293.
    case sourcePort
    /// RFC 768 and RFC 9293.
    case destinationPort
    /// RFC 9293, RFC 4303 and RFC 792.
    case sequenceNumber
    /// RFC 4303 section 2.2.1: both ends count it, and no byte carries it.
    case sequenceNumberHigh
    /// RFC 9293.
    case acknowledgmentNumber
    /// RFC 9293, in 4-byte words.
    case dataOffset
    /// RFC 9293.
    case controlBits
    /// RFC 9293, in bytes.
    case window
    /// RFC 768, RFC 792, RFC 4443 and RFC 9293.
    case checksum
    /// RFC 9293.
    case urgentPointer
    /// RFC 768, in bytes.
    case length
    /// RFC 792 and RFC 4443.
    case type
    /// RFC 792 and RFC 4443.
    case code
    /// RFC 792 and RFC 4443.
    case identifier
    /// RFC 792: the four bytes that each message uses in its own way.
    case restOfHeader
    /// RFC 4303.
    case securityParametersIndex
    /// RFC 4106.
    case initializationVector
    /// RFC 4106.
    case ciphertext
    /// RFC 4303.
    case integrityCheckValue
    /// RFC 4303 section 2.7.
    case trafficPadding
    /// RFC 4303.
    case padding
    /// RFC 4303, in bytes.
    case padLength
    /// The bytes of a data layer.
    case data
}
