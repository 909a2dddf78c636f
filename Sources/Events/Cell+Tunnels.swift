package import Fabric
package import Tunnel
import Wire

// Tunnels, and what they are made of.

extension TunnelSnapshot: NamedRow {
    static var columns: [Column<Named<Self>>] {
        [
            Column("tunnel") { $0.value.name }, Column("ends") { $0.topology.named($0.ends) },
            Column("rekeyings") { $0.rekeyings }, Column("selectors") { $0.selectors },
        ]
    }
}

extension TunnelSnapshot.End: NamedRow {
    static var columns: [Column<Named<Self>>] {
        [
            Column("role") { $0.role }, Column("node") { $0.name(of: $0.node) },
            Column("port") { $0.port }, Column("outbound") { $0.outbound },
            Column("inbound") { $0.inbound }, Column("sealed") { $0.sealed },
            Column("opened") { $0.opened }, Column("counters") { $0.counters },
        ]
    }
}

extension TunnelSnapshot.Outbound: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("spi") { $0.spi }, Column("parameters") { $0.parameters },
            Column("last-sequence") { $0.lastSequence },
        ]
    }
}

extension TunnelSnapshot.Inbound: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("spi") { $0.spi }, Column("parameters") { $0.parameters },
            Column("window") { $0.window }, Column("draining") { $0.draining },
        ]
    }
}

extension SAParameters: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("suite") { $0.suite }, Column("mode") { $0.mode },
            Column("extended") { $0.isExtended },
            Column("window-size", in: .sequenceNumbers) { $0.windowSize },
            Column("padding-multiple", in: .bytes) { $0.paddingMultiple },
            Column("soft") { $0.lifetime.soft }, Column("hard") { $0.lifetime.hard },
        ]
    }
}

extension SALifetime.Bound: Row {
    /// Its columns; what is nothing has no bound.
    package static var columns: [Column<Self>] {
        [
            Column("time") { $0.time }, Column("packets", in: .packets) { $0.packets },
            Column("bytes", in: .bytes) { $0.bytes },
        ]
    }
}

extension ReplayWindow: Row {
    /// Its columns; those that were accepted are all that it still tells apart.
    package static var columns: [Column<Self>] {
        [
            Column("size", in: .sequenceNumbers) { $0.size }, Column("highest") { $0.highest },
            Column("accepted") { $0.accepted },
        ]
    }

    private var accepted: [SequenceNumber] {
        let last = highest.rawValue
        let first = last < UInt64(size) ? 1 : last - UInt64(size) + 1
        guard first <= last else { return [] }
        return (first...last).lazy.map { SequenceNumber(rawValue: $0) }
            .filter { check($0) == .replayed }
    }
}

extension TrafficCount: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("packets", in: .packets) { $0.packets },
            Column("bytes", in: .bytes) { $0.bytes },
        ]
    }
}

extension TunnelCounters: Row {
    /// Its columns; of the reasons those for which something was refused.
    package static var columns: [Column<Self>] {
        [
            Column("arrived", in: .datagrams) { $0.arrived },
            Column("delivered", in: .datagrams) { $0.delivered },
            Column("offered", in: .packets) { $0.offered },
            Column("sealed", in: .packets) { $0.sealed },
            Column("refused-on-arrival") { [Counted].counted($0.refusedOnArrival) },
            Column("refused-for-sending") { [Counted].counted($0.refusedForSending) },
        ]
    }
}

extension [Counted<DropReason>] {
    /// The reasons that came up, in the order of their table.
    static func counted(_ count: (DropReason) -> UInt64) -> Self {
        DropReason.allCases.compactMap { reason in
            let count = count(reason)
            guard count > 0 else { return nil }
            var counted = Counted(reason)
            counted.count = Int(count)
            return counted
        }
    }
}

// MARK: - What happens to them

extension Rekeying.Cause: CellValue {}
extension ControlReport.Kind: CellValue {}

extension Rekeying: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("instant") { $0.instant }, Column("tunnel") { $0.tunnel },
            Column("cause") { $0.cause }, Column("changes") { $0.changes },
        ]
    }
}

extension Rekeying.Change: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("role") { $0.role }, Column("new") { $0.new }, Column("old") { $0.old }]
    }
}

extension Retirement: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("instant") { $0.instant }, Column("tunnel") { $0.tunnel },
            Column("spis") { $0.spis },
        ]
    }
}

extension ControlReport: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("kind") { $0.kind }, Column("tunnel") { $0.tunnel },
            Column("sender") { $0.sender }, Column("length", in: .bytes) { $0.length },
            Column("reason") { $0.reason },
        ]
    }
}
