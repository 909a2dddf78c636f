import EventLoop
import Network
import Timeline
import Tunnel
import Wire

/// A tunnel: two peers, each of which is here or in another process on this machine.
final class Tunnel {
    /// Which tunnel it is; never used again.
    let id: Int
    /// The tunnel as which it was opened first, before anybody went back.
    var origin: Int
    /// What it was made from, without what a person typed.
    let plan: TunnelPlan
    /// The peers that are here, the client first: one or both.
    let locals: [LocalPeer]
    /// The peer that is elsewhere; nil when both are here.
    let remote: RemotePeer?
    /// How often a new pair of SAs has taken over.
    var rekeyings = 0
    /// The keepalives that its speaker sends by itself; nil where it sends none.
    var keepalives: Keepalives?

    /// A tunnel both of whose peers are here, or with one that is elsewhere.
    init(id: Int, plan: TunnelPlan, locals: [LocalPeer], remote: RemotePeer?) {
        precondition(
            locals.count + (remote == nil ? 0 : 1) == 2, "a tunnel has two peers, one of them here")
        self.id = id
        origin = id
        self.plan = plan
        self.locals = locals
        self.remote = remote
    }

    var name: String { plan.name }

    /// The peer of a role; nil when it is elsewhere.
    func local(_ role: TunnelRole) -> LocalPeer? {
        locals.first { $0.role == role }
    }

    /// The peer that speaks for the tunnel: the client's, or the one that is here.
    var speaker: LocalPeer { locals[0] }

    /// Whether an end receives by as many SAs as it can.
    var isFull: Bool { locals.contains { $0.end.isFull } }

    func snapshot(at now: Instant) -> TunnelSnapshot {
        TunnelSnapshot(
            name: name, ends: locals.map { TunnelSnapshot.End($0, at: now) }, rekeyings: rekeyings,
            keepalive: keepalives?.interval, selectors: plan.selectors)
    }
}

/// A peer of a tunnel that is here: its end, and where it receives.
final class LocalPeer {
    let end: TunnelEnd
    let node: NodeID
    let outlet: Outlet
    /// The port, when a person fixed it.
    let fixedPort: Port?
    /// Where the other end was seen last, as the outer header of its newest authentic packet says; nil until then, and
    /// at a client, which sends where it was told to.
    ///
    /// So an end that is not behind a NAT follows one that is (RFC 7296 section 2.23).
    private(set) var place: OuterPlace?
    /// What ICMP errors have said of how long datagrams may be on the way to the other end.
    var paths = PathMTUCache()
    /// When it sent something last; nil when it has sent nothing.
    private(set) var lastSent: Instant?

    init(end: TunnelEnd, node: NodeID, outlet: Outlet, fixedPort: Port?) {
        self.end = end
        self.node = node
        self.outlet = outlet
        self.fixedPort = fixedPort
    }

    var role: TunnelRole { end.role }
    var socket: UDPSocket { _read { yield outlet.socket } }
    var socketID: SocketID { outlet.id }

    /// Notes where an authentic packet came from that is newer than all before: no copy of an old one moves anybody.
    func saw(_ place: OuterPlace?) {
        if role == .server { self.place = place }
    }

    /// Notes that it sends something, or had sent it when the network was kept that is put back.
    func noteSent(at instant: Instant?) { lastSent = instant }
}

/// A socket on which peers receive, which closes when they have gone.
///
/// It is one peer's, or that of several servers whose clients are in other processes: an ESP packet says by its SPI
/// whose it is (RFC 4301 section 4.1).
final class Outlet {
    let socket: UDPSocket
    let id: SocketID
    /// How many peers receive there.
    var peers = 0

    /// Binds a socket to the port that an end has, or to any.
    ///
    /// - Throws: `FabricFault` when the system refuses.
    init(_ end: TunnelPlan.End, _ role: TunnelRole, id: SocketID) throws(FabricFault) {
        do {
            socket = try UDPSocket(port: end.port?.rawValue ?? 0)
        } catch {
            if let port = end.port { throw .port(port, role, error) }
            throw .system(error)
        }
        self.id = id
    }

    /// Hears from now on when nobody listens where a datagram went.
    func hearRefusals(from port: Port?) throws(FabricFault) {
        do {
            try socket.hearRefusals(from: port?.rawValue)
        } catch {
            throw .system(error)
        }
    }
}

/// A peer of a tunnel that is in another process on this machine.
final class RemotePeer {
    /// Its loopback port; nil until a datagram from it has been authentic.
    ///
    /// A server's peer may move: to the sender of an authentic datagram that is newer than all before, so that
    /// no copy of an old one brings it back, and without anti-replay not at all. A client's does not (RFC 7296 section 2.23: the end behind a NAT
    /// should not follow).
    private(set) var port: UInt16?
    /// Whether somebody listens there, as far as is known: a datagram has come from there, or one that went there
    /// was taken.
    var isThere = false

    init(port: UInt16?) {
        self.port = port
    }

    /// Notes where an authentic datagram came from.
    func heard(from sender: UInt16, at peer: LocalPeer, isNewest: Bool) {
        if port == nil || (peer.role == .server && isNewest) { port = sender }
        if port == sender { isThere = true }
    }
}
