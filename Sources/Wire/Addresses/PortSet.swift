/// One to sixteen ranges of ports, in the one canonical order.
package struct PortSet: Hashable, Sendable {
    /// The ranges, rising, with at least one port missing between two of them.
    package let ranges: [PortRange]

    /// How many separate ranges a set may have.
    package static let limit = 16

    /// The ports of all `ranges`, which may overlap and come in any order.
    ///
    /// - Throws: `empty`, or `tooManyPorts` where more than `limit` separate ranges are left.
    package init(merging ranges: [PortRange]) throws(TextFault) {
        var merged: [PortRange] = []
        for range in ranges.sorted(by: { $0.first < $1.first }) {
            guard let previous = merged.last,
                Int(range.first.rawValue) <= Int(previous.last.rawValue) + 1
            else {
                merged.append(range)
                continue
            }
            let last = max(previous.last, range.last)
            merged[merged.count - 1] = try PortRange(first: previous.first, last: last)
        }
        guard !merged.isEmpty else { throw .empty }
        guard merged.count <= Self.limit else { throw .tooManyPorts }
        self.ranges = merged
    }

    /// The set of one range.
    package init(_ range: PortRange) {
        ranges = [range]
    }

    /// Whether `port` lies in one of the ranges.
    package func contains(_ port: Port) -> Bool {
        for range in ranges where port <= range.last { return range.first <= port }
        return false
    }
}

extension PortSet: TextParsable {
    /// Reads ranges with a comma between two of them, such as `22,80,8000-8099`.
    ///
    /// - Throws: `tooManyPorts`, or what `PortRange.parse(_:)` throws.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> PortSet {
        var ranges: [PortRange] = []
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == ASCII.comma {
            ranges.append(try .parse(text.extracting(start..<index)))
            start = index + 1
        }
        return try PortSet(merging: ranges)
    }

    /// Appends the ranges with a comma between two of them.
    package func write(to text: inout [UInt8]) {
        for index in ranges.indices {
            if index > 0 { text.append(ASCII.comma) }
            ranges[index].write(to: &text)
        }
    }
}
