import Firewall
import Wire

/// What can be done with lists of spans that rise and lie apart from each other.
enum Spans {
    /// The numbers that lie in a span of either list.
    static func both<Number: FixedWidthInteger & UnsignedInteger & Sendable>(
        _ left: [Interval<Number>], _ right: [Interval<Number>]
    ) -> [Interval<Number>] {
        let (left, right) = (merged(left), merged(right))
        var result: [Interval<Number>] = []
        var (one, other) = (0, 0)
        while one < left.count, other < right.count {
            let low = max(left[one].low, right[other].low)
            let high = min(left[one].high, right[other].high)
            if low <= high { result.append(Interval(low, high)) }
            if left[one].high < right[other].high { one += 1 } else { other += 1 }
        }
        return result
    }

    /// The same numbers, rising and apart from each other.
    static func merged<Number: FixedWidthInteger & UnsignedInteger & Sendable>(
        _ spans: [Interval<Number>]
    ) -> [Interval<Number>] {
        var result: [Interval<Number>] = []
        for span in spans.sorted(by: { $0.low < $1.low }) {
            if let last = result.last, last.high == .max || span.low <= last.high + 1 {
                result[result.count - 1].high = max(last.high, span.high)
            } else {
                result.append(span)
            }
        }
        return result
    }

    /// The numbers that lie in none.
    static func outside<Number: FixedWidthInteger & UnsignedInteger & Sendable>(
        _ spans: [Interval<Number>]
    ) -> [Interval<Number>] {
        var result: [Interval<Number>] = []
        var next: Number? = 0
        for span in merged(spans) {
            if let start = next, span.low > start { result.append(Interval(start, span.low - 1)) }
            next = span.high == .max ? nil : span.high + 1
        }
        if let start = next { result.append(Interval(start, .max)) }
        return result
    }
}

extension AddressRange {
    /// The IPv4 addresses of a span.
    init(ipv4 span: Interval<UInt32>) {
        self.init(
            .v4(IPv4Address(rawValue: span.low)), .v4(IPv4Address(rawValue: span.high)))
    }

    /// The IPv6 addresses of a span.
    init(ipv6 span: Interval<UInt128>) {
        self.init(
            .v6(IPv6Address(rawValue: span.low)), .v6(IPv6Address(rawValue: span.high)))
    }

    /// The addresses between two of one family, of which the first is not the higher one.
    private init(_ first: IPAddress, _ last: IPAddress) {
        self = (try? AddressRange(first: first, last: last)) ?? AddressRange(Prefix(first))
    }

    /// Every address of a family.
    static func all(_ family: IPFamily) -> AddressRange {
        switch family {
        case .v4: AddressRange(ipv4: .all)
        case .v6: AddressRange(ipv6: .all)
        }
    }
}

extension AddressMatch {
    /// The addresses of one family that it takes, as ranges.
    func ranges(_ family: IPFamily) -> [AddressRange] {
        switch family {
        case .v4: spans4.map(AddressRange.init(ipv4:))
        case .v6: spans6.map(AddressRange.init(ipv6:))
        }
    }
}

extension Interval<UInt16> {
    /// The port, or both ends with a text between them.
    func text(_ between: String) -> String { low == high ? "\(low)" : "\(low)\(between)\(high)" }
}

extension AddressMatch {
    /// The single range that is negated, where that says all of it in one word.
    func negated(_ family: IPFamily) -> AddressRange? {
        guard isNegated else { return nil }
        let listed: [AddressRange] =
            switch family {
            case .v4: Spans.outside(spans4).map(AddressRange.init(ipv4:))
            case .v6: Spans.outside(spans6).map(AddressRange.init(ipv6:))
            }
        return listed.count == 1 ? listed[0] : nil
    }
}
