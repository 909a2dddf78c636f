/// The ports from `first` to `last`, both included.
package struct PortRange: Hashable, Sendable {
    /// The lowest port.
    package let first: Port
    /// The highest port, never under `first`.
    package let last: Port

    /// The ports from `first` to `last`.
    ///
    /// - Throws: `invertedRange` where `last` is under `first`.
    package init(first: Port, last: Port) throws(TextFault) {
        guard first <= last else { throw .invertedRange }
        self.first = first
        self.last = last
    }

    /// The range of one port.
    package init(_ port: Port) {
        first = port
        last = port
    }

    /// Whether `port` lies in the range.
    package func contains(_ port: Port) -> Bool {
        first <= port && port <= last
    }
}

extension PortRange: TextParsable {
    /// Reads `FIRST-LAST`, or one port.
    ///
    /// - Throws: `invertedRange`, or what `Port.parse(_:)` throws.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> PortRange {
        guard let hyphen = text.firstIndex(of: ASCII.hyphen) else {
            return PortRange(try .parse(text))
        }
        let first = try Port.parse(text.extracting(..<hyphen))
        let last = try Port.parse(text.extracting((hyphen + 1)...))
        return try PortRange(first: first, last: last)
    }

    /// Appends `FIRST-LAST`, or the port alone where it is the only one.
    package func write(to text: inout [UInt8]) {
        first.write(to: &text)
        guard first != last else { return }
        text.append(ASCII.hyphen)
        last.write(to: &text)
    }
}
