extension Span<UInt8> {
    /// The two bytes at `offset` in network byte order.
    @inline(__always)
    package func uint16(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// The four bytes at `offset` in network byte order.
    @inline(__always)
    package func uint32(at offset: Int) -> UInt32 {
        UInt32(uint16(at: offset)) << 16 | UInt32(uint16(at: offset + 2))
    }

    /// The eight bytes at `offset` in network byte order.
    @inline(__always)
    package func uint64(at offset: Int) -> UInt64 {
        UInt64(uint32(at: offset)) << 32 | UInt64(uint32(at: offset + 4))
    }

    /// The sixteen bytes at `offset` in network byte order.
    @inline(__always)
    package func uint128(at offset: Int) -> UInt128 {
        UInt128(uint64(at: offset)) << 64 | UInt128(uint64(at: offset + 8))
    }
}

extension [UInt8] {
    /// Appends `number` in network byte order.
    @inline(__always)
    package mutating func append(bigEndian number: UInt16) {
        append(UInt8(truncatingIfNeeded: number >> 8))
        append(UInt8(truncatingIfNeeded: number))
    }

    /// Appends `number` in network byte order.
    @inline(__always)
    package mutating func append(bigEndian number: UInt32) {
        append(bigEndian: UInt16(truncatingIfNeeded: number >> 16))
        append(bigEndian: UInt16(truncatingIfNeeded: number))
    }

    /// Appends `number` in network byte order.
    @inline(__always)
    package mutating func append(bigEndian number: UInt64) {
        append(bigEndian: UInt32(truncatingIfNeeded: number >> 32))
        append(bigEndian: UInt32(truncatingIfNeeded: number))
    }

    /// Appends `number` in network byte order.
    @inline(__always)
    package mutating func append(bigEndian number: UInt128) {
        append(bigEndian: UInt64(truncatingIfNeeded: number >> 64))
        append(bigEndian: UInt64(truncatingIfNeeded: number))
    }

    /// Appends the bytes of `span`.
    package mutating func append(_ span: Span<UInt8>) {
        guard span.count > 0 else { return }
        reserveCapacity(count + span.count)
        for index in span.indices { append(span[index]) }
    }

    /// Overwrites the two bytes at `offset` with `number` in network byte order.
    @inline(__always)
    package mutating func put(bigEndian number: UInt16, at offset: Int) {
        self[offset] = UInt8(truncatingIfNeeded: number >> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: number)
    }
}
