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

    private let name: String
    private let links: ForeignLinks
    private let table: CommandTable<LabCommand>
    private let budget: Budget

    /// The longest file of rules, in bytes.
    static let sizeLimit = 64 << 20

    /// A reader of the file that a person calls `name`.
    init(
        _ name: String, links: ForeignLinks, table: CommandTable<LabCommand>, _ budget: Budget
    ) {
        self.name = name
        self.links = links
        self.table = table
        self.budget = budget
    }

    /// The rules of a text.
    ///
    /// - Throws: `CommandFault` when it can't be understood, or the budget ends.
    func read(
        _ text: [UInt8], as format: RuleFormat?, isLenient: Bool
    ) throws(CommandFault) -> Loaded {
        var bytes = text
        // Editors elsewhere put a mark of their own in front of UTF-8.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if format == .garita { return Loaded(set: try ownRules(bytes)) }
        guard let dialect = format?.dialect ?? Dialect.detect(bytes) else {
            return Loaded(set: try ownRules(bytes))
        }
        let foreign: ForeignRules
        do {
            foreign = try dialect.read(bytes, isLenient: isLenient, links: links, budget)
        } catch {
            try spend()
            throw .ruleFile(name, .foreign(error))
        }
        try spend()
        var set = RuleSet(links: links.known)
        do {
            try set.load(
                foreign.rules.map { ($0.rule, $0.isEnabled) }, sets: foreign.sets,
                defaultAction: foreign.defaultAction, links: foreign.links, budget)
        } catch {
            throw .rules(error.fault)
        }
        return Loaded(set: set, skipped: foreign.skipped)
    }

    private func spend() throws(CommandFault) {
        guard !budget.spend(Budget.item), let end = budget.end else { return }
        throw .ended(end)
    }

    /// Reads Garita's own format: commands about rules and sets, a line each.
    private func ownRules(_ bytes: [UInt8]) throws(CommandFault) -> RuleSet {
        var set = RuleSet(links: links.known)
        var made: [LinkName] = []
        var rules: [(rule: Rule, isEnabled: Bool)] = []
        var lines: [Int] = []
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
            if rules.isEmpty, Self.isForeign(text) {
                throw .ruleFile(name, .unknownFormat)
            }
            do throws(OwnFault) {
                guard let command = try ownCommand(text) else { continue }
                try Self.apply(command, to: &set, &rules)
                if rules.count > lines.count {
                    lines.append(number)
                    name(&rules[rules.count - 1].rule.match, &made)
                }
            } catch {
                throw .ruleFile(name, error.located(number, text))
            }
        }
        do {
            try set.load(
                rules, sets: set.settings.sets, defaultAction: set.settings.defaultAction,
                order: set.settings.order, links: made, budget)
        } catch {
            try spend()
            let line = lines.indices.contains(error.index) ? lines[error.index] : number
            throw .ruleFile(name, .rules(line: line, error.fault))
        }
        return set
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
        for link in named where !links.known.contains(link) && !made.contains(link) {
            made.append(link)
        }
        return named
    }

    /// Whether a line that is no comment begins with no word of a rule file, so that the file is none.
    private static func isForeign(_ text: [UInt8]) -> Bool {
        guard let line = try? CommandLine(text) else { return !text.starts(with: "rule ".utf8) }
        guard let first = line.tokens.first else { return false }
        return !["rule", "set"].contains(line.text(of: first))
    }

    /// What is wrong with a line of Garita's own format.
    private enum OwnFault: Error {
        case usage(UsageFault)
        case rules(RuleSetFault)
        case notARule

        func located(_ line: Int, _ text: [UInt8]) -> RuleFileFault {
            switch self {
            case .usage(let fault): .usage(line: line, fault, text: text)
            case .rules(let fault): .rules(line: line, fault)
            case .notARule: .notARule(line: line)
            }
        }
    }

    private func ownCommand(_ text: [UInt8]) throws(OwnFault) -> LabCommand? {
        do throws(UsageFault) {
            let line = try CommandLine(text)
            return line.isEmpty ? nil : try table.parse(line)
        } catch {
            throw .usage(error)
        }
    }

    private static func apply(
        _ command: LabCommand, to set: inout RuleSet,
        _ rules: inout [(rule: Rule, isEnabled: Bool)]
    ) throws(OwnFault) {
        switch command {
        case .rule(.add(let rule, at: nil, range: _)):
            guard rules.count < RuleSet.limit else { throw .rules(.full(limit: RuleSet.limit)) }
            rules.append((rule, true))
        case .rule(.setEnabled(let place, false)):
            guard case .number(let number) = place.value else { throw .notARule }
            guard rules.indices.contains(number - 1) else {
                throw .rules(.noSuchRule(number, count: rules.count))
            }
            rules[number - 1].isEnabled = false
        case .rule(.setDefault(let action)): set.setDefault(action)
        case .rule(.setOrder(let order)): set.setOrder(order)
        case .set(.add(let name, let members)):
            do {
                _ = try set.add(members.map(\.value), to: name.value)
            } catch {
                throw .rules(error)
            }
        default: throw .notARule
        }
    }
}
