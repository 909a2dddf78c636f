/// An IPv6 address (RFC 4291), without a zone.
package struct IPv6Address: Hashable, Comparable, Sendable {
    /// The address as a number; the first byte on the wire is the most significant.
    package let rawValue: UInt128

    /// The address whose number is `rawValue`.
    package init(rawValue: UInt128) {
        self.rawValue = rawValue
    }

    /// Orders by number.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension IPv6Address: TextParsable {
    /// Reads any of the forms of RFC 4291 section 2.2, an IPv4 tail included.
    ///
    /// - Throws: `notAnAddress`, or what `IPv4Address.parse(_:)` says about the tail.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> IPv6Address {
        var reader = IPv6Reader()
        try reader.read(text)
        return IPv6Address(rawValue: try reader.finish())
    }

    /// Appends the canonical form of RFC 5952, sections 4 and 5.
    package func write(to text: inout [UInt8]) {
        let isMapped = rawValue >> 32 == 0xFFFF
        let groups = isMapped ? 6 : 8
        let gap = isMapped ? 0..<5 : longestZeroRun
        var index = 0
        while index < groups {
            if index == gap.lowerBound, !gap.isEmpty {
                text.append(ASCII.colon)
                text.append(ASCII.colon)
                index = gap.upperBound
                continue
            }
            if index > 0, index != gap.upperBound { text.append(ASCII.colon) }
            write(group: index, to: &text)
            index += 1
        }
        guard isMapped else { return }
        text.append(ASCII.colon)
        IPv4Address(rawValue: UInt32(truncatingIfNeeded: rawValue)).write(to: &text)
    }

    /// One of the eight 16-bit groups, counted from the left.
    private func group(_ index: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: rawValue >> (16 * (7 - index)))
    }

    /// Appends a group without leading zeros (RFC 5952 section 4.1).
    private func write(group index: Int, to text: inout [UInt8]) {
        let value = group(index)
        let digits = Swift.max(1, (19 - value.leadingZeroBitCount) / 4)
        text.append(hex: UInt64(value), digits: digits)
    }

    /// The groups that `::` stands for: the first of the longest runs, never a single one
    /// (RFC 5952 sections 4.2.2 and 4.2.3); empty where there is none.
    private var longestZeroRun: Range<Int> {
        var longest = 8..<8
        var start = 0
        for index in 0...8 where index == 8 || group(index) != 0 {
            if index - start >= 2, index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        return longest
    }
}
