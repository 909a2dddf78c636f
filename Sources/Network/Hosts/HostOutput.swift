package import Wire

/// What a host does at a step: what it sends, and what happened, each in order.
package struct HostOutput: Sendable {
    /// The packets to send, in order.
    package var packets: [SentPacket] = []
    /// What happened, in order.
    package var happenings: [HostEvent] = []

    /// Nothing.
    package init() {}

    /// A packet, and the probe that asked for it.
    package struct SentPacket: Sendable {
        /// The packet.
        package let packet: Packet
        /// The probe that it is a question of; nil where it is none.
        package let probe: ProbeNumber?
        /// Which question of the probe: its place in a scan's ports, in a traceroute's or ping's packets.
        package let item: Int
    }

    mutating func send(_ packet: Packet, of probe: ProbeNumber? = nil, item: Int = 0) {
        packets.append(SentPacket(packet: packet, probe: probe, item: item))
    }

    /// Sends what a draft says, where it can be built; a host's drafts have one family and fit.
    mutating func send(_ draft: PacketDraft, of probe: ProbeNumber? = nil, item: Int = 0) {
        if let packet = try? draft.build() { send(packet, of: probe, item: item) }
    }

    /// Sends a connection's segments.
    mutating func send(
        _ segments: [TCPSegment], of key: ConnectionKey, probe: ProbeNumber? = nil
    ) {
        for segment in segments {
            if let packet = try? segment.packet(of: key) { send(packet, of: probe) }
        }
    }
}

/// What happens at a host.
package enum HostEvent: Hashable, Sendable {
    /// A packet had no effect.
    case ignored(IgnoredPacket)
    /// An echo request was answered.
    case echoed(to: IPAddress, sequence: Int)
    /// A packet came to a port where nobody listens; its sender was told, unless the bound on errors forbids it.
    case closedPort(ServiceTransport, Port, from: IPAddress, isTold: Bool)
    /// A packet of a protocol that the host does not have.
    case unknownProtocol(IPProtocol, from: IPAddress, isTold: Bool)
    /// A service's listener did something about a connection that is not there yet.
    case listener(ConnectionKey, ListenerEvent)
    /// Something happened to a connection of a service.
    case connection(ConnectionKey, TCPEvent)
    /// A service understood something.
    case service(ConnectionKey, ServiceTransport, ServiceNote)
    /// A probe found something out.
    case probe(ProbeNumber, ProbeEvent)
}

/// Why a packet that came to a host had no effect.
package enum IgnoredPacket: String, CaseIterable, Hashable, Sendable {
    /// It is for another address.
    case notAddressed = "not-addressed-here"
    /// Its source is no single other host, or the host itself (RFC 1122 section 3.2.1.3).
    case badSource = "bad-source"
    /// It is a part of a packet.
    case fragment
    /// The checksum of its transport header is wrong.
    case badChecksum = "bad-checksum"
    /// An answer to nothing that was asked, or about nothing that was sent.
    case unexpected
    /// An ICMP message that hosts here do nothing about.
    case unhandledICMP = "unhandled-icmp"
    /// A RST for no connection (RFC 9293 section 3.10.7.1).
    case strayReset = "stray-reset"
    /// A datagram from the port of a service that answers anything: the two would never stop.
    case loop
    /// The host keeps as many connections as it may.
    case tooManyConnections = "too-many-connections"
}

/// What a listener does about a connection that is not there yet.
package enum ListenerEvent: String, CaseIterable, Hashable, Sendable {
    /// A SYN came, and is kept as half open.
    case halfOpen = "half-open"
    /// A SYN was dropped: as many connections are half open as may be.
    case backlogFull = "backlog-full"
    /// A SYN was answered by a cookie, and nothing is kept.
    case cookieSent = "cookie-sent"
    /// An ACK brought back a cookie: the connection is there.
    case cookieTaken = "cookie-taken"
    /// An ACK is of no connection, and brings no cookie.
    case noConnection = "no-connection"
}
