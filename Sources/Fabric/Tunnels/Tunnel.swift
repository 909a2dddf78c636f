import EventLoop
import Tunnel
import Wire

/// A tunnel: two peers, each of which is here or in another process on this machine.
final class Tunnel {
    /// Which tunnel it is; never used again.
    let id: Int
    /// What it was made from, without what a person typed.
    let plan: TunnelPlan
    /// The peers that are here, the client first: one or both.
    let locals: [LocalPeer]
    /// The peer that is elsewhere; nil when both are here.
    let remote: RemotePeer?
    /// How often a new pair of SAs has taken over.
    var rekeyings = 0

    /// A tunnel both of whose peers are here, or with one that is elsewhere.
    init(id: Int, plan: TunnelPlan, locals: [LocalPeer], remote: RemotePeer?) {
        precondition(
            locals.count + (remote == nil ? 0 : 1) == 2, "a tunnel has two peers, one of them here")
        self.id = id
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

    var snapshot: TunnelSnapshot {
        TunnelSnapshot(
            name: name, ends: locals.map(TunnelSnapshot.End.init), rekeyings: rekeyings,
            selectors: plan.selectors)
    }
}

/// A peer of a tunnel that is here: its end, and the socket on which it receives, which closes when it goes.
final class LocalPeer {
    let end: TunnelEnd
    let node: NodeID
    let socket: UDPSocket
    let socketID: SocketID
    /// The port, when a person fixed it.
    let fixedPort: Port?

    init(
        end: TunnelEnd, node: NodeID, socket: consuming UDPSocket, socketID: SocketID,
        fixedPort: Port?
    ) {
        self.end = end
        self.node = node
        self.socket = socket
        self.socketID = socketID
        self.fixedPort = fixedPort
    }

    var role: TunnelRole { end.role }
}

/// A peer of a tunnel that is in another process on this machine.
final class RemotePeer {
    /// Its loopback port; nil until a datagram from it has been authentic.
    ///
    /// It follows the sender of authentic datagrams only, as RFC 3948 section 4 asks of a receiver whose
    /// peer is behind a NAT.
    var port: UInt16?

    init(port: UInt16?) {
        self.port = port
    }
}
