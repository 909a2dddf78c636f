import Firewall
import Timeline
import Wire

extension EndHost {
    mutating func receiveTCP(
        _ packet: Packet, at instant: Instant, into output: inout HostOutput
    ) {
        guard let key = ConnectionKey(incoming: packet.fields), let segment = TCPSegment(packet)
        else { return }
        if let entry = connections.take(key) {
            guard Self.reopens(segment, entry.tcp) else {
                return work(on: entry, at: instant, into: &output) {
                    $0.receive(segment, at: instant, into: &$1)
                }
            }
            connections.drop(entry)
        }
        if offer(packet, at: instant, into: &output) { return }
        guard let service = service(.tcp, key.localPort) else {
            return refuse(packet, key, into: &output)
        }
        listen(packet, segment, key, service, at: instant, into: &output)
    }

    /// Whether a SYN begins anew what is in TIME-WAIT: its number is after all that came (RFC 9293 section 3.10.7.4,
    /// RFC 1122 section 4.2.2.13).
    private static func reopens(_ segment: TCPSegment, _ tcp: TCPConnection) -> Bool {
        tcp.state == .timeWait && segment.flags.contains(.syn) && !segment.flags.contains(.ack)
            && !segment.sequence.isBefore(tcp.awaited)
    }

    /// A closed port answers by a RST (RFC 9293 section 3.10.7.1).
    private func refuse(_ packet: Packet, _ key: ConnectionKey, into output: inout HostOutput) {
        guard let reset = Rejection.reply(to: packet, from: nil) else {
            return output.happenings.append(.ignored(.strayReset))
        }
        output.send(reset)
        output.happenings.append(
            .closedPort(.tcp, key.localPort, from: key.remoteAddress, isTold: true))
    }

    /// A segment in LISTEN (RFC 9293 section 3.10.7.2).
    private mutating func listen(
        _ packet: Packet, _ segment: TCPSegment, _ key: ConnectionKey, _ service: HostService,
        at instant: Instant, into output: inout HostOutput
    ) {
        guard !segment.flags.contains(.rst) else {
            return output.happenings.append(.ignored(.strayReset))
        }
        guard segment.flags.contains(.syn), !segment.flags.contains(.ack) else {
            return resume(packet, segment, key, service, at: instant, into: &output)
        }
        let isFull = connections.halfOpen(key.localPort) >= service.backlog
        switch service.cookies {
        case .off where isFull:
            return output.happenings.append(.listener(key, .backlogFull))
        case .whenFull where isFull, .always:
            return sendCookie(segment, key, at: instant, into: &output)
        case .off, .whenFull: break
        }
        guard connections.count < HostLimits.connections else {
            return output.happenings.append(.ignored(.tooManyConnections))
        }
        var tcp = TCPConnection(
            accepting: segment, key: key, initial: secret.initialSequence(of: key, at: instant),
            mtu: mtu)
        limitSegments(of: &tcp, at: instant)
        output.happenings.append(.listener(key, .halfOpen))
        let entry = connections.begin(tcp, .service(ServiceSession(service.kind)))
        work(on: entry, at: instant, into: &output) { $0.open(at: instant, into: &$1) }
    }

    /// Begins with segments that fit on the way, as far as that is known (RFC 1191 section 6.4).
    private func limitSegments(of tcp: inout TCPConnection, at instant: Instant) {
        let peer = tcp.key.remoteAddress
        let path = paths.mtu(to: peer, over: mtu, at: instant)
        guard path < mtu else { return }
        tcp.limitSegments(to: HostLimits.segmentSize(mtu: path, peer.family))
    }

    private func sendCookie(
        _ syn: TCPSegment, _ key: ConnectionKey, at instant: Instant,
        into output: inout HostOutput
    ) {
        let cookie = SYNCookie.make(
            key, peer: syn.sequence, maximumSize: syn.maximumSize, at: instant, secret)
        let size = HostLimits.segmentSize(mtu: mtu, key.localAddress.family)
        let answer = TCPSegment(
            sequence: cookie, acknowledgment: syn.sequence + 1, flags: [.syn, .ack],
            maximumSize: UInt16(clamping: size))
        output.send([answer], of: key)
        output.happenings.append(.listener(key, .cookieSent))
    }

    /// An ACK in LISTEN: it brings back a cookie, or is answered by a RST.
    private mutating func resume(
        _ packet: Packet, _ segment: TCPSegment, _ key: ConnectionKey, _ service: HostService,
        at instant: Instant, into output: inout HostOutput
    ) {
        guard service.cookies != .off, segment.flags.contains(.ack),
            !segment.flags.contains(.syn),
            let size = SYNCookie.check(segment, key, at: instant, secret),
            connections.count < HostLimits.connections
        else {
            if let reset = Rejection.reply(to: packet, from: nil) { output.send(reset) }
            return output.happenings.append(.listener(key, .noConnection))
        }
        output.happenings.append(.listener(key, .cookieTaken))
        var tcp = TCPConnection(resumed: segment, key: key, maximumSize: size, mtu: mtu)
        limitSegments(of: &tcp, at: instant)
        let entry = connections.begin(tcp, .service(ServiceSession(service.kind)))
        work(on: entry, at: instant, into: &output) {
            $1.events.append(.established)
            $0.receive(segment, at: instant, into: &$1)
        }
    }
}

// MARK: - Connections and those who use them

extension EndHost {
    /// Lets a connection that was taken out do something, tells its user what happened, and puts it back.
    mutating func work(
        on taken: ConnectionTable.Entry, at instant: Instant, into output: inout HostOutput,
        _ body: (inout TCPConnection, inout TCPOutput) -> Void
    ) {
        var entry = taken
        var result = TCPOutput()
        body(&entry.tcp, &result)
        var index = 0
        while index < result.events.count {
            let event = result.events[index]
            index += 1
            tell(event, &entry, at: instant, &result, into: &output)
        }
        entry.tcp.flush(at: instant, into: &result)
        connections.put(entry)
        if case .probe(let number) = entry.user {
            output.send(result.segments, of: entry.tcp.key, probe: number)
        } else {
            output.send(result.segments, of: entry.tcp.key)
        }
    }

    /// Tells the user of a connection what happened, and does what the user wants.
    private mutating func tell(
        _ event: TCPEvent, _ entry: inout ConnectionTable.Entry, at instant: Instant,
        _ result: inout TCPOutput, into output: inout HostOutput
    ) {
        switch entry.user {
        case .service(var session):
            entry.user = .nobody
            output.happenings.append(.connection(entry.tcp.key, event))
            let reply = session.reply(to: event)
            entry.user = .service(session)
            perform(reply, &entry, &result, into: &output)
        case .probe(let number):
            guard var machine = probes.take(number) else { return }
            var asked = ProbeOutput()
            machine.receive(event, at: instant, into: &asked)
            probes.put(machine, number)
            for order in asked.orders { Self.perform(order, &entry.tcp, &result) }
            asked.orders.removeAll { if case .open = $0 { false } else { true } }
            take(asked, of: number, at: instant, into: &output)
        case .kept(var data):
            output.happenings.append(.connection(entry.tcp.key, event))
            switch event {
            case .data(let more): data.append(more)
            case .peerClosed: entry.tcp.close()
            case .established, .ended, .resent, .ignored: break
            }
            entry.user = .kept(data)
        case .nobody:
            output.happenings.append(.connection(entry.tcp.key, event))
        }
    }

    private func perform(
        _ reply: ServiceReply, _ entry: inout ConnectionTable.Entry, _ result: inout TCPOutput,
        into output: inout HostOutput
    ) {
        output.happenings += reply.notes.map { .service(entry.tcp.key, .tcp, $0) }
        if !reply.data.isEmpty, !entry.tcp.send(reply.data) {
            return entry.tcp.abort(as: .overLimit, into: &result)
        }
        guard reply.closes else { return }
        entry.user = .nobody
        entry.tcp.close()
    }

    private static func perform(
        _ order: ConnectionOrder, _ tcp: inout TCPConnection, _ result: inout TCPOutput
    ) {
        switch order {
        case .open, .leave: break
        case .send(let data):
            if !tcp.send(data) { tcp.abort(as: .overLimit, into: &result) }
        case .close: tcp.close()
        case .abort: tcp.abort(into: &result)
        }
    }

    /// Lets a probe do something, and does what it wants.
    mutating func step(
        _ number: ProbeNumber, at instant: Instant, into output: inout HostOutput,
        _ body: (inout any ProbeMachine, inout ProbeOutput) -> Void
    ) {
        guard var machine = probes.take(number) else { return }
        var asked = ProbeOutput()
        body(&machine, &asked)
        probes.put(machine, number)
        take(asked, of: number, at: instant, into: &output)
    }

    /// Does what a probe wants: its findings, packets, and orders.
    private mutating func take(
        _ asked: ProbeOutput, of number: ProbeNumber, at instant: Instant,
        into output: inout HostOutput
    ) {
        for case .resolve(.answer(let answer)) in asked.events {
            probes.names.learn(answer, at: instant)
        }
        output.happenings += asked.events.map { .probe(number, $0) }
        for (draft, item) in asked.packets { output.send(draft, of: number, item: item) }
        if asked.isDone { probes.remove(number) }
        for order in asked.orders {
            if case .open(let key) = order {
                open(key, for: number, at: instant, into: &output)
            } else if order == .leave {
                connections.leave(number)
            } else if let entry = connections.take(of: number) {
                work(on: entry, at: instant, into: &output) { Self.perform(order, &$0, &$1) }
            }
        }
    }

    private mutating func open(
        _ key: ConnectionKey, for number: ProbeNumber, at instant: Instant,
        into output: inout HostOutput
    ) {
        guard connections.count < HostLimits.connections, !connections.contains(key) else {
            return step(number, at: instant, into: &output) {
                $0.receive(.ended(.overLimit), at: instant, into: &$1)
            }
        }
        var tcp = TCPConnection(
            opening: key, initial: secret.initialSequence(of: key, at: instant), mtu: mtu)
        limitSegments(of: &tcp, at: instant)
        let entry = connections.begin(tcp, .probe(number))
        work(on: entry, at: instant, into: &output) { $0.open(at: instant, into: &$1) }
    }
}
