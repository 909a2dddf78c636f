import EventLoop
import Firewall
import Network
import Timeline
import Tunnel

/// The network at an instant, as values: nodes with their rules and flows, policies, packets, frames and counters.
///
/// Keys, sequence numbers, IVs, sockets and the draws of chance are no part of it: they never go back.
package struct Snapshot: Sendable {
    fileprivate let network: Network
    fileprivate let policies: [PolicyTable]
    fileprivate let tunnels: [KeptTunnel]
    fileprivate let records: Records
    fileprivate let impairments: [String: LinkImpairment]
    fileprivate let instant: Instant

    /// About how many values a change after it has to copy: rules, and what is remembered of packets.
    package var weight: Int {
        network.stacks.reduce(0) { $0 + $1.gateway.firewall.count }
            + records.packets.lastNumber - (records.packets.firstNumber ?? 0)
    }
}

/// Going back.
extension Fabric {
    /// The network as it is now, to be put back later; nil while something is under way, or the other end of a
    /// tunnel is elsewhere.
    package var snapshot: Snapshot? {
        walker.cancelHostTimers()
        defer { walker.scheduleHosts() }
        guard !scheduler.isBusy, let tunnels = tunnels.kept else { return nil }
        return Snapshot(
            network: nodes.network, policies: nodes.policies, tunnels: tunnels,
            records: history.records, impairments: carrier.impairments.kept, instant: loop.now)
    }

    /// Puts the network back.
    ///
    /// A tunnel that was open then gets new associations; one that was not is closed.
    ///
    /// - Returns: What became of the tunnels; nil, and nothing has changed, while something is under way, or the
    ///   other end of a tunnel is elsewhere.
    package func putBack(_ snapshot: Snapshot) -> TunnelsPutBack? {
        walker.cancelHostTimers()
        defer { walker.scheduleHosts() }
        guard !scheduler.isBusy, tunnels.kept != nil else { return nil }
        var report = TunnelsPutBack()
        tunnels.endDrained()
        for tunnel in tunnels.strangers(to: snapshot.tunnels) {
            for peer in tunnel.locals { carrier.close(peer) }
            tunnels.remove(tunnel.name)
            report.note(closed: tunnel.name)
        }
        nodes.putBack(snapshot.network, snapshot.policies)
        history.records = snapshot.records
        carrier.impairments.putBack(snapshot.impairments)
        loop.turnBack(to: snapshot.instant)
        tunnels.putBack(snapshot.tunnels, noting: &report)
        return report
    }
}
