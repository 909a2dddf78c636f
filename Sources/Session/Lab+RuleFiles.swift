import Commands
import Dialects
import EventLoop
import Events
import Fabric
import Firewall
import Grammar

/// A rule set read from a file.
struct LoadedRules {
    /// The rules, at a firewall like the lab's.
    let set: RuleSet
    /// The lines of another firewall's file that were left out.
    var skipped: [ForeignFault] = []
}

/// Files of rules: read as a whole or not at all.
extension Lab {
    /// The longest file of rules, in bytes.
    static let ruleFileLimit = 64 << 20

    /// Reads the rules of a file into a set of their own.
    func ruleSet(
        from file: Placed<String>, as format: RuleFormat?, isLenient: Bool
    ) throws(LabFault) -> LoadedRules {
        var bytes = try read(file, limit: Self.ruleFileLimit)
        // Editors elsewhere put a mark of their own in front of UTF-8.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if format == .garita || (format == nil && Dialect.detect(bytes) == nil) {
            return LoadedRules(set: try ownRules(bytes, file))
        }
        guard let dialect = format?.dialect ?? Dialect.detect(bytes) else {
            throw .command(.ruleFile(file.value, .unknownFormat), file.range)
        }
        return try foreignRules(bytes, file, dialect, isLenient: isLenient)
    }

    private func foreignRules(
        _ bytes: [UInt8], _ file: Placed<String>, _ dialect: Dialect, isLenient: Bool
    ) throws(LabFault) -> LoadedRules {
        let foreign: ForeignRules
        do {
            foreign = try dialect.read(bytes, isLenient: isLenient)
        } catch {
            throw .command(.ruleFile(file.value, .foreign(error)), file.range)
        }
        var set = RuleSet(links: firewall.links)
        do {
            try set.load(
                foreign.rules.map { ($0.rule, $0.isEnabled) }, sets: foreign.sets,
                defaultAction: foreign.defaultAction)
        } catch {
            throw .command(.rules(error.fault), file.range)
        }
        return LoadedRules(set: set, skipped: foreign.skipped)
    }

    /// Reads Garita's own format: commands about rules and sets, a line each.
    private func ownRules(_ bytes: [UInt8], _ file: Placed<String>) throws(LabFault) -> RuleSet {
        var set = RuleSet(links: firewall.links)
        var rules: [(rule: Rule, isEnabled: Bool)] = []
        var lines: [Int] = []
        var number = 0
        var start = 0
        while start < bytes.count {
            var end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let next = end + 1
            if end > start, bytes[end - 1] == 0x0D { end -= 1 }
            number += 1
            try spend(at: file.range)
            let text = Array(bytes[start..<end])
            start = next
            if rules.isEmpty, Self.isForeign(text) {
                throw .command(.ruleFile(file.value, .unknownFormat), file.range)
            }
            do throws(OwnFault) {
                guard let command = try ownCommand(text) else { continue }
                try Self.apply(command, to: &set, &rules)
                if rules.count > lines.count { lines.append(number) }
            } catch {
                throw .command(.ruleFile(file.value, error.located(number, text)), file.range)
            }
        }
        do {
            try set.load(
                rules, sets: set.settings.sets, defaultAction: set.settings.defaultAction,
                order: set.settings.order)
        } catch {
            let line = lines.indices.contains(error.index) ? lines[error.index] : number
            throw .command(.ruleFile(file.value, .rules(line: line, error.fault)), file.range)
        }
        return set
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

    // MARK: - Loading and saving

    func load(
        _ file: Placed<String>, as format: RuleFormat?, isLenient: Bool
    ) throws(LabFault) -> [RuleEvent] {
        let result = try ruleSet(from: file, as: format, isLenient: isLenient)
        let loaded = result.set
        do {
            try firewall.load(
                loaded.entries.map { ($0.rule, $0.isEnabled) }, sets: loaded.settings.sets,
                defaultAction: loaded.settings.defaultAction, order: loaded.settings.order)
        } catch {
            throw .command(.rules(error.fault), file.range)
        }
        return [.loaded(FiledRules(file.value, count: loaded.count, skipped: result.skipped))]
    }

    func save(_ file: Placed<String>, as format: RuleFormat?) throws(LabFault) -> [RuleEvent] {
        var text: [UInt8]
        if let dialect = format?.dialect {
            text = Array("\(dialect.commentSign) \(RuleFile.mark)\n".utf8)
            do {
                text += try dialect.write(firewall)
            } catch {
                throw .command(
                    .ruleFile(
                        file.value, .unwritable(number: error.number, error.problem)), file.range)
            }
        } else {
            text = RuleFile.text(of: firewall)
        }
        try write(file, over: .savedRules) { output throws(SystemFault) in
            try output.write(text.span)
        }
        return [.saved(FiledRules(file.value, count: firewall.count))]
    }
}

extension FileMark {
    /// What a file of rules begins with.
    fileprivate static var savedRules: FileMark {
        FileMark(length: RuleFile.markLength, otherwise: .notSavedRules, isLabs: RuleFile.isMarked)
    }
}

extension RuleFormat {
    /// Another firewall's; nil for Garita's own.
    fileprivate var dialect: Dialect? {
        guard case .dialect(let dialect) = self else { return nil }
        return dialect
    }
}

extension Dialect {
    /// What a comment begins with.
    fileprivate var commentSign: String { self == .cisco ? "!" : "#" }
}
