import Testing

@testable import Wire

/// Extension headers of IPv6 are layers of their own, and transport mode knows which of them stay outside.
@Suite struct ExtensionHeaderTests {
    /// An IPv6 header, then these extension headers, then `rest` as UDP.
    private func packet(
        _ extensions: [(IPProtocol, [UInt8])], _ rest: [UInt8], cutTo length: Int? = nil
    ) -> [UInt8] {
        var body: [UInt8] = []
        for (place, (_, bytes)) in extensions.enumerated() {
            let next = place + 1 < extensions.count ? extensions[place + 1].0 : .udp
            body += [next.rawValue] + bytes
        }
        body += rest
        body = Array(body.prefix(length ?? body.count))
        var bytes: [UInt8] = []
        IPv6Header(
            source: IPv6Address(rawValue: 7), destination: IPv6Address(rawValue: 9),
            nextHeader: extensions.first?.0 ?? .udp, payloadLength: UInt16(body.count)
        ).write(to: &bytes)
        return bytes + body
    }

    private let options: [UInt8] = [0, 1, 4, 0, 0, 0, 0]
    private let udp: [UInt8] = [0, 1, 0, 2, 0, 9, 0, 0, 0xAA]

    private func kinds(_ bytes: [UInt8]) -> [LayerKind] {
        let layers = Dissection.layers(of: bytes.span)
        expectCover(layers, bytes.count)
        return layers.map(\.kind)
    }

    @Test func eachIsALayer() throws {
        let bytes = packet(
            [
                (.hopByHop, options), (.destinationOptions, options), (.routing, options),
                (.fragmentHeader, [0, 0, 0, 1, 2, 3, 4]),
            ], udp)
        #expect(
            kinds(bytes) == [
                .ipv6, .hopByHop, .destinationOptions, .routing, .fragment, .udp, .data,
            ])
        let layers = Dissection.layers(of: bytes.span)
        #expect(layers[1].field(.nextHeader)?.value == .proto(.destinationOptions))
        #expect(layers[1].field(.extensionLength)?.value == .number(0))
        #expect(layers[1].field(.options)?.range.count == 6)
        #expect(layers[4].field(.fragmentOffset)?.value == .number(0))
        #expect(layers[4].field(.identification)?.value == .number(0x0102_0304))
    }

    @Test func nothingIsReadBehindAPartOfAPacket() {
        for field in [[UInt8(0), 1], [0, 8], [0, 9]] {
            let bytes = packet([(.fragmentHeader, [0] + field + [0, 0, 0, 1])], udp)
            #expect(kinds(bytes) == [.ipv6, .fragment, .data])
            #expect(ESPPlace(in: bytes.span).isFragment)
        }
        // Reserved bits say nothing.
        let bytes = packet([(.fragmentHeader, [0xFF, 0, 6, 0, 0, 0, 1])], udp)
        #expect(kinds(bytes) == [.ipv6, .fragment, .udp, .data])
        #expect(!ESPPlace(in: bytes.span).isFragment)
    }

    @Test func whatIsCutOffIsNoHeader() {
        let extensions = [(IPProtocol.hopByHop, options), (.routing, [1] + options + options)]
        for length in 0...30 {
            let bytes = packet(extensions, udp, cutTo: length)
            let place = ESPPlace(in: bytes.span)
            switch length {
            case ..<8: #expect(place.headerLength == 40 && place.proto == .hopByHop)
            case ..<24: #expect(place.headerLength == 48 && place.proto == .routing)
            default: #expect(place.headerLength == 64 && place.proto == .udp)
            }
            #expect(kinds(bytes).first == .ipv6)
        }
    }

    @Test func aChainOfThemEnds() {
        let many = [(IPProtocol, [UInt8])](
            repeating: (.destinationOptions, options), count: Dissection.extensionLimit + 1)
        let read = kinds(packet(many, udp))
        #expect(read.count { $0 == .destinationOptions } == Dissection.extensionLimit)
        #expect(read.last == .data)
        #expect(ESPPlace(in: packet(many, udp).span).headerLength == IPv6Header.length)
    }

    @Test func figure4IsNotSymmetric() {
        #expect(ECN.capable0.leaving(.capable1) == .capable1)
        #expect(ECN.capable1.leaving(.capable0) == .capable1)
        for ecn in ECN.allCases { #expect(ECN(trafficClass: 0xB8 | ecn.rawValue) == ecn) }
    }
}
