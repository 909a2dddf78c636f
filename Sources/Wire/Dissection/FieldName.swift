/// The names of header fields, as the RFCs write them.
package enum FieldName: String, CaseIterable, Sendable {
    /// RFC 791 and RFC 8200.
    case version
    /// RFC 791, in 4-byte words.
    case headerLength = "internet header length"
    /// RFC 2474.
    case differentiatedServices = "differentiated services"
    /// RFC 791, in bytes.
    case totalLength = "total length"
    /// RFC 791.
    case identification
    /// RFC 791.
    case flags
    /// RFC 791, in 8-byte units.
    case fragmentOffset = "fragment offset"
    /// RFC 791.
    case timeToLive = "time to live"
    /// RFC 791.
    case proto = "protocol"
    /// RFC 791.
    case headerChecksum = "header checksum"
    /// RFC 791 and RFC 8200.
    case sourceAddress = "source address"
    /// RFC 791 and RFC 8200.
    case destinationAddress = "destination address"
    /// RFC 791 and RFC 9293.
    case options
    /// RFC 8200.
    case trafficClass = "traffic class"
    /// RFC 8200.
    case flowLabel = "flow label"
    /// RFC 8200, in bytes.
    case payloadLength = "payload length"
    /// RFC 8200 and RFC 4303.
    case nextHeader = "next header"
    /// RFC 8200.
    case hopLimit = "hop limit"
    /// RFC 768 and RFC 9293.
    case sourcePort = "source port"
    /// RFC 768 and RFC 9293.
    case destinationPort = "destination port"
    /// RFC 9293, RFC 4303 and RFC 792.
    case sequenceNumber = "sequence number"
    /// RFC 4303 section 2.2.1: both ends count it, and no byte carries it.
    case sequenceNumberHigh = "sequence number high half"
    /// RFC 9293.
    case acknowledgmentNumber = "acknowledgment number"
    /// RFC 9293, in 4-byte words.
    case dataOffset = "data offset"
    /// RFC 9293.
    case controlBits = "control bits"
    /// RFC 9293, in bytes.
    case window
    /// RFC 768, RFC 792, RFC 4443 and RFC 9293.
    case checksum
    /// RFC 9293.
    case urgentPointer = "urgent pointer"
    /// RFC 768, in bytes.
    case length
    /// RFC 792 and RFC 4443.
    case type
    /// RFC 792 and RFC 4443.
    case code
    /// RFC 792 and RFC 4443.
    case identifier
    /// RFC 792: the four bytes that each message uses in its own way.
    case restOfHeader = "rest of header"
    /// RFC 4303.
    case securityParametersIndex = "security parameters index"
    /// RFC 4106.
    case initializationVector = "initialization vector"
    /// RFC 4106.
    case ciphertext
    /// RFC 4303.
    case integrityCheckValue = "integrity check value"
    /// RFC 4303 section 2.7.
    case trafficPadding = "traffic flow confidentiality padding"
    /// RFC 4303.
    case padding
    /// RFC 4303, in bytes.
    case padLength = "pad length"
    /// The bytes of a data layer.
    case data
}
