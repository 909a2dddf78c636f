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
        case .moved(let move): write(move)
        case .kept(let name, let state):
            page.line(
                Say.placeKept, (.name, name), (.time, state.instant), (.count, state.rules),
                (.total, state.packets))
        case .forked(let name, let left, _):
            page.line(
                left == nil ? Say.forked : .forkedFrom, (.name, name), (.target, left ?? ""))
        case .trail(let rows): write(rows)
        case .narration(let paragraphs, let isEnd): write(paragraphs, isEnd)
        case .lesson(let rows):
            let columns = Columns(.left(1), .right(4, after: 1), .rest(after: 2))
            for row in rows where page.goesOn {
                page.row(columns, Mark(Say.isNext, row.isNext), row.number, row.command)
            }
        case .mayAnswer: page.line(Say.askAlone)
        case .said(let number, let text): page.line(Say.said, (.number, number), (.text, text))
        case .asked(let question, let choices):
            page.lend(PredictionWriter.self) { $0.write(question, choices) }
        case .voted(let choices, let first, let second):
            page.lend(PredictionWriter.self) { $0.write(choices, first, second) }
        case .predicted(let result): page.lend(PredictionWriter.self) { $0.write(result) }
        case .language:
            page.line(
                Say.language,
                (.members, Listed(SpokenLanguage.allCases.map(\.rawValue), last: .and)))
        case .theme(let theme): write(theme)
        case .explained(let term, let rule): write(term, rule)
        case .terms(let terms): write(terms)
        case .linesCounted(let count): page.line(Say.linesCounted, (.count, count))
        case .linesSaved(let count, let file):
            page.line(Say.linesSaved, (.count, count), (.file, file))
        case .noLine(let text): page.line(Say.noLine, (.text, Quoted(text)))
        case .pageSaved(let file): page.line(Say.pageSaved, (.file, file))
        case .transcriptStarted(let file): page.line(Say.transcriptStarted, (.file, file))
        case .transcriptStopped: page.line(Say.transcriptStopped)
        case .ended(let end): page.line(Say.ended, (.reason, end))
        case .interrupted(let file, let line):
            page.line(Say.interrupted, (.line, line), (.file, file))
        }
    }

    private mutating func write(_ terms: [Term]) {
        let columns = Columns(.fitting(terms.map(\.rawValue), after: 2))
        for term in terms { page.row(columns, term.rawValue, term) }
    }

    private mutating func write(_ theme: ColourTheme?) {
        page.line(
            theme == nil ? Say.themeNotChosen : .theme, (.name, theme?.rawValue ?? ""),
            (.members, Listed(ColourTheme.allCases.map(\.rawValue), last: .and)))
    }

    /// Paragraphs with an empty line around each.
    private mutating func write(_ paragraphs: [String], _ isEnd: Bool) {
        for paragraph in paragraphs {
            page.endLine()
            page.prose([paragraph], .strong)
        }
        if !paragraphs.isEmpty { page.endLine() }
        if isEnd { page.line(Say.lessonEnd) }
    }

    private mutating func write(_ move: TrailMove) {
        let state = move.state
        if let line = move.line {
            page.line(
                Say.moved, (.line, line), (.time, state.instant), (.count, state.rules),
                (.total, state.packets))
        } else {
            page.line(
                Say.movedToStart, (.time, state.instant), (.count, state.rules),
                (.total, state.packets))
        }
        if let first = move.taken.first, let last = move.taken.last {
            move.taken.count == 1
                ? page.line(in: 2, Say.takenBack, (.line, first))
                : page.line(
                    in: 2, Say.severalTakenBack, (.count, move.taken.count), (.first, first),
                    (.last, last))
        }
        for tunnel in move.tunnels.renewed {
            page.line(in: 2, Say.tunnelRenewed, (.tunnel, tunnel.name))
        }
        for tunnel in move.tunnels.reopened {
            page.line(in: 2, Say.tunnelReopened, (.tunnel, tunnel.name))
        }
        for name in move.tunnels.closed { page.line(in: 2, Say.tunnelNotYet, (.tunnel, name)) }
        for name in move.tunnels.missing {
            page.line(in: 2, Say.tunnelMissing, (.tunnel, name), (.name, name))
        }
    }

    /// The places of the way, that where one is behind a mark, a branch further in than what it left.
    private mutating func write(_ rows: [TrailRow]) {
        let columns = Columns(.left(1), .right(4, after: 1), .left(16, after: 2), .rest(after: 1))
        for row in rows where page.goesOn {
            let indent = String(repeating: "  ", count: row.depth)
            page.row(
                columns, Mark(Say.isHere, row.isHere), row.number,
                row.names.joined(separator: ", "),
                (page.layout == .grid ? indent : "")
                    + (row.line ?? Say.beginning.text(in: page.language)))
        }
    }

    /// What a word of the subject means, and where it is met.
    private mutating func write(_ term: Term, _ rule: ListedRule?) {
        page.put(term.rawValue, .strong)
        page.put(": \(term.text(in: page.language))")
        page.endLine()
        let place = term.place
        if let (rfc, section) = place.reference {
            page.line(in: 2, Say.reference, (.number, rfc), (.text, section))
        }
        page.line(in: 2, Say.lookAt, (.text, place.look), (.file, place.lab(in: page.language)))
        guard let rule else { return }
        page.line(
            in: 2, Say.ruleHere, (.number, rule.number), (.rule, rule.rule), (.count, rule.hits))
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
            for line in row.command.details(in: page.language) { page.row(text, line) }
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
        case .noneReach: page.say(Say.noPacketThere)
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
        case .reach(let answer): answer.write(on: &page)
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

/// The mark of one line among others: an arrow's head, or a word.
private struct Mark: Written {
    let word: LabPhrase
    let isSet: Bool

    init(_ word: LabPhrase, _ isSet: Bool) {
        self.word = word
        self.isSet = isSet
    }

    func write(on page: inout Page) {
        guard isSet else { return }
        if page.layout == .grid { page.put(">") } else { page.say(word) }
    }
}
