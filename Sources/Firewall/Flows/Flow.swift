import Timeline
import Wire

/// A flow in the table.
struct Flow: Sendable {
    /// The tuple of the packet that began it.
    let tuple: FlowTuple
    let id: FlowID
    private let begun: Instant
    private var state: FlowState
    private var segments = SegmentHistory()
    /// Whether a packet of the responder was seen.
    private var hasReply = false
    /// When it is forgotten, and the queue in which it waits for that.
    private(set) var expiry: FlowExpiry
    private var traffic = FlowCounts()

    /// For how long a flow of UDP has to go on before it is taken for a stream (Linux,
    /// `nf_conntrack_proto_udp.c`).
    private static let streamAge = Duration(nanoseconds: 2_000_000_000)

    /// The flow that a packet of so many bytes begins.
    init(_ tuple: FlowTuple, _ id: FlowID, length: Int, at now: Instant) {
        self.tuple = tuple
        self.id = id
        begun = now
        state = tuple.key.proto == .tcp ? .synSent : .unreplied
        expiry = FlowExpiry(.tenSeconds, at: now)
        expiry = FlowExpiry(lifetime(at: now), at: now)
        traffic.sent.count(length)
    }

    /// Which side sends packets that go this way.
    func side(isReversed: Bool) -> FlowSide {
        isReversed == tuple.isReversed ? .originator : .responder
    }

    /// Takes a packet of one side, whose length is in bytes, before anybody knows whether it will pass.
    mutating func take(
        _ role: FlowRole, from side: FlowSide, length: Int, at now: Instant
    ) -> FlowEffect {
        let known: ConnectionState = side == .responder || hasReply ? .established : .new
        switch role {
        case .segment(let kind):
            switch segments.take(kind, from: side, in: state) {
            case .refused: return .refused
            case .reopens: return .reopens
            case .ignored: break
            case .moves(let next):
                // Nobody has anything left of a connection that is refused.
                if !hasReply, kind == .rst { return .ends(known) }
                // A SYN that is sent again must not keep a flow alive to which nobody answers.
                let isAgain = !hasReply && kind == .syn && state == .synSent
                state = next
                if !isAgain { count(length, from: side, at: now) }
            }
        case .datagram, .answer:
            if side == .responder { state = .replied }
            count(length, from: side, at: now)
        }
        if side == .responder { hasReply = true }
        return .belongs(known)
    }

    /// Closes a TCP flow whose sender was told so by a reset of the firewall; the responder wasn't.
    mutating func close(at now: Instant) {
        guard tuple.key.proto == .tcp, state != .closed else { return }
        state = .closed
        expiry = FlowExpiry(lifetime(at: now), at: now)
    }

    private mutating func count(_ length: Int, from side: FlowSide, at now: Instant) {
        switch side {
        case .originator: traffic.sent.count(length)
        case .responder: traffic.returned.count(length)
        }
        expiry = FlowExpiry(lifetime(at: now), at: now)
    }

    /// How long the flow stays when its last packet comes now.
    private func lifetime(at now: Instant) -> FlowLifetime {
        switch tuple.key.proto {
        case .tcp: state.lifetime
        case .udp: hasReply && now > begun + Self.streamAge ? .twoMinutes : .halfAMinute
        case .icmp, .icmpv6: .halfAMinute
        default: .tenMinutes
        }
    }

    /// The flow as it stands at an instant.
    func record(at now: Instant) -> FlowRecord {
        FlowRecord(
            id: id, ends: tuple.ends, state: state, traffic: traffic, expires: expiry.instant,
            remaining: expiry.instant - now)
    }
}

/// When a flow is forgotten.
struct FlowExpiry: Hashable {
    let lifetime: FlowLifetime
    let instant: Instant

    /// The end of a lifetime that begins now.
    init(_ lifetime: FlowLifetime, at now: Instant) {
        self.lifetime = lifetime
        instant = now + lifetime.duration
    }
}

/// What a packet does to a flow of its tuple.
enum FlowEffect {
    /// It is one of the flow; the state is what rules are told of it.
    case belongs(ConnectionState)
    /// It is the last one of the flow.
    case ends(ConnectionState)
    /// It begins another flow in the place of this one.
    case reopens
    /// It can't be one of the flow.
    case refused
}

/// The two ends of a flow.
package enum FlowSide: String, CaseIterable, Sendable {
    /// Whose packet began the flow.
    case originator
    /// To whom that packet was sent.
    case responder

    /// The other one.
    var other: FlowSide { self == .originator ? .responder : .originator }
}

/// What a packet may do in its flow.
enum FlowRole {
    /// A TCP segment.
    case segment(SegmentKind)
    /// A packet that either side may send at any time.
    case datagram
    /// A packet that only answers another.
    case answer

    /// Whether the packet may be the first of a flow.
    var mayBegin: Bool {
        switch self {
        case .segment(let kind): kind == .syn
        case .datagram: true
        case .answer: false
        }
    }
}
