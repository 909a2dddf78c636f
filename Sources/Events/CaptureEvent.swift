package import Captures
package import Fabric
package import Wire

/// What can happen to what is recorded of the links.
package enum CaptureEvent: Sendable {
    /// Packets are recorded from now on; what was recorded before is given up.
    case started(givenUp: CaptureSummary?, Topology)
    /// Packets are no longer recorded.
    case stopped(CaptureSummary)
    /// The state was asked for; nil before the first capture.
    case shown(CaptureSummary?)
    /// What was recorded is in a file; nil: without keys, because the person wanted it so.
    case saved(String, CaptureSummary, SavedKeys?)

    /// The event's name and cells.
    var answer: Answer {
        switch self {
        case .started(let givenUp, let topology):
            Answer(
                "capture-started", Field("given-up", givenUp),
                Field("links", topology.links.map(\.name)))
        case .stopped(let summary): Answer("capture-stopped", Field("capture", summary))
        case .shown(let summary): Answer("capture-shown", Field("capture", summary))
        case .saved(let file, let summary, let keys):
            Answer(
                "capture-saved", Field("file", file), Field("capture", summary),
                Field("keys", keys))
        }
    }
}

extension CaptureSummary: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("running") { $0.isRunning }, Column("links") { $0.links },
            Column("missed", in: .packets) { $0.missed }, Column("keys", in: .keys) { $0.keys },
            Column("missed-keys", in: .keys) { $0.missedKeys },
            Column("shared-spis") { $0.sharedSPIs },
        ]
    }
}

extension CaptureSummary.LinkCount: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("link") { $0.name }, Column("packets", in: .packets) { $0.packets }]
    }
}

/// Which keys were written to a file.
package struct SavedKeys: Sendable {
    /// How many keys.
    package let count: Int
    /// The SPIs of keys that are left out, because the other program does not know their suite.
    package let unknown: [SPI]

    /// Keys that were written, and those that were not.
    package init(count: Int, unknown: [SPI]) {
        self.count = count
        self.unknown = unknown
    }
}

extension SavedKeys: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("count", in: .keys) { $0.count }, Column("left-out") { $0.unknown }]
    }
}
