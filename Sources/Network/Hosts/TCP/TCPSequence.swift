/// A number in the sequence space of one direction of a connection (RFC 9293 section 3.4).
///
/// The space is a ring of 2^32 numbers: which of two comes first is only known while they are less than half
/// the ring apart, so that numbers are compared by their distance and have no order of their own.
package struct TCPSequence: Hashable, Sendable {
    /// The number on the wire.
    package let rawValue: UInt32

    /// The number `rawValue`.
    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// How many numbers `other` lies after this one, -2^31 to 2^31 - 1; less than zero where it lies before.
    package func distance(to other: TCPSequence) -> Int {
        Int(Int32(bitPattern: other.rawValue &- rawValue))
    }

    /// The number `count` places further on the ring.
    package static func + (number: TCPSequence, count: Int) -> TCPSequence {
        TCPSequence(rawValue: number.rawValue &+ UInt32(truncatingIfNeeded: count))
    }

    /// Moves on by `count` places.
    package static func += (number: inout TCPSequence, count: Int) {
        number = number + count
    }

    /// Whether this number comes before `other`.
    package func isBefore(_ other: TCPSequence) -> Bool { distance(to: other) > 0 }

    /// Whether this number lies in the `length` numbers from `start` on.
    package func isInside(_ start: TCPSequence, length: Int) -> Bool {
        (0..<length).contains(start.distance(to: self))
    }
}
