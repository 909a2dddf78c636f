import Commands
import Events
import Firewall
import Network
import Wire

/// Says why rules matched or did not, each reason in a line some blanks from the left.
struct MissWriter: Writer {
    private typealias Say = VerdictPhrase
    var page: Page

    /// Why the rules before the deciding one did not match.
    mutating func write(
        _ misses: NearMisses, of fields: PacketFields, _ context: PacketContext, in margin: Int
    ) {
        for miss in misses.shown {
            page.fill(margin)
            write(miss, fields, context)
            page.endLine()
        }
        let rest = misses.count - misses.shown.count
        guard rest > 0 else { return }
        page.fill(margin)
        page.say(Say.more, (.count, rest))
        page.endLine()
    }

    // MARK: - The way through a list

    /// The rules that a packet passed, each with a few words of what did not match; in the last row what decided.
    mutating func write(_ path: RulePath) {
        let (misses, verdict) = (path.misses, path.verdict)
        page.line(
            Say.path, (.number, path.number), (.packet, PacketText(path.fields)),
            (.name, verdict.list.rawValue))
        page.heads(of: Self.path)
        for miss in misses.shown {
            page.row(Self.path, miss.number, MissText(miss: miss, fields: path.fields), miss.rule)
        }
        let rest = misses.count - misses.shown.count
        if rest > 0 { page.line(in: 6, Say.more, (.count, rest)) }
        let action = Toned(verdict.action, verdict.action == .allow ? .good : .bad)
        switch verdict.decider {
        case .rule(let number):
            let decides = Optionally(verdict.rule, else: "")
            page.row(Self.path, number, DecidingText(phrase: .decides, action: action), decides)
        case .byDefault:
            page.row(
                Self.path, RulePhrase.any, DecidingText(phrase: .allElse, action: action), "",
                then: RulePhrase.fallback, (.action, verdict.action.rawValue))
        }
    }

    private static let path = Columns(
        .right(4).named(RulePhrase.number), .left(26, after: 2).named(Say.pathMatch),
        .rest(after: 2).named(RulePhrase.saying))

    private mutating func write(
        _ miss: NearMiss, _ fields: PacketFields, _ context: PacketContext
    ) {
        let number = (Slot.number, miss.number)
        guard let field = miss.field else { return page.say(Say.onlyLogs, number) }
        let wanted = (
            Slot.wanted,
            WantedText(field: field, match: miss.rule.match, family: fields.source.family)
        )
        switch field {
        case .limit:
            page.say(
                miss.rule.limit?.isOver == true ? Say.within : .limit, number,
                (.limit, Optionally(miss.rule.limit, else: "")))
        case .sourcePort where fields.sourcePort == nil,
            .destinationPort where fields.destinationPort == nil:
            page.say(Say.noPorts, number, wanted)
        default:
            let found = FoundText(field: field, fields: fields, context: context)
            page.say(
                field == .flags ? Say.areOther : Say.isOther, number, (.field, field),
                (.found, found), wanted)
        }
    }

    /// What of the packet the deciding rule asked about, in one line; nothing for a rule about everything.
    mutating func write(
        matched rule: Rule, _ fields: PacketFields, _ context: PacketContext, in margin: Int
    ) {
        var isFirst = true
        for field in rule.match.fields {
            if isFirst {
                page.fill(margin)
                page.say(Say.matched)
            } else {
                page.put(",")
            }
            isFirst = false
            page.put(" ")
            let found = FoundText(field: field, fields: fields, context: context)
            page.say(Say.field, (.field, field), (.found, found))
        }
        if !isFirst { page.endLine() }
    }
}

/// Why a rule did not decide, in two or three words.
private struct MissText: Written {
    let miss: NearMiss
    let fields: PacketFields

    func write(on page: inout Page) {
        switch miss.field {
        case nil: page.say(VerdictPhrase.pathLogs)
        case .limit? where miss.rule.limit?.isOver == true: page.say(VerdictPhrase.pathWithin)
        case .limit?: page.say(VerdictPhrase.pathLimit)
        case .sourcePort? where fields.sourcePort == nil,
            .destinationPort? where fields.destinationPort == nil:
            page.say(VerdictPhrase.pathNoPorts)
        case .flags?: page.say(VerdictPhrase.pathDiffer, (.field, RuleField.flags))
        case let field?: page.say(VerdictPhrase.pathDiffers, (.field, field))
        }
    }
}

/// What decided, and how.
private struct DecidingText: Written {
    let phrase: VerdictPhrase
    let action: Toned<Action>

    func write(on page: inout Page) { page.say(phrase, (.action, action)) }
}

/// What a packet has in a field that rules ask about.
private struct FoundText: Written {
    let field: RuleField
    let fields: PacketFields
    let context: PacketContext

    func write(on page: inout Page) {
        switch field {
        case .proto: page.put(fields.proto)
        case .source: page.put(fields.source)
        case .destination: page.put(fields.destination)
        case .sourcePort: write(fields.sourcePort, &page)
        case .destinationPort: write(fields.destinationPort, &page)
        case .icmpType: write(fields.icmpType, &page)
        case .icmpCode: write(fields.icmpCode, &page)
        case .flags: write(fields.tcpFlags, &page)
        case .number(let number):
            page.put { number.write(number.row.read(fields), to: &$0) }
        case .link: write(context.link?.rawValue, &page)
        case .outLink: write(context.out?.rawValue, &page)
        case .state: page.put(context.state.rawValue)
        case .limit: break
        }
    }

    private func write(_ value: (some Written)?, _ page: inout Page) {
        if let value { value.write(on: &page) } else { page.say(VerdictPhrase.none) }
    }
}

/// What a rule wants a field to be; with the family where only that is another: `not 10.0.0.0/8 (IPv4)`.
private struct WantedText: Written {
    let field: RuleField
    let match: RuleMatch
    let family: IPFamily

    func write(on page: inout Page) {
        page.put { match.write(field, to: &$0) }
        let addresses: AddressMatch?
        switch field {
        case .source: addresses = match.source
        case .destination: addresses = match.destination
        default: return
        }
        guard let families = addresses?.families, families.count == 1, families[0] != family else {
            return
        }
        page.put(families[0] == .v4 ? " (IPv4)" : " (IPv6)")
    }
}
