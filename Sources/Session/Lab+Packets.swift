import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Tunnel
import Wire

extension Lab {
    func apply(_ command: PacketCommand) throws(LabFault) -> PacketEvent {
        switch command {
        case .send(let request): try send(request)
        case .reply(let number, let flags, let data):
            try reply(to: record(number), at: number.range, flags, data)
        case .test(let request): try test(request)
        case .testFile(let file): try test(capture: file)
        case .load(let file): try load(capture: file)
        case .show(let number): .layers(try record(number), fabric.topology)
        case .bytes(let number): bytes(try record(number))
        case .trace(let number):
            try trace(record(number))
        case .list: .listed(fabric.log.kept, fabric.topology)
        }
    }

    /// Why the rules before the deciding one did not match: all of a short list, the nearest of a long one.
    func nearMisses(
        _ packet: PacketFields, _ context: PacketContext, before decider: Decider,
        at place: Int? = nil
    ) -> NearMisses {
        fabric.gateways[place ?? current].firewall.nearMisses(
            packet, context, before: decider, at: fabric.loop.now, limit: Self.shortList,
            few: Self.explainedRules)
    }

    /// So many rules are explained one by one.
    private static let shortList = 16
    /// How many rules of a longer list are explained.
    private static let explainedRules = 3

    // MARK: - Sending

    private func send(_ request: PacketRequest) throws(LabFault) -> PacketEvent {
        let range = request.via?.range ?? request.range
        try prepare(at: range)
        try checkLink(request)
        let quoted = try request.about.map { (place) throws(LabFault) in try record(place) }
        if request.count > 1 { return try sendMany(request, about: quoted?.packet, at: range) }
        let draft = draft(
            of: request, quoting: quoted?.packet, number: fabric.log.lastNumber + 1)
        let number = try onNetwork(range) { () throws(FabricFault) in
            try fabric.send(
                draft, via: request.via?.value, over: request.link?.value,
                to: fabric.gateways[current])
        }
        guard let record = fabric.log[number] else {
            throw .command(.noSuchPacket(number, last: fabric.log.lastNumber), range)
        }
        return sent(record)
    }

    /// What became of the one packet that a command sent, and of those that came of it.
    private func sent(_ record: PacketRecord) -> PacketEvent {
        outcome = Outcome(record)
        // The lab was idle before: every later packet came of this one.
        let others = fabric.log.kept.suffix(fabric.log.lastNumber - record.number)
        return .sent(record, others: Array(others), fabric.topology)
    }

    private func reply(
        to record: PacketRecord, at range: Range<Int>, _ flags: TCPFlags?, _ data: [UInt8]
    ) throws(LabFault) -> PacketEvent {
        let number = try onNetwork(range) { () throws(FabricFault) in
            try fabric.answer(record, flags: flags, data: data)
        }
        guard let answer = fabric.log[number] else {
            throw .command(.noSuchPacket(number, last: fabric.log.lastNumber), range)
        }
        return sent(answer)
    }

    private func checkLink(_ request: PacketRequest) throws(LabFault) {
        let links = firewall.links
        guard let link = request.link, !links.contains(link.value) else { return }
        throw .command(.rules(.noSuchLink(link.value, known: links)), link.range)
    }

    /// The packet that a request means, with what the lab chooses filled in from its number.
    func draft(
        of request: PacketRequest, quoting quoted: Packet?, number: Int
    ) -> PacketDraft {
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
            case .other(let proto): .other(proto)
            }
        var draft = PacketDraft(
            source: request.source.address, destination: request.destination.address,
            transport: transport, data: request.data,
            identification: UInt16(truncatingIfNeeded: number))
        for number in HeaderNumber.allCases where !request.header.isEmpty {
            if let value = request.header[number] { number.row.write(value, &draft) }
        }
        return draft
    }

    // MARK: - Testing

    private func test(_ request: PacketRequest) throws(LabFault) -> PacketEvent {
        try prepare(at: request.range)
        if let via = request.via {
            _ = try onNetwork(via.range) { () throws(FabricFault) in
                try fabric.snapshot(of: via.value)
            }
        }
        let (fields, context) = try sight(of: request)
        let verdict = firewall.decide(fields, context, at: fabric.loop.now)
        let judgement = withGateway { $0.judgement(verdict, context) }
        outcome = .test(judgement)
        return .tested(
            PacketTest(
                fields: fields, judgement: judgement,
                misses: nearMisses(fields, context, before: verdict.decider),
                via: request.via?.value, policy: policy(for: fields, request)))
    }

    /// The policy that would decide how the gateway sends a packet over the wire; nil where it does not.
    private func policy(for fields: PacketFields, _ request: PacketRequest) -> Policy? {
        let link = request.link?.value ?? withGateway { $0.entranceLink }
        guard request.via == nil, link?.rawValue != fabric.topology.wire?.name else { return nil }
        return withGateway { $0.policies.policy(from: fields.source, to: fields.destination) }
    }

    /// What the firewall would see of a packet, and know beyond its bytes.
    func sight(of request: PacketRequest) throws(LabFault) -> (PacketFields, PacketContext) {
        try checkLink(request)
        let quoted = try request.about.map { (place) throws(LabFault) in try record(place) }
        let draft = draft(
            of: request, quoting: quoted?.packet, number: fabric.log.lastNumber + 1)
        let fields = draft.fields
        guard fields.totalLength <= Packet.maximumLength else {
            throw .command(.network(.packet(.tooLong)), request.range)
        }
        var context = PacketContext(
            link: request.link?.value ?? withGateway { $0.entranceLink })
        if let state = request.state {
            context.state = state
        } else if firewall.asksAboutState {
            // Only then is the packet built: most lists do not ask.
            if let packet = try? draft.build() {
                context.state = fabric.gateways[current].flows.state(
                    of: packet, at: fabric.loop.now)
            }
        }
        return (fields, context)
    }

    // MARK: - Looking

    func record(_ number: Placed<Int>) throws(LabFault) -> PacketRecord {
        if let record = fabric.log[number.value] { return record }
        let last = fabric.log.lastNumber
        if number.value <= last, let oldest = fabric.log.firstNumber {
            throw .command(.forgottenPacket(number.value, oldest: oldest), number.range)
        }
        throw .command(.noSuchPacket(number.value, last: last), number.range)
    }

    private func bytes(_ record: PacketRecord) -> PacketEvent {
        .bytes(record, PacketImage.all(of: record, in: fabric.frames), fabric.topology)
    }

    private func trace(_ record: PacketRecord) -> PacketEvent {
        .trace(record, fabric.topology, record.judgements.map { misses(of: $0, record.packet) })
    }

    /// Why the earlier rules of the gateway that judged a packet did not match; nil when its rules have
    /// changed since, so that it is no longer known.
    private func misses(of judgement: Judgement, _ packet: Packet) -> NearMisses? {
        guard let place = fabric.gateways.firstIndex(where: { $0.name == judgement.gateway }),
            judgement.revision == fabric.gateways[place].firewall.revision
        else { return nil }
        return nearMisses(
            packet.fields, judgement.context, before: judgement.verdict.decider, at: place)
    }
}

extension Outcome {
    /// How a packet ended.
    init(_ record: PacketRecord) {
        let judgements = record.judgements
        self =
            record.hasLeft
            ? .departed(judgements) : .packet(judgements, drop: record.dropReason)
    }
}
