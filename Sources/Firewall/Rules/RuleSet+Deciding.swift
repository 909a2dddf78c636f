package import Timeline
package import Wire

extension RuleSet {
    /// What the list says about a packet, found by reading it rule by rule: the specification.
    package func decideByReading(
        _ packet: PacketFields, _ context: PacketContext = PacketContext(),
        at instant: Instant = .start
    ) -> Verdict {
        var noted: [Int] = []
        for place in settings.order.sequence(of: entries.lazy.map(\.rule)) {
            let entry = entries[place]
            guard entry.isEnabled, !entry.isExhausted(at: instant),
                entry.rule.match.firstMismatch(with: packet, context) == nil
            else { continue }
            if entry.rule.action == .log {
                noted.append(place + 1)
            } else {
                return Verdict(entry.rule.action, by: .rule(place + 1), noted: noted)
            }
        }
        return Verdict(settings.defaultAction, by: .byDefault, noted: noted)
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
        if plan?.table.isCompiled == false { plan?.table.compile() }
        guard let plan else { return decideByReading(packet, context, at: instant) }
        let plain = plan.table.firstMatch(packet) { position in
            entries[plan.index(position)].rule.match.firstMismatch(with: packet, context) == nil
        }
        if plan.specials.isEmpty { return verdict(plain.map(plan.index), noted: []) }
        var noted: [Int] = []
        for position in plan.specials {
            if let plain, position > plain { break }
            let place = plan.index(position)
            guard !entries[place].isExhausted(at: instant),
                entries[place].rule.match.firstMismatch(with: packet, context) == nil
            else { continue }
            if entries[place].rule.action != .log { return verdict(place, noted: noted) }
            noted.append(place + 1)
        }
        return verdict(plain.map(plan.index), noted: noted)
    }

    private func verdict(_ place: Int?, noted: [Int]) -> Verdict {
        guard let place else {
            return Verdict(settings.defaultAction, by: .byDefault, noted: noted)
        }
        return Verdict(entries[place].rule.action, by: .rule(place + 1), noted: noted)
    }

    /// Notes that a packet of `length` bytes was decided so at an instant; limits lose a token.
    package mutating func count(_ verdict: Verdict, length: Int = 0, at instant: Instant = .start) {
        for number in verdict.noted { countHit(number - 1, length, instant) }
        switch verdict.decider {
        case .rule(let number): countHit(number - 1, length, instant)
        case .byDefault: defaultHits += 1
        }
    }

    private mutating func countHit(_ place: Int, _ length: Int, _ instant: Instant) {
        entries[place].hits += 1
        entries[place].bytes += UInt64(length)
        entries[place].lastHit = instant
        guard let limit = entries[place].rule.limit else { return }
        var bucket = entries[place].bucket ?? TokenBucket(limit, at: instant)
        bucket.take(limit, at: instant)
        entries[place].bucket = bucket
    }

    // MARK: - Explaining

    /// How many rules were read before the deciding one; those that are switched off are not read.
    package func earlierRules(than decider: Decider) -> Int {
        earlier(than: decider).count
    }

    /// The indexes of the rules that were read before the deciding one, in the order of reading.
    func earlier(than decider: Decider) -> [Int] {
        let sequence = settings.order.sequence(of: entries.lazy.map(\.rule))
        let enabled = sequence.filter { entries[$0].isEnabled }
        guard case .rule(let number) = decider else { return enabled }
        return Array(enabled.prefix { $0 != number - 1 })
    }

    /// Why the rules before the deciding one did not decide.
    ///
    /// All of them when there are at most `limit`; else the `few` that came nearest: those that failed
    /// in the fewest fields, and the first of these.
    package func nearMisses(
        _ packet: PacketFields, _ context: PacketContext = PacketContext(),
        before decider: Decider, at instant: Instant = .start, limit: Int, few: Int
    ) -> NearMisses {
        let earlier = earlier(than: decider)
        if earlier.count <= limit {
            let shown = earlier.map { nearMiss($0, packet, context, instant) }
            return NearMisses(shown: shown, count: earlier.count)
        }
        let nearest = nearest(few, of: earlier, packet, context)
        let shown = nearest.map { nearMiss($0, packet, context, instant) }
        return NearMisses(shown: shown, count: earlier.count, areNearest: true)
    }

    private func nearMiss(
        _ place: Int, _ packet: PacketFields, _ context: PacketContext, _ instant: Instant
    ) -> NearMiss {
        let rule = entries[place].rule
        let field = rule.match.firstMismatch(with: packet, context)
        if field == nil, entries[place].isExhausted(at: instant) {
            return NearMiss(number: place + 1, field: .limit, rule: rule)
        }
        return NearMiss(number: place + 1, field: field, rule: rule)
    }

    private func nearest(
        _ few: Int, of places: [Int], _ packet: PacketFields, _ context: PacketContext
    ) -> [Int] {
        var best: [(misses: Int, turn: Int, place: Int)] = []
        for (turn, place) in places.enumerated() {
            let bar = best.count == few ? best[few - 1].misses : .max
            let misses = entries[place].rule.match.mismatchCount(
                with: packet, context, below: bar)
            guard misses < bar else { continue }
            if best.count == few { best.removeLast() }
            let spot = best.firstIndex { $0.misses > misses } ?? best.count
            best.insert((misses, turn, place), at: spot)
            if best.count == few, best[few - 1].misses <= 1 { break }
        }
        return best.sorted { $0.turn < $1.turn }.map(\.place)
    }
}

extension RuleMatch {
    /// In how many fields the packet does not match; stops counting at `bar`.
    func mismatchCount(
        with packet: PacketFields, _ context: PacketContext, below bar: Int
    ) -> Int {
        var rest = self
        var count = 0
        while count < bar, let field = rest.firstMismatch(with: packet, context) {
            count += 1
            rest.forget(field)
        }
        return count
    }

    /// Asks about a field no longer.
    mutating func forget(_ field: RuleField) {
        switch field {
        case .proto: proto = nil
        case .source: source = nil
        case .sourcePort: sourcePorts = nil
        case .destination: destination = nil
        case .destinationPort: destinationPorts = nil
        case .icmpType, .icmpCode: icmp = nil
        case .flags: flags = nil
        case .link: links = []
        case .state: states = nil
        case .limit: break
        }
    }
}
