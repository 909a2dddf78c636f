package import Timeline
package import Wire

extension RuleSet {
    /// Puts a rule at a number, from 1; without one at the end.
    ///
    /// - Returns: The number at which it stands.
    /// - Throws: `RuleSetFault` when the list is full, the number is none of the list, the rule or its name is
    ///   there already, or it refers to a set or a link that is not there.
    package mutating func add(_ rule: Rule, at number: Int? = nil) throws(RuleSetFault) -> Int {
        guard entries.count < Self.limit else { throw .full(limit: Self.limit) }
        let place = number ?? entries.count + 1
        guard place >= 1, place <= entries.count + 1 else {
            throw .noSuchPlace(place, count: entries.count + 1)
        }
        let rule = try admitted(rule)
        try refuseRepeated(rule)
        splice(place - 1, removing: 0, [newEntry(rule)], as: .added(place, rule))
        return place
    }

    /// Puts another rule in the place of one; its hits start again.
    ///
    /// - Throws: `RuleSetFault` when there is no such rule, or as for `add`.
    package mutating func replace(_ number: Int, with rule: Rule) throws(RuleSetFault) -> Rule {
        let old = try entry(number).rule
        let rule = try admitted(rule)
        // Its own name may stay.
        if let name = rule.name, name != old.name { try refuseTaken(name) }
        // A rule may be replaced by itself to give it another name.
        let isRenamed = rule.unnamed == old.unnamed && rule.name != old.name
        if !isRenamed, index.holdsSense(of: rule) { throw try repeated(rule) }
        splice(
            number - 1, removing: 1, [newEntry(rule)], as: .replaced(number, old: old, new: rule))
        return old
    }

    /// Takes rules out.
    ///
    /// - Returns: The rules, in order.
    /// - Throws: `RuleSetFault` when there is no such number, the range is inverted, or the budget ends.
    package mutating func delete(
        _ numbers: ClosedRange<Int>, _ budget: Budget = Budget()
    ) throws(RuleSetFault) -> [Rule] {
        _ = try entry(numbers.lowerBound)
        _ = try entry(numbers.upperBound)
        let rules = entries[numbers.lowerBound - 1..<numbers.upperBound].map(\.rule)
        try perform(
            [.splice(at: numbers.lowerBound - 1, removing: numbers.count, [])],
            as: .deleted(numbers, rules), budget)
        return rules
    }

    /// Takes out, in one step, every rule that a check offers to delete: each packet gets the verdict that it
    /// gets now.
    ///
    /// - Returns: The rules, in order, and their numbers; none where a check finds none.
    package mutating func fix(_ check: RuleCheck) -> (numbers: [Int], rules: [Rule]) {
        let numbers = check.findings.filter { $0.fix == .delete }.map(\.number)
        guard let first = numbers.first, let last = numbers.last else { return ([], []) }
        let rules = numbers.map { entries[$0 - 1].rule }
        let gone = Set(numbers)
        let kept = (first...last).filter { !gone.contains($0) }.map { entries[$0 - 1] }
        splice(first - 1, removing: last - first + 1, kept, as: .fixed(numbers, rules))
        return (numbers, rules)
    }

    /// Takes a rule out.
    ///
    /// - Throws: `RuleSetFault.noSuchRule` when there is no such number.
    package mutating func delete(_ number: Int) throws(RuleSetFault) -> Rule {
        try delete(number...number)[0]
    }

    /// Moves a rule so that it then has the number `target`; its hits stay.
    ///
    /// - Throws: `RuleSetFault` when one of the numbers is none of the list.
    package mutating func move(_ number: Int, to target: Int) throws(RuleSetFault) -> Rule {
        let rule = try entry(number).rule
        guard target >= 1, target <= entries.count else {
            throw .noSuchPlace(target, count: entries.count)
        }
        perform(.move(from: number - 1, to: target - 1), as: .moved(number, to: target, rule))
        return rule
    }

    /// Switches a rule on or off; one that is off keeps its number and is not read.
    ///
    /// - Throws: `RuleSetFault` when there is no such rule, or it is so already.
    package mutating func setEnabled(
        _ number: Int, _ isEnabled: Bool
    ) throws(RuleSetFault) -> Rule {
        let entry = try entry(number)
        guard entry.isEnabled != isEnabled else { throw .alreadyEnabled(number, isEnabled) }
        perform(.toggle(number - 1), as: .enabled(number, isEnabled, entry.rule))
        return entry.rule
    }

    /// Takes every rule out and forgets the default's hits; default, order and sets stay.
    ///
    /// - Throws: `RuleSetFault.ended`.
    package mutating func clear(_ budget: Budget = Budget()) throws(RuleSetFault) {
        let count = entries.count
        try perform(
            [.splice(at: 0, removing: count, []), .defaultHits(0)], as: .cleared(count: count),
            budget)
    }

    /// Says what happens to a packet that no rule decides about; the counts stay.
    package mutating func setDefault(_ action: Action) {
        precondition(action.decides, "a default decides")
        var new = settings
        new.defaultAction = action
        perform(.settings(new), as: .defaultSet(action))
    }

    /// Says in which order the rules are read.
    package mutating func setOrder(_ order: ReadingOrder) {
        var new = settings
        new.order = order
        perform(.settings(new), as: .orderSet(order))
    }

    /// Puts other rules and sets, another default and another order in the place of all there are.
    ///
    /// Rules that say the same are let in: lists from elsewhere have them, and a check finds them. `links` are those
    /// that the rules name beyond the gateway's own.
    ///
    /// - Throws: `RuleSetFault` with the index of the rule at fault, or of the one at which the budget ended;
    ///   then nothing has changed.
    package mutating func load(
        _ rules: [(rule: Rule, isEnabled: Bool)], sets: [AddressSet], defaultAction: Action,
        order: ReadingOrder = .firstMatch, links: [LinkName] = [], _ budget: Budget = Budget()
    ) throws(LoadFault) {
        guard rules.count <= Self.limit else {
            throw LoadFault(index: Self.limit, fault: .full(limit: Self.limit))
        }
        guard ownLinks.count + links.count <= PacketSpace.linkLimit else {
            throw LoadFault(index: 0, fault: .tooManyLinks(limit: PacketSpace.linkLimit))
        }
        var new = Settings()
        new.links = links
        new.sets = sets
        new.defaultAction = defaultAction
        new.order = order
        var fresh: [Entry] = []
        fresh.reserveCapacity(rules.count)
        var names: [RuleName: Int] = [:]
        let size = sets.largestCount
        for (place, item) in rules.enumerated() {
            do throws(RuleSetFault) {
                try budget.spend(rule: item.rule.match.setNames.isEmpty ? 0 : size)
                let rule = try admitted(item.rule, sets: sets, links: links, isLoaded: true)
                if let name = rule.name, let first = names.updateValue(place + 1, forKey: name) {
                    throw .nameTaken(name, number: first)
                }
                var entry = newEntry(rule)
                entry.isEnabled = item.isEnabled
                fresh.append(entry)
            } catch {
                // Whoever has interrupted does not wait until all that was read is freed.
                if budget.end != nil { budget.keep((rules, fresh)) }
                throw LoadFault(index: place, fault: error)
            }
        }
        do throws(RuleSetFault) {
            try perform(
                [
                    .splice(at: 0, removing: entries.count, fresh), .settings(new),
                    .defaultHits(0),
                ], as: .loaded(count: rules.count), budget)
        } catch {
            if budget.end != nil { budget.keep((rules, fresh)) }
            throw LoadFault(index: rules.count, fault: error)
        }
    }

    /// Takes links for known, in this order and before others, without an edit: two lists can be compared that know
    /// the same links in the same order.
    ///
    /// - Throws: `RuleSetFault.tooManyLinks`.
    package mutating func know(_ links: [LinkName]) throws(RuleSetFault) {
        let all = links + settings.links.filter { !links.contains($0) }
        guard ownLinks.count + all.count <= PacketSpace.linkLimit else {
            throw .tooManyLinks(limit: PacketSpace.linkLimit)
        }
        settings.links = all
        plan = nil
    }

    /// Why a list could not be loaded.
    package struct LoadFault: Error {
        /// The place of the rule in what was to be loaded, from 0.
        package let index: Int
        /// What is wrong with it.
        package let fault: RuleSetFault
    }

    // MARK: - Refusing

    /// The rule with its sets and nodes looked up.
    ///
    /// One that is typed has to match something; a list from elsewhere may hold an empty set.
    func admitted(
        _ rule: Rule, sets: [AddressSet]? = nil, links made: [LinkName]? = nil,
        isLoaded: Bool = false
    ) throws(RuleSetFault) -> Rule {
        if !chain.hasInLink, !rule.match.links.isEmpty { throw .noWay(.link, in: chain) }
        if !chain.hasOutLink, !rule.match.outLinks.isEmpty { throw .noWay(.outLink, in: chain) }
        for link in rule.match.links + rule.match.outLinks
        where !ownLinks.contains(link) && !(made ?? settings.links).contains(link) {
            guard let zone = zones.first(where: { $0.name == link }) else {
                throw .noSuchLink(link, known: links)
            }
            if !isLoaded, !zone.links.contains(where: links.contains) {
                throw .zoneElsewhere(link)
            }
        }
        var rule = rule
        if rule.match.inLinkMatch != nil || rule.match.outLinkMatch != nil {
            rule.match.resolve(zones, known: ownLinks + (made ?? settings.links))
        }
        let (names, nodeNames) = (rule.match.setNames, rule.match.nodeNames)
        if names.isEmpty, nodeNames.isEmpty { return rule }
        let sets = sets ?? settings.sets
        for name in names where !sets.contains(where: { $0.name == name }) {
            throw .noSuchSet(name)
        }
        for name in nodeNames {
            guard let node = nodes.node(name) else { throw .noSuchNode(name) }
            guard !node.addresses.isEmpty else { throw .nodeWithoutAddress(name) }
        }
        rule.match.resolve(sets, nodes)
        if !isLoaded, rule.match.families.isEmpty { throw .nothingMatches }
        return rule
    }

    /// A match that is no rule's, with its sets looked up.
    ///
    /// - Throws: `RuleSetFault` when it refers to a set or a link that is not there.
    package func resolved(_ match: RuleMatch) throws(RuleSetFault) -> RuleMatch {
        try admitted(Rule(.deny, match)).match
    }

    private func refuseRepeated(_ rule: Rule) throws(RuleSetFault) {
        if let name = rule.name { try refuseTaken(name) }
        if index.holdsSense(of: rule) { throw try repeated(rule) }
    }

    private func refuseTaken(_ name: RuleName) throws(RuleSetFault) {
        if index.holds(name) { throw .nameTaken(name, number: try number(of: name)) }
    }

    private func repeated(_ rule: Rule) throws(RuleSetFault) -> RuleSetFault {
        let sense = rule.unnamed
        let place = entries.firstIndex { $0.rule.unnamed == sense } ?? 0
        return .repeated(rule, number: place + 1)
    }

    private mutating func newEntry(_ rule: Rule) -> Entry {
        Entry(id: history.nextID(), rule: rule)
    }

    private mutating func splice(
        _ place: Int, removing count: Int, _ new: [Entry], as edit: RuleEdit
    ) {
        perform(.splice(at: place, removing: count, new), as: edit)
    }
}

extension RuleMatch {
    /// The names of the sets that it refers to.
    package var setNames: [SetName] { (source?.setNames ?? []) + (destination?.setNames ?? []) }

    /// The names of the nodes that it refers to.
    package var nodeNames: [NodeName] {
        (source?.nodeNames ?? []) + (destination?.nodeNames ?? [])
    }

    /// Whether it refers to a node.
    var namesNodes: Bool {
        (source?.namesNodes ?? false) || (destination?.namesNodes ?? false)
    }

    /// The families that both ends and the protocol leave: none for ICMP of the other family, too, which no
    /// rule can name.
    package var families: [IPFamily] {
        IPFamily.allCases.filter { family in
            (source?.families.contains(family) ?? true)
                && (destination?.families.contains(family) ?? true)
                && proto?.single != (family == .v4 ? .icmpv6 : .icmp)
        }
    }

    mutating func resolve(_ sets: [AddressSet], _ nodes: NodeTable) {
        source?.resolve(sets, nodes)
        destination?.resolve(sets, nodes)
    }
}
