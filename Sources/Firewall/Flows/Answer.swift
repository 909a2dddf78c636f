package import Wire

/// The packet with which the receiver of a packet would answer it.
package enum Answer {
    /// The draft of the answer, its ends those of the packet with their places changed.
    ///
    /// A SYN gets a SYN,ACK, an RST nothing, and any other segment an ACK of all that it carries (RFC
    /// 9293 section 3.10.7); a UDP datagram gets another; an echo request gets its echo reply (RFC 792).
    ///
    /// - Parameters:
    ///   - packet: The packet that is answered.
    ///   - flags: The control bits of the answer in place of those; only for TCP, and then even an RST
    ///     is answered.
    ///   - data: What the answer carries; nil for nothing, and in an echo reply for what the request
    ///     carried.
    ///   - initialSequence: The sequence number where the packet acknowledges none.
    /// - Returns: Nil where no host would answer: to other packets, to fragments, and to packets that
    ///   were not sent from one host to one host.
    package static func draft(
        to packet: Packet, flags: TCPFlags? = nil, data: [UInt8]? = nil,
        initialSequence: UInt32 = 0
    ) -> PacketDraft? {
        let fields = packet.fields
        guard packet.fragment == .whole, fields.source.isOneHost, fields.destination.isOneHost,
            flags == nil || fields.tcpFlags != nil
        else { return nil }
        var carried = data ?? []
        let transport: PacketDraft.Transport
        if let segment = ReceivedSegment(packet) {
            guard let flags = flags ?? naturalFlags(for: segment.flags) else { return nil }
            transport = .tcp(
                source: segment.destination, destination: segment.source,
                sequence: segment.flags.contains(.ack) ? segment.acknowledgment : initialSequence,
                acknowledgment: flags.contains(.ack) ? segment.nextSequence : 0, flags: flags)
        } else if let source = fields.sourcePort, let destination = fields.destinationPort {
            transport = .udp(source: destination, destination: source)
        } else if fields.icmpType == ICMPHeader.echoRequest(fields.source.family),
            let identifier = packet.queryIdentifier
        {
            let field = packet.transportOffset + ICMPHeader.Offset.sequence
            transport = .icmpEcho(
                .reply, identifier: identifier, sequence: packet.written.span.uint16(at: field))
            if data == nil { carried = Array(packet.written[packet.payload]) }
        } else {
            return nil
        }
        return PacketDraft(
            source: fields.destination, destination: fields.source, transport: transport,
            data: carried)
    }

    private static func naturalFlags(for flags: TCPFlags) -> TCPFlags? {
        guard !flags.contains(.rst) else { return nil }
        return flags.contains(.syn) && !flags.contains(.ack) ? [.syn, .ack] : .ack
    }
}

extension IPAddress {
    /// Whether the address may be that of one host in the network.
    fileprivate var isOneHost: Bool { !isMulticast && !isBroadcast && !isUnspecified }
}
