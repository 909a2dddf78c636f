import EventLoop
import Timeline
package import Tunnel
package import Wire

/// What became of a datagram that a tunnel end sent and that carries no packet.
package struct ControlReport: Sendable {
    /// What such a datagram is.
    package enum Kind: String, Sendable {
        /// A dummy packet (RFC 4303 section 2.6).
        case dummy
        /// A NAT keepalive (RFC 3948 section 2.3).
        case keepalive
    }

    /// What it was.
    package let kind: Kind
    /// The tunnel's name.
    package let tunnel: String
    /// The end that sent it.
    package let sender: TunnelRole
    /// Its length in bytes, as UDP carries it; 0 when it could not be made.
    package let length: Int
    /// Why the other end dropped it, or why it was not sent; nil when the other end is elsewhere.
    package let reason: DropReason?
}

/// Datagrams that carry nothing: they cross the real sockets at once and have no number.
extension Fabric {
    /// Sends a keepalive from the client end to the server end, which drops it.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open, or the system refuses.
    package func sendKeepalive(through name: String) throws(FabricFault) -> ControlReport {
        let role = try sender(of: name)
        let reason = try cross(
            control: UDPEncapsulation.keepalive, name, from: role)
        return ControlReport(
            kind: .keepalive, tunnel: name, sender: role,
            length: UDPEncapsulation.keepalive.count, reason: reason)
    }

    /// Sends a dummy packet of `length` bytes from the client end to the server end, which drops it.
    ///
    /// - Throws: as ``sendKeepalive(through:)``.
    package func sendDummy(
        of length: Int, through name: String
    ) throws(FabricFault) -> ControlReport {
        let role = try sender(of: name)
        renewIfAging(name)
        guard let station = tunnels.station(name, role) else { throw .otherEndElsewhere(name) }
        let payload = [UInt8](repeating: 0, count: length)
        var packet: [UInt8] = []
        let outcome = station.end.seal(
            payload: payload.span, nextHeader: .noNextHeader, at: loop.now, into: &packet)
        if case .refused(let reason) = outcome {
            return ControlReport(
                kind: .dummy, tunnel: name, sender: role, length: 0, reason: reason)
        }
        let reason = try cross(control: packet, name, from: role)
        return ControlReport(
            kind: .dummy, tunnel: name, sender: role, length: packet.count, reason: reason)
    }

    /// The end that speaks for a tunnel: the client's, or the one that is in this lab.
    private func sender(of name: String) throws(FabricFault) -> TunnelRole {
        try tunnels.check(name)
        return tunnels.lone(name)?.station.end.role ?? .client
    }

    private func cross(
        control datagram: [UInt8], _ name: String, from role: TunnelRole
    ) throws(FabricFault) -> DropReason? {
        if let lone = tunnels.lone(name) {
            guard let port = lone.remotePort else { throw .peerUnknown(name) }
            do {
                try lone.station.socket.send(datagram.span, to: port)
            } catch {
                throw .system(error)
            }
            return nil
        }
        let pair = try tunnels.pair(name)
        let peer = pair.peer(of: role)
        peer.expect(control: datagram)
        do {
            try pair.station(role).socket.send(datagram.span, to: peer.socket.localPort)
        } catch {
            _ = peer.takeControlOutcome()
            throw .system(error)
        }
        loop.noteSent(to: peer.socketID)
        try socketReady(peer.socketID)
        guard case .refused(let reason)? = peer.takeControlOutcome() else { return .overdue }
        return reason
    }
}
