import Cipher
import Tunnel
package import Wire

/// The IP header of a frame that carries UDP.
enum OuterHeader {
    /// A new one between two gateways.
    case new(OuterEnds, trafficClass: UInt8, dontFragment: Bool)
    /// That of the packet or the frame which begins with these bytes, as ``ESPPlace`` says where it ends; UDP goes to a
    /// port.
    case kept([UInt8], port: Port = .udpEncapsulation)

    /// The one of a datagram that carries no packet: a keepalive or a dummy packet, or what nobody here sealed.
    init(_ ends: OuterEnds, _ outerDF: OuterDF = .copy) {
        self = .new(ends, trafficClass: 0, dontFragment: outerDF != .clear)
    }

    /// That of a frame, for a datagram that pretends to have come the same way.
    init(keptOf frame: FrameImage) {
        let bytes = frame.bytes
        let port = UDPHeader.destinationPort(before: frame.frame.payload.lowerBound, in: bytes.span)
        self = .kept(bytes, port: port)
    }

    /// The one around a packet in tunnel mode (RFC 4301 section 5.1.2.1).
    ///
    /// DSCP and ECN are the packet's, ECN as RFC 6040 section 4.1 has it in its normal mode, and DF is what the SA
    /// says. All else is made anew: of the flow label copies are for hosts and not for gateways, and neither options
    /// nor extension headers are ever copied.
    init(_ ends: OuterEnds, around packet: Packet, _ outerDF: OuterDF) {
        let bytes = packet.written
        self = .new(
            ends, trafficClass: IPHeader.trafficClass(of: bytes.span),
            dontFragment: outerDF.isSet(around: packet))
    }

    /// Writes the header, UDP from port 4500 to that of the receiver (RFC 3948 section 2.1) and the datagram behind it.
    ///
    /// All of it must fit into an IP packet. `number` is one that no other frame has.
    ///
    /// - Returns: The length of the headers.
    func write(before datagram: Span<UInt8>, number: Int, to bytes: inout [UInt8]) -> Int {
        bytes.removeAll(keepingCapacity: true)
        let length = UDPHeader.length + datagram.count
        let ends = writeIP(before: length, number, to: &bytes)
        let start = bytes.count
        UDPHeader(
            sourcePort: .udpEncapsulation, destinationPort: port,
            datagramLength: UInt16(length)
        ).write(to: &bytes)
        bytes.append(addingCapacity: datagram.count) { $0.append(copying: datagram) }
        PseudoHeader(source: ends.source, destination: ends.destination, proto: .udp)
            .fillChecksum(of: start..<bytes.count, in: &bytes)
        return start + UDPHeader.length
    }

    /// The port to which UDP goes.
    private var port: Port {
        switch self {
        case .new(let ends, _, _): ends.port
        case .kept(_, let port): port
        }
    }

    /// Writes the IP header.
    ///
    /// - Returns: The addresses in it.
    private func writeIP(
        before length: Int, _ number: Int, to bytes: inout [UInt8]
    ) -> (source: IPAddress, destination: IPAddress) {
        let ends: OuterEnds
        let (trafficClass, dontFragment): (UInt8, Bool)
        switch self {
        case .kept(let packet, _):
            ESPPlace(in: packet.span).writeHeaders(
                of: packet.span, before: .udp, length, to: &bytes)
            return Self.addresses(of: bytes.span)
        case .new(let new, let marks, let isWhole):
            (ends, trafficClass, dontFragment) = (new, marks, isWhole)
        }
        switch (ends.source, ends.destination) {
        case (.v4(let source), .v4(let destination)):
            var header = IPv4Header(
                source: source, destination: destination, proto: .udp,
                totalLength: UInt16(IPv4Header.length + length))
            header.differentiatedServices = trafficClass
            header.flags = dontFragment ? .dontFragment : []
            // Only what may be fragmented needs one of its own (RFC 6864 section 4).
            if !dontFragment { header.identification = UInt16(truncatingIfNeeded: number) }
            header.write(to: &bytes)
            IPv4Header.fillChecksum(of: 0..<IPv4Header.length, in: &bytes)
            return (.v4(source), .v4(destination))
        case (.v6(let source), .v6(let destination)):
            var header = IPv6Header(
                source: source, destination: destination, nextHeader: .udp,
                payloadLength: UInt16(length))
            header.trafficClass = trafficClass
            header.write(to: &bytes)
            return (.v6(source), .v6(destination))
        case (.v4, .v6), (.v6, .v4):
            preconditionFailure("a packet has addresses of one family")
        }
    }

    /// The addresses of a header that was read before, which `bytes` begin with.
    private static func addresses(
        of bytes: Span<UInt8>
    ) -> (source: IPAddress, destination: IPAddress) {
        guard bytes[0] >> 4 == 6 else {
            return (
                .v4(IPv4Address(rawValue: bytes.uint32(at: IPv4Header.Offset.source))),
                .v4(IPv4Address(rawValue: bytes.uint32(at: IPv4Header.Offset.destination)))
            )
        }
        return (
            .v6(IPv6Address(rawValue: bytes.uint128(at: IPv6Header.Offset.source))),
            .v6(IPv6Address(rawValue: bytes.uint128(at: IPv6Header.Offset.destination)))
        )
    }

    /// How long a datagram may be in UDP behind the headers of a packet in transport mode.
    static func room(behind place: ESPPlace, _ family: IPFamily) -> Int {
        let usual = family == .v4 ? IPv4Header.length : IPv6Header.length
        return UDPEncapsulation.maximumLength - (place.headerLength - usual)
    }
}

/// Between whom a frame that carries UDP goes.
struct OuterEnds: Hashable {
    /// Whose it is.
    let source: IPAddress
    /// Whom it is for.
    var destination: IPAddress
    /// The port there.
    var port = Port.udpEncapsulation

    /// From the port that ESP has at an address to the one that it has at another.
    init(_ ends: (source: IPAddress, destination: IPAddress)) {
        source = ends.source
        destination = ends.destination
    }

    /// The same, to where the receiver was seen last, if it was.
    func towards(_ place: OuterPlace?) -> OuterEnds {
        guard let place else { return self }
        var ends = self
        ends.destination = place.address
        ends.port = place.port
        return ends
    }
}

/// Where the other end of a tunnel is, as an end sees it: behind a NAT that is an address of the NAT's, and a port that
/// it chose.
package struct OuterPlace: Hashable, Sendable {
    /// The address.
    package let address: IPAddress
    /// The UDP port.
    package let port: Port

    /// Where a frame with UDP came from; nil where the bytes show none, which end where UDP's data begins at `data`.
    init?(sourceOf bytes: Span<UInt8>, before data: Int) {
        guard let header = try? IPHeader.parse(bytes), data >= UDPHeader.length else { return nil }
        address = header.source
        port = UDPHeader.sourcePort(before: data, in: bytes)
    }
}

extension UDPHeader {
    /// The port from which what begins at `data` came.
    fileprivate static func sourcePort(before data: Int, in bytes: Span<UInt8>) -> Port {
        Port(rawValue: bytes.uint16(at: data - length))
    }

    /// The port to which what begins at `data` goes.
    fileprivate static func destinationPort(before data: Int, in bytes: Span<UInt8>) -> Port {
        Port(rawValue: bytes.uint16(at: data - length + 2))
    }
}

extension OuterDF {
    /// Whether the outer header around a packet has DF.
    ///
    /// An IPv6 packet has no such bit, and no router may fragment it: copied, that is DF.
    func isSet(around packet: Packet) -> Bool {
        switch self {
        case .copy: packet.marks.dontFragment
        case .set: true
        case .clear: false
        }
    }
}
