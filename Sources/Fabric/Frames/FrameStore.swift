import Cipher
internal import DequeModule

/// The bytes of frames, one behind the other in blocks of one size; blocks that nobody needs any longer are
/// used again.
///
/// In the steady state nothing is allocated for a frame.
package struct FrameStore: Sendable {
    /// Where some bytes lie; good until their block is used again.
    package struct Place: Hashable, Sendable {
        /// Which block it is, counted from the first that was ever begun.
        let block: Int
        private let first: UInt32
        private let length: UInt32

        init(block: Int, start: Int, count: Int) {
            self.block = block
            first = UInt32(start)
            length = UInt32(count)
        }

        /// Where they begin in it.
        var start: Int { Int(first) }
        /// How many they are.
        var count: Int { Int(length) }
    }

    private var blocks: Deque<[UInt8]> = []
    /// The number of the first block that is still there.
    private(set) var firstBlock = 0
    private let limit: Int
    private let size: Int

    /// A store of at most `limit` bytes, in blocks each of which has room for the longest frame.
    package init(limit: Int, blockSize size: Int = 1 << 20) {
        self.limit = max(1, limit / size)
        self.size = size
    }

    /// A place for so many bytes that are kept elsewhere, behind those that are kept here.
    func place(forOther count: Int) -> Place {
        Place(block: firstBlock + max(0, blocks.count - 1), start: 0, count: count)
    }

    /// The block whose bytes are lost when so many more are kept, of which those in front of `needed` are
    /// needed by nobody; nil while there is room.
    func blockLost(to count: Int, needed: Int) -> Int? {
        guard isFull(for: count), needed <= firstBlock, blocks.count >= limit else { return nil }
        return firstBlock
    }

    /// Keeps bytes: at most as many as a block has.
    ///
    /// A block in front of `needed` may be used again.
    package mutating func keep(_ bytes: Span<UInt8>, needed: Int = 0) -> Place {
        precondition(bytes.count <= size, "a block has room for the longest frame")
        if isFull(for: bytes.count) { begin(needed: needed) }
        let last = blocks.count - 1
        let start = blocks[last].count
        blocks[last].append(addingCapacity: bytes.count) { $0.append(copying: bytes) }
        return Place(block: firstBlock + last, start: start, count: bytes.count)
    }

    /// Lends bytes that are still there.
    package func withBytes<Result, Fault: Error>(
        at place: Place, _ body: (Span<UInt8>) throws(Fault) -> Result
    ) throws(Fault) -> Result {
        precondition(place.block >= firstBlock, "the bytes are still there")
        let block = blocks[place.block - firstBlock]
        return try body(block.span.extracting(place.start..<place.start + place.count))
    }

    private func isFull(for count: Int) -> Bool {
        blocks.last.map { $0.count + count > size } ?? true
    }

    private mutating func begin(needed: Int) {
        guard firstBlock < needed || blocks.count >= limit, var block = blocks.popFirst() else {
            // The first one grows as it is needed: most labs never fill one.
            var block: [UInt8] = []
            if !blocks.isEmpty { block.reserveCapacity(size) }
            return blocks.append(block)
        }
        firstBlock += 1
        block.removeAll(keepingCapacity: true)
        // Growing again would leave behind what it grew out of.
        block.reserveCapacity(size)
        blocks.append(block)
    }
}
