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

    /// About how many values it holds that another snapshot does not share with it: the rules of lists that are not the
    /// same in both, and what is remembered of packets.
    package func weight(beside other: Snapshot?) -> Int {
        let others = other?.network.stacks ?? []
        let rules = network.stacks.indices.reduce(0) { sum, node in
            let list = network.stacks[node].gateway.firewall
            let isShared =
                others.indices.contains(node)
                && others[node].gateway.firewall.revision == list.revision
            return sum + (isShared ? 0 : list.count)
        }
        return rules + records.packets.lastNumber - (records.packets.firstNumber ?? 0)
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
        guard !scheduler.isBusy, tunnels.areAllHere else { return nil }
        var report = TunnelsPutBack()
        tunnels.endDrained()
        tunnels.stopKeepalives()
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
