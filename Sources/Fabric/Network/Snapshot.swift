import EventLoop
import Network
import Timeline
import Tunnel

/// The network at an instant, as values: nodes with their rules and flows, policies, packets, frames and counters.
///
/// Keys, sequence numbers, IVs, sockets and the draws of chance are no part of it: they never go back.
package struct Snapshot: Sendable {
    fileprivate let network: Network
    fileprivate let policies: [PolicyTable]
    fileprivate let records: Records
    fileprivate let impairments: [String: LinkImpairment]
    fileprivate let instant: Instant
}

/// Going back.
extension Fabric {
    /// The network as it is now, to be put back later; nil while something is under way or a tunnel is open, whose
    /// associations can't go back.
    package var snapshot: Snapshot? {
        walker.cancelHostTimers()
        defer { walker.scheduleHosts() }
        guard loop.isStill, tunnels.open.isEmpty else { return nil }
        return Snapshot(
            network: nodes.network, policies: nodes.policies, records: history.records,
            impairments: carrier.impairments.kept, instant: loop.now)
    }

    /// Puts the network back; false, and nothing changes, while something is under way or a tunnel is open.
    package func putBack(_ snapshot: Snapshot) -> Bool {
        walker.cancelHostTimers()
        defer { walker.scheduleHosts() }
        guard loop.isStill, tunnels.open.isEmpty else { return false }
        nodes.putBack(snapshot.network, snapshot.policies)
        history.records = snapshot.records
        carrier.impairments.putBack(snapshot.impairments)
        loop.turnBack(to: snapshot.instant)
        return true
    }
}
