package import Timeline

/// Names a rule for as long as the lab runs, wherever it moves in the list; never used again.
package struct RuleID: Hashable, Sendable {
    /// The number; it has no meaning but to differ from every other.
    package let rawValue: UInt64
}

/// An ordered list of rules; the first that matches, in the order in which they are read, decides.
///
/// The list is the specification. A `ReadingPlan` answers the same question faster; it is made from the
/// list when a packet comes, and follows single changes of it.
package struct RuleSet: Sendable {
    /// A rule in the list, with what it has decided.
    package struct Entry: Sendable {
        /// The rule's name for the life of the lab.
        package let id: RuleID
        /// The rule.
        package internal(set) var rule: Rule
        /// Whether it is read.
        package internal(set) var isEnabled = true
        /// How many packets it has decided, or noted.
        package internal(set) var hits: UInt64 = 0
        /// How many bytes those packets had.
        package internal(set) var bytes: UInt64 = 0
        /// When the last of them came.
        package internal(set) var lastHit: Instant?
        /// The tokens of a rule with a limit.
        var bucket: TokenBucket?

        init(id: RuleID, rule: Rule) {
            self.id = id
            self.rule = rule
        }

        /// Whether a limit keeps it from taking another packet at an instant.
        func isHeldBack(at instant: Instant) -> Bool {
            guard let limit = rule.limit else { return false }
            // Nobody has taken anything out of a bucket that is not there.
            return (bucket?.hasToken(limit, at: instant) ?? true) == limit.isOver
        }

        /// Whether a packet that it would take but for its limit passes it by, and takes a token.
        func costsToken(at instant: Instant) -> Bool {
            rule.limit?.isOver == true && isHeldBack(at: instant)
        }
    }

    /// What holds for the list as a whole.
    package struct Settings: Hashable, Sendable {
        /// What happens to a packet that no rule decides about; never `log`.
        package internal(set) var defaultAction = Action.deny
        /// In which order the rules are read.
        package internal(set) var order = ReadingOrder.firstMatch
        /// The named sets, in the order in which they were made.
        package internal(set) var sets: [AddressSet] = []
        /// The links that only the rules know: a file named them, and nothing is at their other end.
        package internal(set) var links: [LinkName] = []
    }

    /// The rules in the order of their numbers.
    package internal(set) var entries: [Entry] = []
    /// What holds for the list as a whole.
    package internal(set) var settings = Settings()
    /// How many packets no rule decided about.
    package internal(set) var defaultHits: UInt64 = 0
    /// Which packets it is about, the links of the gateway, names for links, and the nodes of the network.
    private var scope: (chain: RuleChain, links: [LinkName], zones: [LinkZone], nodes: NodeTable)
    /// Counts the changes, so that what was true of the rules can be told from what is.
    package internal(set) var revision: UInt64 = 0
    var plan: ReadingPlan?
    var history = EditHistory()
    /// What has to be found in the list without reading it.
    package internal(set) var index = RuleIndex()

    /// The most rules that a list holds.
    package static let limit = 250_000

    /// An empty list for packets that come in over these links; it denies everything unless told otherwise.
    package init(
        links: [LinkName] = usualLinks, defaultAction: Action = .deny,
        about chain: RuleChain = .forward
    ) {
        precondition(
            (1...PacketSpace.linkLimit).contains(links.count), "a firewall has 1 to 12 links")
        scope = (chain, links, [], NodeTable())
        settings.defaultAction = defaultAction
    }

    /// The links of a firewall of which nobody says more.
    package static let usualLinks = [LinkName(rawValue: "lan-a"), LinkName(rawValue: "internet")]

    /// Which packets it is about.
    package var chain: RuleChain { scope.chain }

    /// The links of the gateway.
    package var ownLinks: [LinkName] { scope.links }

    /// The links over which packets can be said to come in: those of the gateway, then those that a file named.
    package var links: [LinkName] { settings.links.isEmpty ? ownLinks : ownLinks + settings.links }

    /// Names for links that rules may use.
    package var zones: [LinkZone] { scope.zones }

    /// The nodes that rules may name.
    package var nodes: NodeTable { scope.nodes }

    /// Takes over the nodes that rules may name: what a rule says about one follows its addresses.
    package mutating func setNodes(_ nodes: NodeTable) {
        scope.nodes = nodes
        var isChanged = false
        for place in entries.indices where entries[place].rule.match.namesNodes {
            entries[place].rule.match.resolve(settings.sets, nodes)
            isChanged = true
        }
        guard isChanged else { return }
        revision += 1
        plan = nil
    }

    /// Takes over the links that the gateway has now, and the names for links; those links that it has no longer, and that
    /// rules name, are known still.
    package mutating func setLinks(_ links: [LinkName], zones: [LinkZone] = []) {
        guard links != ownLinks || zones != scope.zones else { return }
        precondition(
            (1...PacketSpace.linkLimit).contains(links.count), "a firewall has 1 to 12 links")
        let gone = ownLinks.filter { link in
            !links.contains(link)
                && entries.contains { entry in
                    (entry.rule.match.links + entry.rule.match.outLinks).contains(link)
                }
        }
        let known = (settings.links + gone).filter { !links.contains($0) }
        settings.links = Array(known.prefix(PacketSpace.linkLimit - links.count))
        scope.links = links
        scope.zones = zones
        for place in entries.indices { lookUpZones(&entries[place].rule.match) }
        revision += 1
        plan = nil
    }

    /// Whether what a match says is looked up in the network, where it may have changed.
    func isLookedUp(_ match: RuleMatch) -> Bool {
        match.namesNodes || (!zones.isEmpty && (match.inLinkMatch ?? match.outLinkMatch) != nil)
    }

    /// Looks up what the nodes, links and zones of a match stand for.
    func lookUpNames(_ match: inout RuleMatch, in sets: [AddressSet]? = nil) {
        if match.namesNodes { match.resolve(sets ?? settings.sets, nodes) }
        lookUpZones(&match)
    }

    private func lookUpZones(_ match: inout RuleMatch) {
        if match.inLinkMatch == nil, match.outLinkMatch == nil { return }
        match.resolve(scope.zones, known: links)
    }

    /// The number of the first rule that names a zone; nil where none does.
    package func number(using zone: LinkName) -> Int? {
        entries.firstIndex { entry in
            (entry.rule.match.links + entry.rule.match.outLinks).contains(zone)
        }.map { $0 + 1 }
    }

    /// The number of the first rule that names a node; nil where none does.
    package func number(using node: NodeName) -> Int? {
        entries.firstIndex { $0.rule.match.nodeNames.contains(node) }.map { $0 + 1 }
    }

    /// Forgets what could be undone, and done again.
    package mutating func forgetEdits() { history.forget() }

    /// How many rules there are.
    package var count: Int { entries.count }

    /// The entry of a number, from 1.
    ///
    /// - Throws: `RuleSetFault.noSuchRule` when there is no such number.
    package func entry(_ number: Int) throws(RuleSetFault) -> Entry {
        guard number >= 1, number <= entries.count else {
            throw .noSuchRule(number, count: entries.count)
        }
        return entries[number - 1]
    }

    /// The number of the rule that a person calls so.
    ///
    /// - Throws: `RuleSetFault.noRuleCalled` when there is none.
    package func number(of name: RuleName) throws(RuleSetFault) -> Int {
        guard index.holds(name),
            let place = entries.firstIndex(where: { $0.rule.name == name })
        else { throw .noRuleCalled(name) }
        return place + 1
    }
}

/// What has to be found in the list without reading it.
package struct RuleIndex: Sendable {
    private var senses: [Rule: Int] = [:]
    private var names: Set<RuleName> = []
    /// How many rules ask about the state of connections.
    ///
    /// Stored where it is asked for once a packet: a function of the list would have a copy of it made.
    package private(set) var stateful = 0

    init() {}

    /// An index with room for so many rules: to make room for a hundred thousand while they come takes a tenth of a second
    /// in which nobody looks whether to go on.
    init(roomFor count: Int) { senses.reserveCapacity(count) }

    func holds(_ name: RuleName) -> Bool { names.contains(name) }

    /// Whether a rule that says the same stands in the list, whatever it is called.
    func holdsSense(of rule: Rule) -> Bool { senses[rule.unnamed] != nil }

    mutating func add(_ rule: Rule) {
        senses[rule.unnamed, default: 0] += 1
        if let name = rule.name { names.insert(name) }
        if rule.match.states != nil { stateful += 1 }
    }

    mutating func remove(_ rule: Rule) {
        let sense = rule.unnamed
        if let count = senses[sense] { senses[sense] = count > 1 ? count - 1 : nil }
        if let name = rule.name { names.remove(name) }
        if rule.match.states != nil { stateful -= 1 }
    }
}
