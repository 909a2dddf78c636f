/// How many datagrams at once are handed to the kernel and taken from it, the fastest way first.
package enum BatchWay: CaseIterable, Hashable, Sendable {
    /// One message that the kernel cuts up, or put together: `UDP_SEGMENT` and `UDP_GRO`, `udp(7)`.
    case offload

    /// Many messages with one call: `sendmmsg(2)` and `recvmmsg(2)`.
    case manyMessages

    /// A call for each datagram: `sendto(2)` and `recvfrom(2)`.
    case oneByOne
}
