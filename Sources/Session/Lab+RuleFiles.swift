import Commands
import Dialects
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Timeline

/// Files of rules.
extension Lab {
    /// Reads the rules of a file into a set of their own.
    func ruleSet(
        from file: Placed<String>, as format: RuleFormat? = nil, isLenient: Bool = false
    ) throws(LabFault) -> RuleFileReader.Loaded {
        let bytes = try read(file, limit: RuleFileReader.sizeLimit)
        let reader = RuleFileReader(
            file.value, links: firewall.links, table: table, budget)
        do {
            return try reader.read(bytes, as: format, isLenient: isLenient)
        } catch {
            throw .command(error, file.range)
        }
    }

    func load(
        _ file: Placed<String>, as format: RuleFormat?, isLenient: Bool
    ) throws(LabFault) -> [RuleEvent] {
        let result = try ruleSet(from: file, as: format, isLenient: isLenient)
        let loaded = result.set
        do {
            try firewall.load(
                loaded.entries.map { ($0.rule, $0.isEnabled) }, sets: loaded.settings.sets,
                defaultAction: loaded.settings.defaultAction, order: loaded.settings.order,
                budget)
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
                text += try dialect.write(firewall, budget)
            } catch {
                throw .command(
                    .ruleFile(
                        file.value, .unwritable(number: error.number, error.problem)), file.range)
            }
        } else {
            text = RuleFile.text(of: firewall, budget)
        }
        try spend(at: file.range)
        try write(file, over: .savedRules) { output throws(SystemFault) in
            try output.write(text.span)
            return true
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
    var dialect: Dialect? {
        guard case .dialect(let dialect) = self else { return nil }
        return dialect
    }
}

extension Dialect {
    /// What a comment begins with.
    fileprivate var commentSign: String { self == .cisco ? "!" : "#" }
}
