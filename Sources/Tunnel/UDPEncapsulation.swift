package import Wire

/// How ESP shares a UDP port with IKE (RFC 3948 section 2).
package enum UDPEncapsulation {
    /// The port that both use (RFC 3948 section 4).
    package static let port: UInt16 = 4500
    /// The longest datagram that UDP over IPv4 can carry: 65,535 bytes less both headers.
    package static let maximumLength = 65_507
    /// What a NAT keepalive consists of (RFC 3948 section 2.3).
    package static let keepalive: [UInt8] = [0xFF]

    /// Why a datagram is not for ESP, or nil where it may be: a keepalive, IKE behind its marker, or
    /// too short for an ESP header.
    package static func refusal(of datagram: Span<UInt8>) -> DropReason? {
        if datagram.count == 1 && datagram[0] == 0xFF { return .keepalive }
        guard datagram.count >= markerLength else { return .malformed }
        if datagram.uint32(at: 0) == 0 { return .nonESPMarker }
        return datagram.count < ESPHeader.length ? .malformed : nil
    }

    private static let markerLength = 4
}
