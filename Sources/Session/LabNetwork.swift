import Commands
import EventLoop
import Events
package import Fabric
package import Firewall
import Grammar
package import Network
import Timeline
import Wire

/// The network that commands are about: which of its gateways, what they may spend, what is heard of it.
package final class LabNetwork {
    /// The network.
    package let fabric = Fabric()
    /// What a person has turned those commands to; nobody says more than that: the first gateway, its `forward` list.
    private var chosen = Focus()
    /// What the names in front of the command that is being carried out turn it to.
    private(set) var subject = Focus()
    /// How the last packet, test or message ended: what `expect` is about.
    var outcome: Outcome?
    /// The packet that goes step by step, until its way has ended.
    var held: Int?
    /// What the command that is being carried out may spend.
    let budget = Budget()
    /// The revisions of each gateway's rules that packets can be asked about at once.
    private var prepared: [NodeID: [RuleChain: UInt64]] = [:]
    /// How far it has listened to the network, what happened beside a long command while it ran, who is told what
    /// such a command has to say before it has ended, and how many strangers and packets of other processes there were.
    var heard = (
        cursor: Cursor(), events: [LabEvent](), part: { (_: LabEvent) in },
        strangers: NoticeTally<Frame>(), arrivals: NoticeTally<PacketRecord>()
    )

    // MARK: - The gateway in use

    /// A node, and one of its lists of rules; nil where nobody says which.
    struct Focus {
        var node: NodeID?
        var list: RuleChain?
    }

    /// The node that the commands about rules, sets, connections, policies and routes are about.
    var current: NodeID {
        let net = fabric.topology
        if let node = subject.node ?? chosen.node, !net[node].isRemoved { return node }
        return net.gateways.first ?? net.nodeIDs.first ?? NodeID(rawValue: 0)
    }

    /// The list that somebody has named, in front of the command or before; nil where nobody has.
    var namedList: RuleChain? { subject.list ?? (subject.node == nil ? chosen.list : nil) }

    /// The list of that node that the commands about rules and sets are about.
    package var list: RuleChain { namedList ?? .forward }

    /// Carries out what is about a node or a list that stands in front.
    func about<Result, Fault>(
        _ subject: Subject, _ body: () throws(Fault) -> Result
    ) throws(Fault) -> Result {
        let before = self.subject
        self.subject = Focus(
            node: subject.node.flatMap { fabric.topology.node(named: $0.value) },
            list: subject.list?.value)
        defer { self.subject = before }
        return try body()
    }

    /// The network and what is asked of it, to be put back later; nil where that can't be.
    package var snapshot: LabSnapshot? {
        fabric.snapshot.map {
            LabSnapshot(
                fabric: $0, chosen: chosen, outcome: outcome, prepared: prepared,
                cursor: heard.cursor)
        }
    }

    /// Puts the network back.
    ///
    /// - Returns: What became of its tunnels; nil, and nothing has changed, where that can't be.
    package func putBack(_ snapshot: LabSnapshot) -> TunnelsPutBack? {
        guard let report = fabric.putBack(snapshot.fabric) else { return nil }
        chosen = snapshot.chosen
        outcome = snapshot.outcome
        held = nil
        prepared = snapshot.prepared
        heard.cursor = snapshot.cursor
        return report
    }

    /// Forgets what was true of the network that was there before.
    func beginAnew() {
        chosen = Focus()
        subject = Focus()
        outcome = nil
        held = nil
        prepared.removeAll()
    }

    /// What the gateway is called that those commands are about.
    package var gateway: GatewayName { fabric[current].name }

    /// Lends the gateway itself: a copy would count a reference for each thing that it holds.
    func withGateway<Result>(_ body: (borrowing Gateway) -> Result) -> Result {
        body(fabric[current])
    }

    /// The rules of its list; they are changed in place, as there may be very many.
    package var firewall: RuleSet {
        get { fabric[current][list] }
        _modify { yield &fabric[current][list] }
    }

    /// Turns those commands to another gateway, and those about rules to one of its lists; with neither they stay as they
    /// are.
    func use(_ name: Placed<String>?, _ list: RuleChain?) throws(LabFault) -> SessionEvent {
        let names = fabric.gatewayNames.map(\.text)
        if let name {
            guard let place = names.firstIndex(of: name.value) else {
                throw .command(.noSuchGateway(name.value, known: names), name.range)
            }
            chosen = Focus(node: fabric.topology.gateways[place])
        }
        if let list { chosen.list = list }
        return .gateway(
            gateway, self.list, of: names, isChanged: name != nil || list != nil)
    }

    /// The link over which packets come to that gateway of which nobody says more.
    var entranceLink: LinkName? {
        fabric.topology.entrance(of: current).map { fabric.topology[$0].ruleName }
    }

    /// Where a packet begins that a request means: beyond the link that it names, or where its source is.
    func origin(over link: LinkID?) -> Origin {
        if link == nil, let node = subject.node { return .node(node) }
        guard let link, link != fabric.topology.entrance(of: current) else { return .source }
        return .beyond(link, of: current)
    }

    /// Where a packet begins that a request means.
    func origin(of request: PacketRequest) -> Origin {
        origin(over: request.way.link.flatMap { fabric.topology.link(named: $0.value.rawValue) })
    }

    // MARK: - What a command may do

    /// Whether there is a reason to stop, between two packets of a command or two lines of a script.
    var isInterrupted: Bool { budget.look() != nil }

    /// Takes steps off what the command may spend.
    ///
    /// - Throws: `CommandFault.ended` when it may spend no more; what calls it has changed nothing yet.
    func spend(_ steps: Int = Budget.item, at range: Range<Int>) throws(LabFault) {
        guard !budget.spend(steps), let end = budget.end else { return }
        throw .command(.ended(end), range)
    }

    /// That a command was ended, if it was.
    var cut: [LabEvent] { budget.end.map { [.lab(.ended($0))] } ?? [] }

    /// Lets what is under way come to its end.
    func settle() throws(LabFault) {
        while try blaming(0..<0, { () throws(FabricFault) in try fabric.run(steps: Self.stride) }) {
            hear { _ in }
            try spend(Self.stride * Budget.item, at: 0..<0)
        }
    }

    /// How many packets or steps there are between two looks at what has happened.
    static let stride = 256

    /// Works out what decides about packets at each gateway, which takes long for a long list.
    func prepare(at range: Range<Int>) throws(LabFault) {
        for node in fabric.topology.gateways {
            for list in RuleChain.allCases {
                let revision = fabric[node][list].revision
                guard prepared[node]?[list] != revision else { continue }
                guard fabric[node][list].prepare(budget) else {
                    try spend(at: range)
                    continue
                }
                prepared[node, default: [:]][list] = revision
            }
        }
    }

    /// Runs something of the network and gives its faults their place in the line.
    func blaming<Result>(
        _ range: Range<Int>, _ body: () throws(FabricFault) -> Result
    ) throws(LabFault) -> Result {
        do {
            return try body()
        } catch {
            throw .command(.network(error), range)
        }
    }

    // MARK: - Packets

    /// The packet of a number that a person gave.
    func record(_ number: Placed<Int>) throws(LabFault) -> PacketRecord {
        if let record = fabric.log[number.value] { return record }
        let last = fabric.log.lastNumber
        if number.value <= last, let oldest = fabric.log.firstNumber {
            throw .command(.forgottenPacket(number.value, oldest: oldest), number.range)
        }
        throw .command(.noSuchPacket(number.value, last: last), number.range)
    }

    /// Refuses a link that the gateway does not have.
    func checkLink(_ request: PacketRequest) throws(LabFault) {
        let links = firewall.links
        for link in [request.way.link, request.asked.out].compactMap({ $0 })
        where !links.contains(link.value) {
            throw .command(.noSuchLink(link.value, at: gateway, known: links), link.range)
        }
    }

    /// Why the rules of the gateway in use refused a change; a link that is missing is missing there, and a name that
    /// nothing has may be nearly another.
    func fault(_ fault: RuleSetFault) -> CommandFault {
        switch fault {
        case .noSuchLink(let link, let known): .noSuchLink(link, at: gateway, known: known)
        case .noSuchNode(let name): .noSuchNode(unknown(name))
        default: .rules(fault)
        }
    }

    /// The packet that a request means, with what the lab chooses filled in from its number.
    func draft(of request: PacketRequest, quoting quoted: Packet?) -> PacketDraft {
        let number = fabric.log.lastNumber + 1
        let source = request.source.port ?? Fabric.ephemeralPort(number)
        let destination = request.destination.port ?? Port(rawValue: 0)
        let transport: PacketDraft.Transport =
            switch request.transport {
            case .tcp(let flags):
                .tcp(
                    source: source, destination: destination,
                    sequence: Fabric.initialSequence(number), flags: flags)
            case .udp: .udp(source: source, destination: destination)
            case .icmp(let type?, let code):
                if let quoted {
                    .icmpError(type: type, code: code ?? 0, about: quoted.bytes)
                } else {
                    .icmp(
                        type: type, code: code ?? 0,
                        rest: 1 << 16 | UInt32(UInt16(truncatingIfNeeded: number)))
                }
            case .icmp(nil, _):
                .icmpEcho(.request, identifier: 1, sequence: UInt16(truncatingIfNeeded: number))
            case .other(let proto), .later(let proto): .other(proto)
            }
        var draft = PacketDraft(
            source: request.source.address, destination: request.destination.address,
            transport: transport, data: request.data,
            identification: UInt16(truncatingIfNeeded: number))
        draft.marks = request.header.marks
        for number in HeaderNumber.allCases where !request.header.numbers.isEmpty {
            if let value = request.header[number] { number.row.write(value, &draft) }
        }
        return draft
    }

    /// What the node in use would see of a packet, and know beyond its bytes, and which of its lists would judge it.
    func sight(
        of request: PacketRequest
    ) throws(LabFault) -> (PacketFields, PacketContext, RuleChain) {
        try checkLink(request)
        let quoted = try request.about.map { (place) throws(LabFault) in try record(place) }
        let draft = draft(of: request, quoting: quoted?.packet)
        var fields = draft.fields
        guard fields.totalLength <= Packet.maximumLength else {
            throw .command(.network(.packet(.tooLong)), request.range)
        }
        let stack = fabric.stack(of: current)
        var list = namedList ?? stack.list(for: fields, over: request.way.link?.value)
        if list != .output, stack.isTranslating, let packet = try? draft.build() {
            let came = request.way.link?.value ?? inLink(from: fields.source, to: stack)
            fields = fabric.foreseen(packet, at: current, over: came).fields
            list = namedList ?? stack.list(for: fields, over: came)
        }
        var context = PacketContext()
        if list.hasInLink {
            let isOwn = list == .input && stack.isItself(fields.source)
            context.link =
                request.way.link?.value
                ?? (isOwn ? .loopback : inLink(from: fields.source, to: stack))
        }
        if list.hasOutLink {
            let isOwn = list == .output && stack.isItself(fields.destination)
            context.out =
                request.asked.out?.value
                ?? (isOwn
                    ? .loopback : stack.outLink(to: fields.destination, from: context.link))
        }
        if let state = request.asked.state {
            context.state = state
        } else if case .later = request.transport {
            context.state = .invalid
        } else if withGateway({ $0[list].index.stateful }) > 0 {
            // Only then is the packet built: most lists do not ask.
            if let packet = try? draft.build() {
                context.state = fabric[current].flows.state(
                    of: packet, at: fabric.loop.now)
            }
        }
        return (fields, context, list)
    }

    /// The link over which a packet comes to a node of which nobody says more: that on which the way to its sender begins
    /// where somebody has its source, else that of the entrance.
    func inLink(from source: IPAddress, to stack: Stack) -> LinkName? {
        guard fabric.topology.owner(of: source) != nil,
            let link = stack.outLink(to: source, from: nil)
        else { return entranceLink }
        return link
    }
}

/// A lab's network at an instant, with what commands about it depend on.
package struct LabSnapshot {
    /// About how many values it holds that another snapshot does not share with it.
    func weight(beside other: LabSnapshot?) -> Int { fabric.weight(beside: other?.fabric) }
    fileprivate let fabric: Snapshot
    fileprivate let chosen: LabNetwork.Focus
    fileprivate let outcome: Outcome?
    fileprivate let prepared: [NodeID: [RuleChain: UInt64]]
    fileprivate let cursor: Cursor
}
