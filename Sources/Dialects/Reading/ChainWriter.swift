import Firewall
import Timeline
import Wire

/// Writes the chains of a file out as one list, in which the first rule that matches decides.
///
/// What drops a packet is final, but an `accept` ends one base chain only: the next one still judges (nft(8),
/// "CHAINS"). So an accept, where another base chain follows, becomes what that chain says under the conditions of the
/// accept. Likewise a `return` under a condition becomes what the chains that led there still say, under it.
struct ChainWriter {
    private let program: ChainProgram
    private(set) var list: ForeignList
    /// How many more steps are taken.
    private var stepsLeft = 500_000
    /// How often each base chain was written out.
    private var turns: [Int]
    /// The families of which every packet is decided about, so that nothing behind is read.
    private var closed: Set<IPFamily> = []
    /// The only family that a base chain is about, by its index; nil also where the whole file is about it alone,
    /// because then the other family is left to the default.
    private let families: [IPFamily?]

    /// How deep jumps may lead; the kernel allows 16 too.
    static let depthLimit = 16

    /// Where writing out has got to.
    private struct Place {
        /// The index of the base chain whose rules are written out.
        let base: Int
        /// The chains that led here, with the rule at which each goes on; the innermost is the last.
        var frames: [(chain: String, next: Int)] = []
        /// Whether more than one way leads here, so that a limit would be counted more than once.
        var isShared = false
        var depth = 0
        /// Whether nothing is left to be read but the policy.
        var isBase: Bool { frames.isEmpty }
    }

    private init(_ program: ChainProgram, _ list: ForeignList) {
        (self.program, self.list) = (program, list)
        turns = program.bases.map { _ in 0 }
        let families = program.bases.map(\.family)
        self.families = Set(families).count == 1 ? families.map { _ in nil } : families
    }

    /// Writes out the base chains into a list.
    static func write(
        _ program: ChainProgram, into list: inout ForeignList
    ) throws(ForeignFault) {
        guard let first = program.bases.first else { return }
        var writer = ChainWriter(program, list)
        if list.makesLinks {
            for step in program.reachable { writer.list.makeLinks(of: step.draft) }
        }
        try writer.judge(RuleDraft(), from: 0, first.word)
        list = writer.list
    }

    // MARK: - Base chains

    /// The base chain from an index on to which packets come next; nil where they have passed all.
    private func next(_ index: Int, _ draft: RuleDraft) -> Int? {
        (index..<families.count).first { base in
            guard let family = families[base], let asked = draft.family else { return true }
            return family == asked
        }
    }

    /// Writes what the base chains from an index on decide about every packet of a draft.
    private mutating func judge(
        _ draft: RuleDraft, from index: Int, _ word: Word
    ) throws(ForeignFault) {
        guard let index = next(index, draft) else { return try close(.allow, draft, word) }
        let base = program.bases[index]
        var inner = draft
        inner.family = draft.family ?? families[index]
        let place = Place(base: index, isShared: turns[index] > 0)
        turns[index] += 1
        _ = try run(base.chain, from: 0, inner, place)
        try end(index, inner, draft, word)
    }

    /// Writes what a base chain's policy, and the base chains behind it, decide about packets of a draft that no
    /// rule has decided about; `inner` is the part of it that the base chain is asked about.
    private mutating func end(
        _ index: Int, _ inner: RuleDraft, _ draft: RuleDraft, _ word: Word
    ) throws(ForeignFault) {
        let policy = program.bases[index].policy
        if policy == .allow { return try judge(draft, from: index + 1, word) }
        guard inner.family != draft.family, let family = inner.family else {
            return try close(policy, draft, word)
        }
        try close(policy, inner, word)
        var rest = draft
        rest.family = family == .v4 ? .v6 : .v4
        try judge(rest, from: index + 1, word)
    }

    /// Decides about all packets of a draft; where these are all that are left, by default.
    private mutating func close(
        _ action: Action, _ draft: RuleDraft, _ word: Word
    ) throws(ForeignFault) {
        guard draft.isUnconditional else { return try emit(action, draft, word) }
        let new: [IPFamily] = draft.family.map { [$0] } ?? IPFamily.allCases
        if closed.union(new).count < IPFamily.allCases.count {
            try emit(action, draft, word)
        } else if !isClosed {
            list.defaultAction = action
        }
        closed.formUnion(new)
    }

    private var isClosed: Bool { closed.count == IPFamily.allCases.count }

    // MARK: - Chains

    /// Writes the rules of a chain from a place on; true when nothing behind it in the chain is read.
    private mutating func run(
        _ chain: String, from start: Int, _ draft: RuleDraft, _ place: Place
    ) throws(ForeignFault) -> Bool {
        guard let steps = program.chains[chain] else { return false }
        let end = place.isBase ? needed(steps, in: place.base, draft) : steps.count
        for index in steps.indices where index >= start && index < end {
            if isClosed { return true }
            let count = list.count
            do throws(ForeignFault) {
                if try write(steps[index], (chain, index + 1), draft, place) { return true }
            } catch {
                list.cut(to: count)
                guard error.problem == .limitIsShared, onlyNotes(steps[index], chain, place) else {
                    try list.skip(error)
                    continue
                }
                list.note(steps[index].word.fault(.notesLeftOut))
            }
        }
        return false
    }

    /// Whether a rule whose limit can't be carried over changes what is noted, and no verdict.
    private func onlyNotes(
        _ step: ChainProgram.Step, _ chain: String, _ place: Place
    ) -> Bool {
        if !place.isBase, onlyNotes(chain, depth: 0) { return true }
        guard case .jump(let name) = step.target else { return false }
        return onlyNotes(name, depth: 0)
    }

    /// Whether a chain to which others lead decides about no packet.
    private func onlyNotes(_ chain: String, depth: Int) -> Bool {
        guard depth < Self.depthLimit, let steps = program.chains[chain] else { return false }
        return steps.allSatisfy { step in
            switch step.target {
            case .action(let action): action == .log
            case .back: true
            case .jump(let name), .goto(let name): onlyNotes(name, depth: depth + 1)
            case .translate, .unreadable: false
            }
        }
    }

    /// Where the rules of a base chain end, without those that only accept what would be accepted all the same.
    private func needed(_ steps: [ChainProgram.Step], in base: Int, _ draft: RuleDraft) -> Int {
        guard program.bases[base].policy == .allow, next(base + 1, draft) != nil else {
            return steps.count
        }
        let last = steps.lastIndex { $0.target != .action(.allow) || !$0.isEnabled }
        return last.map { $0 + 1 } ?? 0
    }

    /// Writes one rule under the conditions of a draft; true when nothing behind it in its chain is read.
    private mutating func write(
        _ step: ChainProgram.Step, _ after: (chain: String, next: Int), _ draft: RuleDraft,
        _ place: Place
    ) throws(ForeignFault) -> Bool {
        stepsLeft -= 1
        guard stepsLeft > 0, program.budget.spend(Budget.item) else {
            throw step.word.fault(.tooManyRules(limit: RuleSet.limit))
        }
        var both = draft
        do throws(ForeignProblem) {
            // Most rules stand in the base chain, under no condition.
            if draft.isUnconditional, draft.family == nil || draft.family == step.draft.family {
                both = step.draft
                both.name = step.draft.name ?? draft.name
            } else {
                try both.narrow(to: step.draft)
            }
        } catch {
            // Under the conditions of the jump the rule never matches, and nothing is lost.
            if error == .neverMatches { return false }
            throw step.word.fault(error)
        }
        if step.draft.limit != nil, place.isShared { throw step.word.fault(.limitIsShared) }
        switch step.target {
        case .unreadable(let fault): throw fault
        case .action(.allow) where step.isEnabled:
            guard let next = next(place.base + 1, both) else { break }
            if both.limit != nil { throw step.word.fault(.limitIsShared) }
            try judge(both, from: next, step.word)
            return takesAll(step, of: draft, place)
        case .action, .translate: break
        case .back:
            let isLast = takesAll(step, of: draft, place)
            if !isLast || place.isBase { try goBack(step, both, place) }
            return isLast
        case .jump(let name):
            if let excess = program.excess(in: name) {
                _ = try write(excess, after, both, place)
                return false
            }
            var inside = place
            inside.frames.append(after)
            try enter(name, step, both, inside)
            return false
        case .goto(let name):
            try enter(name, step, both, place)
            let isLast = takesAll(step, of: draft, place)
            if !decidesAll(name, both, place), !isLast || place.isBase {
                try goBack(step, both, place)
            }
            return isLast
        }
        switch step.target {
        case .action(let action):
            try emit(action, both, step.word, isEnabled: step.isEnabled)
        case .translate(let target):
            if step.isEnabled, !isClosed { list.add(both, target, step.word) }
        case .jump, .goto, .back, .unreadable: break
        }
        return false
    }

    /// Whether a rule takes every packet of a draft.
    private func takesAll(
        _ step: ChainProgram.Step, of draft: RuleDraft, _ place: Place
    ) -> Bool {
        guard step.draft.isUnconditional else { return false }
        guard let family = step.draft.family else { return true }
        return family == draft.family || family == program.bases[place.base].family
    }

    /// Whether the last rule of a chain decides about whatever comes to it.
    private func decidesAll(_ chain: String, _ draft: RuleDraft, _ place: Place) -> Bool {
        guard let last = program.chains[chain]?.last(where: \.isEnabled) else { return false }
        switch last.target {
        case .action(let action): return action.decides && takesAll(last, of: draft, place)
        case .translate: return takesAll(last, of: draft, place)
        case .jump, .goto, .back, .unreadable: return false
        }
    }

    /// Writes another chain under the conditions that lead there.
    private mutating func enter(
        _ name: String, _ step: ChainProgram.Step, _ draft: RuleDraft, _ place: Place
    ) throws(ForeignFault) {
        guard let steps = program.chains[name] else { throw step.word.fault(.undefined) }
        guard place.depth < Self.depthLimit else {
            throw step.word.fault(.jumpTooDeep(limit: Self.depthLimit))
        }
        // Each packet that comes here costs a token, whatever the rules of the chain ask for.
        if draft.limit != nil, steps.count > 1 || steps.first?.draft.isUnconditional == false {
            throw step.word.fault(.limitIsShared)
        }
        var inside = place
        inside.depth += 1
        inside.isShared = place.isShared || program.uses[name, default: 0] > 1
        _ = try run(name, from: 0, draft, inside)
    }

    /// Writes what is still to be said about packets that leave a chain.
    private mutating func goBack(
        _ step: ChainProgram.Step, _ draft: RuleDraft, _ place: Place
    ) throws(ForeignFault) {
        if draft.limit != nil {
            let isLast =
                program.bases[place.base].policy != .allow || next(place.base + 1, draft) == nil
            guard case .back = step.target, place.isBase, isLast else {
                throw step.word.fault(.limitIsShared)
            }
        }
        var rest = draft
        if case .goto = step.target { rest.name = nil }
        var outside = place
        outside.isShared = true
        while let frame = outside.frames.popLast() {
            _ = try run(frame.chain, from: frame.next, rest, outside)
        }
        // The base chain was asked already, so that its family is one that the packets have.
        try end(place.base, rest, rest, step.word)
    }

    private mutating func emit(
        _ action: Action, _ draft: RuleDraft, _ word: Word, isEnabled: Bool = true
    ) throws(ForeignFault) {
        if isClosed { return }
        if list.isTranslating {
            guard isEnabled else { return }
            switch action {
            case .allow: return list.add(draft, nil, word)
            case .log: return list.note(word.fault(.withoutVerdict))
            // Nothing can be dropped where addresses are translated.
            case .deny, .reject: throw word.fault(.unsupportedTarget)
            }
        }
        do throws(ForeignProblem) {
            try list.add(draft, action, isEnabled: isEnabled)
        } catch {
            switch error {
            case .neverMatches: break
            case .matchesNothing: list.note(word.fault(error))
            default: throw word.fault(error)
            }
        }
    }
}
