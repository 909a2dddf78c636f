/// The part of a hull that the classifier decides on itself.
struct FieldBox<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    var source: Reach<Address>
    var destination: Reach<Address>
    var upper: Reach<UInt16>
    var lower: Reach<UInt16>
    var proto: Reach<UInt8>
    var isExact: Bool

    init(_ box: PacketBox<Address>, isExact: Bool) {
        source = box.source
        destination = box.destination
        upper = box.upper
        lower = box.lower
        proto = box.proto
        self.isExact = isExact
    }

    @inline(__always)
    func contains(_ point: FieldPoint<Address>) -> Bool {
        source.contains(point.source) && destination.contains(point.destination)
            && hasRest(point)
    }

    /// Whether the box contains the point, as far as ports and protocol go.
    @inline(__always)
    func hasRest(_ point: FieldPoint<Address>) -> Bool {
        upper.contains(point.upper) && lower.contains(point.lower) && proto.contains(point.proto)
    }

    func intersects(_ other: FieldBox) -> Bool {
        source.meets(other.source) && destination.meets(other.destination)
            && upper.meets(other.upper) && lower.meets(other.lower) && proto.meets(other.proto)
    }
}

extension Reach {
    /// Whether a number lies in both.
    @inline(__always)
    func meets(_ other: Self) -> Bool { low <= other.high && other.low <= high }
}
