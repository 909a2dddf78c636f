import Firewall
import Network
import Wire

/// Makes rules about address translation of the chains of a file.
///
/// A chain can let packets pass as they are (`accept`, `return`), which no rule here can. What stands behind it then takes
/// everything but those packets.
struct TranslationMaker {
    /// What a chain does with the flows of a draft; a target of nil leaves them as they are.
    struct Step {
        let draft: RuleDraft
        let target: TranslationTarget?
        let word: Word
    }

    /// The chains as they are read, one end of flows after the other.
    var list: ForeignList
    private let addresses: [LinkName: IPv4Address]
    /// The rules of each end, and where they come from.
    private var made: [(end: NATEnd, rules: [Made])] = []

    /// A rule, or one half of a translation one to one.
    fileprivate struct Made {
        enum Content: Equatable {
            case rule(NATRule)
            /// Each address of the one prefix becomes that of the other, on these links.
            case half(inside: Prefix, outside: Prefix, [LinkName])
        }

        let content: Content
        let word: Word
    }

    init(_ list: ForeignList, addresses: [LinkName: IPv4Address]) {
        (self.list, self.addresses) = (list, addresses)
    }

    /// Makes the rules of what was read about an end.
    mutating func take(_ end: NATEnd) throws(ForeignFault) {
        var exempt: [RuleDraft] = []
        var rules: [Made] = []
        for step in list.takeSteps() {
            do throws(ForeignProblem) {
                let draft = try step.draft.aboutTranslation()
                guard let target = step.target else {
                    exempt.append(draft)
                    continue
                }
                if target.end != end { throw .unknownWord }
                // A link that is not there is said; one that what is exempt leaves nothing of is not.
                _ = try draft.matches(list.links)
                rules += try self.rules(target, Self.parts(of: draft, without: exempt), step.word)
                if step.draft.family == nil, [.masquerade, .redirect].contains(target.kind) {
                    list.note(step.word.fault(.unsupported(.translationOfIPv6)))
                }
            } catch {
                switch error {
                case .neverMatches: break
                case .matchesNothing(.linkName):
                    list.note(step.word.fault(.matchesNothing(.absentLink)))
                default: try list.skip(step.word.fault(error))
                }
            }
        }
        made.append((end, rules))
    }

    /// Refuses what is translated of packets that the node itself makes or takes, which has no rules here.
    ///
    /// One that it makes has come in over no link, so that what asks for one translates none; and none is for itself, so
    /// that nothing is lost of what asks for its own addresses.
    mutating func refuseOwn(_ end: NATEnd) throws(ForeignFault) {
        for step in list.takeSteps() where step.target != nil {
            if step.draft.linkTests(.link).contains(where: { !$0.isNegated }) { continue }
            if end == .destination, case .addresses(let goals)? = step.draft[.destination],
                list.links.own.hold(all: goals)
            {
                list.note(step.word.fault(.matchesNothing(.toItself)))
                continue
            }
            try list.skip(step.word.fault(.unsupported(.ownTranslation)))
        }
    }

    /// What a draft takes and none of others does.
    private static func parts(
        of draft: RuleDraft, without others: [RuleDraft]
    ) throws(ForeignProblem) -> [RuleDraft] {
        var parts = [draft]
        for other in others {
            var left: [RuleDraft] = []
            for part in parts { left += try part.without(other) }
            parts = left
            guard parts.count <= NATRules.limit else {
                throw .tooManyCombinations(limit: NATRules.limit)
            }
        }
        return parts
    }

    private func rules(
        _ target: TranslationTarget, _ drafts: [RuleDraft], _ word: Word
    ) throws(ForeignProblem) -> [Made] {
        var rules: [Made] = []
        for draft in drafts {
            let matches: [RuleMatch]
            do throws(ForeignProblem) { matches = try draft.matches(list.links) } catch {
                if error == .neverMatches || error == .matchesNothing(.linkName) { continue }
                throw error
            }
            for match in matches {
                rules += try contents(target, match).map { Made(content: $0, word: word) }
            }
        }
        return rules
    }

    private func contents(
        _ target: TranslationTarget, _ match: RuleMatch
    ) throws(ForeignProblem) -> [Made.Content] {
        let pool = target.addresses.map {
            NATPool(addresses: $0, ports: target.ports, isPersistent: target.isPersistent)
        }
        switch (target.kind, pool) {
        case (.masquerade, _): return [.rule(try rule(.masquerade(ports: target.ports), match))]
        case (.redirect, _):
            var rules: [Made.Content] = []
            for link in addresses.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
                guard let address = addresses[link],
                    match.links.isEmpty || match.links.contains(link)
                else { continue }
                var match = match
                match.links = [link]
                let pool = NATPool(address, ports: target.ports)
                rules.append(.rule(try rule(.destination(pool), match)))
            }
            return rules
        case (.source, let pool?): return [.rule(try rule(.source(pool), match))]
        case (.destination, let pool?): return [.rule(try rule(.destination(pool), match))]
        case (.source, nil), (.destination, nil): throw .unsupported(.portsAlone)
        case (.prefix(let end), _): return [try half(end, target, match)]
        }
    }

    private func rule(
        _ action: NATAction, _ match: RuleMatch
    ) throws(ForeignProblem) -> NATRule {
        do throws(NATRuleFault) { return try NATRule(action, match) } catch {
            switch error {
            case .notIPv4: throw .unsupported(.translationOfIPv6)
            case .outBeforeRouting: throw .notInTranslation(.outLink)
            case .portsWithoutProtocol, .prefixesDiffer, .onlyLinks, .noSuchRule, .noSuchPlace,
                .repeated, .full:
                throw .unsupportedTarget
            }
        }
    }

    /// One half of a translation one to one, which has to ask about its prefix and links, and nothing else.
    private func half(
        _ end: NATEnd, _ target: TranslationTarget, _ match: RuleMatch
    ) throws(ForeignProblem) -> Made.Content {
        let isSource = end == .source
        let side = isSource ? match.source : match.destination
        let asked: [RuleField] = isSource ? [.source, .outLink] : [.destination, .link]
        guard let other = target.addresses?.prefix, target.ports == nil, let side,
            !side.isNegated, side.ranges(.v4).count == 1, let own = side.ranges(.v4)[0].prefix,
            own.length == other.length, match.fields.allSatisfy(asked.contains)
        else { throw .unsupported(.prefixTranslation) }
        return isSource
            ? .half(inside: own, outside: other, match.outLinks)
            : .half(inside: other, outside: own, match.links)
    }

    // MARK: - Both ends

    /// The rules of both ends as one list.
    ///
    /// A translation one to one is one rule, so that what stands before it in either chain comes first.
    func finished() throws(ForeignFault) -> ForeignTranslation {
        var list = list
        var result = ForeignTranslation()
        var rest = made.first { $0.end == .source }?.rules ?? []
        for step in made.first(where: { $0.end == .destination })?.rules ?? [] {
            guard case .half(let inside, let outside, let links) = step.content else {
                try result.add(step)
                continue
            }
            let place = rest.firstIndex { $0.content == step.content }
            var match = RuleMatch()
            match.links = links
            let action = NATAction.oneToOne(inside: inside, outside: outside)
            guard let place, !rest[..<place].contains(where: \.isHalf),
                let rule = try? NATRule(action, match)
            else {
                try list.skip(step.word.fault(.unsupported(.prefixTranslation)))
                continue
            }
            for before in rest[..<place] { try result.add(before) }
            try result.add(Made(content: .rule(rule), word: step.word))
            rest.removeSubrange(...place)
        }
        for step in rest {
            if step.isHalf {
                try list.skip(step.word.fault(.unsupported(.prefixTranslation)))
            } else {
                try result.add(step)
            }
        }
        result.skipped = list.finished.skipped
        result.links = list.finished.links
        return result
    }
}

extension TranslationMaker.Made {
    fileprivate var isHalf: Bool {
        guard case .half = content else { return false }
        return true
    }
}

extension ForeignTranslation {
    /// Adds a rule; what is asked twice was decided the first time.
    fileprivate mutating func add(_ made: TranslationMaker.Made) throws(ForeignFault) {
        guard case .rule(let rule) = made.content, !rules.contains(rule) else { return }
        guard rules.count < NATRules.limit else {
            throw made.word.fault(.tooManyRules(limit: NATRules.limit))
        }
        rules.append(rule)
    }
}
