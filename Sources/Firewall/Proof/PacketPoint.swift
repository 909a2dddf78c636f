/// One point of the space of packets of one family, in the numbers of `PacketBox`.
package struct PacketPoint<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable,
    Sendable
{
    /// The numbers by their lanes.
    var numbers: SIMD8<UInt16>
    /// The source address.
    package var source: Address
    /// The destination address.
    package var destination: Address
    /// The TCP control bits.
    package var flags: UInt8
    /// The number of the bit of `PacketBox.context`, 0 to 63.
    package var context: UInt8

    /// The point with these numbers, ports or 256 times the ICMP type and code; those of the IP header are
    /// the usual ones.
    @inline(__always)
    package init(
        source: Address, destination: Address, sourcePort: UInt16, destinationPort: UInt16,
        proto: UInt8, flags: UInt8 = 0, context: UInt8 = 0
    ) {
        numbers = PacketSpace.usual
        self.source = source
        self.destination = destination
        self.flags = flags
        self.context = context
        self[.sourcePort] = sourcePort
        self[.destinationPort] = destinationPort
        self[.proto] = UInt16(proto)
    }

    init(
        numbers: SIMD8<UInt16>, source: Address, destination: Address, flags: UInt8, context: UInt8
    ) {
        self.numbers = numbers
        self.source = source
        self.destination = destination
        self.flags = flags
        self.context = context
    }

    /// One of its numbers.
    @inline(__always)
    package subscript(number: PacketNumber) -> UInt16 {
        get { numbers[number.lane] }
        set { numbers[number.lane] = newValue }
    }
}

extension PacketSpace {
    /// The header numbers of a packet of which nobody says anything.
    static let usual: SIMD8<UInt16> = HeaderNumber.allCases.reduce(into: SIMD8()) {
        $0[PacketNumber.header($1).lane] = $1.row.usual ?? $1.row.whole.low
    }
}

/// A packet that a proof names: a point of one of the two families.
package enum ProofPoint: Hashable, Sendable {
    /// An IPv4 packet.
    case v4(PacketPoint<UInt32>)
    /// An IPv6 packet.
    case v6(PacketPoint<UInt128>)
}

/// A box of one of the two families.
package enum ProofBox: Hashable, Sendable {
    /// IPv4 packets.
    case v4(PacketBox<UInt32>)
    /// IPv6 packets.
    case v6(PacketBox<UInt128>)
}

/// The numbers of an address: `UInt32` for IPv4, `UInt128` for IPv6.
package protocol ProofAddress: FixedWidthInteger, UnsignedInteger, Sendable {
    /// The protocol number of the family's ICMP.
    static var icmp: UInt8 { get }
    /// The type of the family's echo request.
    static var echoRequest: UInt8 { get }
    /// Addresses of a host that a person would think of as a sender.
    static var usualSources: [Self] { get }
    /// Addresses of a host that a person would think of as a receiver.
    static var usualDestinations: [Self] { get }
    /// The point as one of either family.
    static func proofPoint(_ point: PacketPoint<Self>) -> ProofPoint
    /// The box as one of either family.
    static func proofBox(_ box: PacketBox<Self>) -> ProofBox
}

extension UInt32: ProofAddress {
    /// The protocol number of ICMP, RFC 792.
    package static var icmp: UInt8 { 1 }
    /// The type of an echo request, RFC 792.
    package static var echoRequest: UInt8 { 8 }
    /// 192.168.1.50, 10.0.0.7 (RFC 1918) and 198.51.100.7 (RFC 5737).
    package static var usualSources: [Self] { [0xC0A8_0132, 0x0A00_0007, 0xC633_6407] }
    /// 10.1.0.9, 192.168.1.1 (RFC 1918) and 203.0.113.9 (RFC 5737).
    package static var usualDestinations: [Self] { [0x0A01_0009, 0xC0A8_0101, 0xCB00_7109] }
    /// The point as one of either family.
    package static func proofPoint(_ point: PacketPoint<Self>) -> ProofPoint { .v4(point) }
    /// The box as one of either family.
    package static func proofBox(_ box: PacketBox<Self>) -> ProofBox { .v4(box) }
}

extension UInt128: ProofAddress {
    /// The protocol number of ICMPv6, RFC 4443.
    package static var icmp: UInt8 { 58 }
    /// The type of an echo request, RFC 4443, section 4.1.
    package static var echoRequest: UInt8 { 128 }
    /// 2001:db8::7 (RFC 3849).
    package static var usualSources: [Self] { [0x2001_0DB8 << 96 | 7] }
    /// 2001:db8:1::9 (RFC 3849).
    package static var usualDestinations: [Self] { [0x2001_0DB8_0001 << 80 | 9] }
    /// The point as one of either family.
    package static func proofPoint(_ point: PacketPoint<Self>) -> ProofPoint { .v6(point) }
    /// The box as one of either family.
    package static func proofBox(_ box: PacketBox<Self>) -> ProofBox { .v6(box) }
}
