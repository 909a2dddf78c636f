/// A packet as a person asks for it: addresses, a transport and data, but no checksum or length.
package struct PacketDraft: Hashable, Sendable {
    /// Source address.
    package var source: IPAddress
    /// Destination address, of the same family.
    package var destination: IPAddress
    /// The transport header.
    package var transport: Transport
    /// What follows the transport header.
    package var data: [UInt8]
    /// The IPv4 identification; IPv6 has none.
    package var identification: UInt16
    /// How many hops the packet may take.
    package var hopLimit: UInt8
    /// Differentiated services codepoint, 6 bits (RFC 2474).
    package var dscp: UInt8 = 0
    /// ECN, and whether an IPv4 packet may not be fragmented: usually it may not, because nothing in Garita does it.
    package var marks = IPMarks()

    /// A draft of a packet from `source` to `destination`.
    package init(
        source: IPAddress, destination: IPAddress, transport: Transport, data: [UInt8] = [],
        identification: UInt16 = 0, hopLimit: UInt8 = 64
    ) {
        self.source = source
        self.destination = destination
        self.transport = transport
        self.data = data
        self.identification = identification
        self.hopLimit = hopLimit
    }

    /// What follows the IP header.
    package enum Transport: Hashable, Sendable {
        /// A TCP header without options, with a window of 65535.
        case tcp(
            source: Port, destination: Port, sequence: UInt32, acknowledgment: UInt32 = 0,
            flags: TCPFlags)
        /// A UDP header.
        case udp(source: Port, destination: Port)
        /// An ICMP or ICMPv6 echo message, by the family of the addresses.
        case icmpEcho(Echo, identifier: UInt16, sequence: UInt16)
        /// Any ICMP or ICMPv6 message, by the family of the addresses; `rest` are the last four bytes of
        /// its header.
        case icmp(type: UInt8, code: UInt8, rest: UInt32 = 0)
        /// An ICMP or ICMPv6 error about the packet whose bytes are `about`, cut off where the RFCs say;
        /// `rest` are the last four bytes of its header, such as the MTU.
        case icmpError(type: UInt8, code: UInt8, rest: UInt32 = 0, about: [UInt8])
        /// No header: the data follows the IP header.
        case other(IPProtocol)
    }

    /// The two echo messages.
    package enum Echo: String, CaseIterable, Sendable {
        /// Asks for a reply.
        case request
        /// Answers a request.
        case reply
    }

    /// The protocol number that the packet will have.
    package var proto: IPProtocol {
        switch transport {
        case .tcp: .tcp
        case .udp: .udp
        case .icmpEcho, .icmp, .icmpError: .ownICMP(of: source.family)
        case .other(let proto): proto
        }
    }

    /// What a firewall will see of the packet, without building it.
    package var fields: PacketFields {
        var fields = PacketFields(
            source: source, destination: destination, proto: proto,
            totalLength: Self.headerLength(source.family) + headerLength + data.count,
            hopLimit: hopLimit, dscp: dscp)
        switch transport {
        case .tcp(let source, let destination, _, _, let flags):
            (fields.sourcePort, fields.destinationPort) = (source, destination)
            fields.tcpFlags = flags
        case .udp(let source, let destination):
            (fields.sourcePort, fields.destinationPort) = (source, destination)
        case .icmpEcho(let echo, _, _):
            (fields.icmpType, fields.icmpCode) = (type(of: echo), 0)
        case .icmp(let type, let code, _), .icmpError(let type, let code, _, _):
            (fields.icmpType, fields.icmpCode) = (type, code)
        case .other: break
        }
        return fields
    }

    /// The least total length in bytes of a packet of a protocol: its headers without data.
    package static func leastLength(_ proto: IPProtocol, _ family: IPFamily) -> Int {
        let transport =
            switch proto {
            case .tcp: TCPHeader.length
            case .udp: UDPHeader.length
            case .ownICMP(of: family): ICMPHeader.length
            default: 0
            }
        return headerLength(family) + transport
    }

    private static func headerLength(_ family: IPFamily) -> Int {
        switch family {
        case .v4: IPv4Header.length
        case .v6: IPv6Header.length
        }
    }

    private func type(of echo: Echo) -> UInt8 {
        switch echo {
        case .request: ICMPHeader.echoRequest(source.family)
        case .reply: ICMPHeader.echoReply(source.family)
        }
    }

    /// Makes the packet, with every length and checksum right.
    ///
    /// It takes the place of `spare`, whose memory it uses if nobody else does.
    ///
    /// - Throws: `mixedFamilies`, `tooLong` where it would have more than `Packet.maximumLength`
    ///   bytes, or a fault of `Packet.parse(_:)` where `other` names a protocol that has a header
    ///   and the data is none.
    package func build(
        inPlaceOf spare: consuming Packet? = nil
    ) throws(WireFault) -> Packet {
        let transportLength = headerLength + data.count
        let start = Self.headerLength(source.family)
        let total = start + transportLength
        guard total <= Packet.maximumLength else { throw .tooLong }
        var bytes = spare?.takeBytes() ?? []
        bytes.removeAll(keepingCapacity: true)
        bytes.reserveCapacity(total)
        try writeIPHeader(transportLength: transportLength, to: &bytes)
        writeTransportHeader(length: transportLength, to: &bytes)
        bytes.append(contentsOf: data)
        fillChecksums(transport: start..<total, in: &bytes)
        return try Packet.parse(bytes, inPlaceOf: consume spare)
    }

    /// The longest IP packet that an ICMP error may be, with what it quotes: 576 bytes (RFC 1812 section
    /// 4.3.2.3), or the least MTU of IPv6 (RFC 4443 section 3.1), 1280 bytes.
    package static func longestError(_ family: IPFamily) -> Int {
        switch family {
        case .v4: 576
        case .v6: 1280
        }
    }

    /// Length in bytes of the transport header, and of what an ICMP error quotes.
    private var headerLength: Int {
        switch transport {
        case .tcp: TCPHeader.length
        case .udp: UDPHeader.length
        case .icmpEcho, .icmp: ICMPHeader.length
        case .icmpError(_, _, _, let original): ICMPHeader.length + quotedLength(of: original)
        case .other: 0
        }
    }

    /// How many bytes of a packet an ICMP error quotes.
    private func quotedLength(of original: [UInt8]) -> Int {
        let start = Self.headerLength(source.family)
        return min(
            original.count, Self.longestError(source.family) - start - ICMPHeader.length)
    }

    private func writeIPHeader(transportLength: Int, to bytes: inout [UInt8]) throws(WireFault) {
        switch (source, destination) {
        case (.v4(let source), .v4(let destination)):
            var header = IPv4Header(
                source: source, destination: destination, proto: proto,
                totalLength: UInt16(IPv4Header.length + transportLength))
            header.identification = identification
            header.flags = marks.dontFragment ? .dontFragment : []
            header.timeToLive = hopLimit
            header.differentiatedServices = dscp << 2 | marks.ecn.rawValue
            header.write(to: &bytes)
        case (.v6(let source), .v6(let destination)):
            var header = IPv6Header(
                source: source, destination: destination, nextHeader: proto,
                payloadLength: UInt16(transportLength))
            header.hopLimit = hopLimit
            header.trafficClass = dscp << 2 | marks.ecn.rawValue
            header.write(to: &bytes)
        case (.v4, .v6), (.v6, .v4):
            throw .mixedFamilies
        }
    }

    private func writeTransportHeader(length: Int, to bytes: inout [UInt8]) {
        switch transport {
        case .tcp(let source, let destination, let sequence, let acknowledgment, let flags):
            var header = TCPHeader(sourcePort: source, destinationPort: destination, flags: flags)
            header.sequence = sequence
            header.acknowledgment = acknowledgment
            header.write(to: &bytes)
        case .udp(let source, let destination):
            let header = UDPHeader(
                sourcePort: source, destinationPort: destination, datagramLength: UInt16(length))
            header.write(to: &bytes)
        case .icmpEcho(let echo, let identifier, let sequence):
            ICMPHeader(type: type(of: echo), identifier: identifier, sequence: sequence).write(
                to: &bytes)
        case .icmp(let type, let code, let rest):
            ICMPHeader(type: type, code: code, rest: rest).write(to: &bytes)
        case .icmpError(let type, let code, let rest, let original):
            ICMPHeader(type: type, code: code, rest: rest).write(to: &bytes)
            bytes.append(original.span.extracting(..<quotedLength(of: original)))
        case .other:
            break
        }
    }

    private func fillChecksums(transport segment: Range<Int>, in bytes: inout [UInt8]) {
        if source.family == .v4 {
            IPv4Header.fillChecksum(of: 0..<segment.lowerBound, in: &bytes)
        }
        if case .other = transport { return }
        PseudoHeader(source: source, destination: destination, proto: proto)
            .fillChecksum(of: segment, in: &bytes)
    }
}
