import Commands
import Events
import Firewall
import Timeline

extension RuleFinding: Written {
    /// What is the matter with a rule: the rest of a sentence that its number begins.
    func write(on page: inout Page) {
        typealias Say = ProofPhrase
        switch problem {
        case .neverMatches: writeCovered(&page)
        case .empty: page.say(Say.empty)
        case .needless:
            guard case .rule(let next)? = witness?.decider else {
                return page.say(Say.needless, (.rule, Say.standard))
            }
            page.say(Say.needless, (.rule, Composed { $0.say(Say.laterRules, (.number, next)) }))
        case .coveredEntries: page.say(Say.lists, (.members, CoveredText(entries: covered)))
        case .unknown: page.say(Say.notKnown, (.limit, BoundText(bound: bound)))
        }
    }

    private func writeCovered(_ page: inout Page) {
        typealias Say = ProofPhrase
        let isOne = by.count == 1
        let takes = isDuplicate ? Say.sameQuestion : isOne ? .oneTakesAll : .severalTakeAll
        let does: ProofPhrase =
            switch agreement {
            case .same: isOne ? .oneDoesTheSame : .severalDoTheSame
            case .other: isOne ? .oneDoesOtherwise : .severalDoOtherwise
            case .mixed, nil: .someDoOtherwise
            }
        let kind: ProofPhrase =
            agreement != .same ? .shadowed : isDuplicate ? .duplicate : .redundant
        page.say(
            Say.neverMatches, (.rule, NumbersText(numbers: by)), (.what, takes), (.action, does),
            (.name, kind))
    }
}

/// `10.0.0.0/16, which adds nothing to 10.0.0.0/8`.
struct CoveredText: Written {
    /// Never empty.
    let entries: [CoveredEntry]

    func write(on page: inout Page) {
        typealias Say = ProofPhrase
        page.say(Say.addsNothing, (.text, entries[0].entry), (.what, entries[0].cover))
        guard entries.count > 1 else { return }
        page.say(Say.moreAddNothing, (.count, entries.count - 1))
    }
}

/// `rule 3`, or `rules 1, 2 and 5`.
struct NumbersText: Written {
    let numbers: [Int]

    func write(on page: inout Page) {
        typealias Say = ProofPhrase
        guard numbers.count > 1 else { return page.say(Say.rule, (.number, numbers.first ?? 0)) }
        let others = numbers.count - Self.shown
        let members = Composed { page in
            if others > 0 {
                let first = Listed(Array(numbers.prefix(Self.shown)))
                page.say(Say.andMore, (.first, first), (.count, others))
            } else {
                page.put(Listed(numbers, last: .and))
            }
        }
        page.say(Say.rules, (.members, members))
    }

    /// How many rules of a covering set are named.
    private static let shown = 12
}

/// The bound at which a search ended without an answer.
struct BoundText: Written {
    let bound: ProofBound?

    func write(on page: inout Page) {
        typealias Say = ProofPhrase
        switch bound {
        case .boxes(let number):
            page.say(Say.tooManyBoxes, (.number, number), (.limit, RuleBoxes<UInt32>.limit))
        case .parts(let limit): page.say(Say.tooManyParts, (.limit, limit))
        case .ended(let end): page.put(end)
        case nil: page.say(Say.boundMet)
        }
    }
}

extension Budget.End: Written {
    /// Why a search or a loop ended before it was done.
    func write(on page: inout Page) {
        switch self {
        case .interrupted: page.say(ProofPhrase.interrupted)
        case .late: page.say(ProofPhrase.late)
        }
    }
}

extension Decider: Written {
    /// `by rule 2`.
    func write(on page: inout Page) {
        switch self {
        case .rule(let number): page.say(VerdictPhrase.onlyByRule, (.number, number))
        case .byDefault: page.say(VerdictPhrase.onlyByDefault)
        }
    }
}

/// That a rule with a limit, which is read before the decider, lets the packet go on only at times.
struct LimitText: Written {
    let number: Int?

    func write(on page: inout Page) {
        guard let number else { return }
        page.put(", ")
        page.say(ProofPhrase.onceLimitUsed, (.number, number))
    }
}

extension Witness {
    /// The packet, as it can be typed.
    var text: Characters { Characters(packet[...]) }
    /// The command that shows it.
    var test: Composed {
        Composed { page in
            if list == .forward {
                page.say(ProofPhrase.test, (.packet, text))
            } else {
                page.say(ProofPhrase.testOfList, (.name, list.rawValue), (.packet, text))
            }
        }
    }
    /// On what condition its decider decides.
    var limit: LimitText { LimitText(number: limited) }
}

extension SearchAnswer: Written {
    /// How a search that should have found nothing ended.
    func write(on page: inout Page) {
        if let witness {
            page.put(witness.text)
            page.put(" ")
            page.put(witness.decider)
            page.put(witness.limit)
        } else if let bound {
            page.say(ProofPhrase.noAnswer, (.limit, BoundText(bound: bound)))
        } else {
            page.say(ProofPhrase.none)
        }
    }
}
