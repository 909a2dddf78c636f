import Commands
import Dialects
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network
import Timeline
import Wire

/// Files of rules.
extension RuleOperations {
    /// Reads the rules of a file into a set of their own, about the packets of the list in use.
    ///
    /// - Throws: `LabFault` also where a name is said to stand for a link that the gateway does not have.
    func ruleSet(from load: RuleLoad) throws(LabFault) -> RuleSet {
        let (reader, _) = try reader(of: load)
        do {
            return try reader.read(
                as: load.format, isLenient: load.isLenient, about: network.list
            ).set
        } catch {
            throw .command(error, load.file.range)
        }
    }

    /// Reads the lists of a file; where somebody names a list, that one alone.
    private func lists(from load: RuleLoad) throws(LabFault) -> RuleFileReader.LoadedAll {
        let (reader, bytes) = try reader(of: load)
        var all = RuleFileReader.LoadedAll()
        do throws(CommandFault) {
            if let list = network.namedList {
                all.lists = [
                    try reader.read(
                        as: load.format, isLenient: load.isLenient, about: list)
                ]
            } else {
                all = try reader.readAll(
                    as: load.format, isLenient: load.isLenient,
                    rewritesDestinations: translator.rules.rewritesDestinations)
            }
        } catch {
            throw .command(error, load.file.range)
        }
        let names = (load.aliases?.value ?? []).map(\.name)
        let unused = try unused(names, in: bytes, at: load.file)
        // A file may be about address translation alone.
        if !all.lists.isEmpty { all.lists[0].unused = unused }
        return all
    }

    private var translator: Translator { network.fabric.stack(of: network.current).translator }

    /// What makes a network for the rules of a file, and the file.
    ///
    /// - Throws: `LabFault` also where the file is none of another firewall's.
    func netMaker(from load: RuleLoad) throws(LabFault) -> (NetFileMaker, ForeignText) {
        let (text, dialect) = try text(of: load)
        guard let dialect else {
            throw .command(.ruleFile(load.file.value, .unknownFormat), load.file.range)
        }
        let survey = dialect.survey(text.bytes, network.budget)
        try network.spend(at: load.file.range)
        let reserved = Set(table.nouns.map(\.text) + RuleChain.allCases.map(\.rawValue))
        return (NetFileMaker(survey, reserved: reserved), text)
    }

    /// The text of a file, with what it includes, and its language; nil for Garita's own.
    private func text(of load: RuleLoad) throws(LabFault) -> (ForeignText, Dialect?) {
        let limit = RuleFileReader.sizeLimit
        let bytes = try access.read(load.file, limit: limit)
        let dialect = RuleFileReader.dialect(of: bytes, load.format)
        guard dialect == .nft else { return (ForeignText(bytes), dialect) }
        let neighbours = try access.neighbours(of: load.file)
        let text = ForeignText(bytes, called: load.file.value, limit: limit, network.budget) {
            (pattern, limit) throws(InclusionProblem) in
            guard let neighbours else { throw .missing }
            return try neighbours.files(pattern, limit: limit)
        }
        try network.spend(at: load.file.range)
        return (text, dialect)
    }

    /// The lists of a file for a node of a network that is not there yet.
    func readAll(
        _ text: ForeignText, _ load: RuleLoad, at node: NodeID, of net: Topology,
        aliases: [(name: String, link: LinkName)]
    ) throws(LabFault) -> RuleFileReader.LoadedAll {
        let known = net[node].interfaces.map { net[$0.link].ruleName }
        let links = ForeignLinks(
            known, names: aliases, addresses: Self.addresses(of: node, in: net),
            own: Self.own(of: node, in: net), broadcasts: Self.broadcasts(of: node, in: net))
        let reader = RuleFileReader(
            load.file.value, text, links: links, names: ([], NodeTable()), table: table,
            network.budget)
        do throws(CommandFault) {
            return try reader.readAll(
                as: load.format, isLenient: load.isLenient, rewritesDestinations: false)
        } catch {
            throw .command(error, load.file.range)
        }
    }

    private static func own(of node: NodeID, in net: Topology) -> [IPAddress] {
        net[node].interfaces.flatMap { $0.addresses.map(\.address) }
    }

    /// The address of everybody on each of a node's links: the last one of its prefix (RFC 919), which prefixes of 31
    /// bits have not (RFC 3021).
    private static func broadcasts(of node: NodeID, in net: Topology) -> [IPv4Address] {
        net[node].interfaces.flatMap(\.addresses).compactMap { address in
            guard case .v4(let four) = address.address, address.length < 31 else { return nil }
            return IPv4Address(rawValue: four.rawValue | UInt32.max >> UInt32(address.length))
        }
    }

    /// A node's first IPv4 address on each of its links.
    private static func addresses(
        of node: NodeID, in net: Topology
    ) -> [LinkName: IPv4Address] {
        var addresses: [LinkName: IPv4Address] = [:]
        for interface in net[node].interfaces {
            guard case .v4(let address) = interface.address(.v4) else { continue }
            addresses[net[interface.link].ruleName] = address
        }
        return addresses
    }

    private func reader(of load: RuleLoad) throws(LabFault) -> (RuleFileReader, [UInt8]) {
        let (file, known) = (load.file, network.firewall.ownLinks)
        let aliases = load.aliases?.value ?? []
        for alias in aliases where !known.contains(alias.link) {
            throw .command(
                .noSuchLink(alias.link, at: network.gateway, known: known),
                load.aliases?.range ?? file.range)
        }
        let (text, _) = try text(of: load)
        let links = ForeignLinks(
            known, names: aliases.map { ($0.name, $0.link) },
            addresses: Self.addresses(of: network.current, in: network.fabric.topology),
            own: Self.own(of: network.current, in: network.fabric.topology),
            broadcasts: Self.broadcasts(of: network.current, in: network.fabric.topology))
        let reader = RuleFileReader(
            file.value, text, links: links,
            names: (network.firewall.zones, network.firewall.nodes), table: table,
            network.budget)
        return (reader, text.bytes)
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

    func load(_ load: RuleLoad) throws(LabFault) -> [LabEvent] {
        try put(try lists(from: load), from: load.file, at: network.current)
    }

    /// Puts what a file says in the place of a node's lists and address translation.
    func put(
        _ all: RuleFileReader.LoadedAll, from file: Placed<String>, at node: NodeID
    ) throws(LabFault) -> [LabEvent] {
        var changed: [RuleSet] = []
        var events: [LabEvent] = []
        for result in all.lists {
            let loaded = result.set
            var set = network.fabric[node][loaded.chain]
            // Most files declare chains in which they say nothing.
            if events.count > 0, loaded.isEmpty, set.isEmpty { continue }
            do {
                try set.load(
                    loaded.entries.map { ($0.rule, $0.isEnabled) }, sets: loaded.settings.sets,
                    defaultAction: loaded.settings.defaultAction, order: loaded.settings.order,
                    links: loaded.settings.links, network.budget)
            } catch {
                throw .command(network.fault(error.fault), file.range)
            }
            changed.append(set)
            events.append(
                .rule(
                    .loaded(
                        file.value, loaded.chain, count: loaded.count,
                        links: loaded.settings.links, skipped: result.skipped,
                        unused: result.unused)))
        }
        // Nothing has changed until all of it can be.
        if let translation = all.translation {
            events += try put(translation, from: file)
        }
        for set in changed { network.fabric[node][set.chain] = set }
        return events
    }

    /// Puts a file's address translation in the place of the node's; where neither has a rule, and nothing was left out,
    /// nothing is said.
    private func put(
        _ translation: ForeignTranslation, from file: Placed<String>
    ) throws(LabFault) -> [LabEvent] {
        let (node, old) = (network.current, translator.rules)
        let name = network.fabric.topology.name(of: node)
        if translation.rules.isEmpty, translation.skipped.isEmpty, old.isEmpty { return [] }
        guard network.fabric.topology[node].forwards || translation.rules.isEmpty else {
            throw .command(.noTranslation(name), file.range)
        }
        var history = translator.history
        let rules: NATRules
        do throws(NATRuleFault) { rules = try NATRules(translation.rules) } catch {
            throw .command(.translation(error), file.range)
        }
        history.note(old)
        try network.blaming(file.range) { () throws(FabricFault) in
            try network.fabric.setTranslation(rules, history, at: node)
        }
        return [
            .nat(
                .loaded(
                    file.value, node: name, count: rules.rules.count,
                    skipped: translation.skipped))
        ]
    }

    func save(_ file: Placed<String>, as format: RuleFormat?) throws(LabFault) -> [LabEvent] {
        let lists = listsToSave(hasChains: format?.dialect?.hasChains ?? true)
        // A list that is named is saved alone.
        let translation = network.namedList == nil ? translator.rules : NATRules()
        let hasTranslation = !translation.isEmpty && (format?.dialect?.hasTranslation ?? false)
        var text: [UInt8]
        if let dialect = format?.dialect {
            text = Array("\(dialect.commentSign) \(RuleFile.mark)\n".utf8)
            do {
                text += try dialect.write(lists, translation, network.budget)
            } catch {
                let fault: RuleFileFault =
                    error.isTranslation
                    ? .unwritableTranslation(number: error.number, error.problem)
                    : .unwritable(number: error.number, error.problem, in: error.chain)
                throw .command(.ruleFile(file.value, fault), file.range)
            }
        } else {
            text = RuleFile.text(of: lists, network.budget)
        }
        try network.spend(at: file.range)
        try access.write(file, over: .savedRules) { output throws(SystemFault) in
            try output.write(text.span)
            return true
        }
        return lists.map { .rule(.saved(file.value, $0.chain, count: $0.count)) }
            + (hasTranslation
                ? [.nat(.saved(file.value, count: translation.rules.count))] : [])
    }

    /// The list that somebody names; else `forward`, and the others that say anything where a file can tell them apart.
    private func listsToSave(hasChains: Bool) -> [RuleSet] {
        guard network.namedList == nil, hasChains else { return [network.firewall] }
        let node = network.current
        let own = [RuleChain.input, .output].map { network.fabric[node][$0] }
        return [network.fabric[node][.forward]] + own.filter { !$0.isEmpty }
    }
}

extension RuleSet {
    /// Whether it lets everything pass, and nothing is to be said about it.
    fileprivate var isEmpty: Bool {
        count == 0 && settings.defaultAction == .allow && settings.sets.isEmpty
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
