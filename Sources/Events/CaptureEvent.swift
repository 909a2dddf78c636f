package import Captures
package import Fabric
package import Network
package import Wire

/// What can happen to what is recorded of the links.
package enum CaptureEvent: Event {
    /// Packets are recorded from now on; what was recorded before is given up.
    case started(givenUp: CaptureSummary?, Topology)
    /// Packets are no longer recorded.
    case stopped(CaptureSummary)
    /// The state was asked for; nil before the first capture.
    case shown(CaptureSummary?)
    /// What was recorded is in a file; nil: without keys, because the person wanted it so.
    case saved(String, CaptureSummary, SavedKeys?)

    var row: Row {
        switch self {
        case .started(let givenUp, let topology):
            ["given-up": givenUp, "links": topology.linkIDs.map { topology.name(of: $0) }]
        case .stopped(let summary): ["capture": summary]
        case .shown(let summary): ["capture": summary]
        case .saved(let file, let summary, let keys):
            ["file": file, "capture": summary, "keys": keys]
        }
    }
}

extension CaptureSummary: RowValue {
    package var row: Row {
        [
            "running": isRunning, "links": links, "missed": missed.in(.packets),
            "keys": keys.in(.keys), "missed-keys": missedKeys.in(.keys), "shared-spis": sharedSPIs,
        ]
    }
}

extension CaptureSummary.LinkCount: RowValue {
    package var row: Row { ["link": name, "packets": packets.in(.packets)] }
}

/// Which keys were written to a file.
package struct SavedKeys: Sendable {
    /// How many keys.
    package let count: Int
    /// The SPIs of keys that are left out, because the other program does not know their suite.
    package let unknown: [SPI]

    /// The keys of a list, in a table that the other program reads.
    package init(_ list: [SealingKey]) {
        unknown = list.filter { !ESPTable.knows($0) }.map(\.spi)
        count = list.count - unknown.count
    }
}

extension SavedKeys: RowValue {
    package var row: Row { ["count": count.in(.keys), "left-out": unknown] }
}
