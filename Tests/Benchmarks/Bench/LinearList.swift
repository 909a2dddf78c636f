import Firewall

/// Boxes read one after the other; eight at a time for IPv4: to compare with.
struct LinearList<Address: FixedWidthInteger & UnsignedInteger & Sendable> {
    private struct Block {
        var sourceLow = SIMD8<UInt32>()
        var sourceWidth = SIMD8<UInt32>()
        var destinationLow = SIMD8<UInt32>()
        var destinationWidth = SIMD8<UInt32>()
    }

    private struct Rest {
        let sourcePort: Interval<UInt16>
        let destinationPort: Interval<UInt16>
        let proto: Interval<UInt16>

        @inline(__always)
        func contains(_ point: PacketPoint<Address>) -> Bool {
            sourcePort.holds(point[.sourcePort]) && destinationPort.holds(point[.destinationPort])
                && proto.holds(point[.proto])
        }
    }

    private var blocks: ContiguousArray<Block> = []
    private var addresses:
        ContiguousArray<(source: Interval<Address>, destination: Interval<Address>)> =
            []
    private var rests: ContiguousArray<Rest> = []

    init(_ hulls: [RuleHull<Address>?]) {
        for (place, box) in hulls.compactMap({ $0?.box }).enumerated() {
            rests.append(
                Rest(
                    sourcePort: box[.sourcePort], destinationPort: box[.destinationPort],
                    proto: box[.proto]))
            guard Address.bitWidth == 32 else {
                addresses.append((box.source, box.destination))
                continue
            }
            let lane = place % 8
            if lane == 0 { blocks.append(Block()) }
            let (source, destination) = (box.source, box.destination)
            blocks[place / 8].sourceLow[lane] = UInt32(source.low)
            blocks[place / 8].sourceWidth[lane] = UInt32(source.high - source.low)
            blocks[place / 8].destinationLow[lane] = UInt32(destination.low)
            blocks[place / 8].destinationWidth[lane] = UInt32(
                destination.high - destination.low)
        }
    }

    @inline(__always)
    func firstMatch(_ point: PacketPoint<Address>) -> Int? {
        let rests = rests.span
        guard Address.bitWidth == 32 else {
            let addresses = addresses.span
            for place in addresses.indices
            where addresses[place].source.holds(point.source)
                && addresses[place].destination.holds(point.destination)
                && rests[place].contains(point)
            {
                return place
            }
            return nil
        }
        let source = SIMD8(repeating: UInt32(truncatingIfNeeded: point.source))
        let destination = SIMD8(repeating: UInt32(truncatingIfNeeded: point.destination))
        let blocks = blocks.span
        for number in blocks.indices {
            let around =
                (source &- blocks[number].sourceLow .<= blocks[number].sourceWidth)
                .& (destination &- blocks[number].destinationLow
                    .<= blocks[number].destinationWidth)
            guard any(around) else { continue }
            let start = number * 8
            for lane in 0..<min(8, rests.count - start)
            where around[lane] && rests[start + lane].contains(point) {
                return start + lane
            }
        }
        return nil
    }
}

extension Interval {
    /// `contains`, compiled here.
    @inline(__always)
    func holds(_ number: Number) -> Bool { low <= number && number <= high }
}
