import Network
import Timeline
import Tunnel

/// What may go back of an open tunnel: keys, sequence numbers, IVs and sockets may not.
struct KeptTunnel: Sendable {
    /// Which tunnel it was, before anybody went back.
    fileprivate let origin: Int
    fileprivate let plan: TunnelPlan
    /// What each of its ends had done.
    fileprivate let pasts: [TunnelEnd.Past]
    /// Where each had seen the other.
    fileprivate let places: [OuterPlace?]
    /// What each knew of the way there.
    fileprivate let paths: [PathMTUCache]
    /// When each had sent something last.
    fileprivate let sent: [Instant?]
    /// After how long without that one of them sent a keepalive.
    fileprivate let keepalive: Duration?
}

/// What became of tunnels when their network was put back.
package struct TunnelsPutBack: Sendable {
    /// Those that have new associations under new SPIs.
    package fileprivate(set) var renewed: [TunnelSnapshot] = []
    /// Those that had been closed since, and were opened again with new keys.
    package fileprivate(set) var reopened: [TunnelSnapshot] = []
    /// The names of those that were not open then, and are closed now.
    package fileprivate(set) var closed: [String] = []
    /// The names of those that were open then and can't be opened: a person had given their keys, which are wiped.
    package fileprivate(set) var missing: [String] = []

    /// Nothing became of any.
    package init() {}

    mutating func note(closed name: String) { closed.append(name) }
}

/// Going back: the tunnels of a network that is put back get new associations.
extension Tunnels {
    /// Whether both ends of every open tunnel are here.
    var areAllHere: Bool { open.allSatisfy { $0.remote == nil } }

    /// The open tunnels, to be put back later; nil while the other end of one is elsewhere, which does not go back.
    var kept: [KeptTunnel]? {
        guard areAllHere else { return nil }
        return open.map { tunnel in
            KeptTunnel(
                origin: tunnel.origin, plan: tunnel.plan, pasts: tunnel.locals.map(\.end.past),
                places: tunnel.locals.map(\.place), paths: tunnel.locals.map(\.paths),
                sent: tunnel.locals.map(\.lastSent), keepalive: tunnel.keepalives?.interval)
        }
    }

    /// The open tunnels that are none of those that were kept.
    func strangers(to kept: [KeptTunnel]) -> [Tunnel] {
        open.filter { tunnel in !kept.contains { $0.origin == tunnel.origin } }
    }

    /// Gives the tunnels that were kept new associations, and what they had done; no other may be open.
    func putBack(_ kept: [KeptTunnel], noting report: inout TunnelsPutBack) {
        for old in kept {
            let isOpen = self[old.plan.name] != nil
            guard let tunnel = renewed(old) else {
                report.missing.append(old.plan.name)
                continue
            }
            endDrained()
            for (peer, past) in zip(tunnel.locals, old.pasts) { peer.end.putBack(past) }
            for (peer, place) in zip(tunnel.locals, old.places) { peer.saw(place) }
            for (peer, known) in zip(tunnel.locals, old.paths) { peer.paths = known }
            for (peer, instant) in zip(tunnel.locals, old.sent) { peer.noteSent(at: instant) }
            keepAlive(tunnel, every: old.keepalive)
            if isOpen {
                report.renewed.append(tunnel.snapshot(at: scheduler.now))
            } else {
                report.reopened.append(tunnel.snapshot(at: scheduler.now))
            }
        }
    }

    /// The tunnel with associations that nobody has used; nil where it can't be had.
    private func renewed(_ old: KeptTunnel) -> Tunnel? {
        let name = old.plan.name
        guard let tunnel = self[name] else {
            guard !old.plan.keys.areChosen, let tunnel = try? open(old.plan) else { return nil }
            tunnel.origin = old.origin
            return tunnel
        }
        return (try? rekey(name)) == nil ? nil : tunnel
    }
}
