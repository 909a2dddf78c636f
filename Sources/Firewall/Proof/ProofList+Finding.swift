package import Timeline

/// Packets to look among: a union of boxes in both families.
package struct ProofRegion: Hashable, Sendable {
    /// The IPv4 packets.
    package var boxes4: [PacketBox<UInt32>]
    /// The IPv6 packets.
    package var boxes6: [PacketBox<UInt128>]

    /// The packets of these boxes.
    package init(boxes4: [PacketBox<UInt32>] = [], boxes6: [PacketBox<UInt128>] = []) {
        self.boxes4 = boxes4
        self.boxes6 = boxes6
    }

    /// Every packet.
    package static let all = ProofRegion(boxes4: [.all], boxes6: [.all])
}

/// Whether there is a packet with one of the wanted outcomes.
package enum PacketSearch: Hashable, Sendable {
    /// There is: this one, which the rule at `decider` decides, or may when it is limited; the default
    /// for nil.
    case found(ProofPoint, decider: Int?)
    /// There is none.
    case none
    /// Not known, for this reason.
    case unknown(ProofBound)
}

extension ProofList {
    /// A packet of the region that gets, or by a limited rule may get, one of the outcomes; exactly.
    ///
    /// Of each box, it is one that the earliest possible rule decides; IPv4 comes before IPv6.
    package func find(
        _ outcomes: [Int], in region: ProofRegion, _ budget: Budget = Budget()
    ) -> PacketSearch {
        var searches = Searches(most: mostParts, budget)
        return find(outcomes, in: region, &searches)
    }

    func find(
        _ outcomes: [Int], in region: ProofRegion, _ searches: inout Searches
    ) -> PacketSearch {
        let boxes4 = region.boxes4.compactMap { $0.intersection(universe4) }
        let boxes6 = region.boxes6.compactMap { $0.intersection(universe6) }
        // Nothing is known of the packets that reach a rule whose boxes are not.
        let end = firstUnbounded ?? rules.count
        let isDefault = firstUnbounded == nil && outcomes.contains(defaultOutcome)
        let search4 = store4.find(outcomes, in: boxes4, end, isDefault: isDefault, &searches.v4)
        if case .found(let point, let decider) = search4 {
            return .found(.v4(point), decider: decider)
        }
        let search6 = store6.find(outcomes, in: boxes6, end, isDefault: isDefault, &searches.v6)
        if case .found(let point, let decider) = search6 {
            return .found(.v6(point), decider: decider)
        }
        if case .exhausted = search4 { return .unknown(searches.bound) }
        if case .exhausted = search6 { return .unknown(searches.bound) }
        guard let firstUnbounded else { return .none }
        let rest = ProofSubject(boxes4: boxes4, boxes6: boxes6, outcome: 0, isBounded: true)
        var used: [Int32] = []
        switch escape(rest, Cover(before: firstUnbounded), &searches, used: &used) {
        case .none: return .none
        case .found: return .unknown(.boxes(rule: firstUnbounded))
        case .exhausted: return .unknown(searches.bound)
        }
    }
}

/// What a search in one family found.
private enum FamilySearch<Address: ProofAddress> {
    case found(PacketPoint<Address>, decider: Int?)
    case none
    case exhausted
}

extension BoxStore {
    /// A packet of the boxes that a rule before `end` with one of these outcomes decides, or the default.
    fileprivate func find(
        _ outcomes: [Int], in boxes: [PacketBox<Address>], _ end: Int, isDefault: Bool,
        _ search: inout CoverSearch<Address>
    ) -> FamilySearch<Address> {
        var used: [Int32] = []
        var isExhausted = false
        for box in boxes {
            guard search.budget.spend(Self.walk) else { return .exhausted }
            // After a rule that takes all of the box, none is asked.
            let whole = items(meeting: box, in: 0..<end) { $0.isCertain && $0.box.contains(box) }
            let last = whole.first.map { Int($0.owner) + 1 } ?? end
            for item in items(meeting: box, in: 0..<last, where: { outcomes.contains($0.outcome) })
            {
                guard let both = box.intersection(item.box) else { continue }
                let cover = Cover(before: Int(item.owner))
                switch escape(both, cover, &search, used: &used) {
                case .found(let point): return .found(point, decider: Int(item.owner))
                case .exhausted: isExhausted = true
                case .none: break
                }
            }
        }
        for box in boxes where isDefault {
            switch escape(box, Cover(before: end), &search, used: &used) {
            case .found(let point): return .found(point, decider: nil)
            case .exhausted: isExhausted = true
            case .none: break
            }
        }
        return isExhausted ? .exhausted : .none
    }
}
