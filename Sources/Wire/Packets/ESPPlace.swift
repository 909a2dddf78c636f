/// Where ESP stands in a packet in transport mode (RFC 4303 section 3.1.1).
///
/// In front of it stay the IPv4 header with its options, or the IPv6 header with those extension headers that are
/// for nodes on the way: hop-by-hop options, routing, the destination options before a routing header, and a
/// fragment header that leaves the packet whole (RFC 6946). Destination options behind them are for the last
/// node alone, and go into ESP.
package struct ESPPlace: Hashable, Sendable {
    /// How many bytes stay in front of ESP.
    package private(set) var headerLength: Int
    /// Where in them the number stands that says what follows.
    package private(set) var protocolOffset: Int
    /// What follows them.
    package private(set) var proto: IPProtocol
    /// Whether the packet is a fragment, which transport mode does not protect (RFC 4303 section 3.3.4).
    package private(set) var isFragment = false

    /// The place in a packet whose IP header `bytes` begin with; that has been read before.
    ///
    /// An extension header that is cut off counts as what follows.
    package init(in bytes: Span<UInt8>) {
        guard bytes[0] >> 4 == 6 else {
            headerLength = Int(bytes[IPv4Header.Offset.version] & 0xF) * 4
            protocolOffset = IPv4Header.Offset.proto
            proto = IPProtocol(rawValue: bytes[IPv4Header.Offset.proto])
            // All but the reserved bit and DF: more fragments follow, or some were before.
            isFragment = bytes.uint16(at: IPv4Header.Offset.fragment) & 0x3FFF != 0
            return
        }
        headerLength = IPv6Header.length
        protocolOffset = IPv6Header.Offset.nextHeader
        proto = IPProtocol(rawValue: bytes[IPv6Header.Offset.nextHeader])
        var place = self
        while !isFragment, let header = place.step(over: bytes) {
            if header != .destinationOptions { self = place }
        }
    }

    /// Goes on behind the extension header that follows.
    ///
    /// - Returns: Which it was; nil when none follows, or not all of it.
    private mutating func step(over bytes: Span<UInt8>) -> IPProtocol? {
        let header = proto
        guard let length = header.extensionLength(in: bytes.extracting(headerLength...)) else {
            return nil
        }
        if header == .fragmentHeader {
            isFragment = bytes.uint16(at: headerLength + 2) & 0xFFF9 != 0
        }
        protocolOffset = headerLength
        proto = IPProtocol(rawValue: bytes[headerLength])
        headerLength += length
        return header
    }

    /// Appends the headers in front of ESP as they are but for what has to change: `length` bytes of `proto` follow.
    ///
    /// The total length must fit into its field.
    package func writeHeaders(
        of bytes: Span<UInt8>, before proto: IPProtocol, _ length: Int, to output: inout [UInt8]
    ) {
        let start = output.count
        output.append(bytes.extracting(..<headerLength))
        output[start + protocolOffset] = proto.rawValue
        if bytes[0] >> 4 == 4 {
            output.put(
                bigEndian: UInt16(headerLength + length),
                at: start + IPv4Header.Offset.totalLength)
            IPv4Header.fillChecksum(of: start..<start + headerLength, in: &output)
        } else {
            output.put(
                bigEndian: UInt16(headerLength - IPv6Header.length + length),
                at: start + IPv6Header.Offset.payloadLength)
        }
    }
}

extension Packet {
    /// Which of its bytes ESP carries: in tunnel mode all, in transport mode what follows the headers that stay in
    /// front (RFC 4303 section 3.1).
    package func payload(in mode: ESPMode) -> Range<Int> {
        switch mode {
        case .tunnel: 0..<length
        case .transport: ESPPlace(in: written.span).headerLength..<length
        }
    }

    /// What ESP says that it carries.
    package func nextHeader(in mode: ESPMode) -> IPProtocol {
        switch mode {
        case .tunnel: fields.source.family == .v4 ? .ipv4 : .ipv6
        case .transport: ESPPlace(in: written.span).proto
        }
    }

    /// What its header says to the routers on the way.
    package var marks: IPMarks { IPMarks(ofHeader: written.span) }

    /// The packet that a receiver puts together in transport mode: the headers that a packet or a frame begins with, and
    /// behind them what was in ESP (RFC 4303 section 3.4.4.2).
    ///
    /// Length, protocol and header checksum are made right.
    ///
    /// - Throws: `tooLong`, or what ``parse(_:inPlaceOf:)`` throws.
    package static func joining(
        headersOf bytes: Span<UInt8>, _ payload: ArraySlice<UInt8>, _ proto: IPProtocol
    ) throws(WireFault) -> Packet {
        let place = ESPPlace(in: bytes)
        guard place.headerLength + payload.count <= maximumLength else { throw .tooLong }
        var joined: [UInt8] = []
        joined.reserveCapacity(place.headerLength + payload.count)
        place.writeHeaders(of: bytes, before: proto, payload.count, to: &joined)
        joined += payload
        return try .parse(joined)
    }
}
