/// How much one side of a flow has sent past the firewall.
package struct FlowTraffic: Hashable, Sendable {
    /// Packets.
    package private(set) var packets: UInt64 = 0
    /// Bytes of those packets, IP headers included.
    package private(set) var bytes: UInt64 = 0

    /// Nothing yet.
    package init() {}

    /// Counts a packet of so many bytes.
    package mutating func count(_ length: Int) {
        packets &+= 1
        bytes &+= UInt64(length)
    }
}
