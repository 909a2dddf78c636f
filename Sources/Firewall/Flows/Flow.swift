import Timeline
import Wire

/// A flow in the table.
struct Flow: Sendable {
    let key: FlowKey
    let id: FlowID
    /// Whether the originator is the second end of the key.
    let isReversed: Bool
    var state: FlowState
    /// Who sent the first FIN; counts only once there was one.
    var closer = FlowSide.originator
    var expires: Instant
    var sent = FlowTraffic()
    var returned = FlowTraffic()

    /// Which side sends packets that go this way.
    func side(isReversed: Bool) -> FlowSide {
        isReversed == self.isReversed ? .originator : .responder
    }

    /// Whether a packet of the responder was seen.
    var hasReply: Bool { returned.packets > 0 }

    /// The state of the flow after a packet of one side; nil where the packet can't belong to it.
    ///
    /// Until there was a reply, the originator of a TCP flow can only ask again or give up.
    func next(_ role: FlowRole, from side: FlowSide) -> FlowState? {
        switch role {
        case .segment(let kind):
            let isHeard = hasReply || side == .responder || kind == .syn || kind == .rst
            return isHeard ? state.next(kind, from: side, closer: closer) : nil
        case .datagram, .answer:
            return side == .responder ? .replied : state
        }
    }

    /// The flow as it stands at an instant.
    func record(at now: Instant) -> FlowRecord {
        let (first, second) = ends
        let isEcho = key.proto == .icmp || key.proto == .icmpv6
        return FlowRecord(
            id: id, proto: key.proto,
            originator: isReversed ? second : first, responder: isReversed ? first : second,
            echoIdentifier: isEcho ? UInt16(truncatingIfNeeded: key.ports) : nil,
            state: state, sent: sent, returned: returned,
            expires: expires, remaining: expires - now)
    }

    private var ends: (first: Endpoint, second: Endpoint) {
        let hasPorts = key.proto.hasPorts
        return (
            Endpoint(
                address: address(key.first),
                port: hasPorts ? Port(rawValue: UInt16(key.ports >> 16)) : nil),
            Endpoint(
                address: address(key.second),
                port: hasPorts ? Port(rawValue: UInt16(truncatingIfNeeded: key.ports)) : nil)
        )
    }

    private func address(_ number: UInt128) -> IPAddress {
        switch key.family {
        case .v4: .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number)))
        case .v6: .v6(IPv6Address(rawValue: number))
        }
    }
}

/// The two ends of a flow.
package enum FlowSide: String, CaseIterable, Sendable {
    /// Whose packet began the flow.
    case originator
    /// To whom that packet was sent.
    case responder
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
