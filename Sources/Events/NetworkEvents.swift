package import Fabric
package import Firewall
package import Tunnel

/// What can happen to the connections that the firewall knows.
package enum FlowEvent: Event {
    /// They were asked for; with how many there can be.
    case listed([FlowRecord], limit: Int)
    /// They were forgotten.
    case cleared(count: Int)

    var row: Row {
        switch self {
        case .listed(let flows, let limit): ["flows": flows, "limit": limit.in(.flows)]
        case .cleared(let count): ["count": count.in(.flows)]
        }
    }
}

/// What can happen to links.
package enum LinkEvent: Event {
    /// One does something else to packets now.
    case changed(LinkSnapshot)
    /// They were asked for.
    case listed([LinkSnapshot])
    /// These did something to packets, and do nothing any longer.
    case cleared([String])

    var row: Row {
        switch self {
        case .changed(let link): link.row
        case .listed(let links): ["links": links]
        case .cleared(let names): ["links": names]
        }
    }
}

/// What can happen to policies.
package enum PolicyEvent: Event {
    /// One was added, and has this number.
    case added(Policy, number: Int)
    /// One was removed.
    case deleted(Policy)
    /// They were asked for; with the tunnels that they lead into and that are not open.
    case listed([Policy], closed: [String])

    var row: Row {
        switch self {
        case .added(let policy, let number): ["number": number, "policy": policy]
        case .deleted(let policy): ["policy": policy]
        case .listed(let policies, let closed): ["policies": policies, "closed": closed]
        }
    }
}

extension LinkSnapshot: RowValue {
    package var row: Row { ["link": name, "ends": ends, "delay": delay, "impairment": impairment] }
}

extension LinkImpairment: RowValue {
    package var row: Row {
        [
            "loss": loss.in(.hundredths), "delay": delay, "jitter": jitter,
            "reordering": reordering.in(.hundredths), "hold-back": holdBack,
            "duplication": duplication.in(.hundredths), "marking": marking.in(.hundredths),
        ]
    }
}
