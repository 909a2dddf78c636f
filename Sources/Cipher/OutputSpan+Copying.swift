extension OutputSpan<UInt8> {
    /// Appends all `bytes` in one move; the output has room for them.
    ///
    /// One by one they would cost a sixth of what sealing them costs, and the standard library has no
    /// such method on spans yet.
    package mutating func append(copying bytes: Span<UInt8>) {
        precondition(bytes.count <= freeCapacity, "the output has room for the bytes")
        unsafe withUnsafeMutableBufferPointer { target, count in
            unsafe bytes.withUnsafeBufferPointer { source in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                unsafe (to + count).initialize(from: from, count: source.count)
                count += source.count
            }
        }
    }

    /// Appends the eight bytes of `number` in network byte order, for which the output has room.
    package mutating func append(bigEndian number: UInt64) {
        let length = MemoryLayout<UInt64>.size
        precondition(length <= freeCapacity, "the output has room for the number")
        unsafe withUnsafeMutableBufferPointer { target, count in
            guard let to = target.baseAddress else { return }
            unsafe UnsafeMutableRawPointer(to + count).storeBytes(
                of: number.bigEndian, as: UInt64.self)
            count += length
        }
    }
}
