import Wire

/// What the readers of packets promise about any bytes.
enum PacketPromises {
    static func hold(for bytes: [UInt8]) throws(BrokenPromise) {
        try cover(Dissection.layers(of: bytes.span), bytes.count)
        try cover(Dissection.layers(ofPlaintext: bytes.span), bytes.count)
        _ = try? QuotedPacket.parse(bytes.span)
        let packet: Packet
        do throws(WireFault) {
            packet = try Packet.parse(bytes)
        } catch {
            return
        }
        try examine(packet, in: bytes)
        try compareWithQuote(packet)
        try buildAgain(packet)
    }

    /// Every byte belongs to exactly one layer, and every byte of a layer to a field.
    private static func cover(
        _ layers: [DissectedLayer], _ count: Int
    ) throws(BrokenPromise) {
        var end = 0
        for layer in layers {
            try promise(
                layer.range.lowerBound == end && layer.range.upperBound <= count,
                "layers follow one another, and not: \(layer.kind) \(layer.range) at \(end)")
            end = layer.range.upperBound
            try promise(
                (layer.kind == .unreadable) == (layer.fault != nil),
                "what is unreadable has a fault")
            try coverFields(layer)
        }
        try promise(end == count, "the layers end at \(end) of \(count)")
    }

    private static func coverFields(_ layer: DissectedLayer) throws(BrokenPromise) {
        var end = layer.range.lowerBound
        for field in layer.fields {
            try promise(
                field.range.lowerBound <= end && field.range.upperBound <= layer.range.upperBound,
                "\(field.name) lies in its layer and leaves no byte out")
            end = max(end, field.range.upperBound)
            _ = field.value.description
        }
        try promise(
            layer.kind == .unreadable || end == layer.range.upperBound,
            "the fields of \(layer.kind) end where it does")
    }

    private static func examine(
        _ packet: Packet, in bytes: [UInt8]
    ) throws(BrokenPromise) {
        try promise(
            packet.bytes.count == packet.fields.totalLength && bytes.starts(with: packet.bytes),
            "a packet is as long as its header says")
        try promise(
            packet.transportOffset <= packet.payload.lowerBound
                && packet.payload.upperBound <= packet.bytes.count,
            "the payload lies behind the headers")
        try promise((try? Packet.parse(packet.bytes)) == packet, "reading again gives the same")
        let layers = Dissection.layers(of: packet.bytes.span)
        try promise(
            layers[0].kind == .ipv4 || layers[0].kind == .ipv6, "a packet begins with an IP header")
        _ = packet.transportChecksumIsRight
        _ = packet.queryIdentifier
        try partAndJoin(packet)
    }

    /// What transport mode takes apart can be put together again from what stays outside and what goes into ESP.
    private static func partAndJoin(_ packet: Packet) throws(BrokenPromise) {
        let place = ESPPlace(in: packet.bytes.span)
        let payload = packet.bytes[packet.payload(in: .transport)]
        var outside: [UInt8] = []
        place.writeHeaders(of: packet.bytes.span, before: .udp, 0, to: &outside)
        guard
            let joined = try? Packet.joining(
                headersOf: outside.span, payload, packet.nextHeader(in: .transport))
        else { throw BrokenPromise("what is taken apart can be joined") }
        // A checksum has two ways to say zero.
        var (bytes, again) = (packet.bytes, joined.bytes)
        if packet.fields.source.family == .v4 {
            for offset in [IPv4Header.Offset.checksum, IPv4Header.Offset.checksum + 1] {
                (bytes[offset], again[offset]) = (0, 0)
            }
        }
        try promise(bytes == again, "joined is what was taken apart")
    }

    /// An error that quotes the packet tells as much of it as a firewall saw.
    private static func compareWithQuote(_ packet: Packet) throws(BrokenPromise) {
        guard let quote = try? QuotedPacket.parse(packet.bytes.span) else {
            throw BrokenPromise("a whole packet can be quoted")
        }
        try promise(quote.fields == packet.fields, "\(quote.fields) is \(packet.fields)")
        try promise(quote.queryIdentifier == packet.queryIdentifier, "the quoted query is the same")
        try promise(quote.fragment == packet.fragment, "the quoted fragment is the same")
        let least =
            packet.transportOffset
            + QuotedPacket.leastTransport(packet.fields.proto, packet.fields.source.family)
        let start = Array(packet.bytes.prefix(least))
        guard let short = try? QuotedPacket.parse(start.span) else {
            throw BrokenPromise("what tells the flow is enough")
        }
        var expected = packet.fields
        if expected.tcpFlags != nil { expected.tcpFlags = nil }
        try promise(short.fields == expected, "\(short.fields) is \(expected)")
    }

    /// A draft that asks for the same makes a packet that says the same.
    private static func buildAgain(_ packet: Packet) throws(BrokenPromise) {
        guard packet.fragment == .whole, packet.bytes.count <= Packet.maximumLength else { return }
        var draft = PacketDraft(
            source: packet.fields.source, destination: packet.fields.destination,
            transport: transport(of: packet), data: Array(packet.bytes[packet.payload]),
            hopLimit: packet.fields.hopLimit)
        draft.dscp = packet.fields.dscp
        guard let built = try? draft.build() else {
            throw BrokenPromise("what was read can be built")
        }
        var expected = packet.fields
        expected.totalLength = built.fields.totalLength
        try promise(built.fields == expected, "\(built.fields) is \(expected)")
        try promise(
            built.bytes[built.payload] == packet.bytes[packet.payload], "the payload is the same")
        try promise(built.transportChecksumIsRight != false, "what is built has a right checksum")
    }

    private static func transport(of packet: Packet) -> PacketDraft.Transport {
        let fields = packet.fields
        let start = packet.transportOffset
        if let type = fields.icmpType, let code = fields.icmpCode {
            return .icmp(
                type: type, code: code,
                rest: packet.bytes.span.uint32(at: start + ICMPHeader.Offset.identifier))
        }
        guard let source = fields.sourcePort, let destination = fields.destinationPort else {
            return .other(fields.proto)
        }
        guard let flags = fields.tcpFlags else {
            return .udp(source: source, destination: destination)
        }
        return .tcp(
            source: source, destination: destination,
            sequence: packet.bytes.span.uint32(at: start + TCPHeader.Offset.sequence), flags: flags)
    }
}
