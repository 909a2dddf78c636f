import Commands
import Events
import Fabric
import Firewall
import Timeline
import Wire

/// What happens to the lab itself.
enum LabPhrase: Int, Phrase {
    static let texts = PhraseTexts(of: Self.self)

    case seeded, later, gatewayChanged, gateway, and, transcriptStarted, transcriptStopped,
        interrupted, ended
    case made, delivered, left, leftWhere, underWay, fromStrangers, fromAttacker
}

/// Says what happens to the lab itself.
struct LabWriter: Writer {
    private typealias Say = LabPhrase
    var page: Page

    mutating func write(_ event: SessionEvent) {
        switch event {
        case .seeded(let seed): page.line(Say.seeded, (.seed, seed))
        case .clock(let instant): page.row(Columns(), instant)
        case .waited(let duration, let instant):
            page.line(Say.later, (.time, duration), (.total, instant))
        case .gateway(let gateway, let names, let isChanged):
            page.line(
                isChanged ? Say.gatewayChanged : Say.gateway, (.name, gateway.text),
                (.members, Self.list(names)))
        case .counters(let counters): write(counters)
        case .help(let rows, let isBrief):
            page.lend(HelpWriter.self) { isBrief ? $0.write(summaries: rows) : $0.write(rows) }
        case .history(let lines):
            let columns = Columns(.right(5), .rest(after: 2))
            for (index, line) in lines.enumerated() where page.goesOn {
                page.row(columns, index + 1, line)
            }
        case .transcriptStarted(let file): page.line(Say.transcriptStarted, (.file, file))
        case .transcriptStopped: page.line(Say.transcriptStopped)
        case .ended(let end): page.line(Say.ended, (.reason, end))
        case .interrupted(let file, let line):
            page.line(Say.interrupted, (.line, line), (.file, file))
        }
    }

    private static func list(_ names: [String]) -> Composed {
        Composed { page in
            guard let last = names.last, names.count > 1 else {
                return Listed(names).write(on: &page)
            }
            page.say(Say.and, (.first, Listed(Array(names.dropLast()))), (.last, last))
        }
    }

    private mutating func write(_ counters: PacketCounters) {
        page.row(Self.counters, Say.made, counters.made)
        page.row(Self.counters, Say.delivered, counters.delivered)
        if counters.departed > 0 {
            page.row(Self.counters, Say.left, counters.departed, Say.leftWhere)
        }
        for reason in DropReason.allCases where counters.dropped(reason) > 0 {
            page.row(Self.counters, reason.rawValue, counters.dropped(reason), reason)
        }
        page.row(Self.counters, Say.underWay, counters.underway)
        if counters.strangers > 0 {
            page.row(Self.counters, Say.fromStrangers, counters.strangers)
        }
        if counters.attacks > 0 { page.row(Self.counters, Say.fromAttacker, counters.attacks) }
    }

    private static let counters = Columns(.left(24), .right(9), .rest(after: 2))
}

/// What comes of claims.
enum ExpectationPhrase: Int, Phrase {
    static let texts = PhraseTexts(of: Self.self)

    case met, failed
    case delivered, refused, refusedBecause, reply, anError, noPacket, sameVerdicts
    case nothing, carriedOut, anotherOne, nothingSent, left
}

/// Says what comes of claims.
struct ExpectationWriter: Writer {
    private typealias Say = ExpectationPhrase
    var page: Page

    mutating func write(_ event: ExpectationEvent) {
        switch event {
        case .met: page.line(Say.met)
        case .failed(let claim, let outcome):
            page.line(
                Say.failed, (.claim, ClaimText(claim: claim)),
                (.outcome, OutcomeText(outcome: outcome)))
        }
    }
}

private struct ClaimText: Written {
    let claim: Claim

    func write(on page: inout Page) {
        typealias Say = ExpectationPhrase
        switch claim {
        case .delivered: page.say(Say.delivered)
        case .verdict(let action, let decider):
            DecisionText(action: action, decider: decider).write(on: &page)
        case .refused(nil): page.say(Say.refused)
        case .refused(let reason?): page.say(Say.refusedBecause, (.reason, reason.rawValue))
        case .reply(let text): page.say(Say.reply, (.text, Quoted(text)))
        case .error: page.say(Say.anError)
        case .none(let action): page.say(Say.noPacket, (.action, action))
        case .sameAs(let file): page.say(Say.sameVerdicts, (.file, file))
        }
    }
}

private struct OutcomeText: Written {
    let outcome: Outcome?

    func write(on page: inout Page) {
        typealias Say = ExpectationPhrase
        switch outcome {
        case nil: page.say(Say.nothing)
        case .accepted: page.say(Say.carriedOut)
        case .search(let search): search.write(on: &page)
        case .difference(let comparison):
            guard let group = comparison.groups.first else {
                return page.say(ProofPhrase.noAnswer, (.limit, BoundText(bound: comparison.bound)))
            }
            page.say(Say.anotherOne, (.packet, group.witness.text))
        case .test(let judgement):
            judgement.decision.write(on: &page)
            page.put(", ")
            page.say(Say.nothingSent)
        case .packet(let judgements, let drop):
            write(judgements, &page)
            // Who was stopped by rules was not stopped by anything else.
            if let last = judgements.last, last.verdict.action != .allow { return }
            if !judgements.isEmpty { page.put(", ") }
            write(end: drop, &page)
        case .departed(let judgements):
            write(judgements, &page)
            if !judgements.isEmpty { page.put(", ") }
            page.say(Say.left)
        case .attack(let drop), .message(let drop, nil): write(end: drop, &page)
        case .message(_, let reply?): page.say(Say.reply, (.text, Quoted(reply)))
        }
    }

    /// `allowed by rule 2, denied at gw-b by default`.
    private func write(_ judgements: [Judgement], _ page: inout Page) {
        Listed(judgements.map(\.decision)).write(on: &page)
    }

    private func write(end drop: DropReason?, _ page: inout Page) {
        if let drop {
            page.say(ExpectationPhrase.refusedBecause, (.reason, drop.rawValue))
        } else {
            page.say(ExpectationPhrase.delivered)
        }
    }
}
