package import Fabric
import Network
package import Tunnel
import Wire

// Tunnels, and what they are made of.

extension TunnelSnapshot: Located {
    func row(in topology: Topology) -> Row {
        [
            "tunnel": name, "ends": ends.map(topology.named), "rekeyings": rekeyings,
            "keepalive": keepalive, "selectors": selectors,
        ]
    }
}

extension TunnelSnapshot.End: Located {
    func row(in topology: Topology) -> Row {
        [
            "role": role, "node": topology.name(of: node), "port": port,
            "outbound": outbound, "inbound": inbound, "sealed": sealed, "opened": opened,
            "counters": counters,
        ]
    }
}

extension OuterPlace: RowValue {
    package var row: Row { ["address": address, "port": port] }
}

extension TunnelSnapshot.Outbound: RowValue {
    package var row: Row {
        [
            "spi": spi, "parameters": parameters, "last-sequence": lastSequence, "place": place,
            "path-mtu": pathMTU?.in(.bytes),
        ]
    }
}

extension TunnelSnapshot.Inbound: RowValue {
    package var row: Row {
        ["spi": spi, "parameters": parameters, "window": window, "draining": draining]
    }
}

extension SAParameters: RowValue {
    package var row: Row {
        [
            "suite": suite, "mode": mode, "outer-df": outerDF, "extended": isExtended,
            "window-size": windowSize.in(.sequenceNumbers),
            "padding-multiple": paddingMultiple.in(.bytes), "soft": lifetime.soft,
            "hard": lifetime.hard,
        ]
    }
}

extension SALifetime.Bound: RowValue {
    package var row: Row {
        ["time": time, "packets": packets.in(.packets), "bytes": bytes.in(.bytes)]
    }
}

extension ReplayWindow: RowValue {
    package var row: Row {
        ["size": size.in(.sequenceNumbers), "highest": highest, "accepted": accepted]
    }

    private var accepted: [SequenceNumber] {
        let last = highest.rawValue
        let first = last < UInt64(size) ? 1 : last - UInt64(size) + 1
        guard first <= last else { return [] }
        return (first...last).lazy.map { SequenceNumber(rawValue: $0) }
            .filter { check($0) == .replayed }
    }
}

extension TrafficCount: RowValue {
    package var row: Row { ["packets": packets.in(.packets), "bytes": bytes.in(.bytes)] }
}

extension TunnelCounters: RowValue {
    package var row: Row {
        [
            "arrived": arrived.in(.datagrams), "delivered": delivered.in(.datagrams),
            "offered": offered.in(.packets), "sealed": sealed.in(.packets),
            "refused-on-arrival": [Counted].counted(refusedOnArrival),
            "refused-for-sending": [Counted].counted(refusedForSending),
        ]
    }
}

// MARK: - What happens to them

extension Rekeying.Cause: CellValue {}
extension ControlReport.Kind: CellValue {}

extension Rekeying: RowValue {
    package var row: Row {
        ["instant": instant, "tunnel": tunnel, "cause": cause, "changes": changes]
    }
}

extension Rekeying.Change: RowValue {
    package var row: Row { ["role": role, "new": new, "old": old] }
}

extension Retirement: RowValue {
    package var row: Row { ["instant": instant, "tunnel": tunnel, "spis": spis] }
}

extension ControlReport: RowValue {
    package var row: Row {
        [
            "kind": kind, "tunnel": tunnel, "sender": sender, "length": length.in(.bytes),
            "reason": reason,
        ]
    }
}
