import Commands
import Dialects
import Events
import Firewall
import Grammar
import Timeline

/// Reads a file of rules as a whole, or not at all: Garita's own commands, or another firewall's format.
struct RuleFileReader {
    /// The rules of a file.
    struct Loaded {
        /// The rules, at a firewall with the reader's links.
        let set: RuleSet
        /// The lines of another firewall's file that were left out.
        var skipped: [ForeignFault] = []
        /// The names that stand for links, and that the file does not have.
        var unused: [String] = []
    }

    /// The lists of a file, and its address translation.
    struct LoadedAll {
        var lists: [Loaded] = []
        /// Nil where the file says nothing about it.
        var translation: ForeignTranslation?
    }

    private let name: String
    private let text: ForeignText
    private let links: ForeignLinks
    private let names: (zones: [LinkZone], nodes: NodeTable)
    private let table: CommandTable<LabCommand>
    private let budget: Budget

    /// The longest file of rules, in bytes.
    static let sizeLimit = 64 << 20

    /// A reader of the text of a file that a person calls `name`, for a firewall that knows these links, zones and nodes.
    init(
        _ name: String, _ text: ForeignText, links: ForeignLinks,
        names: (zones: [LinkZone], nodes: NodeTable),
        table: CommandTable<LabCommand>, _ budget: Budget
    ) {
        self.name = name
        self.text = text
        self.links = links
        self.names = names
        self.table = table
        self.budget = budget
    }

    /// The rules of the text, as a list about the packets of `chain`; with names in front only those of that list.
    ///
    /// - Throws: `CommandFault` when it can't be understood, or the budget ends.
    func read(
        as format: RuleFormat?, isLenient: Bool, about chain: RuleChain
    ) throws(CommandFault) -> Loaded {
        let bytes = Self.unmarked(text.bytes)
        guard let dialect = Self.dialect(of: bytes, format) else {
            let own = try ownRules(bytes, named: chain)
            return Loaded(set: own.first ?? empty(about: chain))
        }
        return try foreignRules(bytes, dialect, isLenient: isLenient, about: chain, .unread)
    }

    /// The rules of the text that may be about several lists, and about address translation: those that it has.
    ///
    /// `rewritesDestinations` says whether the node does so where the file says nothing about it.
    ///
    /// - Throws: `CommandFault` when it can't be understood, or the budget ends.
    func readAll(
        as format: RuleFormat?, isLenient: Bool, rewritesDestinations: Bool
    ) throws(CommandFault) -> LoadedAll {
        let bytes = Self.unmarked(text.bytes)
        guard let dialect = Self.dialect(of: bytes, format) else {
            return LoadedAll(lists: try ownRules(bytes, named: nil).map { Loaded(set: $0) })
        }
        guard dialect.saysChains(bytes, budget) else {
            return LoadedAll(lists: [
                try foreignRules(
                    bytes, dialect, isLenient: isLenient, about: .forward, .unread)
            ])
        }
        let translation = try foreignTranslation(bytes, dialect, isLenient: isLenient)
        let rewrites =
            translation?.rewritesDestinations ?? rewritesDestinations
        let beside = BesideTranslation.read(rewritesDestinations: rewrites)
        var lists: [Loaded] = []
        var missing: CommandFault?
        for chain in [RuleChain.forward, .input, .output] {
            do throws(CommandFault) {
                lists.append(
                    try foreignRules(
                        bytes, dialect, isLenient: isLenient, about: chain, beside))
            } catch {
                guard case .ruleFile(_, .foreign(let fault)) = error, fault.problem == .noList
                else { throw error }
                missing = missing ?? error
            }
        }
        if let missing, lists.isEmpty, translation == nil { throw missing }
        // What one list passes over because another has it is said by nobody, and what all pass over once.
        var told: [ForeignFault] = []
        for place in lists.indices {
            lists[place].skipped.removeAll { fault in
                fault.problem == .otherTraffic || told.contains(fault)
            }
            told += lists[place].skipped
        }
        var all = LoadedAll(lists: lists, translation: translation)
        all.translation?.leaveOut(told)
        return all
    }

    /// Editors elsewhere put a mark of their own in front of UTF-8.
    private static func unmarked(_ text: [UInt8]) -> [UInt8] {
        text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
    }

    /// The language of a text; nil for Garita's own.
    static func dialect(of text: [UInt8], _ format: RuleFormat?) -> Dialect? {
        let bytes = unmarked(text)
        return format == .garita ? nil : format?.dialect ?? Dialect.detect(bytes)
    }

    private func foreignTranslation(
        _ bytes: [UInt8], _ dialect: Dialect, isLenient: Bool
    ) throws(CommandFault) -> ForeignTranslation? {
        let translation: ForeignTranslation?
        do throws(ForeignFault) {
            translation = try dialect.readTranslation(
                bytes, isLenient: isLenient, links: links, budget)
        } catch {
            try spend()
            throw .ruleFile(name, .foreign(text.located(error)))
        }
        try spend()
        return translation?.located(in: text)
    }

    private func foreignRules(
        _ bytes: [UInt8], _ dialect: Dialect, isLenient: Bool, about chain: RuleChain,
        _ beside: BesideTranslation
    ) throws(CommandFault) -> Loaded {
        let foreign: ForeignRules
        do {
            foreign = try dialect.read(
                bytes, isLenient: isLenient, links: links, chain: chain, beside: beside, budget)
        } catch {
            try spend()
            throw .ruleFile(name, .foreign(text.located(error)))
        }
        try spend()
        var set = empty(about: chain)
        do {
            try set.load(
                foreign.rules.map { ($0.rule, $0.isEnabled) }, sets: foreign.sets,
                defaultAction: foreign.defaultAction, links: foreign.links, budget)
        } catch {
            throw .rules(error.fault)
        }
        return Loaded(set: set, skipped: foreign.skipped.map(text.located))
    }

    private func empty(about chain: RuleChain) -> RuleSet {
        var set = RuleSet(links: links.known, about: chain)
        set.setLinks(links.known, zones: names.zones)
        set.setNodes(names.nodes)
        return set
    }

    private func spend() throws(CommandFault) {
        guard !budget.spend(Budget.item), let end = budget.end else { return }
        throw .ended(end)
    }

    /// Reads Garita's own format: commands about rules and sets, a line each, behind the name of a list where it is not
    /// `forward`.
    ///
    /// With a list named, lines without names are about it, unless other lines of the file have names; then only its own
    /// lines count.
    ///
    /// - Returns: The lists that the file has, in the order of its first lines; without any line the one that is meant.
    private func ownRules(
        _ bytes: [UInt8], named: RuleChain?
    ) throws(CommandFault) -> [RuleSet] {
        var drafts: [(isNamed: Bool, draft: RuleListDraft)] = []
        // Whoever has ended the command does not wait until what was read is given back.
        defer { if budget.end != nil { budget.keep(drafts) } }
        var number = 0
        var start = 0
        while start < bytes.count {
            var end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let next = end + 1
            if end > start, bytes[end - 1] == 0x0D { end -= 1 }
            number += 1
            try spend()
            let text = Array(bytes[start..<end])
            start = next
            if drafts.isEmpty, Self.isForeign(text) {
                throw .ruleFile(name, .unknownFormat)
            }
            do throws(RuleListDraft.Fault) {
                let subject = SubjectLine(text, table) { _ in false }
                guard let command = try ownCommand(subject.rest) else { continue }
                let list = subject.subject.list?.value
                // Without a list in front of `rule load` it makes no difference whether `forward` is said.
                let isNamed = list != nil && (named != nil || list != .forward)
                let meant = list ?? named ?? .forward
                let place =
                    drafts.firstIndex { $0.isNamed == isNamed && $0.draft.list == meant }
                    ?? drafts.count
                if place == drafts.count { drafts.append((isNamed, RuleListDraft(meant))) }
                try drafts[place].draft.take(command, line: number)
            } catch {
                throw .ruleFile(name, error.located(number, text))
            }
        }
        if let named {
            let areNamed = drafts.contains { $0.isNamed } && named != .forward
            drafts.removeAll { $0.draft.list != named || (areNamed && !$0.isNamed) }
        }
        if drafts.isEmpty { drafts.append((false, RuleListDraft(named ?? .forward))) }
        return try sets(of: drafts.map(\.draft))
    }

    private func sets(of drafts: [RuleListDraft]) throws(CommandFault) -> [RuleSet] {
        var sets: [RuleSet] = []
        for var draft in drafts {
            defer { if budget.end != nil { budget.keep(draft) } }
            var made: [LinkName] = []
            for place in draft.rules.indices { name(&draft.rules[place].rule.match, &made) }
            var set = empty(about: draft.list)
            do throws(RuleSet.LoadFault) {
                try draft.load(into: &set, links: made, budget)
            } catch {
                try spend()
                throw .ruleFile(name, .rules(line: draft.line(of: error.index), error.fault))
            }
            sets.append(set)
        }
        return sets
    }

    /// Puts the links of the gateway in the place of the names that stand for them; others are made.
    private func name(_ match: inout RuleMatch, _ made: inout [LinkName]) {
        let (links, outLinks) = (named(match.links, &made), named(match.outLinks, &made))
        if links != match.links { match.links = links }
        if outLinks != match.outLinks { match.outLinks = outLinks }
    }

    private func named(_ written: [LinkName], _ made: inout [LinkName]) -> [LinkName] {
        var named: [LinkName] = []
        for link in written {
            let meant = links.names.filter { $0.name == link.rawValue }.map(\.link)
            for link in meant.isEmpty ? [link] : meant where !named.contains(link) {
                named.append(link)
            }
        }
        for link in named
        where !links.known.contains(link) && !made.contains(link)
            && !names.zones.contains(where: { $0.name == link })
        {
            made.append(link)
        }
        return named
    }

    /// Whether a line that is no comment begins with no word of a rule file, so that the file is none.
    private static func isForeign(_ text: [UInt8]) -> Bool {
        guard let line = try? CommandLine(text) else { return !text.starts(with: "rule ".utf8) }
        guard let first = line.tokens.first else { return false }
        let word = line.text(of: first)
        return !["rule", "set"].contains(word) && RuleChain(rawValue: word) == nil
    }

    private func ownCommand(_ text: [UInt8]) throws(RuleListDraft.Fault) -> LabCommand? {
        do throws(UsageFault) {
            let line = try CommandLine(text)
            return line.isEmpty ? nil : try table.parse(line)
        } catch {
            throw .usage(error)
        }
    }
}
