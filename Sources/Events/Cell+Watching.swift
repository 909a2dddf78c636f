package import Captures
import Fabric
import Wire

// What somebody sees who listens on the wire.

extension WatchReport: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("tunnel") { $0.tunnel }, Column("seen", in: .datagrams) { $0.seen },
            Column("newest") { $0.topology.named($0.newest) },
            Column("ways") { $0.topology.named($0.ways) }, Column("oldest") { $0.oldest },
        ]
    }
}

extension WatchedFrame: NamedRow {
    /// The frame, and what he reads in it: a packet, or the header of ESP.
    static var columns: [Column<Named<Self>>] {
        [
            Column("frame") { $0.topology.named($0.frame) }, Column("source") { $0.source },
            Column("destination") { $0.destination }, Column("content") { $0.content.parts.word },
            Column("packet") { $0.content.parts.packet },
            Column("spi") { $0.content.parts.header?.spi },
            Column("sequence") { $0.content.parts.header?.sequence },
        ]
    }
}

extension WatchedFrame.Content {
    fileprivate enum Word: String, CaseIterable, CellValue { case clear, esp, keepalive, other }

    fileprivate var parts: (word: Word, packet: Packet?, header: ESPHeader?) {
        switch self {
        case .clear(let packet): (.clear, packet, nil)
        case .esp(let header, let packet): (.esp, packet, header)
        case .keepalive: (.keepalive, nil, nil)
        case .other: (.other, nil, nil)
        }
    }
}

extension WatchedWay: NamedRow {
    static var columns: [Column<Named<Self>>] {
        [
            Column("from") { $0.name(of: $0.from) }, Column("to") { $0.name(of: $0.to) },
            Column("traffic") { $0.traffic },
            Column("in-clear", in: .datagrams) { $0.unsealed.inClear },
            Column("keepalives", in: .datagrams) { $0.unsealed.keepalives },
            Column("made-up", in: .datagrams) { $0.unsealed.madeUp }, Column("pairs") { $0.pairs },
            Column("other-pairs", in: .datagrams) { $0.otherPairs },
            Column("streams") { $0.streams },
            Column("other-streams", in: .datagrams) { $0.otherStreams },
        ]
    }
}

extension WatchedWay.AddressPair: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("source") { $0.source }, Column("destination") { $0.destination }]
    }
}

extension WatchedStream: Row {
    /// Its columns; a payload had as many bytes as its range says.
    package static var columns: [Column<Self>] {
        [
            Column("spi") { $0.spi }, Column("suite") { $0.suite }, Column("mode") { $0.mode },
            Column("traffic") { $0.traffic }, Column("numbers") { $0.numbers },
            Column("traffic-padding") { $0.hasTrafficPadding },
            Column("payloads", in: .bytes) { $0.payloads },
        ]
    }
}

extension WatchedStream.Numbers: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("range") { $0.range }, Column("repeated", in: .datagrams) { $0.repeated },
            Column("overtaken", in: .datagrams) { $0.overtaken },
            Column("missing", in: .sequenceNumbers) { $0.missing },
        ]
    }
}

extension WatchedTraffic: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("datagrams", in: .datagrams) { $0.datagrams },
            Column("bytes", in: .bytes) { $0.bytes },
            Column("lengths", in: .bytes) { $0.lengths }, Column("first") { $0.first },
            Column("last") { $0.last }, Column("gaps") { $0.gaps },
            Column("sizes", in: .lengths) { $0.sizeCount },
        ]
    }
}
