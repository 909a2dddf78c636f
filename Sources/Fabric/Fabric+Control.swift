package import Timeline
package import Tunnel
package import Wire

/// What became of a datagram that a tunnel end sent and that carries no packet.
package struct ControlReport: Sendable {
    /// What such a datagram is.
    package enum Kind: String, CaseIterable, Sendable {
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
    /// Why the other end dropped it, or why it never came there; nil when the other end is elsewhere.
    package let reason: DropReason?
}

/// Datagrams that carry nothing: they have no number, and take the wire like all others.
extension Fabric {
    /// Sends a keepalive from the client end to the server end, which drops it.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open, or the system refuses.
    package func sendKeepalive(through name: String) throws(FabricFault) -> ControlReport {
        let tunnel = try tunnels.tunnel(name)
        try checkPeer(of: tunnel)
        return try report(
            walker.putKeepalive(of: tunnel), .keepalive, of: tunnel,
            length: UDPEncapsulation.keepalive.count)
    }

    /// Lets the client end send a keepalive by itself whenever it has sent nothing for an interval, which is more than
    /// nothing (RFC 3948 section 4); nil: no longer.
    ///
    /// They are sent as virtual time passes for other reasons, and never more than one at a time.
    ///
    /// - Returns: The end that sends them.
    /// - Throws: `FabricFault` when the tunnel is not open.
    package func keepAlive(
        _ name: String, every interval: Duration?
    ) throws(FabricFault) -> TunnelRole {
        let tunnel = try tunnels.tunnel(name)
        tunnels.keepAlive(tunnel, every: interval)
        return tunnel.speaker.role
    }

    /// Sends a dummy packet of `length` bytes from the client end to the server end, which drops it.
    ///
    /// - Throws: as ``sendKeepalive(through:)``.
    package func sendDummy(
        of length: Int, through name: String
    ) throws(FabricFault) -> ControlReport {
        let tunnel = try tunnels.tunnel(name)
        try checkPeer(of: tunnel)
        walker.renewIfAging(tunnel)
        let payload = [UInt8](repeating: 0, count: length)
        switch walker.seal(payload.span, .noNextHeader, at: tunnel.speaker, of: tunnel) {
        case .failure(let refusal):
            return ControlReport(
                kind: .dummy, tunnel: name, sender: tunnel.speaker.role, length: 0,
                reason: refusal.reason)
        case .success(let encapsulation):
            let datagram = walker.sealed
            let frame = carrier.put(
                datagram.span, Frame.Content(kind: .dummy), encapsulation)
            return try report(frame, .dummy, of: tunnel, length: encapsulation.length)
        }
    }

    private func checkPeer(of tunnel: Tunnel) throws(FabricFault) {
        if let remote = tunnel.remote, remote.port == nil { throw .peerUnknown(tunnel.name) }
    }

    /// What became of a datagram on the wire.
    private func report(
        _ frame: Int?, _ kind: ControlReport.Kind, of tunnel: Tunnel, length: Int
    ) throws(FabricFault) -> ControlReport {
        try run()
        let reason = frame.map { frames.last(of: $0)?.fate.refusal } ?? .noRoute
        return ControlReport(
            kind: kind, tunnel: tunnel.name, sender: tunnel.speaker.role, length: length,
            reason: reason)
    }
}
