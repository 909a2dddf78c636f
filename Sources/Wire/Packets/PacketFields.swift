/// What a firewall sees of an IP packet.
package struct PacketFields: Hashable, Sendable {
    /// Source address.
    package var source: IPAddress
    /// Destination address, of the same family.
    package var destination: IPAddress
    /// The IPv4 protocol, or the first next header of IPv6: extension headers aren't walked.
    package var proto: IPProtocol
    /// Source port; nil without ports, and in every fragment but the first.
    package var sourcePort: Port?
    /// Destination port; nil exactly where `sourcePort` is.
    package var destinationPort: Port?
    /// Type of an ICMP or ICMPv6 message; nil otherwise.
    package var icmpType: UInt8?
    /// Code of an ICMP or ICMPv6 message; nil exactly where `icmpType` is.
    package var icmpCode: UInt8?
    /// Control bits; nil without a TCP header.
    package var tcpFlags: TCPFlags?
    /// Length of the whole IP packet in bytes, its header included.
    package var totalLength: Int
    /// Time to live (IPv4) or hop limit (IPv6).
    package var hopLimit: UInt8
    /// Differentiated services codepoint, 6 bits (RFC 2474).
    package var dscp: UInt8

    /// The fields of a packet; what is left out is absent from the packet.
    package init(
        source: IPAddress, destination: IPAddress, proto: IPProtocol,
        sourcePort: Port? = nil, destinationPort: Port? = nil,
        icmpType: UInt8? = nil, icmpCode: UInt8? = nil, tcpFlags: TCPFlags? = nil,
        totalLength: Int, hopLimit: UInt8 = 64, dscp: UInt8 = 0
    ) {
        self.source = source
        self.destination = destination
        self.proto = proto
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.icmpType = icmpType
        self.icmpCode = icmpCode
        self.tcpFlags = tcpFlags
        self.totalLength = totalLength
        self.hopLimit = hopLimit
        self.dscp = dscp
    }
}
