import Commands
import Dialects
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Timeline

/// Files of rules.
extension RuleOperations {
    /// Reads the rules of a file into a set of their own.
    func ruleSet(
        from file: Placed<String>, as format: RuleFormat? = nil, isLenient: Bool = false
    ) throws(LabFault) -> RuleFileReader.Loaded {
        let bytes = try access.read(file, limit: RuleFileReader.sizeLimit)
        let reader = RuleFileReader(
            file.value, links: network.firewall.links, table: table, network.budget)
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
            try network.firewall.load(
                loaded.entries.map { ($0.rule, $0.isEnabled) }, sets: loaded.settings.sets,
                defaultAction: loaded.settings.defaultAction, order: loaded.settings.order,
                network.budget)
        } catch {
            throw .command(.rules(error.fault), file.range)
        }
        return [.loaded(file.value, count: loaded.count, skipped: result.skipped)]
    }

    func save(_ file: Placed<String>, as format: RuleFormat?) throws(LabFault) -> [RuleEvent] {
        var text: [UInt8]
        if let dialect = format?.dialect {
            text = Array("\(dialect.commentSign) \(RuleFile.mark)\n".utf8)
            do {
                text += try dialect.write(network.firewall, network.budget)
            } catch {
                throw .command(
                    .ruleFile(
                        file.value, .unwritable(number: error.number, error.problem)), file.range)
            }
        } else {
            text = RuleFile.text(of: network.firewall, network.budget)
        }
        try network.spend(at: file.range)
        try access.write(file, over: .savedRules) { output throws(SystemFault) in
            try output.write(text.span)
            return true
        }
        return [.saved(file.value, count: network.firewall.count)]
    }
}

extension RuleFormat {
    /// Another network.firewall's; nil for Garita's own.
    var dialect: Dialect? {
        guard case .dialect(let dialect) = self else { return nil }
        return dialect
    }
}

extension Dialect {
    /// What a comment begins with.
    fileprivate var commentSign: String { self == .cisco ? "!" : "#" }
}
