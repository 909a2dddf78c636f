/// What the flow table knows of a packet's connection when it arrives (`nf_conntrack` calls it `ctstate`).
package enum ConnectionState: String, CaseIterable, Hashable, Sendable {
    /// It may begin a flow: a TCP SYN, a UDP datagram or an echo request of a flow that is not known.
    case new
    /// It belongs to a flow that has been seen in both directions, or answers one.
    case established
    /// It is an ICMP error about a packet of a known flow.
    case related
    /// It can neither begin a flow nor belongs to one.
    case invalid
}
