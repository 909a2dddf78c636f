extension PacketBox {
    /// The box that holds nothing but the point.
    package init(_ point: PacketPoint<Address>) {
        self.init(
            source: Interval(point.source, point.source),
            destination: Interval(point.destination, point.destination),
            sourcePort: Interval(point.sourcePort, point.sourcePort),
            destinationPort: Interval(point.destinationPort, point.destinationPort),
            proto: Interval(point.proto, point.proto), flags: FlagSets(point.flags),
            context: 1 << UInt64(point.context))
    }

    /// Whether the point lies in it.
    package func contains(_ point: PacketPoint<Address>) -> Bool {
        source.contains(point.source) && destination.contains(point.destination)
            && sourcePort.contains(point.sourcePort)
            && destinationPort.contains(point.destinationPort)
            && proto.contains(point.proto) && flags.contains(point.flags)
            && context >> UInt64(point.context) & 1 == 1
    }
}

extension PacketBox where Address: ProofAddress {
    /// A packet of it that a person would think of: TCP before UDP before an echo request, a SYN, ports
    /// that are in use.
    ///
    /// The box must not be empty.
    package var example: PacketPoint<Address> {
        let known: [UInt8] = [Self.tcp, Self.udp, Address.icmp]
        let proto = known.first { self.proto.contains($0) } ?? self.proto.low
        let isEcho = proto == Address.icmp
        let sourcePort: [UInt16] = isEcho ? [UInt16(Address.echoRequest) << 8] : [40_000, 1]
        let destinationPort: [UInt16] = isEcho ? [0] : [80, 443, 1]
        let flags: [UInt8] = proto == Self.tcp ? [0x02, 0x10] : [0]
        return PacketPoint(
            source: Address.usualSources.first { source.contains($0) } ?? source.inner,
            destination: Address.usualDestinations.first { destination.contains($0) }
                ?? destination.inner,
            sourcePort: sourcePort.first { self.sourcePort.contains($0) } ?? self.sourcePort.low,
            destinationPort: destinationPort.first { self.destinationPort.contains($0) }
                ?? self.destinationPort.low, proto: proto,
            flags: flags.first { self.flags.contains($0) } ?? self.flags.first ?? 0,
            context: UInt8(context.trailingZeroBitCount & 63))
    }

    private static var tcp: UInt8 { 6 }
    private static var udp: UInt8 { 17 }
}

extension Interval {
    /// Its second number where it has three, because the first one of a network is no host's.
    fileprivate var inner: Number { high - low >= 2 ? low + 1 : low }
}
