/// An IP header of either family, with what both have in common.
package enum IPHeader: Hashable, Sendable {
    /// An IPv4 header.
    case v4(IPv4Header)
    /// An IPv6 header.
    case v6(IPv6Header)

    /// Reads the header at the start of `bytes`, which hold the whole packet.
    ///
    /// - Throws: `truncated`, `badVersion`, or what the family's own parser throws.
    package static func parse(_ bytes: Span<UInt8>) throws(WireFault) -> IPHeader {
        guard bytes.count > 0 else { throw .truncated }
        switch bytes[0] >> 4 {
        case 4: return .v4(try .parse(bytes))
        case 6: return .v6(try .parse(bytes))
        default: throw .badVersion
        }
    }

    /// Length of the header in bytes.
    package var headerLength: Int {
        switch self {
        case .v4(let header): header.headerLength
        case .v6: IPv6Header.length
        }
    }

    /// Length of header and payload in bytes.
    package var totalLength: Int {
        switch self {
        case .v4(let header): Int(header.totalLength)
        case .v6(let header): IPv6Header.length + Int(header.payloadLength)
        }
    }

    /// Source address.
    package var source: IPAddress {
        switch self {
        case .v4(let header): .v4(header.source)
        case .v6(let header): .v6(header.source)
        }
    }

    /// Destination address.
    package var destination: IPAddress {
        switch self {
        case .v4(let header): .v4(header.destination)
        case .v6(let header): .v6(header.destination)
        }
    }

    /// What follows the header.
    package var proto: IPProtocol {
        switch self {
        case .v4(let header): header.proto
        case .v6(let header): header.nextHeader
        }
    }

    /// How many hops are left.
    package var hopLimit: UInt8 {
        switch self {
        case .v4(let header): header.timeToLive
        case .v6(let header): header.hopLimit
        }
    }

    /// Writes how many hops are left into the header that `bytes` begin with, and its checksum in IPv4.
    static func setHopLimit(_ limit: UInt8, in bytes: inout [UInt8]) {
        guard bytes[0] >> 4 == 4 else { return bytes[IPv6Header.Offset.hopLimit] = limit }
        bytes[IPv4Header.Offset.timeToLive] = limit
        let length = Int(bytes[IPv4Header.Offset.version] & 0xF) * 4
        IPv4Header.fillChecksum(of: 0..<length, in: &bytes)
    }

    /// Differentiated services codepoint (RFC 2474 section 3).
    package var dscp: UInt8 {
        switch self {
        case .v4(let header): header.differentiatedServices >> 2
        case .v6(let header): header.trafficClass >> 2
        }
    }

    /// Which part of a packet follows the header.
    package var fragment: Fragment {
        guard case .v4(let header) = self else { return .whole }
        if header.fragmentOffset > 0 { return .later }
        return header.flags.contains(.moreFragments) ? .first : .whole
    }

    /// What a transport checksum covers of the header.
    package var pseudoHeader: PseudoHeader {
        PseudoHeader(source: source, destination: destination, proto: proto)
    }

    /// Which part of a packet a fragment is (RFC 791 section 3.2).
    package enum Fragment: Sendable {
        /// All of it: the packet isn't fragmented.
        case whole
        /// The start, with the transport header.
        case first
        /// A part without the transport header.
        case later
    }
}
