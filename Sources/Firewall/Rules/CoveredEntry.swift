package import Wire

/// An entry of a list of addresses that another entry of the list covers: it adds nothing.
package struct CoveredEntry: Hashable, Sendable {
    /// The entry that adds nothing.
    package let entry: AddressRange
    /// One that holds all its addresses; of two that hold the same ones it is the first.
    package let cover: AddressRange
}

extension RuleMatch {
    /// The entries of its lists that others cover, source first.
    ///
    /// Ports, protocols and numbers are merged when they are read, and sets change on their own.
    package var coveredEntries: [CoveredEntry] {
        [source, destination].flatMap { list in
            (list?.members ?? []).compactMap { member in
                if case .range(let range) = member { range } else { nil }
            }.coveredEntries
        }
    }
}

extension [AddressRange] {
    /// The ranges that another one covers, in the order of their addresses.
    package var coveredEntries: [CoveredEntry] {
        guard count > 1 else { return [] }
        var covered: [CoveredEntry] = []
        var cover: AddressRange?
        for range in sorted(by: { $0.startsBefore($1) }) {
            if let cover, cover.family == range.family, range.last <= cover.last {
                covered.append(CoveredEntry(entry: range, cover: cover))
            } else {
                cover = range
            }
        }
        return covered
    }
}

extension AddressRange {
    /// Whether it begins before another, or with it and ends behind it: then it may cover the other.
    fileprivate func startsBefore(_ other: AddressRange) -> Bool {
        first == other.first ? other.last < last : first < other.first
    }
}
