import Firewall
package import Timeline
package import Wire

/// A host: what it does with packets that are addressed to it, and what it asks the network by itself.
///
/// It is a value without a clock: packets and instants go in, packets and happenings come out. A copy is a snapshot and
/// goes on by itself.
package struct EndHost: Sendable {
    /// Its addresses; the first of a family is the source of what it sends by itself.
    package internal(set) var addresses: [IPAddress]
    /// The MTU of its link in bytes: at least 576, with IPv6 1280.
    package internal(set) var mtu: Int
    /// Its services, in the order in which they were added.
    package private(set) var services: [HostService] = []
    /// Its connections.
    package internal(set) var connections = ConnectionTable()
    /// What it knows of the ways to others.
    package internal(set) var paths = PathMTUCache()
    var probes = RunningProbes()
    var errors = ErrorBudget()
    let secret: HostSecret

    /// A host without services.
    ///
    /// What it sends is the same each time for the same secret, packets and instants.
    package init(addresses: [IPAddress], secret: HostSecret = HostSecret(0, 0), mtu: Int = 1_500) {
        self.addresses = addresses
        self.secret = secret
        self.mtu = mtu
    }

    // MARK: Services

    /// Adds a service.
    ///
    /// - Returns: False, and nothing changes, where another has the port or there are as many as may be.
    package mutating func add(_ service: HostService) -> Bool {
        guard services.count < HostLimits.services,
            self.service(service.transport, service.port) == nil
        else { return false }
        services.append(service)
        return true
    }

    /// Takes a service away; its connections go on.
    ///
    /// - Returns: The service, or nil where nobody listens there.
    package mutating func removeService(_ transport: ServiceTransport, _ port: Port) -> HostService?
    {
        guard
            let index = services.firstIndex(where: {
                $0.transport == transport && $0.port == port
            })
        else { return nil }
        return services.remove(at: index)
    }

    /// The service at a port.
    package func service(_ transport: ServiceTransport, _ port: Port) -> HostService? {
        services.first { $0.transport == transport && $0.port == port }
    }

    /// Offers these services and no others; connections that are there go on.
    package mutating func setServices(_ new: [HostService]) {
        services = Array(new.prefix(HostLimits.services))
    }

    // MARK: Probes

    /// Whether a probe runs, so that time is to go on until it is done.
    ///
    /// What else is due, such as retransmissions to peers that may never answer, is done when its time comes, and nobody
    /// needs to wait for it.
    package var isBusy: Bool { !probes.isEmpty }

    /// Starts a probe; without an address to speak from, it is the first of the family.
    ///
    /// - Returns: Its number, and what it does first.
    /// - Throws: `ProbeFault`.
    package mutating func start(
        _ request: ProbeRequest, from chosen: IPAddress? = nil, at instant: Instant
    ) throws(ProbeFault) -> (probe: ProbeNumber, output: HostOutput) {
        let family = request.target.family
        guard let source = chosen ?? addresses.first(where: { $0.family == family }) else {
            throw .noAddress(family)
        }
        guard probes.count < HostLimits.probes else { throw .tooManyProbes }
        let port = try freePort(from: source, to: request.target, port: request.port)
        let count = UInt32(truncatingIfNeeded: probes.begun + 1)
        var bytes: [UInt8] = [2]
        bytes.append(bigEndian: count)
        let setup = ProbeSetup(
            source: source, target: request.target, port: port,
            identifier: UInt16(truncatingIfNeeded: secret.mix(bytes)), secret: secret)
        let number = probes.add(request.machine(setup), port)
        var output = HostOutput()
        step(number, at: instant, into: &output) { $0.start(at: instant, into: &$1) }
        return (number, output)
    }

    /// Ends a probe before its time, and gives up its connection.
    package mutating func cancel(_ probe: ProbeNumber, at instant: Instant) -> HostOutput {
        var output = HostOutput()
        probes.remove(probe)
        for entry in connections.all {
            guard case .probe(probe) = entry.user,
                var taken = connections.take(entry.tcp.key)
            else { continue }
            var segments = TCPOutput()
            taken.tcp.abort(into: &segments)
            connections.put(taken)
            output.send(segments.segments, of: taken.tcp.key)
        }
        return output
    }

    /// A port that no service, probe or connection of the host uses (RFC 6056 section 3.3.3).
    private func freePort(
        from source: IPAddress, to target: IPAddress, port: Port
    ) throws(ProbeFault) -> Port {
        for step in 0..<1_024 {
            let local = secret.ephemeralPort(
                from: source, to: target, port: port, count: probes.begun + step)
            let key = ConnectionKey(
                localAddress: source, localPort: local, remoteAddress: target, remotePort: port)
            let isUsed =
                services.contains { $0.port == local } || probes.uses(local)
                || connections.contains(key)
            if !isUsed { return local }
        }
        throw .noPort
    }

    /// What it has learned from DNS.
    package var names: ResolvedNames { probes.names }

    // MARK: Time

    /// When ``fire(at:)`` has something to do; nil where nothing is waited for.
    package var nextDeadline: Instant? {
        guard let probe = probes.deadline else { return connections.deadline }
        return connections.deadline.map { min($0, probe) } ?? probe
    }

    /// What it waits for; nil where that is nothing.
    ///
    /// It changes nothing, and is asked where the host stands: a copy of a host takes longer than the answer.
    package mutating func wait() -> HostWait? {
        nextDeadline.map { HostWait(deadline: $0, isBusy: isBusy) }
    }

    /// Whether a probe is not done; asked where the host stands, as ``wait()`` is.
    package mutating func isRunning(_ probe: ProbeNumber) -> Bool { probes.isRunning(probe) }

    /// Does everything that is due.
    package mutating func fire(at instant: Instant) -> HostOutput {
        var output = HostOutput()
        while let entry = connections.takeDue(at: instant) {
            work(on: entry, at: instant, into: &output) { $0.fire(at: instant, into: &$1) }
        }
        for number in probes.due(at: instant) {
            step(number, at: instant, into: &output) { $0.fire(at: instant, into: &$1) }
        }
        return output
    }

    // MARK: Packets

    /// Takes a packet; `isOwn` where the node has made it and sends it to itself.
    package mutating func receive(
        _ packet: Packet, isOwn: Bool = false, at instant: Instant
    ) -> HostOutput {
        var output = HostOutput()
        if let reason = fault(packet, isOwn: isOwn) {
            output.happenings.append(.ignored(reason))
            return output
        }
        switch packet.fields.proto {
        case .tcp: receiveTCP(packet, at: instant, into: &output)
        case .udp: receiveUDP(packet, at: instant, into: &output)
        case .ownICMP(of: packet.fields.source.family):
            receiveICMP(packet, at: instant, into: &output)
        default: refuseProtocol(of: packet, at: instant, into: &output)
        }
        return output
    }

    /// Why a packet is not looked into.
    private func fault(_ packet: Packet, isOwn: Bool) -> IgnoredPacket? {
        let source = packet.fields.source
        if !isOwn {
            guard addresses.contains(packet.destination) else { return .notAddressed }
            if source.isMulticast || source.isBroadcast || source.isUnspecified
                || source.isLoopback || addresses.contains(source)
            {
                return .badSource
            }
        }
        guard packet.fragment == .whole else { return .fragment }
        return packet.transportChecksumIsRight == false ? .badChecksum : nil
    }

    private mutating func refuseProtocol(
        of packet: Packet, at instant: Instant, into output: inout HostOutput
    ) {
        let fields = packet.fields
        let draft = Rejection.error(.protocolUnreachable, about: packet, from: nil)
        let isTold = send(draft, at: instant, into: &output)
        output.happenings.append(
            .unknownProtocol(fields.proto, from: fields.source, isTold: isTold))
    }

    /// Sends an ICMP error, if there is to be one and the bound allows it.
    private mutating func send(
        _ error: PacketDraft?, at instant: Instant, into output: inout HostOutput
    ) -> Bool {
        guard let error, errors.take(at: instant) else { return false }
        output.send(error)
        return true
    }
}

// MARK: - UDP and ICMP

extension EndHost {
    private mutating func receiveUDP(
        _ packet: Packet, at instant: Instant, into output: inout HostOutput
    ) {
        guard let key = ConnectionKey(incoming: packet.fields) else { return }
        guard let service = service(.udp, key.localPort) else {
            if offer(packet, at: instant, into: &output) { return }
            let draft = Rejection.error(.portUnreachable, about: packet, from: nil)
            let isTold = send(draft, at: instant, into: &output)
            output.happenings.append(
                .closedPort(.udp, key.localPort, from: key.remoteAddress, isTold: isTold))
            return
        }
        guard !Self.answersAnything.contains(key.remotePort.rawValue) else {
            return output.happenings.append(.ignored(.loop))
        }
        let answer = service.kind.answer(datagram: Array(packet.written[packet.payload]))
        output.happenings.append(.service(key, .udp, answer.note))
        guard let reply = answer.reply else { return }
        output.send(
            PacketDraft(
                source: key.localAddress, destination: key.remoteAddress,
                transport: .udp(source: key.localPort, destination: key.remotePort), data: reply))
    }

    /// The ports of echo, daytime, quote of the day, chargen and time.
    private static let answersAnything: [UInt16] = [7, 13, 17, 19, 37]

    private mutating func receiveICMP(
        _ packet: Packet, at instant: Instant, into output: inout HostOutput
    ) {
        let fields = packet.fields
        let family = fields.source.family
        guard let type = fields.icmpType else { return }
        if type == ICMPHeader.echoRequest(family) {
            return answerEcho(packet, into: &output)
        }
        if let error = QuotedError(packet) {
            let isKnown = takeError(error, at: instant, into: &output)
            if isKnown {
                paths.learn(from: packet, over: mtu, at: instant)
            } else {
                output.happenings.append(.ignored(.unexpected))
            }
            return
        }
        if offer(packet, at: instant, into: &output) { return }
        let isReply = type == ICMPHeader.echoReply(family)
        output.happenings.append(.ignored(isReply ? .unexpected : .unhandledICMP))
    }

    /// A reply has the request's identifier, number and data (RFC 1122 section 3.2.2.6, RFC 4443 section 4.2).
    private func answerEcho(_ packet: Packet, into output: inout HostOutput) {
        let fields = packet.fields
        guard
            let header = try? ICMPHeader.parse(
                packet.written.span.extracting(packet.transportOffset...))
        else { return }
        output.send(
            PacketDraft(
                source: fields.destination, destination: fields.source,
                transport: .icmpEcho(
                    .reply, identifier: header.identifier, sequence: header.sequence),
                data: Array(packet.written[packet.payload])))
        output.happenings.append(.echoed(to: fields.source, sequence: Int(header.sequence)))
    }

    /// Hands an ICMP error to the probe and to the connection whose packet it is about.
    private mutating func takeError(
        _ error: QuotedError, at instant: Instant, into output: inout HostOutput
    ) -> Bool {
        var isKnown = false
        for number in probes.numbers where !isKnown {
            step(number, at: instant, into: &output) {
                isKnown = $0.receive(error, at: instant, into: &$1)
            }
        }
        guard error.quoted.fields.proto == .tcp, let word = error.secondWord,
            let key = ConnectionKey(quoted: error.quoted.fields),
            let entry = connections.take(key)
        else { return isKnown }
        let sequence = TCPSequence(rawValue: word)
        work(on: entry, at: instant, into: &output) { tcp, segments in
            if let mtu = error.mtu {
                tcp.tooBig(mtu: mtu, quoting: sequence, at: instant, into: &segments)
            } else if error.report.endsOpening {
                tcp.unreachable(quoting: sequence, into: &segments)
            }
        }
        return true
    }

    /// Offers a packet to the probes.
    mutating func offer(
        _ packet: Packet, at instant: Instant, into output: inout HostOutput
    ) -> Bool {
        for number in probes.numbers {
            var isTaken = false
            step(number, at: instant, into: &output) {
                isTaken = $0.receive(packet, at: instant, into: &$1)
            }
            if isTaken { return true }
        }
        return false
    }
}

/// What a host waits for.
package struct HostWait: Hashable, Sendable {
    /// When it has something to do.
    package let deadline: Instant
    /// Whether a probe runs (``EndHost/isBusy``).
    package let isBusy: Bool
}
