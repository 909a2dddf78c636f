import Fabric
import Firewall
package import Network
import Wire

/// `allowed by rule 2: allow port 22`; with the gateway and the list where they do not go without saying.
struct VerdictText: Written {
    let verdict: Verdict
    let rule: Rule?
    var gateway: GatewayName?
    var list = RuleChain.forward

    func write(on page: inout Page) {
        let tone = verdict.action == .allow ? Page.Tone.good : .bad
        DecisionText(
            action: verdict.action, decider: verdict.decider, gateway: gateway, list: list,
            tone: tone
        ).write(on: &page)
        page.put(": ")
        if let rule { page.put(rule) } else { page.say(VerdictPhrase.noRuleMatches) }
    }
}

/// `allowed by rule 2 of the input list`; with the gateway and the list where they do not go without saying.
struct DecisionText: Written {
    let action: Action
    let decider: Decider?
    var gateway: GatewayName?
    var list = RuleChain.forward
    var tone: Page.Tone?

    func write(on page: inout Page) {
        let action = (Slot.action, Toned(action, tone))
        let place = (Slot.place, PlaceText(gateway: gateway))
        switch decider {
        case .rule(let number)?: page.say(VerdictPhrase.byRule, action, place, (.number, number))
        case .byDefault?: page.say(VerdictPhrase.byDefault, action, place)
        case nil: action.1.write(on: &page)
        }
        guard decider != nil, list != .forward else { return }
        page.put(" ")
        page.say(VerdictPhrase.ofList, (.name, list.rawValue))
    }
}

/// ` at gw-b`; nothing where that goes without saying.
private struct PlaceText: Written {
    let gateway: GatewayName?

    func write(on page: inout Page) {
        guard let gateway, !gateway.isUsual else { return }
        page.put(" ")
        page.say(VerdictPhrase.atGateway, (.name, gateway.text))
    }
}

extension VerdictRecord: Written {
    /// `allowed by rule 2: allow port 22`, with the gateway.
    func write(on page: inout Page) {
        VerdictText(verdict: verdict, rule: rule, gateway: gateway, list: list).write(on: &page)
    }

    /// `allowed by rule 2`, with the gateway.
    var decision: DecisionText {
        DecisionText(
            action: verdict.action, decider: verdict.decider, gateway: gateway, list: list)
    }
}

/// `allowed, rule 2`, for a column.
struct DecisionCell: Written {
    let action: Action
    let decider: Decider
    let tone: Page.Tone?

    func write(on page: inout Page) {
        Toned(action, tone).write(on: &page)
        page.put(", ")
        switch decider {
        case .rule(let number): page.say(VerdictPhrase.rule, (.number, number))
        case .byDefault: page.say(VerdictPhrase.standard)
        }
    }
}

/// `dropped: bad-icv, the ICV does not verify (RFC 4303 section 3.4.4.2)`.
struct RefusalText: Written {
    let reason: DropReason

    func write(on page: inout Page) {
        page.say(
            VerdictPhrase.dropped, (.reason, reason.rawValue), (.meaning, reason),
            (.source, SourceText(reason: reason)))
    }
}

/// ` (RFC 4303 section 3.4.4.2)` where a reason has a source.
struct SourceText: Written {
    let reason: DropReason

    func write(on page: inout Page) {
        guard !reason.source.isEmpty else { return }
        page.put(" (")
        Self.write(reason.source, on: &page)
        page.put(")")
    }

    /// Writes `RFC 4303 section 2` as the page's language says it.
    static func write(_ source: String, on page: inout Page) {
        let parts = source.split(separator: " section ", maxSplits: 1)
        guard parts.count == 2 else { return page.put(source) }
        page.say(
            VerdictPhrase.section, (.name, String(parts[0])), (.number, String(parts[1])))
    }
}

extension DropReason {
    /// Whether a firewall's verdict says it already.
    var isVerdict: Bool {
        switch self {
        case .deniedByRule, .deniedByDefault, .rejectedByRule, .rejectedByDefault: true
        default: false
        }
    }
}
