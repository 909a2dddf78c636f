/// The IPv4 boxes in the order of the rules, eight to a block.
///
/// Addresses stand apart from the rest: almost every box is passed over because of them, eight at a
/// time, and without the rest a thousand of them stay in the nearest cache.
struct BlockList4: Sendable {
    private var blocks: [Block] = []
    private var rest: [(ports: PortBox, index: Int32)] = []

    mutating func append(
        _ source: AddressSpan<UInt32>, _ destination: AddressSpan<UInt32>, _ ports: PortBox,
        _ index: Int32
    ) {
        let lane = rest.count % Block.lanes
        if lane == 0 { blocks.append(Block()) }
        blocks[blocks.count - 1].set(source, destination, at: lane)
        rest.append((ports, index))
    }

    /// The position of the rule whose box is the first around the point, or nil.
    func first(_ source: UInt32, _ destination: UInt32, _ ports: PortPoint) -> Int? {
        let blocks = blocks.span
        for place in blocks.indices {
            let around = blocks[place].around(source, destination)
            guard any(around) else { continue }
            let start = place * Block.lanes
            // The last block may have lanes beyond the last box.
            for lane in 0..<min(Block.lanes, rest.count - start)
            where around[lane] && rest[start + lane].ports.contains(ports) {
                return Int(rest[start + lane].index)
            }
        }
        return nil
    }
}

/// The addresses of eight boxes, as `AddressSpan` has them.
private struct Block: Sendable {
    private var sourceLow = SIMD8<UInt32>()
    private var sourceWidth = SIMD8<UInt32>()
    private var destinationLow = SIMD8<UInt32>()
    private var destinationWidth = SIMD8<UInt32>()

    static let lanes = 8

    mutating func set(
        _ source: AddressSpan<UInt32>, _ destination: AddressSpan<UInt32>, at lane: Int
    ) {
        sourceLow[lane] = source.low
        sourceWidth[lane] = source.width
        destinationLow[lane] = destination.low
        destinationWidth[lane] = destination.width
    }

    /// Which of the boxes both addresses lie in.
    @inline(__always)
    func around(_ source: UInt32, _ destination: UInt32) -> SIMDMask<SIMD8<Int32>> {
        (SIMD8(repeating: source) &- sourceLow .<= sourceWidth)
            .& (SIMD8(repeating: destination) &- destinationLow .<= destinationWidth)
    }
}
