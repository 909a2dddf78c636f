package import Timeline
package import Wire

/// A flow as a list shows it.
package struct FlowRecord: Hashable, Sendable {
    /// Its number, in order of creation.
    package let id: FlowID
    /// The protocol of its packets.
    package let proto: IPProtocol
    /// Whose packet began it; the port is nil where the protocol has none.
    package let originator: Endpoint
    /// To whom that packet was sent; the port is nil where the protocol has none.
    package let responder: Endpoint
    /// The identifier of its echo messages; nil for other flows.
    package let echoIdentifier: UInt16?
    /// How far it has come.
    package let state: FlowState
    /// What the originator sent.
    package let sent: FlowTraffic
    /// What the responder sent.
    package let returned: FlowTraffic
    /// When it is forgotten if no packet of it comes.
    package let expires: Instant
    /// How long that is from the instant of the list.
    package let remaining: Duration
}

/// Names a flow for as long as the lab runs; counted from 1 in order of creation, never used again.
package struct FlowID: Hashable, Comparable, Sendable {
    /// The number.
    package let rawValue: UInt64

    /// The flow with the number `rawValue`.
    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Orders by creation.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// How much one side of a flow has sent past the firewall.
package struct FlowTraffic: Hashable, Sendable {
    /// Packets.
    package private(set) var packets: UInt64 = 0
    /// Bytes of those packets, IP headers included.
    package private(set) var bytes: UInt64 = 0

    /// Nothing yet.
    package init() {}

    /// Counts a packet of so many bytes.
    package mutating func count(_ length: Int) {
        packets &+= 1
        bytes &+= UInt64(length)
    }
}
