package import Fabric
package import Firewall

/// What can happen to the connections that the firewall knows.
package enum FlowEvent: Sendable {
    /// They were asked for; with how many there can be.
    case listed([FlowRecord], limit: Int)
    /// They were forgotten.
    case cleared(count: Int)

    /// The event's name and row.
    var answer: Answer {
        switch self {
        case .listed(let flows, let limit):
            Answer("flow-listed", Field("flows", flows), Field("limit", in: .flows, limit))
        case .cleared(let count): Answer("flow-cleared", Field("count", in: .flows, count))
        }
    }
}

/// What can happen to links.
package enum LinkEvent: Sendable {
    /// One does something else to packets now.
    case changed(LinkSnapshot)
    /// They were asked for.
    case listed([LinkSnapshot])
    /// These did something to packets, and do nothing any longer.
    case cleared([String])

    /// The event's name and row.
    var answer: Answer {
        switch self {
        case .changed(let link): Answer("link-changed", link)
        case .listed(let links): Answer("link-listed", Field("links", links))
        case .cleared(let names): Answer("link-cleared", Field("links", names))
        }
    }
}

extension LinkSnapshot: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("link") { $0.name }, Column("ends") { $0.ends }, Column("delay") { $0.delay },
            Column("impairment") { $0.impairment },
        ]
    }
}

extension LinkImpairment: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("loss", in: .hundredths) { $0.loss }, Column("delay") { $0.delay },
            Column("jitter") { $0.jitter },
            Column("reordering", in: .hundredths) { $0.reordering },
            Column("hold-back") { $0.holdBack },
            Column("duplication", in: .hundredths) { $0.duplication },
        ]
    }
}
