/// Which byte of a number comes first in a capture: that of the machine that wrote it.
package enum CaptureByteOrder: Sendable, CaseIterable {
    /// The lowest byte comes first.
    case little
    /// The highest byte comes first.
    case big
}

extension Span<UInt8> {
    /// The two bytes at `offset` in the given order.
    @inline(__always)
    func uint16(at offset: Int, order: CaptureByteOrder) -> UInt16 {
        let number = uint16(at: offset)
        return order == .big ? number : number.byteSwapped
    }

    /// The four bytes at `offset` in the given order.
    @inline(__always)
    func uint32(at offset: Int, order: CaptureByteOrder) -> UInt32 {
        let number = uint32(at: offset)
        return order == .big ? number : number.byteSwapped
    }

    /// The eight bytes at `offset` in the given order.
    @inline(__always)
    func uint64(at offset: Int, order: CaptureByteOrder) -> UInt64 {
        let number = uint64(at: offset)
        return order == .big ? number : number.byteSwapped
    }
}

extension [UInt8] {
    /// Appends `number` in the given order.
    mutating func append(_ number: UInt16, order: CaptureByteOrder) {
        append(bigEndian: order == .big ? number : number.byteSwapped)
    }

    /// Appends `number` in the given order.
    mutating func append(_ number: UInt32, order: CaptureByteOrder) {
        append(bigEndian: order == .big ? number : number.byteSwapped)
    }

    /// Appends `number` in the given order.
    mutating func append(_ number: UInt64, order: CaptureByteOrder) {
        append(bigEndian: order == .big ? number : number.byteSwapped)
    }

    /// Overwrites the four bytes at `offset` with `number` in the given order.
    mutating func put(_ number: UInt32, at offset: Int, order: CaptureByteOrder) {
        let number = order == .big ? number : number.byteSwapped
        put(bigEndian: UInt16(truncatingIfNeeded: number >> 16), at: offset)
        put(bigEndian: UInt16(truncatingIfNeeded: number), at: offset + 2)
    }
}
