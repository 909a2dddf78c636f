package import Timeline
package import Wire

/// A flow as a list shows it.
package struct FlowRecord: Hashable, Sendable {
    /// Its number, in order of creation.
    package let id: FlowID
    /// Between whom it is, and by what, as the packets of its originator come in.
    package let ends: FlowEnds
    /// The same as those packets go out; nil where no address and port is translated.
    package internal(set) var translated: FlowEnds?
    /// How far it has come.
    package let state: FlowState
    /// What its two sides sent.
    package let traffic: FlowCounts
    /// When it is forgotten if no packet of it comes.
    package let expires: Instant
    /// How long that is from the instant of the list.
    package let remaining: Duration
}

/// Between whom a flow is.
package struct FlowEnds: Hashable, Sendable {
    /// The protocol of its packets.
    package let proto: IPProtocol
    /// Whose packet began it; the port is nil where the protocol has none.
    package let originator: Endpoint
    /// To whom that packet was sent; the port is nil where the protocol has none.
    package let responder: Endpoint
    /// What its ICMP messages ask; nil for other protocols.
    package let query: Query?

    /// The same with other ends.
    package func replacing(originator: Endpoint? = nil, responder: Endpoint? = nil) -> FlowEnds {
        FlowEnds(
            proto: proto, originator: originator ?? self.originator,
            responder: responder ?? self.responder, query: query)
    }

    /// Between whom the packets of the other direction are: the two ends with their places changed.
    package var inverse: FlowEnds { replacing(originator: responder, responder: originator) }

    /// The same with another identifier of its query.
    package func replacing(identifier: UInt16) -> FlowEnds {
        FlowEnds(
            proto: proto, originator: originator, responder: responder,
            query: query.map { Query(type: $0.type, code: $0.code, identifier: identifier) })
    }

    /// A question of ICMP or ICMPv6.
    package struct Query: Hashable, Sendable {
        /// The type of the messages that ask.
        package let type: UInt8
        /// The code of all of them.
        package let code: UInt8
        /// The identifier of all of them.
        package let identifier: UInt16
    }
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

/// How much the two sides of a flow have sent to the firewall; what its rules stopped is counted, too.
package struct FlowCounts: Hashable, Sendable {
    /// What the originator sent.
    package internal(set) var sent = FlowTraffic()
    /// What the responder sent.
    package internal(set) var returned = FlowTraffic()
}

/// How much somebody has sent.
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
