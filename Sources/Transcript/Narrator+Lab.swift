import Commands
import Events
import Fabric
import Firewall
import Timeline
import Wire

extension Narrator {
    mutating func tell(_ event: SessionEvent) {
        switch event {
        case .seeded(let seed):
            page.line(
                "keys of new tunnels and the chance of links come from seed \(seed), "
                    + "which everybody can repeat")
        case .clock(let instant):
            page.put(instant)
            page.endLine()
        case .waited(let duration, let instant):
            page.put(duration)
            page.put(" later: ")
            page.put(instant)
            page.endLine()
        case .counters(let counters): tell(counters)
        case .gateway(let gateway, _, true):
            page.line("rules, sets, flows and policies are those of \(gateway.text) now")
        case .gateway(let gateway, let names, false):
            page.line("\(gateway.text) is in use, of \(names.joined(separator: " and "))")
        case .help(let rows, let isBrief): if isBrief { summary(rows) } else { pages(rows) }
        case .history(let lines):
            for (index, line) in lines.enumerated() {
                page.put(index + 1, width: 5)
                page.line("  \(line)")
            }
        case .transcriptStarted(let file): page.line("the transcript goes to \(file)")
        case .transcriptStopped: page.line("the transcript is complete")
        case .interrupted(let file, let line):
            page.line("interrupted before line \(line) of \(file)")
        }
    }

    private mutating func tell(_ counters: PacketCounters) {
        page.put("packets made            ")
        page.put(counters.made, width: 9)
        page.endLine()
        page.put("delivered               ")
        page.put(counters.delivered, width: 9)
        page.endLine()
        if counters.departed > 0 {
            page.put("left                    ")
            page.put(counters.departed, width: 9)
            page.line("  for the other end of a tunnel, in another process")
        }
        for reason in DropReason.allCases where counters.dropped(reason) > 0 {
            page.put(reason.rawValue, width: 24)
            page.put(counters.dropped(reason), width: 9)
            page.put("  ")
            page.line(Self.explanation(of: reason))
        }
        page.put("under way               ")
        page.put(counters.underway, width: 9)
        page.endLine()
        if counters.strangers > 0 {
            page.put("from strangers          ")
            page.put(counters.strangers, width: 9)
            page.endLine()
        }
        guard counters.attacks > 0 else { return }
        page.put("from the attacker       ")
        page.put(counters.attacks, width: 9)
        page.endLine()
    }

    private mutating func summary(_ rows: [HelpRow]) {
        let width = (rows.map(\.command.rawValue.utf8.count).max() ?? 0) + 2
        for row in rows {
            page.put("  ")
            page.put(row.command.rawValue, width: width)
            page.line(row.command.summary)
        }
        page.line("`help COMMAND` explains one; at the prompt, ? and TAB show what can come next.")
    }

    private mutating func pages(_ rows: [HelpRow]) {
        for (index, row) in rows.enumerated() {
            if index > 0 { page.endLine() }
            page.begin(.strong)
            page.put(row.usage)
            page.end()
            page.endLine()
            page.line("  \(row.command.summary)")
            for line in row.command.details { page.line("  \(line)") }
            for example in row.examples { page.line("    \(example)") }
        }
    }

    mutating func tell(_ event: ExpectationEvent) {
        switch event {
        case .met:
            page.put("as expected", .good)
            page.endLine()
        case .failed(let claim, let outcome):
            page.put("expectation failed", .bad)
            page.put(": expected ")
            put(claim)
            page.put(", got ")
            put(outcome)
            page.endLine()
        }
    }

    private mutating func put(_ claim: Claim) {
        switch claim {
        case .delivered: page.put("delivered")
        case .verdict(let action, let decider):
            page.put(Self.participle(of: action))
            if let decider { put(decider) }
        case .refused(let reason):
            page.put("refused")
            if let reason { page.put(" because \(reason.rawValue)") }
        case .reply(let text):
            page.put("reply ")
            page.put(quoted: text)
        case .error: page.put("an error")
        case .none(let action): page.put("no packet to be \(Self.participle(of: action))")
        case .sameAs(let file): page.put("the same verdicts as \(file)")
        }
    }

    private mutating func put(_ outcome: Outcome?) {
        switch outcome {
        case nil: page.put("nothing: no packet has been sent or tested")
        case .accepted: page.put("a command that was carried out")
        case .search(let answer): put(answer)
        case .difference(let comparison):
            guard let group = comparison.groups.first else {
                page.put("no answer: ")
                return put(comparison.bound)
            }
            page.put("another one for ")
            page.put(raw: group.witness.packet)
        case .test(let judgement):
            put([judgement])
            page.put(", and nothing was sent")
        case .packet(let judgements, let drop):
            put(judgements)
            // Who was stopped by rules was not stopped by anything else.
            if let last = judgements.last, last.verdict.action != .allow { return }
            if !judgements.isEmpty { page.put(", ") }
            put(end: drop)
        case .departed(let judgements):
            put(judgements)
            if !judgements.isEmpty { page.put(", ") }
            page.put("left for another process")
        case .attack(let drop): put(end: drop)
        case .message(let drop, let reply):
            if let reply {
                page.put("reply ")
                page.put(quoted: reply)
            } else {
                put(end: drop)
            }
        }
    }

    /// `allowed by rule 2, denied at gw-b by default`.
    private mutating func put(_ judgements: [Judgement]) {
        for (place, judgement) in judgements.enumerated() {
            if place > 0 { page.put(", ") }
            page.put(Self.participle(of: judgement.verdict.action))
            put(judgement.gateway)
            put(judgement.verdict.decider)
        }
    }

    private mutating func put(end drop: DropReason?) {
        if let drop {
            page.put("refused because \(drop.rawValue)")
        } else {
            page.put("delivered")
        }
    }
}
