import Timeline
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
        let encapsulation = Encapsulation(
            tunnel: name, sender: tunnel.speaker.role, length: UDPEncapsulation.keepalive.count)
        return try send(UDPEncapsulation.keepalive, .keepalive, encapsulation)
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
        case .success(let encapsulation): return try send(walker.sealed, .dummy, encapsulation)
        }
    }

    private func checkPeer(of tunnel: Tunnel) throws(FabricFault) {
        if let remote = tunnel.remote, remote.port == nil { throw .peerUnknown(tunnel.name) }
    }

    private func send(
        _ datagram: [UInt8], _ kind: ControlReport.Kind, _ encapsulation: Encapsulation
    ) throws(FabricFault) -> ControlReport {
        let frame = carrier.put(
            datagram.span, Frame.Content(kind: kind == .dummy ? .dummy : .keepalive),
            encapsulation)
        try run()
        let reason = frame.map { frames.last(of: $0)?.fate.refusal } ?? .noRoute
        return ControlReport(
            kind: kind, tunnel: encapsulation.tunnel, sender: encapsulation.sender,
            length: datagram.count, reason: reason)
    }
}
