package import Wire

/// Which addresses a rule asks about: a list of ranges, named sets and nodes, or everything but them.
///
/// It is about the families that its list names, as in other firewalls: `not 10.0.0.0/8` takes every other
/// IPv4 address, and no IPv6 address.
package struct AddressMatch: Hashable, Sendable {
    /// A member of the list.
    package enum Member: Hashable, Sendable {
        /// These addresses.
        case range(AddressRange)
        /// The addresses of the set of this name.
        case set(SetName)
        /// The addresses of the node of this name, of both families.
        case node(NodeName)
    }

    /// Whether it takes what the list does not hold.
    package let isNegated: Bool
    /// The list as it was written.
    package let members: [Member]
    /// The IPv4 addresses that it takes: rising, apart from each other.
    package private(set) var spans4: [Interval<UInt32>] = []
    /// The IPv6 addresses that it takes: rising, apart from each other.
    package private(set) var spans6: [Interval<UInt128>] = []

    /// How many members a list in a rule may have; a set holds more.
    package static let limit = 64

    /// The match of a list; sets and nodes take no address before `resolve` has looked them up.
    package init(_ members: [Member], isNegated: Bool = false) {
        self.members = members
        self.isNegated = isNegated
        resolve([], NodeTable())
    }

    /// The addresses of one prefix.
    package init(_ prefix: Prefix) {
        self.init([.range(AddressRange(prefix))])
    }

    /// The names of the sets in the list.
    package var setNames: [SetName] {
        members.compactMap { member in
            guard case .set(let name) = member else { return nil }
            return name
        }
    }

    /// The names of the nodes in the list.
    package var nodeNames: [NodeName] {
        members.compactMap { member in
            guard case .node(let name) = member else { return nil }
            return name
        }
    }

    /// Whether the list names a node.
    package var namesNodes: Bool {
        members.contains { if case .node = $0 { true } else { false } }
    }

    /// Whether what it takes is known only where sets and nodes can be looked up.
    package var hasNames: Bool {
        members.contains { if case .range = $0 { false } else { true } }
    }

    /// Looks up the named sets and nodes; one that is not there holds no address.
    package mutating func resolve(_ sets: [AddressSet], _ nodes: NodeTable) {
        var ranges: [AddressRange] = []
        for member in members {
            switch member {
            case .range(let range): ranges.append(range)
            case .set(let name): ranges += sets.first { $0.name == name }?.ranges ?? []
            case .node(let name):
                ranges += (nodes.node(name)?.addresses ?? []).map { AddressRange(Prefix($0)) }
            }
        }
        (spans4, spans6) = Self.spans(of: ranges)
        guard isNegated else { return }
        spans4 = spans4.isEmpty ? [] : IntervalList.outside(spans4)
        spans6 = spans6.isEmpty ? [] : IntervalList.outside(spans6)
    }

    /// Whether the address is one that it takes.
    package func contains(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let address): Self.holds(spans4, address.rawValue)
        case .v6(let address): Self.holds(spans6, address.rawValue)
        }
    }

    /// The families of which it takes any address.
    package var families: [IPFamily] {
        (spans4.isEmpty ? [] : [.v4]) + (spans6.isEmpty ? [] : [.v6])
    }

    /// Two are the same that have the same list, and the same addresses where no node is named: as with zones, what a
    /// name of the network stands for is part of no comparison.
    package static func == (one: Self, other: Self) -> Bool {
        one.isNegated == other.isNegated && one.members == other.members
            && (one.namesNodes || (one.spans4 == other.spans4 && one.spans6 == other.spans6))
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(isNegated)
        hasher.combine(members)
    }

    private static func holds<Number: FixedWidthInteger & UnsignedInteger>(
        _ spans: [Interval<Number>], _ number: Number
    ) -> Bool {
        if spans.count == 1 { return spans[0].contains(number) }
        // The last span that begins at or before the number.
        var low = 0
        var high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].low <= number { low = middle + 1 } else { high = middle }
        }
        return low > 0 && number <= spans[low - 1].high
    }

    private static func spans(
        of ranges: [AddressRange]
    ) -> (v4: [Interval<UInt32>], v6: [Interval<UInt128>]) {
        var v4: [Interval<UInt32>] = []
        var v6: [Interval<UInt128>] = []
        for range in ranges {
            switch (range.first, range.last) {
            case (.v4(let first), .v4(let last)): v4.append(Interval(first.rawValue, last.rawValue))
            case (.v6(let first), .v6(let last)): v6.append(Interval(first.rawValue, last.rawValue))
            default: break
            }
        }
        return (IntervalList.merged(v4), IntervalList.merged(v6))
    }
}
