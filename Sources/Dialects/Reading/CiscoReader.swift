import Firewall
import Timeline
import Wire

/// Reads extended access lists of Cisco IOS: one about IPv4, one about IPv6, or both.
struct CiscoReader {
    private var lines: LineReader
    private var list: ForeignList
    /// The name, or number, of the list of each family.
    private var names: [IPFamily: String] = [:]
    /// The family of the list being read; nil outside of lists.
    private var family: IPFamily?
    /// The remark for the next rule.
    private var remark: RuleName?
    /// Whether the last rule of the IPv6 list takes everything.
    private var isSixClosed = false

    init(_ bytes: [UInt8], _ list: ForeignList, _ budget: Budget) {
        lines = LineReader(bytes, budget)
        self.list = list
    }

    mutating func read() throws(ForeignFault) -> ForeignRules {
        while lines.advance() {
            do throws(ForeignFault) { try readLine() } catch {
                if error.problem == .secondList { throw error }
                try list.skip(error)
            }
        }
        let end = ForeignFault(line: max(lines.number, 1), range: 0..<0, problem: .noList)
        guard !names.isEmpty else { throw end }
        if names[.v6] != nil, !isSixClosed {
            // Neighbour discovery is let through before everything else is denied.
            var draft = RuleDraft()
            draft.family = .v6
            do throws(ForeignProblem) {
                try draft.narrow(protocols: [.icmpv6])
                try draft.narrow(.icmpType, to: [135, 136])
                try list.add(draft, .allow)
            } catch {
                throw ForeignFault(line: end.line, range: 0..<0, problem: error)
            }
        }
        return list.finished
    }

    private mutating func readLine() throws(ForeignFault) {
        if let start = lines.rest(after: "!off ") {
            // What was no rule is a comment like any other.
            if family != nil, var words = try? lines.words(.none, from: start) {
                try? readEntry(&words, isEnabled: false)
            }
            return
        }
        if lines.line.first(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: "!") { return }
        var words = try lines.words(.none)
        guard let first = words.peek else { return }
        switch first.text {
        case "ip", "Extended": try openList(&words, .v4)
        case "ipv6", "IPv6": try openList(&words, .v6)
        case "access-list":
            _ = try words.next()
            let number = try words.next()
            guard let value = Int(number.text),
                (100...199).contains(value) || (2000...2699).contains(value)
            else { throw number.fault(.badValue(.notANumber)) }
            try open(number, .v4)
            try readEntry(&words, isEnabled: true)
        case "end", "exit": family = nil
        default:
            guard family != nil else { throw first.fault(.unknownWord) }
            try readEntry(&words, isEnabled: true)
        }
    }

    /// Reads `ip access-list extended NAME`, `ipv6 access-list NAME`, or how `show access-lists` says it.
    private mutating func openList(_ words: inout Words, _ new: IPFamily) throws(ForeignFault) {
        let first = try words.next()
        family = nil
        if ["Extended", "IPv6"].contains(first.text) {
            if first.text == "Extended", !words.take("IP") { throw first.fault(.unknownWord) }
            guard words.take("access"), words.take("list") else { throw first.fault(.unknownWord) }
        } else {
            guard words.take("access-list") else { throw first.fault(.unknownWord) }
            if new == .v4, !words.take("extended") { throw try words.next().fault(.unknownWord) }
        }
        try open(try words.next(), new)
    }

    private mutating func open(_ name: Word, _ new: IPFamily) throws(ForeignFault) {
        if let old = names[new], old != name.text { throw name.fault(.secondList) }
        names[new] = name.text
        if family != new { remark = nil }
        family = new
    }

    private mutating func readEntry(_ words: inout Words, isEnabled: Bool) throws(ForeignFault) {
        guard let family else { return }
        if words.take("sequence") { _ = try words.next() }
        if let word = words.peek, Int(word.text) != nil { _ = try words.next() }
        if words.take("remark") {
            var text = ""
            while !words.isAtEnd { text += (text.isEmpty ? "" : " ") + (try words.next().text) }
            if isEnabled { remark = RuleName(comment: text) }
            return
        }
        let word = try words.next()
        let action: Action
        switch word.text {
        case "permit": action = .allow
        case "deny": action = .deny
        default: throw word.fault(.unknownWord)
        }
        let name = remark
        remark = nil
        var parser = CiscoEntryParser(words, family: family)
        try parser.parse()
        parser.draft.name = name
        let isLogged = parser.isLogged
        try word.blamed { () throws(ForeignProblem) in
            if isLogged {
                try list.add(parser.draft, .log, isEnabled: isEnabled)
                parser.draft.name = nil
            }
            try list.add(parser.draft, action, isEnabled: isEnabled)
        }
        if family == .v6, isEnabled { isSixClosed = parser.draft.isUnconditional }
    }
}
