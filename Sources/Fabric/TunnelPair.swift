import Tunnel
import Wire

/// Both ends of a tunnel; it closes their sockets when it goes.
final class TunnelPair {
    /// Which tunnel it is; never used again.
    let id: Int
    let plan: TunnelPlan
    let client: Station
    let server: Station
    /// How often a new pair of SAs has taken over.
    var rekeyings = 0

    init(id: Int, plan: TunnelPlan, client: Station, server: Station) {
        self.id = id
        self.plan = plan
        self.client = client
        self.server = server
    }

    var name: String { plan.name }

    func station(_ role: TunnelRole) -> Station {
        role == .client ? client : server
    }

    func peer(of role: TunnelRole) -> Station {
        role == .client ? server : client
    }

    var snapshot: TunnelSnapshot {
        TunnelSnapshot(
            name: name, ends: [TunnelSnapshot.End(client), TunnelSnapshot.End(server)],
            rekeyings: rekeyings, selectors: plan.selectors)
    }
}
