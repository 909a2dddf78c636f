package import Timeline
package import Wire

extension RuleSet {
    /// The most sets there are.
    package static let setLimit = 1_000

    /// The set of a name.
    ///
    /// - Throws: `RuleSetFault.noSuchSet`.
    package func set(_ name: SetName) throws(RuleSetFault) -> AddressSet {
        guard let set = settings.sets.first(where: { $0.name == name }) else {
            throw .noSuchSet(name)
        }
        return set
    }

    /// Puts addresses into a set, and makes it when there is none of the name.
    ///
    /// - Returns: The set as it is then.
    /// - Throws: `RuleSetFault` when it holds one of them already, would be too large, or the
    ///   budget ends.
    package mutating func add(
        _ ranges: [AddressRange], to name: SetName, _ budget: Budget = Budget()
    ) throws(RuleSetFault) -> AddressSet {
        var new = settings
        let place = new.sets.firstIndex { $0.name == name } ?? new.sets.count
        if place == new.sets.count {
            guard place < Self.setLimit else { throw .tooManySets(limit: Self.setLimit) }
            new.sets.append(AddressSet(name, []))
        }
        var members = Set(new.sets[place].ranges)
        for range in ranges {
            guard members.insert(range).inserted else { throw .repeatedMember(name) }
        }
        guard members.count <= AddressSet.memberLimit else {
            throw .tooManyMembers(limit: AddressSet.memberLimit)
        }
        new.sets[place].ranges += ranges
        try perform([.settings(new)], as: .setChanged(name), budget)
        return new.sets[place]
    }

    /// Takes addresses out of a set; at least one member stays.
    ///
    /// - Returns: The set as it is then.
    /// - Throws: `RuleSetFault` when there is no such set, one of them is no member, or the budget ends.
    package mutating func remove(
        _ ranges: [AddressRange], from name: SetName, _ budget: Budget = Budget()
    ) throws(RuleSetFault) -> AddressSet {
        guard let place = settings.sets.firstIndex(where: { $0.name == name }) else {
            throw .noSuchSet(name)
        }
        var new = settings
        for range in ranges {
            try budget.spend(rule: new.sets[place].ranges.count)
            guard let member = new.sets[place].ranges.firstIndex(of: range) else {
                throw .noSuchMember(name)
            }
            new.sets[place].ranges.remove(at: member)
        }
        guard !new.sets[place].ranges.isEmpty else { throw .lastMember(name) }
        try perform([.settings(new)], as: .setChanged(name), budget)
        return new.sets[place]
    }

    /// Deletes a set that no rule refers to.
    ///
    /// - Throws: `RuleSetFault` when there is no such set, or a rule refers to it.
    package mutating func deleteSet(_ name: SetName) throws(RuleSetFault) -> AddressSet {
        let set = try set(name)
        for (place, entry) in entries.enumerated() where entry.rule.match.setNames.contains(name) {
            throw .setInUse(name, number: place + 1)
        }
        var new = settings
        new.sets.removeAll { $0.name == name }
        perform(.settings(new), as: .setDeleted(name))
        return set
    }

    /// How many rules refer to each set, of those to which one does.
    package var uses: [SetName: Int] {
        var uses: [SetName: Int] = [:]
        for entry in entries {
            for name in Set(entry.rule.match.setNames) { uses[name, default: 0] += 1 }
        }
        return uses
    }
}
