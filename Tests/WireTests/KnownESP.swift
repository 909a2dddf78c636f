import Chance
import Testing

@testable import Wire

/// An ESP packet on the wire, of which everything is known.
struct KnownESP {
    /// What is in it.
    let content: ESPContent
    /// The packet from its outer IP header on.
    var bytes: [UInt8]

    /// Where the ESP packet begins: behind an IPv4 and a UDP header.
    static let start = 28

    /// The layers of the packet, told what is in it.
    var layers: [DissectedLayer] { Dissection.layers(of: bytes.span, knowing: content) }

    /// What ESP does for each byte of the packet.
    var protections: [Protection] {
        layers.flatMap { layer in layer.range.map { _ in layer.protection } }
    }

    /// An inner packet in ESP in UDP; instead of a cipher every byte of the text is turned round.
    init(_ content: ESPContent, spi: UInt32 = 0x1001, sequence: UInt32 = 3) throws {
        self.content = content
        var esp: [UInt8] = []
        esp.append(bigEndian: spi)
        esp.append(bigEndian: sequence)
        esp += [1, 2, 3, 4, 5, 6, 7, 8]
        esp += content.suite.encrypts ? content.text.map(~) : content.text
        esp += [UInt8](repeating: 0xDD, count: content.suite.icvLength)
        #expect(esp.count == content.packetLength)
        bytes = try PacketDraft(
            source: #require(IPAddress("198.51.100.1")),
            destination: #require(IPAddress("203.0.113.1")),
            transport: .udp(source: .udpEncapsulation, destination: .udpEncapsulation), data: esp
        ).build().bytes
    }

    /// A UDP packet with so many bytes of data.
    static func udp(_ length: Int, _ family: IPFamily = .v4) throws -> Packet {
        try PacketDraft(
            source: #require(IPAddress(family == .v4 ? "10.8.0.1" : "2001:db8::1")),
            destination: #require(IPAddress(family == .v4 ? "10.8.0.2" : "2001:db8::2")),
            transport: .udp(source: Port(rawValue: 49_152), destination: Port(rawValue: 7)),
            data: [UInt8](repeating: 0x61, count: length)
        ).build()
    }

    /// Any packet in any suite and mode, with any padding.
    static func random(using generator: inout SplitMix) throws -> KnownESP {
        let suite = try #require(ESPSuite.all.randomElement(using: &generator))
        let mode = try #require(ESPMode.allCases.randomElement(using: &generator))
        let length = Int.random(in: 0...60, using: &generator)
        let family: IPFamily = Bool.random(using: &generator) ? .v4 : .v6
        return try KnownESP(
            ESPContent(
                suite: suite, mode: mode,
                highSequence: Bool.random(using: &generator) ? 7 : nil,
                packet: udp(length, family),
                trafficPadding: Int.random(in: 0...20, using: &generator)))
    }
}
