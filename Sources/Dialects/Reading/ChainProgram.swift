import Firewall
import Timeline

/// The chains of a file that lead to each other, before they are written out as one list.
struct ChainProgram {
    /// What a rule of a chain does with the packets that it matches.
    enum Target: Equatable {
        case action(Action)
        /// The rules of another chain are read, and then the next one here.
        case jump(String)
        /// The rules of another chain are read instead of the rest.
        case goto(String)
        /// The rest of the chain is not read.
        case back
    }

    /// A rule of a chain.
    struct Step {
        let draft: RuleDraft
        let target: Target
        let isEnabled: Bool
        /// What is at fault when the rule cannot be written out.
        let word: Word
    }

    /// Where writing out has got to.
    private struct Place {
        var depth = 0
        /// Whether more than one way leads here, so that a limit would be counted more than once.
        var isShared = false
        var isBase: Bool { depth == 0 }
    }

    private(set) var chains: [String: [Step]] = [:]
    private(set) var stepCount = 0
    /// How often other chains lead to a chain.
    private var uses: [String: Int] = [:]
    /// How many more steps are taken while writing out.
    private var stepsLeft = 500_000
    private let budget: Budget

    /// How deep jumps may lead; the kernel allows 16 too.
    static let depthLimit = 16

    init(_ budget: Budget) {
        self.budget = budget
    }

    mutating func declare(_ chain: String) {
        if chains[chain] == nil { chains[chain] = [] }
    }

    mutating func append(_ step: Step, to chain: String) throws(ForeignFault) {
        guard stepCount < RuleSet.limit else {
            throw step.word.fault(.tooManyRules(limit: RuleSet.limit))
        }
        stepCount += 1
        chains[chain, default: []].append(step)
        switch step.target {
        case .jump(let name), .goto(let name): uses[name, default: 0] += 1
        case .action, .back: break
        }
    }

    /// Writes out the chain in which forwarded packets begin, with `list.defaultAction` as its policy.
    mutating func flatten(_ base: String, into list: inout ForeignList) throws(ForeignFault) {
        for step in chains[base] ?? [] where budget.end == nil {
            let count = list.count
            do throws(ForeignFault) {
                let ends = try write(out: step, step.draft, Place(), &list)
                if ends { return }
            } catch {
                list.cut(to: count)
                try list.skip(error)
            }
        }
    }

    /// Writes out one step that is read under the conditions of `draft`; true when nothing behind it is read.
    private mutating func write(
        out step: Step, _ draft: RuleDraft, _ place: Place, _ list: inout ForeignList
    ) throws(ForeignFault) -> Bool {
        stepsLeft -= 1
        guard stepsLeft > 0, budget.spend(Budget.item) else {
            throw step.word.fault(.tooManyRules(limit: RuleSet.limit))
        }
        let policy = list.defaultAction
        switch step.target {
        case .action(let action):
            try emit(action, draft, step, place, &list)
            return false
        case .back:
            if place.isBase {
                try emit(policy, draft, step, place, &list)
                return false
            }
            guard step.draft.isUnconditional else { throw step.word.fault(.unsupportedJump) }
            return true
        case .jump(let name):
            try writeOut(chain: name, step, draft, place, &list)
            return false
        case .goto(let name):
            let before = list.count
            try writeOut(chain: name, step, draft, place, &list)
            if place.isBase {
                // What the other chain has not decided is left to the policy.
                var rest = draft
                rest.name = nil
                if rest.limit != nil, list.count > before { throw step.word.fault(.limitIsShared) }
                try emit(policy, rest, step, place, &list)
                return false
            }
            if step.draft.isUnconditional { return true }
            let last = chains[name]?.last { $0.isEnabled }
            guard case .action(let action)? = last?.target, action.decides,
                last?.draft.isUnconditional == true
            else { throw step.word.fault(.unsupportedJump) }
            return false
        }
    }

    private mutating func writeOut(
        chain name: String, _ step: Step, _ draft: RuleDraft, _ place: Place,
        _ list: inout ForeignList
    ) throws(ForeignFault) {
        guard let steps = chains[name] else { throw step.word.fault(.undefined) }
        guard place.depth < Self.depthLimit else {
            throw step.word.fault(.jumpTooDeep(limit: Self.depthLimit))
        }
        if draft.limit != nil, steps.count > 1 { throw step.word.fault(.limitIsShared) }
        if !step.isEnabled { throw step.word.fault(.unsupportedJump) }
        let inside = Place(
            depth: place.depth + 1, isShared: place.isShared || uses[name, default: 0] > 1)
        for inner in steps {
            if inner.draft.limit != nil, inside.isShared {
                throw step.word.fault(.limitIsShared)
            }
            var both = draft
            do throws(ForeignProblem) {
                try both.narrow(to: inner.draft)
            } catch {
                // Under the conditions of the jump the rule never matches, and nothing is lost.
                if error == .neverMatches { continue }
                throw step.word.fault(error)
            }
            if try write(out: inner, both, inside, &list) { return }
        }
    }

    private func emit(
        _ action: Action, _ draft: RuleDraft, _ step: Step, _ place: Place,
        _ list: inout ForeignList
    ) throws(ForeignFault) {
        do throws(ForeignProblem) {
            try list.add(draft.rules(action), isEnabled: step.isEnabled)
        } catch {
            if error == .neverMatches, !place.isBase { return }
            throw step.word.fault(error)
        }
    }
}
