import Foundation
import TestSupport
import Testing
import Wire

/// Captures of other programs beside the package, where they are there.
@Suite struct SharedCaptureTests {
    static let folder = Program.shared("captures")

    static let isThere = FileManager.default.fileExists(atPath: folder.path)

    @Test(
        .enabled(if: isThere, "the captures are missing"),
        arguments: [
            ("esp_good.pcapng", 12, LinkType.ethernet), ("esp_badicv_frame5.pcapng", 12, .ethernet),
            ("esp_esn.pcap", 6, .raw), ("esp_mixed.pcapng", 5, .ethernet),
            ("strongswan_ikev2_esp.pcap", 14, .ethernet),
        ])
    func readsEveryPacket(_ name: String, _ count: Int, _ linkType: LinkType) throws {
        let data = try Data(contentsOf: Self.folder.appending(path: name))
        var reader = try CaptureReader(Array(data))
        #expect(reader.format.rawValue == name.split(separator: ".").last.map(String.init))
        var last: UInt64 = 0
        while let packet = try reader.next() {
            #expect(packet.linkType == linkType && !packet.isCut)
            let time = try #require(packet.timestamp)
            #expect(time >= last)
            last = time
            let frame = Array(reader.bytes[packet.data])
            let payload = IPPayload.find(in: frame.span, linkType: packet.linkType)
            if payload == .missing(.arp) { continue }
            let range = try #require(payload.range)
            let read = try Packet.parse(Array(frame[range]))
            #expect(read.fields.proto == .udp || read.fields.proto == .esp)
        }
        #expect(reader.counts.packets == count)
        for length in data.indices {
            let (packets, _) = readAll(Array(data.prefix(length)))
            #expect(packets.count < count)
        }
    }
}
