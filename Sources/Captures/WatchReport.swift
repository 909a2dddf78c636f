package import Fabric
package import Network
import Timeline
package import Wire

/// What somebody who listens on the wire between the gateways has seen.
package struct WatchReport: Sendable {
    /// The tunnel that is looked at alone; nil for everything on the wire.
    package let tunnel: String?
    /// How many datagrams were seen.
    package let seen: Int
    /// The newest of them, in the order of time.
    package let newest: [WatchedFrame]
    /// What each direction tells: from the client's gateway, then to it; those with a datagram.
    package let ways: [WatchedWay]
    /// The number of the oldest frame that is still remembered, unless it is the first.
    package let oldest: Int?
    /// The network.
    package let topology: Topology

    /// The most datagrams that are listed.
    package static let limit = 50

    /// What came out of the wire of the frames in a log; what the wire lost is not among it.
    package init(_ log: FrameLog, of tunnel: String?, in topology: Topology) {
        self.tunnel = tunnel
        self.topology = topology
        oldest = log.firstNumber.flatMap { $0 > 1 ? $0 : nil }
        let wire = topology.wire
        let crossed = log.kept.filter { frame in
            frame.hasCrossed && frame.direction.link == wire
                && (tunnel == nil || frame.encapsulation?.tunnel == tunnel)
        }.sorted { first, second in
            first.end == second.end ? first.number < second.number : first.end < second.end
        }
        seen = crossed.count
        newest = crossed.suffix(Self.limit).compactMap { frame in
            log.image(of: frame.number).flatMap(WatchedFrame.init)
        }
        ways = (wire.map { topology[$0].ends } ?? []).compactMap { node in
            WatchedWay(crossed.filter { $0.direction.from == node }, in: log)
        }
    }
}

/// A frame that came out of the wire, as somebody sees it who listens there.
package struct WatchedFrame: Sendable {
    /// What he sees in it.
    package enum Content: Sendable {
        /// A packet in clear.
        case clear(Packet)
        /// What looks like an ESP packet; with the packet inside where nothing is encrypted.
        case esp(ESPHeader, readable: Packet?)
        /// A NAT keepalive.
        case keepalive
        /// Something else that UDP carries.
        case other
    }

    /// The frame.
    package let frame: Frame
    /// The addresses of its outermost IP header.
    package let source: IPAddress
    /// The address that it went to.
    package let destination: IPAddress
    /// What he sees in it.
    package let content: Content

    /// A frame with its bytes; nil when they are no IP packet.
    init?(_ image: FrameImage) {
        guard let ends = image.addresses else { return nil }
        frame = image.frame
        (source, destination) = ends
        if frame.encapsulation == nil {
            guard let packet = try? Packet.parse(image.bytes) else { return nil }
            content = .clear(packet)
        } else {
            content = Self.content(of: image)
        }
    }

    private static func content(of image: FrameImage) -> Content {
        let datagram = Array(image.datagram)
        if datagram == [0xFF] { return .keepalive }
        guard let header = try? ESPHeader.parse(datagram.span), header.spi.rawValue != 0 else {
            return .other
        }
        return .esp(header, readable: readable(datagram, image))
    }

    /// The packet in an ESP packet that encrypts nothing.
    private static func readable(_ datagram: [UInt8], _ image: FrameImage) -> Packet? {
        guard let form = image.frame.encapsulation?.form, !form.suite.encrypts,
            let place = form.suite.layout.ciphertext(inPacketOf: datagram.count)
        else { return nil }
        let text = datagram[place]
        if form.mode == .tunnel { return try? Packet.parse(Array(text)) }
        guard let next = text.last, let padding = text.dropLast().last,
            text.count >= Int(padding) + 2
        else { return nil }
        return try? Packet.joining(
            headersOf: image.bytes.span, text.dropLast(Int(padding) + 2),
            IPProtocol(rawValue: next))
    }
}
