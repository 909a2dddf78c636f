/// A box as the leaves of a tree hold it: 24 bytes for IPv4, 48 for IPv6.
///
/// Addresses are the prefix around the box's; where that is more than the box, the box is ragged, and
/// its addresses stand in the tree's list of `RaggedAddresses`.
struct PackedBox<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private let source: Address
    private let destination: Address
    private let sourcePortLow: UInt16
    private let sourcePortWidth: UInt16
    private let destinationPortLow: UInt16
    private let destinationPortWidth: UInt16
    private let protoLow: UInt8
    private let protoWidth: UInt8
    /// Host bits of the addresses.
    private let sourceBits: UInt8
    private let destinationBits: UInt8
    private let marks: UInt32

    init(_ box: FieldBox<Address>, index: UInt32) {
        sourceBits = box.source.hostBits
        destinationBits = box.destination.hostBits
        source = box.source.low & (Address.max << sourceBits)
        destination = box.destination.low & (Address.max << destinationBits)
        sourcePortLow = box.sourcePort.low
        sourcePortWidth = box.sourcePort.high - box.sourcePort.low
        destinationPortLow = box.destinationPort.low
        destinationPortWidth = box.destinationPort.high - box.destinationPort.low
        protoLow = box.proto.low
        protoWidth = box.proto.high - box.proto.low
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
        return point[.sourcePort] &- sourcePortLow <= sourcePortWidth
            && point[.destinationPort] &- destinationPortLow <= destinationPortWidth
            && UInt8(truncatingIfNeeded: point[.proto]) &- protoLow <= protoWidth
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
            sourcePort: Interval(sourcePortLow, sourcePortLow + sourcePortWidth),
            destinationPort: Interval(
                destinationPortLow, destinationPortLow + destinationPortWidth),
            proto: Interval(protoLow, protoLow + protoWidth), isExact: isExact)
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
