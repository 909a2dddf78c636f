/// What whoever sealed an ESP packet knows of it, and its bytes do not say.
package struct ESPContent: Hashable, Sendable {
    /// What protects the packet.
    package let suite: ESPSuite
    /// What was put into it.
    package let mode: ESPMode
    /// The high half of an extended sequence number; nil where numbers have 32 bits.
    package let highSequence: UInt32?
    /// The packet that was sealed, whole; in transport mode its IP header stays outside.
    package let packet: Packet
    /// How many bytes of padding for traffic flow confidentiality follow the payload (RFC 4303 section
    /// 2.7).
    package let trafficPadding: Int

    /// The content of the ESP packet around `packet`.
    package init(
        suite: ESPSuite, mode: ESPMode, highSequence: UInt32? = nil, packet: Packet,
        trafficPadding: Int = 0
    ) {
        self.suite = suite
        self.mode = mode
        self.highSequence = highSequence
        self.packet = packet
        self.trafficPadding = trafficPadding
    }

    /// Which bytes of `packet` are the payload (RFC 4303 section 3.1).
    package var payload: Range<Int> { packet.payload(in: mode) }

    /// What the payload is.
    var nextHeader: IPProtocol { packet.nextHeader(in: mode) }

    /// Length of the ESP packet in bytes.
    package var packetLength: Int {
        suite.layout.packetLength(forPayload: payload.count + trafficPadding)
    }

    /// The text as it is before encryption.
    var text: [UInt8] {
        var text = Array(packet.bytes[payload])
        text.append(contentsOf: repeatElement(0, count: trafficPadding))
        let trailer = ESPTrailer(forPayload: text.count, nextHeader: nextHeader)
        text.append(addingCapacity: trailer.length) { trailer.write(to: &$0) }
        return text
    }
}
