import Tunnel
import Wire

/// An end of a tunnel whose other end is in another process on this machine.
final class LoneEnd {
    /// Which tunnel it is; never used again.
    let id: Int
    let plan: TunnelPlan
    let station: Station
    /// The loopback port of the other end; nil until a datagram from it has been authentic.
    ///
    /// It follows the sender of authentic datagrams only, as RFC 3948 section 4 asks of a receiver whose
    /// peer is behind a NAT.
    var remotePort: UInt16?
    /// How often a new pair of SAs has taken over.
    var rekeyings = 0
    /// The message whose reply is waited for.
    var question: Transit?

    init(id: Int, plan: TunnelPlan, station: Station, remotePort: UInt16?) {
        self.id = id
        self.plan = plan
        self.station = station
        self.remotePort = remotePort
    }

    var name: String { plan.name }

    var snapshot: TunnelSnapshot {
        TunnelSnapshot(
            name: name, ends: [TunnelSnapshot.End(station)], rekeyings: rekeyings,
            selectors: plan.selectors)
    }
}
