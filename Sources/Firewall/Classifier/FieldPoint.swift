/// The numbers of a packet of one family, laid out as `PacketBox` says.
package struct FieldPoint<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable,
    Sendable
{
    /// Source address.
    package var source: Address
    /// Destination address.
    package var destination: Address
    /// Source port, or ICMP type times 256.
    package var upper: UInt16
    /// Destination port, or ICMP code times 256.
    package var lower: UInt16
    /// IP protocol number.
    package var proto: UInt8

    /// The point of these numbers.
    @inline(__always)
    package init(
        source: Address, destination: Address, upper: UInt16, lower: UInt16, proto: UInt8
    ) {
        self.source = source
        self.destination = destination
        self.upper = upper
        self.lower = lower
        self.proto = proto
    }
}
