package import Timeline

/// One change of a rule set, as a person would name it.
package enum RuleEdit: Sendable {
    /// A rule was put at a number.
    case added(Int, Rule)
    /// Rules were taken out.
    case deleted(ClosedRange<Int>, [Rule])
    /// Rules without which every verdict stays were taken out together; their numbers, rising.
    case fixed([Int], [Rule])
    /// A rule was given another number.
    case moved(Int, to: Int, Rule)
    /// A rule was put in the place of another.
    case replaced(Int, old: Rule, new: Rule)
    /// A rule was switched on, or off.
    case enabled(Int, Bool, Rule)
    /// All rules were taken out.
    case cleared(count: Int)
    /// Another list was loaded.
    case loaded(count: Int)
    /// The default was set.
    case defaultSet(Action)
    /// The order of reading was set.
    case orderSet(ReadingOrder)
    /// Members were put into a set, or taken out of it.
    case setChanged(SetName)
    /// A set was deleted.
    case setDeleted(SetName)
}

/// The changes that can be undone and done again: the newest ones, bounded in number and in entries held.
struct EditHistory: Sendable {
    /// What is done to the list; carrying it out gives what turns it back.
    enum Change: Sendable {
        case splice(at: Int, removing: Int, [RuleSet.Entry])
        case move(from: Int, to: Int)
        case toggle(Int)
        case settings(RuleSet.Settings)
        case defaultHits(UInt64)

        /// How many entries, or members of a set, it holds on to; sets that did not change are shared.
        var weight: Int {
            switch self {
            case .splice(_, _, let entries): entries.count + 1
            case .settings(let settings): (settings.sets.map(\.ranges.count).max() ?? 0) + 1
            case .move, .toggle, .defaultHits: 1
            }
        }
    }

    /// Changes that belong together, in the order in which they are carried out.
    struct Step: Sendable {
        let edit: RuleEdit
        let changes: [Change]
        /// How many entries, or members of a set, it holds on to.
        let weight: Int

        init(edit: RuleEdit, changes: [Change]) {
            self.edit = edit
            self.changes = changes
            weight = changes.reduce(0) { $0 + $1.weight }
        }
    }

    var undoable: [Step] = []
    var redoable: [Step] = []
    private var lastID: UInt64 = 0
    private var weight = 0

    /// The most steps that can be undone.
    static let stepLimit = 1_000
    /// The most entries that are held on to for that.
    static let weightLimit = 1_000_000

    mutating func nextID() -> RuleID {
        lastID += 1
        return RuleID(rawValue: lastID)
    }

    /// Remembers how to turn a new edit back; what could be done again no longer can.
    mutating func note(_ step: Step) {
        redoable.removeAll()
        push(step)
    }

    mutating func push(_ step: Step) {
        undoable.append(step)
        weight += step.weight
        // The newest step stays, however large it is. Steps are given up in bulk, to move the rest rarely.
        guard undoable.count > 2 * Self.stepLimit || weight > Self.weightLimit else { return }
        var kept = 0
        var first = undoable.count
        while first > 0, undoable.count - first < Self.stepLimit {
            let next = undoable[first - 1].weight
            if first < undoable.count, kept + next > Self.weightLimit { break }
            kept += next
            first -= 1
        }
        undoable.removeFirst(first)
        weight = kept
    }

    mutating func forget() {
        undoable.removeAll()
        redoable.removeAll()
        weight = 0
    }

    mutating func pop() -> Step? {
        guard let step = undoable.popLast() else { return nil }
        weight -= step.weight
        return step
    }
}

extension RuleSet {
    /// Turns the last edit back.
    ///
    /// - Returns: What was turned back.
    /// - Throws: `RuleSetFault.nothingToUndo`, or that the budget ended.
    package mutating func undo(_ budget: Budget = Budget()) throws(RuleSetFault) -> RuleEdit {
        guard let step = history.undoable.last else { throw .nothingToUndo }
        let inverse = try carryOut(step.changes, budget)
        _ = history.pop()
        history.redoable.append(EditHistory.Step(edit: step.edit, changes: inverse))
        return step.edit
    }

    /// Does again what was turned back last.
    ///
    /// - Returns: What was done again.
    /// - Throws: `RuleSetFault.nothingToRedo`, or that the budget ended.
    package mutating func redo(_ budget: Budget = Budget()) throws(RuleSetFault) -> RuleEdit {
        guard let step = history.redoable.last else { throw .nothingToRedo }
        let inverse = try carryOut(step.changes, budget)
        history.redoable.removeLast()
        history.push(EditHistory.Step(edit: step.edit, changes: inverse))
        return step.edit
    }

    /// Carries out a small edit and remembers how to turn it back.
    mutating func perform(_ change: EditHistory.Change, as edit: RuleEdit) {
        var work = Groundwork()
        history.note(EditHistory.Step(edit: edit, changes: [carryOut(change, &work)]))
    }

    /// Carries out an edit, unless the budget ends before, and remembers how to turn it back.
    mutating func perform(
        _ changes: [EditHistory.Change], as edit: RuleEdit, _ budget: Budget
    ) throws(RuleSetFault) {
        let inverse = try carryOut(changes, budget)
        history.note(EditHistory.Step(edit: edit, changes: inverse))
    }

    /// Carries out changes, all of them or none; the results turn them back.
    private mutating func carryOut(
        _ changes: [EditHistory.Change], _ budget: Budget
    ) throws(RuleSetFault) -> [EditHistory.Change] {
        var work = try Groundwork(for: changes, of: self, budget)
        return changes.map { carryOut($0, &work) }.reversed()
    }

    /// Carries out a change; the result turns it back.
    private mutating func carryOut(
        _ change: EditHistory.Change, _ work: inout Groundwork
    ) -> EditHistory.Change {
        revision += 1
        switch change {
        case .splice(let place, let count, let new):
            let old = Array(entries[place..<place + count])
            if let whole = work.index.take() {
                index = whole
            } else {
                for entry in old { index.remove(entry.rule) }
                for entry in new { index.add(entry.rule) }
            }
            var new = new
            // What names stand for may have changed since they were taken out.
            for place in new.indices where isLookedUp(new[place].rule.match) {
                lookUpNames(&new[place].rule.match, in: work.sets)
            }
            entries.replaceSubrange(place..<place + count, with: new)
            followSplice(at: place, old: old, new: new)
            return .splice(at: place, removing: new.count, old)
        case .move(let from, let to):
            let entry = entries.remove(at: from)
            entries.insert(entry, at: to)
            followMove(entry, from: from, to: to)
            return .move(from: to, to: from)
        case .toggle(let place):
            let old = entries[place]
            entries[place].isEnabled.toggle()
            followToggle(from: old, at: place)
            return .toggle(place)
        case .settings(let new):
            let old = settings
            settings = new
            for (place, match) in work.matches { entries[place].rule.match = match }
            if let whole = work.index.take() { index = whole }
            if new.sets != old.sets || new.order != old.order || new.links != old.links {
                plan = nil
            }
            return .settings(old)
        case .defaultHits(let new):
            let old = defaultHits
            defaultHits = new
            return .defaultHits(old)
        }
    }
}
