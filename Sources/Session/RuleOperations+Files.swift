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
    ///
    /// - Throws: `LabFault` also where a name is said to stand for a link that the gateway does not have.
    func ruleSet(from load: RuleLoad) throws(LabFault) -> RuleFileReader.Loaded {
        let (file, known) = (load.file, network.firewall.ownLinks)
        let aliases = load.aliases?.value ?? []
        for alias in aliases where !known.contains(alias.link) {
            throw .command(
                .noSuchLink(alias.link, at: network.gateway, known: known),
                load.aliases?.range ?? file.range)
        }
        let bytes = try access.read(file, limit: RuleFileReader.sizeLimit)
        let links = ForeignLinks(known, names: aliases.map { ($0.name, $0.link) })
        let reader = RuleFileReader(file.value, links: links, table: table, network.budget)
        var loaded: RuleFileReader.Loaded
        do {
            loaded = try reader.read(bytes, as: load.format, isLenient: load.isLenient)
        } catch {
            throw .command(error, file.range)
        }
        loaded.unused = try unused(aliases.map(\.name), in: bytes, at: file)
        return loaded
    }

    /// Those of the names that stand nowhere in a file.
    private func unused(
        _ names: [String], in bytes: [UInt8], at file: Placed<String>
    ) throws(LabFault) -> [String] {
        var missing = names
        var start = 0
        while !missing.isEmpty, start < bytes.count {
            let end = bytes[start...].firstIndex { !Self.isOfName($0) } ?? bytes.count
            if end > start {
                missing.removeAll { $0.utf8.elementsEqual(bytes[start..<end]) }
                try network.spend(at: file.range)
            }
            start = end + 1
        }
        return missing
    }

    /// Whether a byte can stand in the name of a link.
    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }

    func load(_ load: RuleLoad) throws(LabFault) -> [RuleEvent] {
        let result = try ruleSet(from: load)
        let (file, loaded) = (load.file, result.set)
        do {
            try network.firewall.load(
                loaded.entries.map { ($0.rule, $0.isEnabled) }, sets: loaded.settings.sets,
                defaultAction: loaded.settings.defaultAction, order: loaded.settings.order,
                links: loaded.settings.links, network.budget)
        } catch {
            throw .command(network.fault(error.fault), file.range)
        }
        return [
            .loaded(
                file.value, count: loaded.count, links: loaded.settings.links,
                skipped: result.skipped, unused: result.unused)
        ]
    }

    func save(_ file: Placed<String>, as format: RuleFormat?) throws(LabFault) -> [RuleEvent] {
        let rules = network.firewall
        var text: [UInt8]
        if let dialect = format?.dialect {
            text = Array("\(dialect.commentSign) \(RuleFile.mark)\n".utf8)
            do {
                text += try dialect.write(rules, network.budget)
            } catch {
                throw .command(
                    .ruleFile(
                        file.value, .unwritable(number: error.number, error.problem)), file.range)
            }
        } else {
            text = RuleFile.text(of: rules, network.budget)
        }
        try network.spend(at: file.range)
        try access.write(file, over: .savedRules) { output throws(SystemFault) in
            try output.write(text.span)
            return true
        }
        return [.saved(file.value, count: rules.count)]
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
