import Cipher
import Testing
import Timeline
import Wire

@testable import Tunnel

/// What a dissection draws over the bytes is what the ICV and the cipher really cover.
@Suite struct SpanTests {
    /// The layers of a datagram that was sealed around a packet, and where it begins.
    private func layers(
        _ datagram: [UInt8], _ content: ESPContent
    ) throws -> (layers: [DissectedLayer], start: Int) {
        let outer = try PacketDraft(
            source: #require(IPAddress("198.51.100.1")),
            destination: #require(IPAddress("203.0.113.1")), transport: .other(.esp),
            data: datagram
        ).build().bytes
        return (Dissection.layers(of: outer.span, knowing: content), IPv4Header.length)
    }

    @Test(arguments: ESPSuite.all, [0, 64])
    func drawsWhatIsCovered(suite: ESPSuite, multiple: Int) throws {
        for (isExtended, mode) in [(false, ESPMode.tunnel), (true, .tunnel), (true, .transport)] {
            let parameters = SAParameters(
                suite: suite, mode: mode, isExtended: isExtended, paddingMultiple: multiple)
            let pair = try SAPair(
                lastSequence: isExtended ? 1 << 32 : 0, parameters: parameters,
                window: SAPair.window(after: isExtended ? 1 << 32 : 0))
            let packet = try PacketDraft(
                source: #require(IPAddress("10.8.0.1")),
                destination: #require(IPAddress("10.8.0.2")),
                transport: .udp(source: Port(rawValue: 49_152), destination: Port(rawValue: 7)),
                data: Array("hola".utf8)
            ).build()
            let payload = Array(packet.bytes[(mode == .tunnel ? 0 : IPv4Header.length)...])
            let nextHeader: IPProtocol = mode == .tunnel ? .ipv4 : .udp
            let content = ESPContent(
                suite: suite, mode: mode, highSequence: isExtended ? 1 : nil, packet: packet,
                trafficPadding: pair.sender.trafficPadding(behind: payload.span, nextHeader))
            let datagram = pair.seal(payload, as: nextHeader)
            let (layers, start) = try layers(datagram, content)
            let coverage = ESPCoverage(
                start..<(start + datagram.count), suite, SequenceNumber(rawValue: 1),
                isExtended: isExtended)
            for layer in layers where layer.range.lowerBound >= start {
                let range = layer.range
                let isText = coverage.text.contains(range)
                #expect((layer.protection == .encrypted) == isText, "\(layer.kind)")
                let isAdditional = coverage.additional.range.contains(range)
                #expect((layer.protection == .authenticated) == isAdditional, "\(layer.kind)")
            }
            #expect(layers.contains { $0.kind == .trafficPadding } == (multiple > 0))
            // A change of any byte is noticed, whatever the letter beside it.
            for place in datagram.indices.dropFirst(4) {
                var changed = datagram
                changed[place] ^= 0x10
                let reason = pair.open(changed).0.reason
                #expect(reason == .badICV || reason == .tooOld, "byte \(place)")
            }
            #expect(pair.open(datagram).0.payload != nil)
        }
    }
}
