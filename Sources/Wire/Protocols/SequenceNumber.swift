/// An ESP sequence number (RFC 4303 section 2.2); the first packet of an SA carries 1.
package struct SequenceNumber: Hashable, Comparable, Sendable {
    /// The number on the wire.
    package let rawValue: UInt32

    /// The sequence number `rawValue`.
    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Orders by number; an SA ends before its numbers start again, so this is the order of sending.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension SequenceNumber: TextWritable {
    /// Appends the number in decimal.
    package func write(to text: inout [UInt8]) {
        text.append(decimal: UInt64(rawValue))
    }
}
