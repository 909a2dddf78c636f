import Commands
import Events
import Fabric
import Firewall
import Tunnel
import Wire

extension Lab {
    func apply(_ command: PacketCommand) throws(LabFault) -> PacketEvent {
        switch command {
        case .send(let request): try send(request)
        case .test(let request): try test(request)
        case .show(let number): .layers(try record(number))
        case .bytes(let number):
            try bytes(record(number))
        case .trace(let number):
            try trace(record(number))
        case .list: .listed(fabric.log.kept)
        }
    }

    /// Why the rules before the deciding one did not match: all of a short list, the first of a long one.
    func nearMisses(_ packet: PacketFields, before decider: Decider) -> NearMisses {
        let count = fabric.firewall.earlierRules(than: decider)
        return fabric.firewall.nearMisses(
            packet, before: decider,
            limit: count <= Self.shortList ? count : Self.explainedRules)
    }

    /// So many rules are explained one by one.
    private static let shortList = 16
    /// How many rules of a longer list are explained.
    private static let explainedRules = 3

    // MARK: - Sending

    private func send(_ request: PacketRequest) throws(LabFault) -> PacketEvent {
        let range = request.via?.range ?? request.range
        let first = fabric.log.lastNumber + 1
        var burst = PacketBurst(first: first, last: first, asked: request.count)
        for count in 1...request.count {
            let draft = draft(of: request, number: fabric.log.lastNumber + 1)
            let number = try onNetwork(range) { () throws(FabricFault) in
                try fabric.send(draft, via: request.via?.value)
            }
            guard let record = fabric.log[number] else { continue }
            outcome = .packet(verdict: record.judgement?.verdict, drop: record.dropReason)
            if request.count == 1 { return .sent(record) }
            burst = burst.adding(record)
            // A long burst keeps what strangers did, and not the events of each packet.
            guard count.isMultiple(of: 256) else { continue }
            heard += strangers()
            if isInterrupted() { break }
        }
        return .sentMany(burst)
    }

    /// The packet that a request means, with what the lab chooses filled in from its number.
    private func draft(of request: PacketRequest, number: Int) -> PacketDraft {
        let source = request.source.port ?? Fabric.ephemeralPort(number)
        let destination = request.destination.port ?? Port(rawValue: 0)
        let transport: PacketDraft.Transport =
            switch request.transport {
            case .tcp:
                .tcp(
                    source: source, destination: destination,
                    sequence: Self.initialSequence(number), flags: .syn)
            case .udp: .udp(source: source, destination: destination)
            case .icmp:
                .icmpEcho(.request, identifier: 1, sequence: UInt16(truncatingIfNeeded: number))
            }
        return PacketDraft(
            source: request.source.address, destination: request.destination.address,
            transport: transport, data: request.data,
            identification: UInt16(truncatingIfNeeded: number))
    }

    /// An initial sequence number that differs from packet to packet and never between two runs.
    ///
    /// A real host makes it unpredictable (RFC 9293 section 3.4.1); a transcript needs the opposite.
    private static func initialSequence(_ number: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: number) &* 2_654_435_761
    }

    // MARK: - Testing

    private func test(_ request: PacketRequest) throws(LabFault) -> PacketEvent {
        if let via = request.via {
            _ = try onNetwork(via.range) { () throws(FabricFault) in
                try fabric.snapshot(of: via.value)
            }
        }
        let fields = fields(of: request)
        guard fields.totalLength <= Packet.maximumLength else {
            throw .command(.network(.packet(.tooLong)), request.range)
        }
        let verdict = fabric.firewall.decide(fields)
        outcome = .test(verdict)
        let misses = nearMisses(fields, before: verdict.decider)
        return .tested(
            PacketTest(
                fields: fields, verdict: verdict, rule: rule(of: verdict), misses: misses,
                via: request.via?.value))
    }

    private func rule(of verdict: Verdict) -> Rule? {
        guard case .rule(let number) = verdict.decider else { return nil }
        return fabric.firewall.entries[number - 1].rule
    }

    /// What the firewall would see of the packet; the same as building it would give.
    private func fields(of request: PacketRequest) -> PacketFields {
        let isVersion4 = request.source.address.family == .v4
        let header: Int
        var fields = PacketFields(
            source: request.source.address, destination: request.destination.address, proto: .tcp,
            totalLength: 0, hopLimit: 64)
        switch request.transport {
        case .tcp:
            fields.tcpFlags = .syn
            header = TCPHeader.length
        case .udp:
            fields.proto = .udp
            header = UDPHeader.length
        case .icmp:
            fields.proto = isVersion4 ? .icmp : .icmpv6
            fields.icmpType = ICMPHeader.echoRequest(isVersion4 ? .v4 : .v6)
            fields.icmpCode = 0
            header = ICMPHeader.length
        }
        if request.transport != .icmp {
            fields.sourcePort =
                request.source.port ?? Fabric.ephemeralPort(fabric.log.lastNumber + 1)
            fields.destinationPort = request.destination.port
        }
        fields.totalLength =
            (isVersion4 ? IPv4Header.length : IPv6Header.length) + header + request.data.count
        return fields
    }

    // MARK: - Looking

    private func record(_ number: Placed<Int>) throws(LabFault) -> PacketRecord {
        if let record = fabric.log[number.value] { return record }
        let last = fabric.log.lastNumber
        if number.value <= last, let oldest = fabric.log.firstNumber {
            throw .command(.forgottenPacket(number.value, oldest: oldest), number.range)
        }
        throw .command(.noSuchPacket(number.value, last: last), number.range)
    }

    private func trace(_ record: PacketRecord) -> PacketEvent {
        // When the rules have changed since, it is no longer known why the others did not match.
        guard let judgement = record.judgement, judgement.revision == fabric.firewall.revision
        else {
            return .trace(record, fabric.topology, nil)
        }
        let misses = nearMisses(record.packet.fields, before: judgement.verdict.decider)
        return .trace(record, fabric.topology, misses)
    }

    /// The bytes of a packet at each point where they differ from those before.
    private func bytes(_ record: PacketRecord) -> PacketEvent {
        let plain = record.packet.bytes
        var images = [
            PacketImage(.plain, bytes: plain, layers: Dissection.layers(of: plain.span))
        ]
        if let sealing = record.sealing, let outer = outerPacket(of: sealing) {
            images.append(
                PacketImage(.wire, bytes: outer, layers: Dissection.layers(of: outer.span)))
        }
        if let opening = record.opening {
            images.append(
                PacketImage(
                    .decrypted, bytes: opening.plaintext,
                    layers: Dissection.layers(ofPlaintext: opening.plaintext.span)))
        }
        return .bytes(record, images)
    }

    /// The ESP packet as it is on the wire between the gateways: in UDP from port 4500 to 4500
    /// (RFC 3948 section 2.1).
    private func outerPacket(of sealing: Sealing) -> [UInt8]? {
        let topology = fabric.topology
        let client = topology.nodes[topology.clientGateway.rawValue].address
        let server = topology.nodes[topology.serverGateway.rawValue].address
        guard let client, let server else { return nil }
        let isFromClient = sealing.role == .client
        let draft = PacketDraft(
            source: .v4(isFromClient ? client : server),
            destination: .v4(isFromClient ? server : client),
            transport: .udp(source: .udpEncapsulation, destination: .udpEncapsulation),
            data: sealing.datagram)
        return try? draft.build().bytes
    }
}

extension PacketBurst {
    /// The burst with one more packet.
    func adding(_ record: PacketRecord) -> PacketBurst {
        var burst = PacketBurst(first: first, last: record.number, asked: asked)
        burst.delivered = delivered + (record.isDelivered ? 1 : 0)
        burst.drops = drops
        guard let reason = record.dropReason else { return burst }
        if let index = drops.firstIndex(where: { $0.reason == reason }) {
            burst.drops[index].count += 1
        } else {
            burst.drops.append((reason, 1))
        }
        return burst
    }
}
