/// A length of virtual time in whole nanoseconds, 0 to about 584 years.
///
/// It shadows the standard library's `Duration` on purpose: that one is for real time, and no real
/// time may reach the rooms that import this one.
package struct Duration: Hashable, Sendable {
    /// The length in nanoseconds.
    package let nanoseconds: UInt64

    /// The length in nanoseconds.
    package init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// No time at all.
    package static let zero = Duration(nanoseconds: 0)

    /// The longest length, which every sum that would be longer becomes.
    package static let longest = Duration(nanoseconds: .max)

    /// A length in microseconds; one too long to be represented becomes `longest`.
    package static func microseconds(_ count: UInt64) -> Duration {
        saturating(count, unit: 1_000)
    }

    /// A length in milliseconds; one too long to be represented becomes `longest`.
    package static func milliseconds(_ count: UInt64) -> Duration {
        saturating(count, unit: 1_000_000)
    }

    /// A length in seconds; one too long to be represented becomes `longest`.
    package static func seconds(_ count: UInt64) -> Duration {
        saturating(count, unit: 1_000_000_000)
    }

    /// The sum of two lengths; one too long to be represented becomes `longest`.
    package static func + (left: Duration, right: Duration) -> Duration {
        let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
        return overflow ? .longest : Duration(nanoseconds: sum)
    }

    private static func saturating(_ count: UInt64, unit: UInt64) -> Duration {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        return overflow ? .longest : Duration(nanoseconds: product)
    }
}

extension Duration: Comparable {
    /// Whether the left length is the shorter one.
    package static func < (left: Duration, right: Duration) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Duration: CustomStringConvertible {
    /// The length in milliseconds with three decimals: `22.000 ms`.
    package var description: String {
        var text: [UInt8] = []
        write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the length in milliseconds with three decimals: `22.000 ms`.
    ///
    /// What is shorter than a microsecond is cut off, so that nothing is shown later than it was.
    package func write(to text: inout [UInt8]) {
        let microseconds = nanoseconds / 1_000
        Self.write(decimal: microseconds / 1_000, to: &text)
        let fraction = microseconds % 1_000
        text.append(UInt8(ascii: "."))
        text.append(UInt8(ascii: "0") + UInt8(fraction / 100))
        text.append(UInt8(ascii: "0") + UInt8(fraction / 10 % 10))
        text.append(UInt8(ascii: "0") + UInt8(fraction % 10))
        text.append(contentsOf: " ms".utf8)
    }

    private static func write(decimal number: UInt64, to text: inout [UInt8]) {
        let start = text.count
        var rest = number
        repeat {
            text.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        text[start...].reverse()
    }
}
