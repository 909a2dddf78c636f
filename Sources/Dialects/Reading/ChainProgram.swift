import Firewall
import Timeline
import Wire

/// The chains of a file that lead to each other, before they are written out as one list.
struct ChainProgram {
    /// What a rule of a chain does with the packets that it matches.
    enum Target: Equatable {
        case action(Action)
        /// The addresses of the flow are translated.
        case translate(TranslationTarget)
        /// The rules of another chain are read, and then the next one here.
        case jump(String)
        /// The rules of another chain are read instead of the rest.
        case goto(String)
        /// The rest of the chain is not read.
        case back
        /// It can't be carried over; that matters only where packets come to it.
        case unreadable(ForeignFault)
    }

    /// A rule of a chain.
    struct Step {
        let draft: RuleDraft
        let target: Target
        let isEnabled: Bool
        /// What is at fault when the rule cannot be written out.
        let word: Word
    }

    /// A chain in which forwarded packets begin.
    struct Base {
        let chain: String
        /// The only family whose packets come to it; nil: both.
        let family: IPFamily?
        /// When its turn comes: the lowest is first.
        let priority: Int
        /// What happens to a packet that no rule of it decides about.
        var policy: Action
        /// Its name in the file.
        let word: Word
    }

    private(set) var chains: [String: [Step]] = [:]
    /// The chains in which forwarded packets begin, in the order in which these come to them.
    private(set) var bases: [Base] = []
    private(set) var stepCount = 0
    /// How often other chains lead to a chain.
    private(set) var uses: [String: Int] = [:]
    let budget: Budget

    init(_ budget: Budget) {
        self.budget = budget
    }

    /// What becomes of packets in a chain whose first rule sends them back up to a limit, and whose second one decides about all
    /// others: that decision about what is over the limit; nil for any other chain.
    func excess(in chain: String) -> Step? {
        guard let steps = chains[chain], steps.count == 2, steps.allSatisfy(\.isEnabled),
            uses[chain] == 1, steps[0].target == .back, steps[1].draft.isUnconditional,
            case .action(let action) = steps[1].target, action.decides,
            let limit = steps[0].draft.limit, !limit.isOver
        else { return nil }
        var draft = steps[0].draft
        draft.limit = nil
        guard draft.isUnconditional else { return nil }
        draft = steps[1].draft
        draft.limit = limit.over
        return Step(
            draft: draft, target: steps[1].target, isEnabled: true, word: steps[1].word)
    }

    mutating func declare(_ chain: String) {
        if chains[chain] == nil { chains[chain] = [] }
    }

    /// Says that forwarded packets begin in a chain.
    ///
    /// Of two of one priority the kernel asks the newer one first (`nf_hook_entries_grow`). A file may
    /// say so twice.
    mutating func add(_ base: Base) {
        bases.removeAll { $0.chain == base.chain }
        let place = bases.firstIndex { $0.priority >= base.priority } ?? bases.count
        bases.insert(base, at: place)
    }

    /// Says what happens to packets that a chain does not decide about, where forwarded packets begin in it.
    mutating func set(policy: Action, of chain: String) {
        guard let place = bases.firstIndex(where: { $0.chain == chain }) else { return }
        bases[place].policy = policy
    }

    /// Forgets the chains whose names begin so, or are so.
    mutating func remove(beginning text: String, isWhole: Bool = false) {
        empty(beginning: text, isWhole: isWhole)
        bases.removeAll { isWhole ? $0.chain == text : $0.chain.hasPrefix(text) }
        for name in chains.keys where isWhole ? name == text : name.hasPrefix(text) {
            chains[name] = nil
        }
    }

    /// Forgets the rules of the chains whose names begin so, or are so.
    mutating func empty(beginning text: String, isWhole: Bool) {
        for name in chains.keys where isWhole ? name == text : name.hasPrefix(text) {
            for step in chains.updateValue([], forKey: name) ?? [] { count(step, -1) }
        }
    }

    mutating func append(_ step: Step, to chain: String) throws(ForeignFault) {
        guard stepCount < RuleSet.limit else {
            throw step.word.fault(.tooManyRules(limit: RuleSet.limit))
        }
        stepCount += 1
        chains[chain, default: []].append(step)
        count(step, 1)
    }

    /// Puts steps in front of all others of a chain.
    mutating func insert(_ steps: [Step], of chain: String) throws(ForeignFault) {
        guard let first = steps.first else { return }
        guard stepCount + steps.count <= RuleSet.limit else {
            throw first.word.fault(.tooManyRules(limit: RuleSet.limit))
        }
        stepCount += steps.count
        chains[chain, default: []].insert(contentsOf: steps, at: 0)
        for step in steps { count(step, 1) }
    }

    private mutating func count(_ step: Step, _ change: Int) {
        switch step.target {
        case .jump(let name), .goto(let name): uses[name, default: 0] += change
        case .action, .translate, .back, .unreadable: break
        }
    }

    /// The rules to which forwarded packets can come.
    var reachable: [Step] {
        var names = bases.map(\.chain)
        var seen = Set(names)
        var steps: [Step] = []
        while let name = names.popLast() {
            for step in chains[name] ?? [] {
                steps.append(step)
                switch step.target {
                case .jump(let next), .goto(let next):
                    if seen.insert(next).inserted { names.append(next) }
                case .action, .translate, .back, .unreadable: break
                }
            }
        }
        return steps
    }
}
