/// A number of a packet that rules can ask about, in the order in which a change of it is preferred: what a
/// person can most easily change first.
package enum PacketField: String, CaseIterable, Hashable, Sendable {
    /// The destination port, or ICMP code.
    case destinationPort
    /// The source address.
    case source
    /// The IP protocol.
    case proto
    /// The destination address.
    case destination
    /// The source port, or ICMP type.
    case sourcePort
    /// The TCP control bits.
    case flags
    /// The arrival link and the connection state.
    case context
}
