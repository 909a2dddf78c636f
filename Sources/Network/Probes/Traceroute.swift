package import Timeline
package import Wire

/// The question which routers are on the way to a host.
package struct TracerouteRequest: Hashable, Sendable {
    /// What is sent.
    package enum Mode: String, CaseIterable, Hashable, Sendable {
        /// Datagrams to ports from 33434 on, where nobody listens.
        case udp
        /// Echo requests.
        case icmp
    }

    /// The end of the way.
    package var target: IPAddress
    /// What is sent.
    package var mode = Mode.udp
    /// The largest hop limit that is tried: 1 to 255.
    package var mostHops = 30
    /// How many packets are sent with each hop limit: 1 to 10.
    package var queries = 3
    /// How long the answers to these are waited for.
    package var wait = Duration.seconds(5)
    /// After so many hops in a row that nobody answered, the way is given up.
    package var silentHops = 5

    /// The way to a host.
    package init(target: IPAddress) {
        self.target = target
    }

    /// The first destination port.
    package static let firstPort = 33_434
}

/// What a traceroute found out.
package enum TracerouteEvent: Hashable, Sendable {
    /// The answers to the packets with one hop limit.
    case hop(TracerouteHop)
    /// That was all.
    case end(TracerouteEnd)
}

/// The answers to the packets with one hop limit.
package struct TracerouteHop: Hashable, Sendable {
    /// The hop limit, from 1 on.
    package let hop: Int
    /// The answers, in the order of the packets; nil where none came.
    package var answers: [TracerouteAnswer?]
}

/// An answer to a packet of a traceroute.
package struct TracerouteAnswer: Hashable, Sendable {
    /// Who answered.
    package let from: IPAddress
    /// How long it took.
    package let time: Duration
    /// The error that it was; nil for the reply to an echo request.
    package let report: ICMPReport?
}

/// Why a traceroute ended.
package enum TracerouteEnd: String, CaseIterable, Sendable {
    /// The host itself answered.
    case reached
    /// Somebody said that packets don't get there.
    case unreachable
    /// Too many hops in a row were silent.
    case silent
    /// The largest hop limit was tried.
    case mostHops = "most-hops"
}

/// A traceroute as it runs.
struct Traceroute: ProbeMachine {
    private let request: TracerouteRequest
    private let setup: ProbeSetup
    private var hop = TracerouteHop(hop: 0, answers: [])
    private var sent = Instant.start
    private var silence = 0
    private var end: TracerouteEnd?

    init(_ request: TracerouteRequest, _ setup: ProbeSetup) {
        self.request = request
        self.setup = setup
    }

    var deadline: Instant? { end == nil ? sent + request.wait : nil }

    mutating func start(at instant: Instant, into output: inout ProbeOutput) {
        send(at: instant, into: &output)
    }

    mutating func fire(at instant: Instant, into output: inout ProbeOutput) {
        guard let deadline, deadline <= instant else { return }
        goOn(at: instant, into: &output)
    }

    mutating func receive(
        _ packet: Packet, at instant: Instant, into output: inout ProbeOutput
    ) -> Bool {
        switch request.mode {
        case .icmp:
            let family = setup.target.family
            guard packet.fields.icmpType == ICMPHeader.echoReply(family),
                packet.fields.proto == .ownICMP(of: family),
                packet.queryIdentifier == setup.identifier
            else { return false }
            let number = packet.written.span.uint16(
                at: packet.transportOffset + ICMPHeader.Offset.sequence)
            take(Int(number) - 1, from: packet.fields.source, nil, at: instant, into: &output)
        case .udp:
            // A service at one of the ports answered.
            guard packet.fields.proto == .udp, packet.fields.destinationPort == setup.port,
                packet.fields.source == setup.target, let port = packet.fields.sourcePort
            else { return false }
            let index = Int(port.rawValue) - TracerouteRequest.firstPort
            take(index, from: packet.fields.source, nil, at: instant, into: &output)
        }
        return true
    }

    mutating func receive(
        _ error: QuotedError, at instant: Instant, into output: inout ProbeOutput
    ) -> Bool {
        guard error.isAbout(from: setup.source, to: setup.target) else { return false }
        let index: Int
        switch request.mode {
        case .udp:
            guard error.quoted.fields.proto == .udp, error.quoted.fields.sourcePort == setup.port,
                let port = error.quoted.fields.destinationPort
            else { return false }
            index = Int(port.rawValue) - TracerouteRequest.firstPort
        case .icmp:
            guard error.quoted.queryIdentifier == setup.identifier else { return false }
            guard let word = error.secondWord else { return true }
            index = Int(word & 0xFFFF) - 1
        }
        take(index, from: error.report.from, error.report, at: instant, into: &output)
        return true
    }

    /// The place of the first packet of the hop among all.
    private var first: Int { (hop.hop - 1) * request.queries }

    private mutating func send(at instant: Instant, into output: inout ProbeOutput) {
        hop = TracerouteHop(
            hop: hop.hop + 1, answers: Array(repeating: nil, count: request.queries))
        sent = instant
        for index in first..<(first + request.queries) {
            let transport: PacketDraft.Transport =
                switch request.mode {
                case .udp:
                    .udp(
                        source: setup.port,
                        destination: Port(
                            rawValue: UInt16(
                                truncatingIfNeeded: TracerouteRequest.firstPort + index)))
                case .icmp:
                    .icmpEcho(
                        .request, identifier: setup.identifier,
                        sequence: UInt16(truncatingIfNeeded: index + 1))
                }
            let draft = PacketDraft(
                source: setup.source, destination: setup.target, transport: transport,
                data: (0..<32).map { 0x40 + $0 }, hopLimit: UInt8(hop.hop))
            output.packets.append((draft, index))
        }
    }

    private mutating func take(
        _ index: Int, from: IPAddress, _ report: ICMPReport?, at instant: Instant,
        into output: inout ProbeOutput
    ) {
        let place = index - first
        guard hop.answers.indices.contains(place), hop.answers[place] == nil, end == nil else {
            return
        }
        hop.answers[place] = TracerouteAnswer(from: from, time: instant - sent, report: report)
        if hop.answers.allSatisfy({ $0 != nil }) { goOn(at: instant, into: &output) }
    }

    private mutating func goOn(at instant: Instant, into output: inout ProbeOutput) {
        output.events.append(.traceroute(.hop(hop)))
        let answers = hop.answers.compactMap(\.self)
        silence = answers.isEmpty ? silence + 1 : 0
        if answers.contains(where: { $0.from == setup.target && !Self.isOnTheWay($0) }) {
            end = .reached
        } else if answers.contains(where: { !Self.isOnTheWay($0) }) {
            end = .unreachable
        } else if silence == request.silentHops {
            end = .silent
        } else if hop.hop == request.mostHops {
            end = .mostHops
        }
        guard let end else { return send(at: instant, into: &output) }
        output.events.append(.traceroute(.end(end)))
        output.isDone = true
    }

    private static func isOnTheWay(_ answer: TracerouteAnswer) -> Bool {
        answer.report?.meaning == .timeExceeded
    }
}
