import Commands
import Events
import Fabric
import Firewall

extension Lab {
    func apply(_ command: RuleCommand) throws(LabFault) -> RuleEvent {
        switch command {
        case .add(let rule, let number, let range):
            let place = try onRules(number?.range ?? range, repeated: range) {
                () throws(RuleSetFault) in
                try fabric.firewall.add(rule, at: number?.value)
            }
            return .added(number: place, rule)
        case .list:
            let firewall = fabric.firewall
            return .listed(
                firewall.entries, firewall.defaultAction, defaultHits: firewall.defaultHits)
        case .delete(let number):
            let rule = try onRules(number.range) { () throws(RuleSetFault) in
                try fabric.firewall.delete(number.value)
            }
            return .deleted(number: number.value, rule)
        case .move(let number, let target):
            return try move(number, to: target)
        case .replace(let number, let rule, let range):
            let old = try onRules(number.range, repeated: range) { () throws(RuleSetFault) in
                try fabric.firewall.replace(number.value, with: rule)
            }
            return .replaced(number: number.value, old: old, new: rule)
        case .clear:
            let count = fabric.firewall.count
            fabric.firewall.clear()
            return .cleared(count: count)
        case .setDefault(let action):
            fabric.firewall.defaultAction = action
            return .defaultSet(action)
        }
    }

    private func move(_ number: Placed<Int>, to target: Placed<Int>) throws(LabFault) -> RuleEvent {
        let rule: Rule
        do {
            rule = try fabric.firewall.move(number.value, to: target.value)
        } catch {
            if case .noSuchPlace = error { throw .command(.rules(error), target.range) }
            throw .command(.rules(error), number.range)
        }
        return .moved(from: number.value, to: target.value, rule)
    }

    /// Edits the rules and gives a fault its place: a repeated rule is pointed at as a whole.
    private func onRules<Result>(
        _ range: Range<Int>, repeated whole: Range<Int>? = nil,
        _ body: () throws(RuleSetFault) -> Result
    ) throws(LabFault) -> Result {
        do {
            return try body()
        } catch {
            if case .repeated = error { throw .command(.rules(error), whole ?? range) }
            throw .command(.rules(error), range)
        }
    }
}
