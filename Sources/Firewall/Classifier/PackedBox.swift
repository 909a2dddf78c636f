/// A box as the leaves of a tree hold it: 24 bytes for IPv4, 48 for IPv6.
///
/// Addresses are the prefix around the box's; where that is more than the box, the box is ragged, and
/// its addresses stand in the tree's list of `RaggedAddresses`.
struct PackedBox<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private let source: Address
    private let destination: Address
    private let sourcePort: PackedInterval<UInt16>
    private let destinationPort: PackedInterval<UInt16>
    private let proto: PackedInterval<UInt8>
    /// Host bits of the addresses.
    private let sourceBits: UInt8
    private let destinationBits: UInt8
    private let marks: UInt32

    init(_ box: FieldBox<Address>, index: UInt32) {
        sourceBits = box.source.hostBits
        destinationBits = box.destination.hostBits
        source = box.source.low & (Address.max << sourceBits)
        destination = box.destination.low & (Address.max << destinationBits)
        sourcePort = PackedInterval(box.sourcePort)
        destinationPort = PackedInterval(box.destinationPort)
        proto = PackedInterval(box.proto)
        let isRagged =
            box.source != Interval(source, hostBits: sourceBits)
            || box.destination != Interval(destination, hostBits: destinationBits)
        marks = index | (box.isExact ? 0 : Self.inexact) | (isRagged ? Self.ragged : 0)
    }

    /// Where the rule stands in the order of its tree.
    @inline(__always)
    var index: UInt32 { marks & Self.indices }

    /// Whether a point in the box is matched without being asked about.
    @inline(__always)
    var isExact: Bool { marks & Self.inexact == 0 }

    /// Whether the addresses are fewer than those of the prefixes.
    @inline(__always)
    var isRagged: Bool { marks & Self.ragged != 0 }

    /// Whether the point is in the box, its addresses widened to prefixes.
    @inline(__always)
    func contains(_ point: PacketPoint<Address>) -> Bool {
        // One branch for both addresses: nearly every box is passed over because of one of them.
        let away =
            Self.drop(sourceBits, of: point.source ^ source)
            | Self.drop(destinationBits, of: point.destination ^ destination)
        guard away == 0 else { return false }
        return sourcePort.contains(point[.sourcePort])
            && destinationPort.contains(point[.destinationPort])
            && proto.contains(UInt8(truncatingIfNeeded: point[.proto]))
    }

    /// The address without its host bits, of which there may be as many as it has bits.
    @inline(__always)
    private static func drop(_ bits: UInt8, of address: Address) -> Address {
        // In two steps, each of which the processor can do without asking whether it can.
        let half = bits &>> 1
        let rest = address &>> Address(truncatingIfNeeded: half)
        return rest &>> Address(truncatingIfNeeded: bits &- half)
    }

    /// The box, its addresses widened to prefixes.
    var widened: FieldBox<Address> {
        FieldBox(
            source: Interval(source, hostBits: sourceBits),
            destination: Interval(destination, hostBits: destinationBits),
            sourcePort: sourcePort.interval,
            destinationPort: destinationPort.interval,
            proto: proto.interval, isExact: isExact)
    }

    private static var inexact: UInt32 { 1 << 31 }
    private static var ragged: UInt32 { 1 << 30 }
    private static var indices: UInt32 { ragged - 1 }
}

/// The addresses of a box that are not a prefix.
struct RaggedAddresses<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    let index: UInt32
    let source: Interval<Address>
    let destination: Interval<Address>
}

extension Interval {
    /// How many low bits are free in the smallest prefix around these numbers.
    fileprivate var hostBits: UInt8 {
        UInt8(Number.bitWidth - (low ^ high).leadingZeroBitCount)
    }

    /// The numbers of a prefix.
    fileprivate init(_ first: Number, hostBits: UInt8) {
        self.init(first, first | ~(Number.max << hostBits))
    }
}

/// An interval as its lowest number and how many follow that: one comparison tells what lies in it.
private struct PackedInterval<Number: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private let low: Number
    private let width: Number

    init(_ interval: Interval<Number>) {
        low = interval.low
        width = interval.high - interval.low
    }

    /// The interval itself.
    var interval: Interval<Number> { Interval(low, low + width) }

    @inline(__always)
    func contains(_ number: Number) -> Bool { number &- low <= width }
}
