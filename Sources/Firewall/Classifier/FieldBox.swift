/// The part of a hull that the classifier decides on itself.
struct FieldBox<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    var source: Interval<Address>
    var destination: Interval<Address>
    var sourcePort: Interval<UInt16>
    var destinationPort: Interval<UInt16>
    var proto: Interval<UInt8>
    var isExact: Bool

    /// The numbers of a hull for which `PacketField.isClassified` says so.
    init(_ box: PacketBox<Address>, isExact: Bool) {
        source = box.source
        destination = box.destination
        sourcePort = box[.sourcePort]
        destinationPort = box[.destinationPort]
        proto = Interval(
            UInt8(truncatingIfNeeded: box[.proto].low), UInt8(truncatingIfNeeded: box[.proto].high))
        self.isExact = isExact
    }

    init(
        source: Interval<Address>, destination: Interval<Address>, sourcePort: Interval<UInt16>,
        destinationPort: Interval<UInt16>, proto: Interval<UInt8>, isExact: Bool
    ) {
        self.source = source
        self.destination = destination
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.proto = proto
        self.isExact = isExact
    }

    @inline(__always)
    func contains(_ point: PacketPoint<Address>) -> Bool {
        source.contains(point.source) && destination.contains(point.destination)
            && hasRest(point)
    }

    /// Whether the box contains the point, as far as ports and protocol go.
    @inline(__always)
    func hasRest(_ point: PacketPoint<Address>) -> Bool {
        sourcePort.contains(point[.sourcePort]) && destinationPort.contains(point[.destinationPort])
            && proto.contains(UInt8(truncatingIfNeeded: point[.proto]))
    }

    func intersects(_ other: FieldBox) -> Bool {
        source.intersects(other.source) && destination.intersects(other.destination)
            && sourcePort.intersects(other.sourcePort)
            && destinationPort.intersects(other.destinationPort) && proto.intersects(other.proto)
    }
}
