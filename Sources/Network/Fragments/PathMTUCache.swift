package import Timeline
package import Wire

/// What a host knows about how long packets may be on the way to others (RFC 1191, RFC 8201).
///
/// It believes what a message says about a packet; whether that packet was one of the host's own is for the host to
/// judge first.
package struct PathMTUCache: Sendable {
    /// What is known, the destination that was heard of last at the end.
    private var entries: [Entry] = []

    private struct Entry: Sendable {
        let destination: IPAddress
        let mtu: Int
        let expires: Instant
    }

    /// For how long an MTU is believed, before a longer packet is tried again (RFC 1191 section 6.3, RFC 8201 section 4).
    package static let lifetime = Duration.seconds(600)
    /// How many destinations are known at most; of more the one that was heard of longest ago is forgotten.
    package static let limit = 256

    /// Nothing is known.
    package init() {}

    /// The longest packet, in bytes, to send to a destination over a link.
    package func mtu(to destination: IPAddress, over linkMTU: Int, at now: Instant) -> Int {
        guard let entry = entries.first(where: { $0.destination == destination }),
            entry.expires > now
        else { return linkMTU }
        return min(entry.mtu, linkMTU)
    }

    /// What is known at an instant, the destination that was heard of last at the end.
    package func known(at now: Instant) -> [(destination: IPAddress, mtu: Int)] {
        entries.filter { $0.expires > now }.map { ($0.destination, $0.mtu) }
    }

    /// Learns from a message "fragmentation needed" or "packet too big".
    ///
    /// The estimate only falls. A message of IPv4 without an MTU, as old routers send it, stands for the next plateau
    /// below the packet's length (RFC 1191 section 5); one of IPv6 with less than 1,280 bytes is not believed (RFC 8201
    /// section 4), nor is one of IPv4 with less than 68.
    ///
    /// - Returns: The destination and its MTU, or nil where nothing changed.
    @discardableResult
    package mutating func learn(
        from message: Packet, over linkMTU: Int, at now: Instant
    ) -> (destination: IPAddress, mtu: Int)? {
        guard let said = Self.mtu(in: message),
            let quoted = try? QuotedPacket.parse(message.written.span.extracting(message.payload)),
            quoted.fields.source.family == message.fields.source.family
        else { return nil }
        let family = quoted.fields.source.family
        let mtu =
            said == 0 && family == .v4
            ? Self.plateaus.first { $0 < quoted.fields.totalLength } ?? 0 : said
        let destination = quoted.fields.destination
        guard mtu >= Fragmentation.leastMTU(family),
            mtu < self.mtu(to: destination, over: linkMTU, at: now)
        else { return nil }
        entries.removeAll { $0.destination == destination || $0.expires <= now }
        entries.append(
            Entry(destination: destination, mtu: mtu, expires: now + Self.lifetime))
        if entries.count > Self.limit { entries.removeFirst() }
        return (destination, mtu)
    }

    /// The MTU that a message gives; nil where it is another message.
    private static func mtu(in message: Packet) -> Int? {
        let rest = message.transportOffset + ICMPHeader.Offset.identifier
        switch (message.fields.source.family, message.fields.icmpType, message.fields.icmpCode) {
        case (.v4, 3, 4): return Int(message.written.span.uint16(at: rest + 2))
        case (.v6, 2, _): return Int(message.written.span.uint32(at: rest))
        default: return nil
        }
    }

    /// The MTUs that links have (RFC 1191 section 7.1).
    private static let plateaus = [32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68]
}
