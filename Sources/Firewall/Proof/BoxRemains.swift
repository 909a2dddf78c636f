package import Timeline

/// Asks what boxes leave of another box; one for many questions, so that its memory is taken once.
package struct BoxRemains<Address: ProofAddress> {
    private var search: CoverSearch<Address>

    /// What a question ended with.
    package enum Found: Hashable, Sendable {
        /// This packet is left.
        case packet(PacketPoint<Address>)
        /// None is left.
        case nothing
        /// More parts would have to be looked at than the bound allows, or the budget has ended.
        case exhausted
    }

    /// Questions that look at no more than so many parts each, and spend of a budget.
    package init(mostParts: Int, _ budget: Budget) {
        search = CoverSearch(most: mostParts, budget)
    }

    /// A packet of a box that lies in none of the others; one that a person would think of where that is left.
    package mutating func packet(
        of box: PacketBox<Address>, without others: [PacketBox<Address>]
    ) -> Found {
        guard !box.isEmpty else { return .nothing }
        let example = box.example
        if !others.contains(where: { $0.contains(example) }) { return .packet(example) }
        begin(others)
        switch search.search(box) {
        case .complete: return .nothing
        case .enough: return search.uncovered.first.map { .packet($0.example) } ?? .nothing
        case .exhausted: return .exhausted
        }
    }

    /// All of a box that lies in none of the others, as boxes without a packet in common; nil where the search has given up.
    package mutating func parts(
        of box: PacketBox<Address>, without others: [PacketBox<Address>]
    ) -> [PacketBox<Address>]? {
        guard !box.isEmpty else { return [] }
        begin(others)
        guard search.search(box, wanted: .max) == .complete else { return nil }
        return search.uncovered
    }

    private mutating func begin(_ others: [PacketBox<Address>]) {
        search.begin()
        for other in others { search.add(other, 0) }
    }
}
