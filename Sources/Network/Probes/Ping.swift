package import Timeline
package import Wire

/// Echo requests to a host.
package struct PingRequest: Hashable, Sendable {
    /// Whom to ask.
    package var target: IPAddress
    /// How many requests: 1 to `HostLimits.pings`.
    package var count = 4
    /// The time between two of them.
    package var interval = Duration.seconds(1)
    /// How long each reply is waited for.
    package var wait = Duration.seconds(2)
    /// Bytes of data: 0 to 1,400.
    package var size = 56
    /// How many hops each may take.
    package var hopLimit: UInt8 = 64

    /// Four requests to a host.
    package init(target: IPAddress) {
        self.target = target
    }
}

/// What a ping found out.
package enum PingEvent: Hashable, Sendable {
    /// A reply came.
    case reply(PingReply)
    /// An error came instead of the reply to a request.
    case error(sequence: Int, ICMPReport)
    /// Nothing came in time.
    case silence(sequence: Int)
    /// That was all.
    case summary(PingSummary)
}

/// A reply to an echo request.
package struct PingReply: Hashable, Sendable {
    /// The number of the request, from 1 on.
    package let sequence: Int
    /// How long it took.
    package let time: Duration
    /// How many hops the reply had left.
    package let hopLimit: UInt8
    /// Bytes of the ICMP message.
    package let size: Int
    /// Whether the request had been answered before.
    package let isDuplicate: Bool
}

/// The figures of a ping.
package struct PingSummary: Hashable, Sendable {
    /// Requests.
    package var sent = 0
    /// Requests that were answered by a reply.
    package var received = 0
    /// Replies to what had been answered.
    package var duplicates = 0
    /// Requests that were answered by an error.
    package var errors = 0
    /// The shortest time of a first reply.
    package var shortest = Duration.longest
    /// The longest time of a first reply.
    package var longest = Duration.zero
    /// All times of first replies together.
    package var total = Duration.zero

    /// The mean time of the first replies; nil without any.
    package var mean: Duration? {
        received == 0 ? nil : Duration(nanoseconds: total.nanoseconds / UInt64(received))
    }
}

/// A ping as it runs.
struct Ping: ProbeMachine {
    private let request: PingRequest
    private let setup: ProbeSetup
    private var echoes: [Echo] = []
    /// The first request that may still be waited for.
    private var oldest = 0
    private var summary = PingSummary()

    private struct Echo: Sendable {
        let sent: Instant
        var isSettled = false
        var isAnswered = false
    }

    init(_ request: PingRequest, _ setup: ProbeSetup) {
        self.request = request
        self.setup = setup
    }

    private var nextSending: Instant? {
        guard echoes.count < request.count, let last = echoes.last else { return nil }
        return last.sent + request.interval
    }

    private var nextSilence: Instant? {
        oldest < echoes.count ? echoes[oldest].sent + request.wait : nil
    }

    var deadline: Instant? {
        guard let sending = nextSending else { return nextSilence }
        return nextSilence.map { min($0, sending) } ?? sending
    }

    mutating func start(at instant: Instant, into output: inout ProbeOutput) {
        send(at: instant, into: &output)
    }

    mutating func fire(at instant: Instant, into output: inout ProbeOutput) {
        while let end = nextSilence, end <= instant {
            output.events.append(.ping(.silence(sequence: oldest + 1)))
            settle(oldest)
        }
        if let sending = nextSending, sending <= instant { send(at: instant, into: &output) }
        finishIfAll(into: &output)
    }

    mutating func receive(
        _ packet: Packet, at instant: Instant, into output: inout ProbeOutput
    ) -> Bool {
        let family = setup.target.family
        guard packet.fields.icmpType == ICMPHeader.echoReply(family),
            packet.fields.proto == .ownICMP(of: family),
            packet.queryIdentifier == setup.identifier
        else { return false }
        let number = packet.written.span.uint16(
            at: packet.transportOffset + ICMPHeader.Offset.sequence)
        guard packet.fields.source == setup.target, 1...echoes.count ~= Int(number) else {
            return true
        }
        let index = Int(number) - 1
        let reply = PingReply(
            sequence: index + 1, time: instant - echoes[index].sent,
            hopLimit: packet.fields.hopLimit,
            size: packet.payload.upperBound - packet.transportOffset,
            isDuplicate: echoes[index].isAnswered)
        count(reply)
        echoes[index].isAnswered = true
        output.events.append(.ping(.reply(reply)))
        settle(index)
        finishIfAll(into: &output)
        return true
    }

    mutating func receive(
        _ error: QuotedError, at instant: Instant, into output: inout ProbeOutput
    ) -> Bool {
        guard error.quoted.queryIdentifier == setup.identifier,
            error.isAbout(from: setup.source, to: setup.target)
        else { return false }
        guard let word = error.secondWord else { return true }
        let index = Int(word & 0xFFFF) - 1
        guard echoes.indices.contains(index), !echoes[index].isSettled else { return true }
        summary.errors += 1
        output.events.append(.ping(.error(sequence: index + 1, error.report)))
        settle(index)
        finishIfAll(into: &output)
        return true
    }

    private mutating func send(at instant: Instant, into output: inout ProbeOutput) {
        echoes.append(Echo(sent: instant))
        summary.sent += 1
        let draft = PacketDraft(
            source: setup.source, destination: setup.target,
            transport: .icmpEcho(
                .request, identifier: setup.identifier, sequence: UInt16(echoes.count)),
            data: (0..<request.size).map { UInt8(truncatingIfNeeded: $0) },
            hopLimit: request.hopLimit)
        output.packets.append((draft, echoes.count - 1))
    }

    private mutating func count(_ reply: PingReply) {
        guard !reply.isDuplicate else {
            summary.duplicates += 1
            return
        }
        summary.received += 1
        summary.shortest = min(summary.shortest, reply.time)
        summary.longest = max(summary.longest, reply.time)
        summary.total = summary.total + reply.time
    }

    private mutating func settle(_ index: Int) {
        echoes[index].isSettled = true
        while oldest < echoes.count, echoes[oldest].isSettled { oldest += 1 }
    }

    private mutating func finishIfAll(into output: inout ProbeOutput) {
        guard oldest == request.count, !output.isDone else { return }
        output.events.append(.ping(.summary(summary)))
        output.isDone = true
    }
}
