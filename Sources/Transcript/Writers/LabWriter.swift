import Commands
import Events
import Fabric
import Firewall
import Network
import Timeline
import Wire

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
        case .gateway(let gateway, let list, let names, let isChanged):
            page.line(
                isChanged ? Say.gatewayChanged : Say.gateway, (.name, gateway.text),
                (.members, Listed(names, last: .and)))
            if list != .forward { page.line(in: 2, Say.listInUse, (.name, list.rawValue)) }
        case .counters(let counters): write(counters)
        case .help(let rows, let isBrief):
            isBrief ? write(summaries: rows) : write(rows)
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

    /// One line for each command.
    private mutating func write(summaries rows: [HelpRow]) {
        let columns = Columns(.fitting(rows.map(\.command.rawValue), after: 2))
        for row in rows { page.row(columns, row.command.rawValue, row.command) }
        page.line(UsagePhrase.aboutHelp)
    }

    /// The pages of commands.
    private mutating func write(_ rows: [HelpRow]) {
        let (text, example) = (Columns(.rest(after: 2)), Columns(.rest(after: 4)))
        for (index, row) in rows.enumerated() {
            if index > 0 { page.endLine() }
            page.row(Columns(), Toned(row.usage, .strong))
            page.row(text, row.command)
            for line in row.command.details { page.row(text, line) }
            for line in row.examples { page.row(example, line) }
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

/// Says what comes of claims.
struct ExpectationWriter: Writer {
    private typealias Say = LabPhrase
    var page: Page

    mutating func write(_ event: ExpectationEvent) {
        switch event {
        case .met: page.line(Say.met)
        case .failed(let claim, let outcome):
            page.line(
                Say.failed, (.claim, claim), (.outcome, Optionally(outcome, else: Say.nothing)))
        }
    }
}

extension Claim: Written {
    func write(on page: inout Page) {
        typealias Say = LabPhrase
        switch self {
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

extension Outcome: Written {
    func write(on page: inout Page) {
        typealias Say = LabPhrase
        switch self {
        case .accepted: page.say(Say.carriedOut)
        case .search(let search): search.write(on: &page)
        case .difference(let comparison):
            guard let group = comparison.groups.first else {
                return page.say(ProofPhrase.noAnswer, (.limit, BoundText(bound: comparison.bound)))
            }
            page.say(Say.anotherOne, (.packet, group.witness.text))
        case .test(let verdict):
            verdict.decision.write(on: &page)
            page.put(", ")
            page.say(Say.nothingSent)
        case .packet(let verdicts, let drop):
            write(verdicts, &page)
            // Who was stopped by rules was not stopped by anything else.
            if let last = verdicts.last, last.action != .allow { return }
            if !verdicts.isEmpty { page.put(", ") }
            write(end: drop, &page)
        case .departed(let verdicts):
            write(verdicts, &page)
            if !verdicts.isEmpty { page.put(", ") }
            page.say(Say.leftHere)
        case .attack(let drop), .message(let drop, nil): write(end: drop, &page)
        case .message(_, let reply?): page.say(Say.reply, (.text, Quoted(reply)))
        }
    }

    /// `allowed by rule 2, denied at gw-b by default`.
    private func write(_ verdicts: [VerdictRecord], _ page: inout Page) {
        Listed(verdicts.map(\.decision)).write(on: &page)
    }

    private func write(end drop: DropReason?, _ page: inout Page) {
        if let drop {
            page.say(LabPhrase.refusedBecause, (.reason, drop.rawValue))
        } else {
            page.say(LabPhrase.delivered)
        }
    }
}
