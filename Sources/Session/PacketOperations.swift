import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network
import Tunnel
import Wire

/// Carries out the commands about packets.
struct PacketOperations {
    let network: LabNetwork
    let access: Access

    var fabric: Fabric { network.fabric }

    func apply(_ command: PacketCommand) throws(LabFault) -> PacketEvent {
        switch command {
        case .send(let request): try send(request)
        case .reply(let number, let flags, let data):
            try reply(to: network.record(number), at: number.range, flags, data)
        case .test(let request): try test(request)
        case .testFile(let file): try test(capture: file)
        case .load(let file): try load(capture: file)
        case .show(let number): .layers(try network.record(number), fabric.topology)
        case .bytes(let number): bytes(try network.record(number))
        case .trace(let number): try trace(network.record(number), at: number.range)
        case .list: .listed(fabric.log.kept, fabric.topology)
        }
    }

    /// Why the rules before the deciding one did not match: all of a short list, the nearest of a long one.
    ///
    /// - Throws: `CommandFault.ended` when the command may go on no longer.
    private func nearMisses(
        _ packet: PacketFields, _ context: PacketContext, before decider: Decider,
        at node: NodeID? = nil, by list: RuleChain, asked range: Range<Int>
    ) throws(LabFault) -> NearMisses {
        let misses = fabric[node ?? network.current][list].nearMisses(
            packet, context, before: decider, at: fabric.loop.now, limit: Self.shortList,
            few: Self.explainedRules, network.budget)
        try network.spend(0, at: range)
        return misses
    }

    /// So many rules are explained one by one.
    private static let shortList = 16
    /// How many rules of a longer list are explained.
    private static let explainedRules = 3

    // MARK: - Sending

    private func send(_ asked: PacketRequest) throws(LabFault) -> PacketEvent {
        let (request, quoted) = try checked(asked)
        let range = request.way.via?.range ?? request.range
        if request.asked.count > 1 {
            return try sendMany(request, about: quoted, at: range)
        }
        return try sent(at: range) { () throws(FabricFault) in
            try send(request, about: quoted)
        }
    }

    /// A packet that can be sent as far as the line says, and the one that it is about.
    private func checked(
        _ asked: PacketRequest
    ) throws(LabFault) -> (request: PacketRequest, quoted: Packet?) {
        let request = try network.named(asked)
        let range = request.way.via?.range ?? request.range
        try network.prepare(at: range)
        try network.checkLink(request)
        let links = network.firewall.ownLinks
        if let link = request.way.link, !links.contains(link.value) {
            throw .command(.linkWithoutEnd(link.value, known: links), link.range)
        }
        let quoted = try request.about.map { (place) throws(LabFault) in try network.record(place) }
        return (request, quoted?.packet)
    }

    /// Puts the packet that a request means on its way, and lets nothing else happen; its number.
    func launch(_ asked: PacketRequest) throws(LabFault) -> Int {
        let (request, quoted) = try checked(asked)
        return try network.blaming(request.way.via?.range ?? request.range) {
            () throws(FabricFault) in
            try fabric.launch(
                network.draft(of: request, quoting: quoted), via: request.way.via?.value,
                from: network.origin(of: request))
        }
    }

    /// Sends the packet that a request means, and waits until all is quiet; its number.
    func send(_ request: PacketRequest, about quoted: Packet?) throws(FabricFault) -> Int {
        try fabric.send(
            network.draft(of: request, quoting: quoted), via: request.way.via?.value,
            from: network.origin(of: request))
    }

    /// What became of the one packet that a command sent, and of those that came of it.
    private func sent(
        at range: Range<Int>, _ send: () throws(FabricFault) -> Int
    ) throws(LabFault) -> PacketEvent {
        let number = try network.blaming(range, send)
        guard let record = fabric.log[number] else {
            throw .command(.noSuchPacket(number, last: fabric.log.lastNumber), range)
        }
        network.outcome = Outcome(record)
        // The lab was idle before: every later packet came of this one.
        return .sent(record, others: fabric.log.kept(after: record.number), fabric.topology)
    }

    private func reply(
        to record: PacketRecord, at range: Range<Int>, _ flags: TCPFlags?, _ data: [UInt8]
    ) throws(LabFault) -> PacketEvent {
        try sent(at: range) { () throws(FabricFault) in
            try fabric.answer(record, flags: flags, data: data)
        }
    }

    // MARK: - Testing

    private func test(_ asked: PacketRequest) throws(LabFault) -> PacketEvent {
        let request = try network.named(asked)
        try network.prepare(at: request.range)
        if let via = request.way.via {
            _ = try network.blaming(via.range) { () throws(FabricFault) in
                try fabric.snapshot(of: via.value)
            }
        }
        let (fields, context, list) = try network.sight(of: request)
        let verdict = fabric[network.current].record(
            on: fields, context, by: list, at: fabric.loop.now)
        let misses = try nearMisses(
            fields, context, before: verdict.decider, by: list, asked: request.range)
        network.outcome = .test(verdict)
        return .tested(
            fields, verdict, misses, via: request.way.via?.value, policy(for: fields, request))
    }

    /// The policy that would decide how the gateway sends a packet over the wire; nil where it does not.
    private func policy(for fields: PacketFields, _ request: PacketRequest) -> PolicyChoice? {
        let policies = fabric.policies(of: network.current)
        guard request.way.via == nil,
            let policy = policies.choice(sending: fields)
        else { return nil }
        let link = request.way.link?.value ?? network.entranceLink
        let wire = fabric.topology.wire.map { fabric.topology[$0].ruleName }
        return link == wire ? nil : policy
    }

    // MARK: - Looking

    private func bytes(_ record: PacketRecord) -> PacketEvent {
        .bytes(
            record,
            PacketImage.all(of: record, in: fabric.frames, isSeeded: fabric.seed != nil),
            fabric.topology)
    }

    private func trace(_ record: PacketRecord, at range: Range<Int>) throws(LabFault) -> PacketEvent
    {
        var all: [NearMisses?] = []
        for (verdict, packet) in zip(record.verdicts, record.judgedPackets) {
            all.append(try misses(of: verdict, packet, asked: range))
        }
        return .trace(record, fabric.topology, all)
    }

    /// Why the earlier rules of the gateway that judged a packet did not match; nil when its rules have
    /// changed since, so that it is no longer known.
    func misses(
        of verdict: VerdictRecord, _ packet: Packet, asked range: Range<Int>
    ) throws(LabFault) -> NearMisses? {
        guard let node = fabric.topology.node(named: verdict.gateway.text),
            verdict.revision == fabric[node][verdict.list].revision
        else { return nil }
        return try nearMisses(
            packet.fields, verdict.context, before: verdict.decider, at: node, by: verdict.list,
            asked: range)
    }
}

extension Outcome {
    /// How a packet ended.
    init(_ record: PacketRecord) {
        let verdicts = record.verdicts
        self =
            record.hasLeft
            ? .departed(verdicts) : .packet(verdicts, drop: record.dropReason)
    }
}
