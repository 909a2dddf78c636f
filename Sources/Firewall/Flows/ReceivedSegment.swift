import Wire

/// What an answer to a TCP segment has to know of it.
struct ReceivedSegment {
    let source: Port
    let destination: Port
    let flags: TCPFlags
    let sequence: UInt32
    let acknowledgment: UInt32
    /// The sequence number after the segment: SYN, data and FIN take one for each, bytes of data likewise
    /// (RFC 9293 section 3.4).
    let nextSequence: UInt32

    /// The segment of a packet; nil where it has no TCP header.
    init?(_ packet: Packet) {
        let fields = packet.fields
        guard let source = fields.sourcePort, let destination = fields.destinationPort,
            let flags = fields.tcpFlags
        else { return nil }
        let header = packet.written.span.extracting(packet.transportOffset...)
        self.source = source
        self.destination = destination
        self.flags = flags
        sequence = header.uint32(at: TCPHeader.Offset.sequence)
        acknowledgment = header.uint32(at: TCPHeader.Offset.acknowledgment)
        let controls = (flags.contains(.syn) ? 1 : 0) + (flags.contains(.fin) ? 1 : 0)
        nextSequence = sequence &+ UInt32(packet.payload.count + controls)
    }
}
