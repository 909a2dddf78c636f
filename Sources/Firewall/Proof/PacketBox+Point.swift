import Wire

extension PacketBox {
    /// The box that holds nothing but the point.
    package init(_ point: PacketPoint<Address>) {
        self.init(
            lows: point.numbers, highs: point.numbers,
            source: Interval(point.source, point.source),
            destination: Interval(point.destination, point.destination),
            context: 1 << UInt64(point.context), flags: FlagSets(point.flags))
    }

    /// Whether the point lies in it.
    package func contains(_ point: PacketPoint<Address>) -> Bool {
        source.contains(point.source) && destination.contains(point.destination)
            && Swift.all((lows .<= point.numbers) .& (point.numbers .<= highs))
            && flags.contains(point.flags) && context >> UInt64(point.context) & 1 == 1
    }
}

extension PacketBox {
    /// The packet of it with the lowest numbers; it must not be empty.
    var corner: PacketPoint<Address> {
        PacketPoint(
            numbers: lows, source: source.low, destination: destination.low,
            flags: flags.first ?? 0, context: UInt8(context.trailingZeroBitCount & 63))
    }
}

extension PacketBox where Address: ProofAddress {
    /// A packet of it that a person would think of: TCP before UDP before an echo request, a SYN, ports
    /// that are in use, a hop limit that hosts begin with.
    ///
    /// The box must not be empty.
    package var example: PacketPoint<Address> {
        let known = PacketNumber.known(Address.self)
        let proto = known.first { self[.proto].contains($0) } ?? self[.proto].low
        let isEcho = proto == UInt16(Address.icmp)
        var point = PacketPoint(
            source: Address.usualSources.first { source.contains($0) } ?? source.inner,
            destination: Address.usualDestinations.first { destination.contains($0) }
                ?? destination.inner,
            sourcePort: first(
                isEcho ? [UInt16(Address.echoRequest) << 8] : [40_000, 1], of: .sourcePort),
            destinationPort: first(isEcho ? [0] : [80, 443, 1], of: .destinationPort),
            proto: UInt8(proto))
        for number in HeaderNumber.allCases {
            let values = self[.header(number)]
            point[.header(number)] = number.row.usual.map(values.nearest) ?? values.low
        }
        let flags: [UInt8] = proto == UInt16(IPProtocol.tcp.rawValue) ? [0x02, 0x10] : [0]
        point.flags = flags.first { self.flags.contains($0) } ?? self.flags.first ?? 0
        point.context = UInt8(context.trailingZeroBitCount & 63)
        let link = Int(point.context) / ConnectionState.allCases.count
        let outLinks = self[.outLink]
        point[.outLink] = outLinks.nearest(
            to: PacketSpace.usualOut(from: link, of: Int(outLinks.high) + 1))
        return point
    }

    private func first(_ values: [UInt16], of number: PacketNumber) -> UInt16 {
        values.first { self[number].contains($0) } ?? self[number].low
    }
}

extension PacketNumber {
    /// The protocols that a person would think of, the first one first.
    static func known<Address: ProofAddress>(_ family: Address.Type) -> [UInt16] {
        [UInt16(IPProtocol.tcp.rawValue), UInt16(IPProtocol.udp.rawValue), UInt16(Address.icmp)]
    }
}

extension Interval {
    /// Its second number where it has three, because the first one of a network is no host's.
    fileprivate var inner: Number { high - low >= 2 ? low + 1 : low }
}
