/// How much an SA has carried.
package struct TrafficCount: Hashable, Sendable {
    /// Packets that were sealed, or authentic when they arrived.
    package private(set) var packets: UInt64 = 0
    /// The bytes of their payloads, without ESP's own but with padding for traffic flow confidentiality: both
    /// ends count what the cipher was applied to (RFC 4301 section 4.4.2.1).
    package private(set) var bytes: UInt64 = 0

    /// Nothing carried yet.
    package init() {}

    /// Counts one packet with a payload of `length` bytes.
    mutating func add(payload length: Int) {
        packets += 1
        bytes += UInt64(length)
    }

    /// Counts all that another SA carried.
    mutating func add(_ other: TrafficCount) {
        packets += other.packets
        bytes += other.bytes
    }
}
