import Wire

/// What stands in a packet.
enum LayerPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case title = "<strong:{name}>, {count|byte|bytes}"
    case fault = ": {problem}"
    case moreBytes = "{count} bytes"
    case right = "right"
    case wrong = "<bad:wrong>"
    case plain = "<strong:as the sender made it, {count|byte|bytes}>"
    case wire = "<strong:on the wire, {count|byte|bytes}>"
    case decrypted = "<strong:as the receiving end decrypted it, {count|byte|bytes}>"
    case verified = "<strong:as the receiving end verified it, {count|byte|bytes}>"
    case inClear =
        "on the wire: the same bytes, but for the hops left, in clear; an eavesdropper reads all of them"
    case same = "the same {count|byte|bytes} that the sender made, and behind them:"
    case sameForwarded =
        "the same {count|byte|bytes} that the sender made, with {limit|hop|hops} left, and behind them:"
    case sameBehindHeader =
        "the same {count|byte|bytes} that the sender made behind its IP header, and behind them:"
    case legend = "a: authenticated"
    case legendEncrypted = ", e: encrypted"
    case legendNonce = ", n: part of the nonce"
    case legendChanges = "; when such a byte changes, the ICV is wrong"
    case legendNothingEncrypted = "; nothing is encrypted"
    case protectionTitle =
        "where a byte is authenticated: when such a byte changes, the ICV is wrong"
    case isAuthenticated = "authenticated"
    case isEncrypted = "authenticated and encrypted"
    case isNonce = "part of the nonce"
    case ciphertext = "<strong:ciphertext>, {count|byte|bytes}; what lies where, only the lab knows"
    case hidden =
        "{count|byte|bytes} more, not shown: IV, ciphertext, ICV and UDP checksum are other ones in each run"
    case zeros = "zeros up to {last}"
    case notInPacket = "not in the packet"
    case encrypted = "encrypted {name}"
    case header = "{name} header"
}

extension LayerKind: Statement {
    /// What the layer is called.
    var english: String {
        switch self {
        case .ipv4: "IPv4"
        case .ipv6: "IPv6"
        case .hopByHop: "hop-by-hop options"
        case .routing: "routing"
        case .fragment: "fragment"
        case .destinationOptions: "destination options"
        case .tcp: "TCP"
        case .udp: "UDP"
        case .icmp: "ICMP"
        case .icmpv6: "ICMPv6"
        case .esp: "ESP"
        case .espHeader: "ESP header"
        case .initializationVector: "IV"
        case .data: "data"
        case .trafficPadding: "traffic flow confidentiality padding"
        case .espTrailer: "ESP trailer"
        case .integrityCheck: "ICV"
        case .unreadable: "unreadable"
        }
    }
}

extension FieldName: Statement {
    /// What the field is called, as its RFC has it.
    var english: String {
        switch self {
        case .version: "version"
        case .headerLength: "internet header length"
        case .differentiatedServices: "differentiated services"
        case .totalLength: "total length"
        case .identification: "identification"
        case .flags: "flags"
        case .fragmentOffset: "fragment offset"
        case .timeToLive: "time to live"
        case .proto: "protocol"
        case .headerChecksum: "header checksum"
        case .sourceAddress: "source address"
        case .destinationAddress: "destination address"
        case .options: "options"
        case .trafficClass: "traffic class"
        case .flowLabel: "flow label"
        case .payloadLength: "payload length"
        case .nextHeader: "next header"
        case .hopLimit: "hop limit"
        case .extensionLength: "header extension length"
        case .sourcePort: "source port"
        case .destinationPort: "destination port"
        case .sequenceNumber: "sequence number"
        case .sequenceNumberHigh: "sequence number high half"
        case .acknowledgmentNumber: "acknowledgment number"
        case .dataOffset: "data offset"
        case .controlBits: "control bits"
        case .window: "window"
        case .checksum: "checksum"
        case .urgentPointer: "urgent pointer"
        case .length: "length"
        case .type: "type"
        case .code: "code"
        case .identifier: "identifier"
        case .restOfHeader: "rest of header"
        case .securityParametersIndex: "security parameters index"
        case .initializationVector: "initialization vector"
        case .ciphertext: "ciphertext"
        case .integrityCheckValue: "integrity check value"
        case .trafficPadding: "traffic flow confidentiality padding"
        case .padding: "padding"
        case .padLength: "pad length"
        case .data: "data"
        }
    }
}

extension ECN: Statement {
    /// What the field says, as RFC 3168 has it.
    var english: String {
        switch self {
        case .notCapable: "Not-ECT"
        case .capable0: "ECT(0)"
        case .capable1: "ECT(1)"
        case .congested: "CE"
        }
    }
}
