package import Timeline
package import Wire

/// How packets are made to fit on a link.
package enum Fragmentation {
    /// The least MTU that a link of a family may have: 68 bytes (RFC 791 section 3.2), or 1,280 (RFC 8200 section 5).
    package static func leastMTU(_ family: IPFamily) -> Int {
        switch family {
        case .v4: 68
        case .v6: 1280
        }
    }

    /// What becomes of a packet that is about to be put on a link.
    ///
    /// - Parameters:
    ///   - packet: The packet, which may be a fragment itself.
    ///   - mtu: The longest IP packet that the link takes, in bytes.
    ///   - identification: What tells the fragments of a packet of IPv6 from those of others, where the node is its source;
    ///     nil at any other node: only the source fragments there (RFC 8200 section 4.5).
    /// - Returns: How it is sent, if it is.
    package static func fit(
        _ packet: Packet, into mtu: Int, identification: UInt32? = nil
    ) -> Fitting {
        guard packet.length > mtu else { return .whole }
        let pieces: [Packet]? =
            switch packet.fields.source.family {
            case .v4: fragmentsOfIPv4(packet, mtu)
            case .v6: identification.flatMap { fragmentsOfIPv6(packet, mtu, $0) }
            }
        return pieces.map { .fragments($0) } ?? .tooBig(mtu: mtu)
    }

    /// The packet whose fragments these are, all of them; nil where they are parts of none.
    package static func joined(_ pieces: [Packet], at now: Instant) -> Packet? {
        var reassembly = Reassembly()
        for piece in pieces {
            if case .complete(let whole) = reassembly.take(piece, at: now).outcome {
                return whole.packet
            }
        }
        return nil
    }

    // MARK: - IPv4

    /// The fragments of RFC 791 section 3.2; nil where the packet says that it may not be fragmented, or the MTU has no
    /// room for the headers that the first fragment has to hold whole (RFC 1858 section 3).
    private static func fragmentsOfIPv4(_ packet: Packet, _ mtu: Int) -> [Packet]? {
        guard let header = try? IPv4Header.parse(packet.bytes.span),
            !header.flags.contains(.dontFragment)
        else { return nil }
        var later = header
        later.options = copiedOptions(header.options)
        let data = packet.bytes[header.headerLength...]
        var pieces: [Packet] = []
        var place = data.startIndex
        while place < data.endIndex {
            var own = pieces.isEmpty ? header : later
            let room = mtu - own.headerLength
            let isEnd = data.endIndex - place <= room
            let count = isEnd ? data.endIndex - place : room & ~7
            guard count > 0 else { return nil }
            own.totalLength = UInt16(own.headerLength + count)
            own.fragmentOffset =
                header.fragmentOffset + UInt16((place - data.startIndex) / 8)
            if !isEnd { own.flags.insert(.moreFragments) }
            own.checksum = 0
            var bytes: [UInt8] = []
            bytes.reserveCapacity(Int(own.totalLength))
            own.write(to: &bytes)
            bytes += data[place..<(place + count)]
            IPv4Header.fillChecksum(of: 0..<own.headerLength, in: &bytes)
            guard let piece = try? Packet.parse(bytes) else { return nil }
            pieces.append(piece)
            place += count
        }
        return pieces
    }

    /// The options that every fragment has: those whose first bit says so (RFC 791 section 3.1).
    private static func copiedOptions(_ options: [UInt8]) -> [UInt8] {
        var copied: [UInt8] = []
        var place = 0
        while place < options.count, options[place] != 0 {
            // No operation, a byte by itself.
            guard options[place] != 1 else {
                place += 1
                continue
            }
            guard place + 1 < options.count else { break }
            let length = Int(options[place + 1])
            guard length >= 2, place + length <= options.count else { break }
            if options[place] & 0x80 > 0 { copied += options[place..<(place + length)] }
            place += length
        }
        while !copied.count.isMultiple(of: 4) { copied.append(0) }
        return copied
    }

    // MARK: - IPv6

    /// The fragments of RFC 8200 section 4.5; nil where the packet is one already.
    private static func fragmentsOfIPv6(
        _ packet: Packet, _ mtu: Int, _ identification: UInt32
    ) -> [Packet]? {
        let start = IPv6Header.length
        let proto = packet.fields.proto
        let room = (mtu - start - IPv6FragmentHeader.length) & ~7
        guard proto != IPv6FragmentHeader.number, room > 0 else { return nil }
        let data = packet.bytes[start...]
        var pieces: [Packet] = []
        for place in stride(from: start, to: data.endIndex, by: room) {
            let end = min(place + room, data.endIndex)
            var bytes = Array(packet.bytes[..<start])
            bytes.put(
                bigEndian: UInt16(IPv6FragmentHeader.length + end - place),
                at: IPv6Header.Offset.payloadLength)
            bytes[IPv6Header.Offset.nextHeader] = IPv6FragmentHeader.number.rawValue
            IPv6FragmentHeader(
                nextHeader: proto, offset: UInt16((place - start) / 8),
                hasMore: end < data.endIndex, identification: identification
            ).write(to: &bytes)
            bytes += data[place..<end]
            guard let piece = try? Packet.parse(bytes) else { return nil }
            pieces.append(piece)
        }
        return pieces
    }
}

/// What becomes of a packet on a link with an MTU.
package enum Fitting: Hashable, Sendable {
    /// It fits.
    case whole
    /// It is sent as these, in order.
    case fragments([Packet])
    /// It may not be fragmented: its sender is told the MTU.
    case tooBig(mtu: Int)
}

extension Fitting {
    /// The message that tells a sender what fits on the next link: "fragmentation needed and DF set" with the next-hop
    /// MTU (RFC 1191 section 4), or "packet too big" (RFC 4443 section 3.2).
    ///
    /// Whether one may be sent about the packet at all is not judged here (RFC 1812 section 4.3.2.7).
    ///
    /// - Parameters:
    ///   - packet: The packet that does not fit.
    ///   - mtu: How long a packet the link takes, in bytes.
    ///   - source: The address of the node that says so, of the packet's family.
    /// - Returns: The draft of the message.
    package static func message(
        about packet: Packet, mtu: Int, from source: IPAddress
    ) -> PacketDraft {
        let (type, code): (UInt8, UInt8) = packet.fields.source.family == .v4 ? (3, 4) : (2, 0)
        return PacketDraft(
            source: source, destination: packet.fields.source,
            transport: .icmpError(
                type: type, code: code, rest: UInt32(mtu), about: packet.bytes))
    }
}
