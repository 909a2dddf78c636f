package import Wire

/// The packet that tells a sender that a firewall refuses its packet.
package enum Rejection {
    /// The draft of the refusal: a RST for TCP, otherwise the ICMP or ICMPv6 error "communication
    /// administratively prohibited" (RFC 1812 section 5.2.7.1, RFC 4443 section 3.1).
    ///
    /// The RST comes as if from the packet's destination (RFC 9293 section 3.5.2), the error from the
    /// gateway.
    ///
    /// - Parameters:
    ///   - packet: The packet that is refused.
    ///   - gateway: The firewall's own address; where it has none of the packet's family, the error
    ///     comes from the packet's destination.
    /// - Returns: Nil where a refusal may not be sent: about an RST, an ICMP error or redirect, a later
    ///   fragment, a packet not sent from one host to one host (RFC 1122 section 3.2.2, RFC 4443
    ///   section 2.4 e), or a damaged one; and about the first fragment of a segment without ACK,
    ///   whose length is not known.
    package static func reply(to packet: Packet, from gateway: IPAddress?) -> PacketDraft? {
        guard mayBeAnswered(packet) else { return nil }
        if let segment = ReceivedSegment(packet) {
            return reset(of: segment, in: packet)
        }
        return error(.prohibited, about: packet, from: gateway)
    }

    /// The draft of an ICMP or ICMPv6 error about a packet.
    ///
    /// - Parameters:
    ///   - error: What could not be done.
    ///   - packet: The packet that it is about.
    ///   - address: Who says so; where it is none of the packet's family, the error comes from the packet's
    ///     destination.
    /// - Returns: Nil where no error may be sent: about an ICMP error or redirect, a later fragment, or a packet that was
    ///   not sent from one host to one host (RFC 1122 section 3.2.2, RFC 1812 section 4.3.2.7, RFC 4443 section 2.4 e).
    package static func error(
        _ error: ICMPError, about packet: Packet, from address: IPAddress?
    ) -> PacketDraft? {
        let fields = packet.fields
        let family = fields.source.family
        guard mayBeAnswered(packet) else { return nil }
        let message = error.message(family)
        let source = address.flatMap { $0.family == family ? $0 : nil } ?? fields.destination
        return PacketDraft(
            source: source, destination: fields.source,
            transport: .icmpError(
                type: message.type, code: message.code, rest: message.rest, about: packet.bytes))
    }

    /// Whether an error may be sent about a packet: not about an ICMP error or redirect, a later fragment, a packet
    /// not sent from one host to one host (RFC 1122 section 3.2.2, RFC 4443 section 2.4 e), or a damaged one.
    package static func mayBeAnswered(_ packet: Packet) -> Bool {
        let fields = packet.fields
        guard packet.fragment != .later, mayBeTold(fields.source),
            mayBeNamed(fields.destination), packet.transportChecksumIsRight != false
        else { return false }
        return fields.icmpType.map { !isSilent($0, fields.source.family) } ?? true
    }

    /// The answer of a closed port (RFC 9293 section 3.10.7.1).
    private static func reset(of segment: ReceivedSegment, in packet: Packet) -> PacketDraft? {
        guard !segment.flags.contains(.rst) else { return nil }
        let transport: PacketDraft.Transport
        if segment.flags.contains(.ack) {
            transport = .tcp(
                source: segment.destination, destination: segment.source,
                sequence: segment.acknowledgment, flags: .rst)
        } else {
            guard packet.fragment == .whole else { return nil }
            transport = .tcp(
                source: segment.destination, destination: segment.source, sequence: 0,
                acknowledgment: segment.nextSequence, flags: [.rst, .ack])
        }
        return PacketDraft(
            source: packet.fields.destination, destination: packet.fields.source,
            transport: transport)
    }

    /// Whether a source is one host that others can reach.
    private static func mayBeTold(_ source: IPAddress) -> Bool {
        !source.isMulticast && !source.isReserved && !source.isUnspecified && !source.isLoopback
    }

    /// Whether a destination is one host.
    private static func mayBeNamed(_ destination: IPAddress) -> Bool {
        !destination.isMulticast && !destination.isBroadcast && !destination.isUnspecified
    }

    /// Whether nobody sends an error about messages of the type: ICMP errors, and the redirects of both
    /// families.
    private static func isSilent(_ type: UInt8, _ family: IPFamily) -> Bool {
        ICMPHeader.isError(type, family) || (family == .v6 && type == 137)
    }
}
