/// Takes packets apart for people to look at.
///
/// The layers come in the order of the bytes, and every byte belongs to exactly one. Nothing throws:
/// what can't be read becomes a layer too.
package struct Dissection: Sendable {
    /// The layers so far.
    var layers: [DissectedLayer] = []
    /// What is known of the outermost ESP packet, until it has been read.
    var content: ESPContent?

    /// How many IP headers may follow one another before the rest is taken as data.
    ///
    /// Without it a packet of nothing but headers could nest thousands deep.
    package static let nestingLimit = 4
    /// How many IPv6 extension headers may follow an IP header before the rest is taken as data.
    package static let extensionLimit = 16

    init() {}

    /// The layers of an IP packet; with `content` of the ESP packet in it, if that is known.
    package static func layers(
        of bytes: Span<UInt8>, knowing content: ESPContent? = nil
    ) -> [DissectedLayer] {
        var dissection = Dissection()
        dissection.content = content
        dissection.readIP(bytes, 0..<bytes.count, nesting: 1)
        return dissection.layers
    }

    /// Reads an IP header and what follows it.
    mutating func readIP(_ bytes: Span<UInt8>, _ range: Range<Int>, nesting: Int) {
        let header: IPHeader
        do throws(WireFault) {
            header = try IPHeader.parse(bytes.extracting(range))
        } catch {
            layers.append(DissectedLayer(unreadable: error, range))
            return
        }
        let start = range.lowerBound + header.headerLength
        let end = range.lowerBound + header.totalLength
        let headerRange = range.lowerBound..<start
        switch header {
        case .v4(let header):
            layers.append(.ipv4(header, of: bytes.extracting(headerRange), at: headerRange))
        case .v6(let header):
            layers.append(.ipv6(header, at: headerRange))
        }
        readBehind(header, bytes, start..<end, nesting: nesting)
        // Padding that a link added.
        readData(end..<range.upperBound)
    }

    /// Reads what follows an IP header, the extension headers of IPv6 first.
    mutating func readBehind(
        _ header: IPHeader, _ bytes: Span<UInt8>, _ range: Range<Int>, nesting: Int
    ) {
        guard case .v6(var last) = header else {
            return readBody(of: header, bytes, range, nesting: nesting)
        }
        var start = range.lowerBound
        for _ in 0..<Self.extensionLimit {
            let rest = bytes.extracting(start..<range.upperBound)
            guard let length = last.nextHeader.extensionLength(in: rest),
                let layer = DissectedLayer.ipv6Extension(
                    last.nextHeader, rest, at: start..<start + length)
            else { break }
            layers.append(layer)
            start += length
            let isPart = layer.kind == .fragment && rest.uint16(at: 2) & 0xFFF9 != 0
            if isPart { return readData(start..<range.upperBound) }
            last.nextHeader = IPProtocol(rawValue: rest[0])
        }
        readBody(of: .v6(last), bytes, start..<range.upperBound, nesting: nesting)
    }

    /// Reads what an IP header, or the last extension header behind it, says that follows.
    private mutating func readBody(
        of header: IPHeader, _ bytes: Span<UInt8>, _ range: Range<Int>, nesting: Int
    ) {
        if header.fragment == .later { return readData(range) }
        do throws(WireFault) {
            switch header.proto {
            case .tcp:
                let segment = bytes.extracting(range)
                add(try .tcp(segment, at: range.lowerBound, below: header), upTo: range)
            case .udp:
                try readUDP(bytes, range, below: header)
            case .icmp, .icmpv6:
                let message = bytes.extracting(range)
                add(try .icmp(message, at: range.lowerBound, below: header), upTo: range)
            case .esp:
                try readESP(bytes, range)
            case .ipv4, .ipv6:
                guard nesting < Self.nestingLimit else { return readData(range) }
                readIP(bytes, range, nesting: nesting + 1)
            default:
                readData(range)
            }
        } catch {
            layers.append(DissectedLayer(unreadable: error, range))
        }
    }

    /// Reads a UDP header and its data, which may be ESP (RFC 3948 section 2).
    private mutating func readUDP(
        _ bytes: Span<UInt8>, _ range: Range<Int>, below header: IPHeader
    ) throws(WireFault) {
        let whole = bytes.extracting(range)
        let isWhole = header.fragment == .whole
        let udp = try isWhole ? UDPHeader.parse(whole) : .parseFirstFragment(whole)
        let start = range.lowerBound + UDPHeader.length
        let end = isWhole ? range.lowerBound + Int(udp.datagramLength) : range.upperBound
        layers.append(
            .udp(
                udp, of: bytes.extracting(range.lowerBound..<end), at: range.lowerBound,
                below: header))
        let data = start..<end
        if udp.isEncapsulation, isWhole, Self.isESP(bytes.extracting(data)) {
            do throws(WireFault) {
                try readESP(bytes, data)
            } catch {
                layers.append(DissectedLayer(unreadable: error, data))
            }
        } else {
            readData(data)
        }
        readData(end..<range.upperBound)
    }

    /// Adds a header, and the rest of `range` after it as data.
    private mutating func add(_ layer: DissectedLayer, upTo range: Range<Int>) {
        layers.append(layer)
        readData(layer.range.upperBound..<range.upperBound)
    }

    /// Adds bytes that nothing explains, if there are any.
    mutating func readData(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        var layer = DissectedLayer(.data, range)
        layer.add(.data, at: 0, length: range.count, .bytes)
        layers.append(layer)
    }

    /// Whether the data of an encapsulating datagram is ESP: it starts with an SPI, which is not zero
    /// as the non-ESP marker is, and is no keepalive (RFC 3948 section 2).
    private static func isESP(_ data: Span<UInt8>) -> Bool {
        data.count >= 4 && data.uint32(at: 0) != 0
    }
}
