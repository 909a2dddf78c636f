import Timeline
package import Wire

/// A scan as it runs.
struct Scan: ProbeMachine {
    private let request: ScanRequest
    private let setup: ProbeSetup
    private var results: [ScannedPort?]
    /// What was sent and may be answered, in the order of sending, from `settled` on.
    private var waiting: [Waiting] = []
    private var settled = 0
    private var places: [Port: Int]
    private var pacing = Pacing()

    private struct Waiting: Sendable {
        let item: Int
        let asked: Int
        let sent: Instant
    }

    /// What was sent so far, and when more may be.
    private struct Pacing: Sendable {
        var began = Instant.start
        var next = Instant.start
        /// The first port that was not asked.
        var fresh = 0
        /// Ports to be asked again, from `repeated` on.
        var again: [Waiting] = []
        var repeated = 0
        var sent = 0
        var done = 0
        /// Ports that were asked and are not settled.
        var open = 0
    }

    init(_ request: ScanRequest, _ setup: ProbeSetup) {
        self.request = request
        self.setup = setup
        results = Array(repeating: nil, count: request.ports.count)
        places = Dictionary(
            request.ports.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private var hasMore: Bool {
        pacing.repeated < pacing.again.count
            || (pacing.fresh < request.ports.count && pacing.open < request.parallel)
    }

    var deadline: Instant? {
        let silence = settled < waiting.count ? waiting[settled].sent + request.wait : nil
        guard hasMore else { return silence }
        return silence.map { min($0, pacing.next) } ?? pacing.next
    }

    mutating func start(at instant: Instant, into output: inout ProbeOutput) {
        pacing.began = instant
        pacing.next = instant
        sendMore(at: instant, into: &output)
    }

    mutating func fire(at instant: Instant, into output: inout ProbeOutput) {
        while settled < waiting.count, waiting[settled].sent + request.wait <= instant {
            let late = waiting[settled]
            settled += 1
            guard results[late.item] == nil else { continue }
            if late.asked <= request.retries {
                pacing.again.append(late)
            } else {
                settle(late.item, request.technique.silent, .silence(asked: late.asked))
            }
        }
        sendMore(at: instant, into: &output)
        finishIfAll(at: instant, into: &output)
    }

    mutating func receive(
        _ packet: Packet, at instant: Instant, into output: inout ProbeOutput
    ) -> Bool {
        let fields = packet.fields
        guard fields.destinationPort == setup.port, fields.source == setup.target,
            fields.proto == request.technique.proto, let port = fields.sourcePort,
            let item = places[port]
        else { return false }
        if request.technique == .udp {
            settle(item, .open, .datagram(packet.payload.count))
        } else if let segment = TCPSegment(packet) {
            take(segment, item, into: &output)
        }
        sendMore(at: instant, into: &output)
        finishIfAll(at: instant, into: &output)
        return true
    }

    mutating func receive(
        _ error: QuotedError, at instant: Instant, into output: inout ProbeOutput
    ) -> Bool {
        let fields = error.quoted.fields
        guard error.isAbout(from: setup.source, to: setup.target),
            fields.proto == request.technique.proto, fields.sourcePort == setup.port,
            let port = fields.destinationPort, let item = places[port]
        else { return false }
        if request.technique == .udp, error.report.meaning == .portUnreachable {
            // Only the host itself knows; anybody else's is a filter's answer.
            let isOwn = error.report.from == setup.target
            settle(item, isOwn ? .closed : .filtered, .error(error.report))
        } else if error.report.meaning != .timeExceeded, error.report.meaning != .tooBig {
            settle(item, .filtered, .error(error.report))
        }
        sendMore(at: instant, into: &output)
        finishIfAll(at: instant, into: &output)
        return true
    }

    private mutating func take(
        _ segment: TCPSegment, _ item: Int, into output: inout ProbeOutput
    ) {
        let key = key(item)
        let next = first(key) + 1
        if segment.flags.contains(.rst) {
            // A RST that answers an ACK has its number; one that answers a SYN acknowledges it.
            let isOurs =
                request.technique == .ack
                ? segment.sequence == next : segment.acknowledgment == next
            guard isOurs else { return }
            settle(item, request.technique == .ack ? .unfiltered : .closed, .reset)
            return
        }
        guard request.technique != .ack, segment.flags.isSuperset(of: [.syn, .ack]),
            segment.acknowledgment == next
        else { return }
        if request.technique == .connect, results[item] == nil {
            output.packets.append((draft(item, next, segment.end, .ack), item))
            output.packets.append((draft(item, next, segment.end, [.rst, .ack]), item))
        } else {
            output.packets.append((draft(item, next, TCPSequence(rawValue: 0), .rst), item))
        }
        settle(item, .open, .synACK)
    }

    private mutating func sendMore(at instant: Instant, into output: inout ProbeOutput) {
        while hasMore, pacing.next <= instant {
            var asked = 1
            var item = pacing.fresh
            if pacing.repeated < pacing.again.count {
                item = pacing.again[pacing.repeated].item
                asked = pacing.again[pacing.repeated].asked + 1
                pacing.repeated += 1
                guard results[item] == nil else { continue }
            } else {
                pacing.fresh += 1
                pacing.open += 1
            }
            waiting.append(Waiting(item: item, asked: asked, sent: instant))
            pacing.sent += 1
            pacing.next = instant + request.pace
            output.packets.append((question(item), item))
        }
    }

    private mutating func settle(_ item: Int, _ state: PortState, _ cause: ScanCause) {
        guard results[item] == nil else { return }
        results[item] = ScannedPort(
            port: request.ports[item], item: item, state: state, cause: cause)
        pacing.done += 1
        pacing.open -= 1
        while settled < waiting.count, results[waiting[settled].item] != nil { settled += 1 }
    }

    private mutating func finishIfAll(at instant: Instant, into output: inout ProbeOutput) {
        guard pacing.done == request.ports.count, !output.isDone else { return }
        let found = results.compactMap(\.self)
        output.events += found.map { .scan(.port($0)) }
        let counts = PortState.allCases.map { state in found.count { $0.state == state } }
        output.events.append(
            .scan(
                .summary(
                    ScanSummary(
                        counts: counts, sent: pacing.sent, time: instant - pacing.began))))
        output.isDone = true
    }
}

// MARK: - Packets

extension Scan {
    private func key(_ item: Int) -> ConnectionKey {
        ConnectionKey(
            localAddress: setup.source, localPort: setup.port, remoteAddress: setup.target,
            remotePort: request.ports[item])
    }

    /// The sequence number with which a port is asked: the same however often.
    private func first(_ key: ConnectionKey) -> TCPSequence {
        setup.secret.initialSequence(of: key, at: pacing.began)
    }

    private func question(_ item: Int) -> PacketDraft {
        let sequence = first(key(item))
        switch request.technique {
        case .syn, .connect: return draft(item, sequence, TCPSequence(rawValue: 0), .syn)
        // The peer's RST has the number that is acknowledged here.
        case .ack: return draft(item, sequence, sequence + 1, .ack)
        case .udp:
            return PacketDraft(
                source: setup.source, destination: setup.target,
                transport: .udp(source: setup.port, destination: request.ports[item]),
                data: payload(request.ports[item]))
        }
    }

    /// What makes a service answer: only some do, whatever they get.
    private func payload(_ port: Port) -> [UInt8] {
        guard port == ServiceKind.Name.dns.usualPort else { return [] }
        let question = DNSQuestion(name: .root, type: .ns)
        return DNSMessage(identifier: setup.identifier, question: question).bytes(
            limit: DNSMessage.datagramLimit)
    }

    private func draft(
        _ item: Int, _ sequence: TCPSequence, _ acknowledgment: TCPSequence, _ flags: TCPFlags
    ) -> PacketDraft {
        PacketDraft(
            source: setup.source, destination: setup.target,
            transport: .tcp(
                source: setup.port, destination: request.ports[item],
                sequence: sequence.rawValue, acknowledgment: acknowledgment.rawValue,
                flags: flags))
    }
}

extension ScanRequest.Technique {
    /// The protocol of what is sent.
    package var proto: IPProtocol { self == .udp ? .udp : .tcp }

    /// What a port is that never answers.
    fileprivate var silent: PortState {
        switch self {
        case .syn, .connect, .ack: .filtered
        case .udp: .openOrFiltered
        }
    }
}
