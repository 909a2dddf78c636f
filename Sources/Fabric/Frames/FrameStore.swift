import Cipher

/// The bytes of frames, one behind the other in blocks of one size; the oldest block is used again for new ones.
///
/// Once all blocks are there, nothing is allocated for a frame.
package struct FrameStore: Sendable {
    /// Where some bytes lie; good until their block is used again.
    package struct Place: Hashable, Sendable {
        /// Which block it is, counted from the first that was ever begun.
        let block: Int
        /// Where they begin in it.
        let start: Int
        /// How many they are.
        let count: Int
    }

    private var blocks: [[UInt8]] = []
    /// How many blocks have been begun.
    private var begun = 0
    private let limit: Int
    private let size: Int

    /// A store of at most `limit` bytes, in blocks each of which has room for the longest frame.
    package init(limit: Int, blockSize size: Int = 1 << 20) {
        self.limit = max(1, limit / size)
        self.size = size
    }

    /// The first block whose bytes are still there.
    var firstBlock: Int { max(0, begun - limit) }

    /// The block whose bytes are lost when so many more are kept; nil while there is room.
    func blockLost(to count: Int) -> Int? {
        let isFull = blocks.isEmpty || lastCount + count > size
        return isFull && begun >= limit ? begun - limit : nil
    }

    /// Keeps bytes: at most as many as a block has.
    package mutating func keep(_ bytes: Span<UInt8>) -> Place {
        precondition(bytes.count <= size, "a block has room for the longest frame")
        if blocks.isEmpty || lastCount + bytes.count > size { begin() }
        let slot = (begun - 1) % limit
        let start = blocks[slot].count
        blocks[slot].append(addingCapacity: bytes.count) { $0.append(copying: bytes) }
        return Place(block: begun - 1, start: start, count: bytes.count)
    }

    /// Lends bytes that are still there.
    package func withBytes<Result, Fault: Error>(
        at place: Place, _ body: (Span<UInt8>) throws(Fault) -> Result
    ) throws(Fault) -> Result {
        precondition(place.block >= firstBlock, "the bytes are still there")
        let block = blocks[place.block % limit]
        return try body(block.span.extracting(place.start..<place.start + place.count))
    }

    private var lastCount: Int { blocks[(begun - 1) % limit].count }

    private mutating func begin() {
        let slot = begun % limit
        begun += 1
        if slot < blocks.count { return blocks[slot].removeAll(keepingCapacity: true) }
        // Small at first: most labs never fill one.
        blocks.append([])
    }
}
