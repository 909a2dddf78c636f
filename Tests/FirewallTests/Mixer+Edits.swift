import Firewall
import Wire

/// Changes of a list, each of every kind there is.
extension Mixer {
    /// A kind of change.
    enum Edit: String, CaseIterable {
        case add, delete, deleteRange, move, replace, disable, enable, clear, load
        case setDefault, setOrder, addMember, removeMember, deleteSet
    }

    /// Changes the list; false where the change was refused, which is as good.
    mutating func edit(_ set: inout RuleSet, _ kind: Edit) -> Bool {
        let one = Int.random(in: 1...max(set.count, 1), using: &source)
        let other = Int.random(in: 1...max(set.count, 1), using: &source)
        do throws(RuleSetFault) {
            switch kind {
            case .add: _ = try set.add(rule(), at: one)
            case .delete: _ = try set.delete(one)
            case .deleteRange: _ = try set.delete(min(one, other)...max(one, other))
            case .move: _ = try set.move(one, to: other)
            case .replace: _ = try set.replace(one, with: rule())
            case .disable: _ = try set.setEnabled(one, false)
            case .enable: _ = try set.setEnabled(one, true)
            case .clear: try set.clear()
            case .load: return load(&set)
            case .setDefault: set.setDefault(pick([.allow, .deny, .reject]))
            case .setOrder: set.setOrder(pick(ReadingOrder.allCases))
            case .addMember: _ = try set.add([range(family())], to: pick(setNames))
            case .removeMember:
                let name = pick(setNames)
                _ = try set.remove([pick(try set.set(name).ranges)], from: name)
            case .deleteSet: _ = try set.deleteSet(pick(setNames))
            }
            return true
        } catch {
            return false
        }
    }

    private mutating func load(_ set: inout RuleSet) -> Bool {
        let sets = setNames.map { AddressSet($0, some(3) { $0.range($0.family()) }) }
        let rules = some(20) { mixer in (rule: mixer.rule(), isEnabled: mixer.chance(80)) }
        do {
            try set.load(rules, sets: sets, defaultAction: pick([.allow, .deny, .reject]))
            return true
        } catch {
            return false
        }
    }

    /// A change that comes often, or one of the rare ones.
    mutating func editKind() -> Edit {
        chance(70)
            ? pick([.add, .add, .add, .delete, .move, .replace, .disable, .enable, .setOrder])
            : pick(Edit.allCases)
    }
}
