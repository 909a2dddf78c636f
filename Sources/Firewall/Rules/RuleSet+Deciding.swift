package import Timeline
package import Wire

extension RuleSet {
    /// What the list says about a packet, found by reading it rule by rule: the specification.
    package func decideByReading(
        _ packet: PacketFields, _ context: PacketContext = PacketContext(),
        at instant: Instant = .start
    ) -> Verdict {
        var noted: [Int] = []
        var spent: [Int] = []
        for place in settings.order.sequence(of: entries.lazy.map(\.rule)) {
            let entry = entries[place]
            guard entry.isEnabled,
                entry.rule.match.firstMismatch(with: packet, context) == nil
            else { continue }
            if entry.costsToken(at: instant) { spent.append(place + 1) }
            if entry.isHeldBack(at: instant) { continue }
            guard entry.rule.action == .log else {
                return Verdict(
                    entry.rule.action, by: .rule(place + 1), noted: noted, spent: spent)
            }
            noted.append(place + 1)
        }
        return Verdict(settings.defaultAction, by: .byDefault, noted: noted, spent: spent)
    }

    /// What the list says about a packet that comes at an instant.
    ///
    /// Mutating only because the plan is made again after a change; nothing is counted, no token is taken.
    package mutating func decide(
        _ packet: PacketFields, _ context: PacketContext = PacketContext(),
        at instant: Instant = .start
    ) -> Verdict {
        // The space that the table knows has no place for fragments.
        guard packet.isWhole else { return decideByReading(packet, context, at: instant) }
        if plan == nil { plan = ReadingPlan(self) }
        guard let decision = plan?.decide(packet, context, entries, at: instant) else {
            return decideByReading(packet, context, at: instant)
        }
        guard let place = decision.place else {
            return Verdict(
                settings.defaultAction, by: .byDefault, noted: decision.noted,
                spent: decision.spent)
        }
        return Verdict(
            entries[place].rule.action, by: .rule(place + 1), noted: decision.noted,
            spent: decision.spent)
    }

    /// Notes that a packet of `length` bytes was decided so at an instant; limits lose a token.
    package mutating func count(_ verdict: Verdict, length: Int = 0, at instant: Instant = .start) {
        for number in verdict.noted { countHit(number - 1, length, instant) }
        for number in verdict.spent { takeToken(number - 1, instant) }
        switch verdict.decider {
        case .rule(let number): countHit(number - 1, length, instant)
        case .byDefault: defaultHits += 1
        }
    }

    private mutating func countHit(_ place: Int, _ length: Int, _ instant: Instant) {
        entries[place].hits += 1
        entries[place].bytes += UInt64(length)
        entries[place].lastHit = instant
        if entries[place].rule.limit?.isOver == false { takeToken(place, instant) }
    }

    private mutating func takeToken(_ place: Int, _ instant: Instant) {
        guard let limit = entries[place].rule.limit else { return }
        var bucket = entries[place].bucket ?? TokenBucket(limit, at: instant)
        bucket.take(limit, at: instant)
        entries[place].bucket = bucket
    }

    // MARK: - Explaining

    /// Why the rules before the deciding one did not decide.
    ///
    /// All of them when there are at most `limit`; else the `few` that came nearest: those that failed in the
    /// fewest fields, and the first of these; or, of more than `comparedRules`, the first that match both
    /// addresses. Rules that are switched off are not read. Of no use when the budget has ended.
    ///
    /// Mutating only because the plan is made again after a change.
    package mutating func nearMisses(
        _ packet: PacketFields, _ context: PacketContext = PacketContext(),
        before decider: Decider, at instant: Instant = .start, limit: Int, few: Int,
        _ budget: Budget = Budget()
    ) -> NearMisses {
        // The plan is asked where it stands: a copy of it would cost more than the answer.
        if plan == nil { plan = ReadingPlan(self) }
        let sequence = plan?.sequence
        let index = { (position: Int) in sequence?[position] ?? position }
        var end = entries.count
        if case .rule(let number) = decider { end = plan?.position(of: number - 1) ?? end }
        let off =
            plan?.disabledCount == 0 ? 0 : (0..<end).count { !entries[index($0)].isEnabled }
        let count = end - off
        var places: [Int] = []
        if count <= limit {
            places.reserveCapacity(count)
            for place in (0..<end).lazy.map(index) where entries[place].isEnabled {
                places.append(place)
            }
        } else if count <= Self.comparedRules {
            places = nearest(few, of: (0..<end).map(index), packet, context)
        } else {
            let entries = entries
            let positions = plan?.lowest(few, of: entries, around: packet, below: end, budget)
            places = positions?.map(index) ?? []
        }
        let shown = places.map { nearMiss($0, packet, context, instant) }
        return NearMisses(shown: shown, count: count, areNearest: count > limit)
    }

    /// So many rules are compared field by field for those that came nearest.
    package static let comparedRules = 128

    private func nearMiss(
        _ place: Int, _ packet: PacketFields, _ context: PacketContext, _ instant: Instant
    ) -> NearMiss {
        let rule = entries[place].rule
        let field = rule.match.firstMismatch(with: packet, context)
        // A rule that matched and does not only log did not decide because of its limit, whatever it would do now.
        if field == nil, rule.action != .log || entries[place].isHeldBack(at: instant) {
            return NearMiss(number: place + 1, field: .limit, rule: rule)
        }
        return NearMiss(number: place + 1, field: field, rule: rule)
    }

    private func nearest(
        _ few: Int, of places: [Int], _ packet: PacketFields, _ context: PacketContext
    ) -> [Int] {
        var best: [(misses: Int, position: Int)] = []
        var bar = Int.max
        for (position, place) in places.enumerated() {
            guard entries[place].isEnabled else { continue }
            // Only a rule that logs, or has a limit, can match without deciding.
            if bar <= 1, !entries[place].isSpecial { continue }
            let misses = entries[place].rule.match.mismatchCount(
                with: packet, context, below: bar)
            guard misses < bar else { continue }
            if best.count == few { best.removeLast() }
            let spot = best.firstIndex { $0.misses > misses } ?? best.count
            best.insert((misses, position), at: spot)
            if best.count == few { bar = best[few - 1].misses }
        }
        return best.map(\.position).sorted().map { places[$0] }
    }
}
