/// The ECN field of an IP header, its last two bits of the traffic class (RFC 3168 section 5).
package enum ECN: UInt8, CaseIterable, Sendable {
    /// The sender does not know ECN: a congested router can only drop the packet.
    case notCapable = 0b00
    /// The sender knows ECN, and means what ECT(1) says (RFC 8311).
    case capable1 = 0b01
    /// The sender knows ECN.
    case capable0 = 0b10
    /// A router on the way was congested.
    case congested = 0b11

    /// The field in a traffic class, which has the DSCP in front of it.
    package init(trafficClass: UInt8) {
        self =
            switch trafficClass & 0b11 {
            case 0b00: .notCapable
            case 0b01: .capable1
            case 0b10: .capable0
            default: .congested
            }
    }

    /// What it is called in commands and in every output.
    package var name: StaticString {
        switch self {
        case .notCapable: "not-ect"
        case .capable0: "ect0"
        case .capable1: "ect1"
        case .congested: "ce"
        }
    }

    /// Whether a congested router marks such a packet: its sender knows ECN, and no router has marked it yet.
    package var canBeMarked: Bool { self == .capable0 || self == .capable1 }

    /// The field of a packet that comes out of a tunnel, inside of which it had this one, and `outer` outside
    /// (RFC 6040 section 4.2, figure 4).
    ///
    /// Nil where the packet is dropped: its sender does not know ECN, so that only a loss tells it of the
    /// congestion.
    package func leaving(_ outer: ECN) -> ECN? {
        switch (self, outer) {
        case (.notCapable, .congested): nil
        case (.notCapable, _): .notCapable
        case (.congested, _), (_, .congested): .congested
        case (.capable0, .capable1): .capable1
        case (.capable0, _): .capable0
        case (.capable1, _): .capable1
        }
    }
}

/// What an IP header says to the routers on the way beside its numbers: ECN, and DF of IPv4.
package struct IPMarks: Hashable, Sendable {
    /// Whether routers can tell of congestion, and whether one has.
    package var ecn = ECN.notCapable
    /// Whether no router may fragment the packet (RFC 791 section 3.1); of IPv6 none ever may (RFC 8200 section 5).
    package var dontFragment = true

    /// Those of a packet of which nobody says anything.
    package init() {}

    /// Those of a header, which `bytes` begin with.
    package init(ofHeader bytes: Span<UInt8>) {
        ecn = ECN(trafficClass: IPHeader.trafficClass(of: bytes))
        guard bytes[0] >> 4 == 4 else { return }
        let flags = IPv4Flags(rawValue: bytes[IPv4Header.Offset.fragment] >> 5)
        dontFragment = flags.contains(.dontFragment)
    }
}

extension IPHeader {
    /// The traffic class of a header of either family, which `bytes` begin with: DSCP and ECN (RFC 2474, RFC 3168).
    package static func trafficClass(of bytes: Span<UInt8>) -> UInt8 {
        bytes[0] >> 4 == 4
            ? bytes[IPv4Header.Offset.differentiatedServices]
            : bytes[IPv6Header.Offset.version] << 4 | bytes[IPv6Header.Offset.version + 1] >> 4
    }

    /// Changes the ECN field of the header at the start of `bytes`, and its checksum.
    package static func mark(_ ecn: ECN, in bytes: inout [UInt8]) {
        if bytes[0] >> 4 == 4 {
            bytes[IPv4Header.Offset.differentiatedServices] &= ~0b11
            bytes[IPv4Header.Offset.differentiatedServices] |= ecn.rawValue
            IPv4Header.fillChecksum(of: 0..<Int(bytes[0] & 0xF) * 4, in: &bytes)
        } else {
            bytes[IPv6Header.Offset.version + 1] &= ~0b11_0000
            bytes[IPv6Header.Offset.version + 1] |= ecn.rawValue << 4
        }
    }
}
