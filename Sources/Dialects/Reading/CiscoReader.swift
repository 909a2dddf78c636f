import Firewall
import Timeline
import Wire

/// Reads extended access lists of Cisco IOS: one about IPv4 and one about IPv6, or those that are bound to interfaces.
struct CiscoReader {
    /// An entry of a list.
    private struct Entry {
        let list: String
        let step: ChainProgram.Step
    }

    private var lines: LineReader
    private var list: ForeignList
    private let chain: RuleChain
    private var entries: [Entry] = []
    /// The lists in the order of the file, and the family of each.
    private var names: [(word: Word, family: IPFamily)] = []
    private var bindings: CiscoBindings
    private var groups = CiscoGroups()
    private var place = Place()

    /// What the line before leaves open.
    private struct Place {
        /// The list being read; nil outside of lists.
        var list: (name: String, family: IPFamily)?
        /// The remark for the next rule.
        var remark: RuleName?
    }

    init(_ bytes: [UInt8], _ list: ForeignList, _ chain: RuleChain, _ budget: Budget) {
        lines = LineReader(bytes, budget)
        bindings = CiscoBindings(budget)
        self.list = list
        self.chain = chain
    }

    mutating func read() throws(ForeignFault) -> ForeignRules {
        while lines.advance() {
            do throws(ForeignFault) { try readLine() } catch { try list.skip(error) }
        }
        guard !names.isEmpty, bindings.isEmpty || chain != .output else {
            throw ForeignFault(line: max(lines.number, 1), range: 0..<0, problem: .noList)
        }
        if bindings.isEmpty { try writeAlone() } else { try writeBound() }
        return list.finished
    }

    /// Writes the lists of a file that binds none: they are about all packets of their families.
    private mutating func writeAlone() throws(ForeignFault) {
        for family in IPFamily.allCases {
            let own = names.filter { $0.family == family }
            if own.count > 1 { throw own[1].word.fault(.secondList) }
        }
        for entry in entries {
            do throws(ForeignFault) {
                try entry.step.word.blamed { () throws(ForeignProblem) in
                    guard case .action(let action) = entry.step.target else { return }
                    try list.add(entry.step.draft, action, isEnabled: entry.step.isEnabled)
                }
            } catch { try list.skip(error) }
        }
        guard let six = names.first(where: { $0.family == .v6 }) else { return }
        let key = CiscoBindings.key(six.word.text, .v6)
        let last = entries.last { $0.list == key && $0.step.isEnabled }
        if last?.step.draft.isUnconditional ?? false { return }
        try six.word.answers(for: try list.add(Self.discovery(), .allow))
    }

    /// Writes the lists that are bound, each for the packets of its interface and direction.
    private mutating func writeBound() throws(ForeignFault) {
        list.defaultAction = .allow
        for (name, family) in names {
            guard bindings.isBound(name.text, family) else {
                list.note(name.fault(.unbound))
                continue
            }
            let key = CiscoBindings.key(name.text, family)
            for entry in entries where entry.list == key {
                try bindings.program.append(entry.step, to: key)
            }
            var rest = RuleDraft()
            rest.family = family
            let discovery = try name.answers(for: try Self.discovery())
            if family == .v6 { try bindings.end(key, discovery, .allow, name) }
            try bindings.end(key, rest, .deny, name)
        }
        for fault in try bindings.bind(in: chain, names.map { ($0.word.text, $0.family) }) {
            try list.skip(fault)
        }
        try ChainWriter.write(bindings.program, into: &list)
    }

    /// Neighbour discovery, which a list of IPv6 lets through before it denies everything else.
    private static func discovery() throws(ForeignProblem) -> RuleDraft {
        var draft = RuleDraft()
        draft.family = .v6
        try draft.narrow(protocols: [.icmpv6])
        try draft.narrow(.icmpType, to: [135, 136])
        return draft
    }

    private mutating func readLine() throws(ForeignFault) {
        if let start = lines.rest(after: "!off ") {
            // What was no rule is a comment like any other.
            if place.list != nil, var words = try? lines.words(.none, from: start) {
                try? readEntry(&words, isEnabled: false)
            }
            return
        }
        let isIndented = lines.line.first == UInt8(ascii: " ")
        if lines.line.first(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: "!") { return }
        var words = try lines.words(.none)
        guard let first = words.peek else { return }
        if isIndented, try bindings.readLine(&words) { return }
        if try groups.readLine(&words) { return }
        bindings.endInterface()
        switch first.text {
        case "ip", "Extended": try openList(&words, .v4)
        case "ipv6", "IPv6": try openList(&words, .v6)
        case "interface":
            place = Place()
            try bindings.openInterface(&words)
        case "object-group":
            place = Place()
            try groups.open(&words)
        case "access-list":
            _ = try words.next()
            let number = try words.next()
            guard let value = Int(number.text),
                (100...199).contains(value) || (2000...2699).contains(value)
            else { throw number.fault(.badValue(.notANumber)) }
            open(number, .v4)
            try readEntry(&words, isEnabled: true)
        case "end", "exit": place.list = nil
        default:
            guard place.list != nil else { throw first.fault(.unknownWord) }
            try readEntry(&words, isEnabled: true)
        }
    }

    /// Reads `ip access-list extended NAME`, `ipv6 access-list NAME`, or how `show access-lists` says it.
    private mutating func openList(_ words: inout Words, _ new: IPFamily) throws(ForeignFault) {
        let first = try words.next()
        place.list = nil
        if ["Extended", "IPv6"].contains(first.text) {
            if first.text == "Extended", !words.take("IP") { throw first.fault(.unknownWord) }
            guard words.take("access"), words.take("list") else { throw first.fault(.unknownWord) }
        } else {
            guard words.take("access-list") else { throw first.fault(.unknownWord) }
            if new == .v4, !words.take("extended") { throw try words.next().fault(.unknownWord) }
        }
        open(try words.next(), new)
    }

    private mutating func open(_ name: Word, _ new: IPFamily) {
        let key = CiscoBindings.key(name.text, new)
        if place.list?.name != key { place.remark = nil }
        place.list = (key, new)
        if names.contains(where: { $0.word.text == name.text && $0.family == new }) { return }
        names.append((name, new))
        bindings.program.declare(key)
    }

    private mutating func readEntry(_ words: inout Words, isEnabled: Bool) throws(ForeignFault) {
        guard let (key, family) = place.list else { return }
        if words.take("sequence") { _ = try words.next() }
        if let word = words.peek, Int(word.text) != nil { _ = try words.next() }
        if words.take("remark") {
            var text = ""
            while !words.isAtEnd { text += (text.isEmpty ? "" : " ") + (try words.next().text) }
            if isEnabled { place.remark = RuleName(comment: text) }
            return
        }
        let word = try words.next()
        let action: Action
        switch word.text {
        case "permit": action = .allow
        case "deny": action = .deny
        default: throw word.fault(.unknownWord)
        }
        var name = place.remark
        place.remark = nil
        var parser = CiscoEntryParser(words, family: family, groups)
        try parser.parse()
        for draft in parser.drafts {
            for made in parser.isLogged ? [Action.log, action] : [action] {
                var draft = draft
                draft.name = name
                name = nil
                // What it can't become is found where it stands.
                if isEnabled { _ = try word.answers(for: try draft.matches()) }
                entries.append(
                    Entry(
                        list: key,
                        step: ChainProgram.Step(
                            draft: draft, target: .action(made), isEnabled: isEnabled, word: word)))
            }
        }
    }
}
