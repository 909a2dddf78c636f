/// The place of an ESP packet in its SA; the first packet carries 1.
///
/// Only the low half travels (RFC 4303 section 2.2). An SA without extended sequence numbers ends when the
/// low half is used up, so that its high half is always 0.
package struct SequenceNumber: Hashable, Comparable, Sendable {
    /// The whole number.
    package let rawValue: UInt64

    /// The sequence number `rawValue`.
    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The number with these halves.
    package init(high: UInt32, low: UInt32) {
        rawValue = UInt64(high) << 32 | UInt64(low)
    }

    /// The half that travels in the packet.
    package var low: UInt32 { UInt32(truncatingIfNeeded: rawValue) }

    /// The half that both ends count for themselves, and that the ICV covers (RFC 4303 section 2.2.1).
    package var high: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) }

    /// Orders by number; an SA ends before its numbers start again, so this is the order of sending.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension SequenceNumber: TextWritable {
    /// Appends the number in decimal.
    package func write(to text: inout [UInt8]) {
        text.append(decimal: rawValue)
    }
}
