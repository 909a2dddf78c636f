package import Firewall
package import Timeline
package import Wire

/// What a gateway is called.
package struct GatewayName: Hashable, Sendable {
    /// The node's name.
    package let text: String
    /// Whether it is the one that commands are about until somebody names another: it goes without saying.
    package let isUsual: Bool

    /// The name of a node that decides about packets.
    package init(text: String, isUsual: Bool) {
        self.text = text
        self.isUsual = isUsual
    }
}

/// What a node decides about packets by: its lists of rules, and the connections that it knows.
///
/// A plain value: two nodes share nothing.
package struct Gateway: Sendable {
    /// Where it stands.
    package let node: NodeID
    /// What it is called.
    package let name: GatewayName
    /// The rules about what it forwards: its `forward` list.
    package var firewall: RuleSet
    /// The rules about what is for itself, and about what it makes.
    package var own: OwnLists
    /// The connections that it knows.
    package internal(set) var flows = FlowTable()
    /// Whether it began as a node that lets everything pass.
    private let isOpen: Bool
    /// What it said of the packets before.
    private var newest = NewestVerdicts()

    /// A node as it is at the start of virtual time.
    init(_ node: NodeID, in topology: Topology) {
        let place = topology[node]
        self.node = node
        name = GatewayName(text: place.name, isUsual: node == topology.gateways.first)
        isOpen = place.kind != .gateway
        // One that is gone is on no link, and decides about nothing.
        let links =
            place.isRemoved
            ? RuleSet.usualLinks : place.interfaces.map { topology[$0.link].ruleName }
        firewall = RuleSet(links: links, defaultAction: isOpen ? .allow : .deny)
        own = OwnLists(links: links)
        setLinks(links, zones: topology.ruleZones)
    }

    /// A list of rules of the node.
    package subscript(list: RuleChain) -> RuleSet {
        get {
            switch list {
            case .input: own.input
            case .forward: firewall
            case .output: own.output
            }
        }
        _modify {
            switch list {
            case .input: yield &own.input
            case .forward: yield &firewall
            case .output: yield &own.output
            }
        }
    }

    /// Takes over the links that the node is on now, and the names for links.
    mutating func setLinks(_ links: [LinkName], zones: [LinkZone]) {
        firewall.setLinks(links, zones: zones)
        let all = OwnLists.links(links)
        own.input.setLinks(all, zones: zones)
        own.output.setLinks(all, zones: zones)
    }

    /// Takes over the nodes that rules may name.
    mutating func setNodes(_ nodes: NodeTable) {
        for list in RuleChain.allCases { self[list].setNodes(nodes) }
    }

    /// Whether it lets everything pass still: without rules there is nothing to say about a packet.
    private var isSilent: Bool { isOpen && firewall.isSilent }

    /// Whether a list of its rules decides about packets.
    package var isDeciding: Bool { !isSilent || !own.isSilent }

    /// Says what a packet is to the flows, which it advances.
    mutating func track(_ packet: Packet, at instant: Instant) -> Tracked {
        flows.track(packet, at: instant)
    }

    /// Says what the rules say about a tracked packet that came in over a link and is to go out over another; nil
    /// where there are none.
    ///
    /// The packet is counted.
    mutating func judge(
        _ packet: Packet, _ tracked: Tracked, over link: LinkName, out: LinkName?,
        at instant: Instant
    ) -> VerdictRecord? {
        let length = packet.length
        if isSilent {
            firewall.count(Verdict(.allow, by: .byDefault), length: length, at: instant)
            return nil
        }
        let context = PacketContext(
            link: link, out: out, state: tracked.state)
        let record = record(on: packet.fields, context, at: instant)
        firewall.count(record.verdict, length: length, at: instant)
        return record
    }

    /// Says what the rules of a list of its own say about a tracked packet that is for the node, or that it has made; nil
    /// where they are none.
    ///
    /// The packet is counted.
    mutating func judge(
        own packet: Packet, _ tracked: Tracked, by list: RuleChain, over link: LinkName?,
        out: LinkName?, at instant: Instant
    ) -> VerdictRecord? {
        let length = packet.length
        if self[list].isSilent {
            self[list].count(Verdict(.allow, by: .byDefault), length: length, at: instant)
            return nil
        }
        let context = PacketContext(link: link, out: out, state: tracked.state)
        let record = record(on: packet.fields, context, by: list, at: instant)
        self[list].count(record.verdict, length: length, at: instant)
        return record
    }

    /// What the rules would say about a packet; nothing is counted.
    package mutating func record(
        on packet: PacketFields, _ context: PacketContext, by list: RuleChain = .forward,
        at instant: Instant
    ) -> VerdictRecord {
        let verdict = self[list].decide(packet, context, at: instant)
        let revision = self[list].revision
        if let known = newest.record(verdict, context, by: list, revision) { return known }
        var rule: Rule?
        if case .rule(let number) = verdict.decider { rule = self[list].entries[number - 1].rule }
        let record = VerdictRecord(
            gateway: name, list: list, verdict: verdict, rule: rule, context: context,
            revision: revision)
        newest.keep(record)
        return record
    }

    /// Begins the flow of a tracked packet that a list let pass; false when there is no room and a rule of that list asks
    /// about states, or the flow is translated: its answers would not be known again.
    mutating func confirm(
        _ tracked: Tracked, _ packet: Packet, by list: RuleChain = .forward, at instant: Instant
    ) -> Bool {
        flows.confirm(tracked, packet, at: instant)
            || self[list].index.stateful == 0 && tracked.translation == nil
    }

    /// Takes note that a tracked packet was refused, and with what.
    mutating func refuse(_ tracked: Tracked, with answer: Packet, at instant: Instant) {
        flows.refuse(tracked, with: answer, at: instant)
    }

    /// Forgets all connections.
    ///
    /// - Returns: How many there were at the instant.
    package mutating func clearFlows(at instant: Instant) -> Int {
        let count = flows.flows(at: instant).count
        flows.clear()
        return count
    }
}

/// The rules of a node about what is for itself, and about what it makes; it lets all of it pass unless told otherwise.
package struct OwnLists: Sendable {
    /// About what is for the node itself.
    package var input: RuleSet
    /// About what the node makes: answers, errors, what it asks.
    package var output: RuleSet

    /// Empty lists of a node on these links.
    init(links: [LinkName]) {
        let all = Self.links(links)
        input = RuleSet(links: all, defaultAction: .allow, about: .input)
        output = RuleSet(links: all, defaultAction: .allow, about: .output)
    }

    /// The links that they know: those of the node, and the one to itself where they have room for it.
    static func links(_ links: [LinkName]) -> [LinkName] {
        links.count < PacketSpace.linkLimit ? links + [.loopback] : links
    }

    /// Whether neither has anything to say.
    var isSilent: Bool { input.isSilent && output.isSilent }
}

extension RuleSet {
    /// Whether it lets everything pass without a rule: there is nothing to say about a packet.
    var isSilent: Bool { count == 0 && settings.defaultAction == .allow }
}

/// A verdict of a gateway's rules, and what it was based on.
package struct VerdictRecord: Sendable {
    /// One element, as in a `Packet`: a copy shares it.
    private let box: [Contents]

    private struct Contents {
        let gateway: GatewayName
        let list: RuleChain
        let verdict: Verdict
        let rule: Rule?
        let context: PacketContext
        let revision: UInt64
    }

    /// What a list of a gateway said of a packet, and the rule of it that decided.
    init(
        gateway: GatewayName, list: RuleChain, verdict: Verdict, rule: Rule?,
        context: PacketContext, revision: UInt64
    ) {
        box = [
            Contents(
                gateway: gateway, list: list, verdict: verdict, rule: rule, context: context,
                revision: revision)
        ]
    }

    /// The gateway.
    package var gateway: GatewayName { box.span[0].gateway }
    /// Which of its lists.
    package var list: RuleChain { box.span[0].list }
    /// The verdict.
    package var verdict: Verdict { box.span[0].verdict }
    /// The rule that decided, as it stood then; nil when the default did.
    package var rule: Rule? { box.span[0].rule }
    /// What was known of the packet beyond its bytes.
    package var context: PacketContext { box.span[0].context }
    /// The revision of the rules that were read.
    package var revision: UInt64 { box.span[0].revision }

    /// What happens to the packet.
    package var action: Action { box.span[0].verdict.action }
    /// What decided it.
    package var decider: Decider { box.span[0].verdict.decider }
    /// The numbers of the rules that noted the packet on the way.
    package var noted: [Int] { box.span[0].verdict.noted }

    /// Why the packet goes no further; nil where it does.
    package var dropReason: DropReason? {
        // Not whether there is a rule: to ask that, it would be copied.
        let isByRule = decider != .byDefault
        return switch action {
        case .allow, .log: nil
        case .reject: isByRule ? .rejectedByRule : .rejectedByDefault
        case .deny: isByRule ? .deniedByRule : .deniedByDefault
        }
    }

    /// Whether it says this, of the same list: the rule follows from the verdict and the revision.
    fileprivate func says(
        _ verdict: Verdict, _ context: PacketContext, by list: RuleChain, _ revision: UInt64
    ) -> Bool {
        let span = box.span
        return span[0].revision == revision && span[0].list == list
            && span[0].verdict == verdict && span[0].context == context
    }
}

/// The newest records of a gateway: the next one is often the same, and then that one, so that a stream of packets takes
/// no memory for it.
private struct NewestVerdicts: Sendable {
    // What answers a packet is judged by the same rules, as it comes the other way.
    private var one: VerdictRecord?
    private var other: VerdictRecord?

    func record(
        _ verdict: Verdict, _ context: PacketContext, by list: RuleChain, _ revision: UInt64
    ) -> VerdictRecord? {
        if let one, one.says(verdict, context, by: list, revision) { return one }
        if let other, other.says(verdict, context, by: list, revision) { return other }
        return nil
    }

    mutating func keep(_ record: VerdictRecord) {
        other = one
        one = record
    }
}
