package import Wire

/// A TCP segment without its ports: what one end of a connection says to the other (RFC 9293 section 3.1).
package struct TCPSegment: Hashable, Sendable {
    /// The sequence number of SYN, of the first byte of data, or the next one.
    package var sequence: TCPSequence
    /// The next sequence number that is awaited; counts only with ACK.
    package var acknowledgment: TCPSequence
    /// The control bits.
    package var flags: TCPFlags
    /// How many bytes the sender takes beyond the acknowledgment number.
    package var window: UInt16
    /// The maximum segment size option, which only goes with SYN (RFC 9293 section 3.7.1); nil without it.
    package var maximumSize: UInt16?
    /// The data.
    package var data: [UInt8]

    /// A segment without options.
    package init(
        sequence: TCPSequence, acknowledgment: TCPSequence = TCPSequence(rawValue: 0),
        flags: TCPFlags, window: UInt16 = 65_535, maximumSize: UInt16? = nil, data: [UInt8] = []
    ) {
        self.sequence = sequence
        self.acknowledgment = acknowledgment
        self.flags = flags
        self.window = window
        self.maximumSize = maximumSize
        self.data = data
    }

    /// The segment in a whole packet; nil where it has no TCP header.
    package init?(_ packet: Packet) {
        guard packet.fields.proto == .tcp, packet.fragment == .whole,
            let header = try? TCPHeader.parse(
                packet.written.span.extracting(packet.transportOffset...))
        else { return nil }
        self.init(
            sequence: TCPSequence(rawValue: header.sequence),
            acknowledgment: TCPSequence(rawValue: header.acknowledgment),
            flags: header.flags, window: header.window,
            maximumSize: Self.maximumSize(in: header.options),
            data: Array(packet.written[packet.payload]))
    }

    /// How many sequence numbers the segment takes: one for SYN, one for each byte, one for FIN.
    package var length: Int {
        data.count + (flags.contains(.syn) ? 1 : 0) + (flags.contains(.fin) ? 1 : 0)
    }

    /// The sequence number after the segment.
    package var end: TCPSequence { sequence + length }

    /// The packet that carries the segment from the local end of a connection to the remote one.
    ///
    /// IPv4 packets say that they may not be fragmented, for path MTU discovery (RFC 1191).
    ///
    /// - Throws: `tooLong`.
    package func packet(of key: ConnectionKey) throws(WireFault) -> Packet {
        var header = TCPHeader(
            sourcePort: key.localPort, destinationPort: key.remotePort, flags: flags)
        header.sequence = sequence.rawValue
        header.acknowledgment = flags.contains(.ack) ? acknowledgment.rawValue : 0
        header.window = window
        if let maximumSize {
            header.options = [Option.maximumSize, 4]
            header.options.append(bigEndian: maximumSize)
        }
        let length = header.headerLength + data.count
        var bytes = try IPHeader.bytes(
            from: key.localAddress, to: key.remoteAddress, proto: .tcp, payload: length)
        let start = bytes.count
        header.write(to: &bytes)
        bytes += data
        PseudoHeader(source: key.localAddress, destination: key.remoteAddress, proto: .tcp)
            .fillChecksum(of: start..<bytes.count, in: &bytes)
        return try .parse(bytes)
    }

    /// The kinds of options that are read (RFC 9293 section 3.2).
    private enum Option {
        static let end: UInt8 = 0
        static let noOperation: UInt8 = 1
        static let maximumSize: UInt8 = 2
    }

    /// The first maximum segment size among the options; options whose length is wrong end the search.
    private static func maximumSize(in options: [UInt8]) -> UInt16? {
        var place = 0
        while place < options.count, options[place] != Option.end {
            if options[place] == Option.noOperation {
                place += 1
                continue
            }
            guard place + 1 < options.count else { return nil }
            let length = Int(options[place + 1])
            guard length >= 2, place + length <= options.count else { return nil }
            if options[place] == Option.maximumSize, length == 4 {
                return options.span.uint16(at: place + 2)
            }
            place += length
        }
        return nil
    }
}

extension IPHeader {
    /// The bytes of a header of the addresses' family, its checksum right, hop limit 64, not to be fragmented.
    ///
    /// - Throws: `mixedFamilies`, or `tooLong` where `payload` bytes don't fit behind it.
    static func bytes(
        from source: IPAddress, to destination: IPAddress, proto: IPProtocol, payload: Int
    ) throws(WireFault) -> [UInt8] {
        var bytes: [UInt8] = []
        switch (source, destination) {
        case (.v4(let source), .v4(let destination)):
            guard let total = UInt16(exactly: IPv4Header.length + payload) else { throw .tooLong }
            var header = IPv4Header(
                source: source, destination: destination, proto: proto, totalLength: total)
            header.flags = .dontFragment
            header.write(to: &bytes)
            IPv4Header.fillChecksum(of: 0..<bytes.count, in: &bytes)
        case (.v6(let source), .v6(let destination)):
            guard IPv6Header.length + payload <= Packet.maximumLength else { throw .tooLong }
            IPv6Header(
                source: source, destination: destination, nextHeader: proto,
                payloadLength: UInt16(payload)
            ).write(to: &bytes)
        case (.v4, .v6), (.v6, .v4):
            throw .mixedFamilies
        }
        return bytes
    }
}
