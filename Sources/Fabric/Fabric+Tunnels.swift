package import EventLoop
package import Timeline
package import Tunnel
package import Wire

/// The tunnels of the network, and the policies that lead into them.
extension Fabric {
    /// Makes keys from a seed from now on, and draws what links do from its beginning.
    package func seed(_ seed: UInt64) {
        tunnels.keys.reseed(seed)
        carrier.impairments.dice.restart(seed)
    }

    /// The seed, when the lab has one.
    package var seed: UInt64? { tunnels.keys.seed }

    /// The open tunnels, in the order in which they were opened.
    package var tunnelSnapshots: [TunnelSnapshot] {
        tunnels.open.map { $0.snapshot(at: scheduler.now) }
    }

    /// The state of a tunnel.
    ///
    /// - Throws: `FabricFault` when it is not open.
    package func snapshot(of name: String) throws(FabricFault) -> TunnelSnapshot {
        try tunnels.tunnel(name).snapshot(at: scheduler.now)
    }

    /// Opens a tunnel: two sockets, and a security association each way.
    ///
    /// With a role only the end of that role is here, and the other one is another process's. A client then
    /// knows the loopback port of the other end; a server learns it from the first authentic datagram.
    ///
    /// - Throws: `FabricFault`; then nothing is open that was not open before.
    package func open(
        _ plan: TunnelPlan, only role: TunnelRole? = nil, remotePort: Port? = nil
    ) throws(FabricFault) -> TunnelSnapshot {
        let policy = plan.selectors.map { Policy(.protect(plan.name), for: $0) }
        // A tunnel that is opened again finds its policy.
        let isNew = policy.map { !has($0) } ?? false
        // The selectors are written for the way from the client's gateway.
        guard let gateway = nodes.ends.node(.client) else { throw .noTunnelGateways }
        if tunnels[plan.name] == nil, isNew, let policy {
            try checkPolicy(policy, at: gateway)
        }
        let tunnel = try tunnels.open(plan, only: role, remotePort: remotePort)
        if isNew, let policy { settle(policy, at: gateway) }
        return tunnel.snapshot(at: scheduler.now)
    }

    /// Closes the sockets of a tunnel and wipes its keys; the policies that lead into it stay, so that what they
    /// protect is dropped and never crosses in clear.
    ///
    /// - Returns: Whether there is such a policy.
    /// - Throws: `FabricFault` when it is not open.
    @discardableResult
    package func close(_ name: String) throws(FabricFault) -> Bool {
        for peer in try tunnels.tunnel(name).locals { carrier.close(peer) }
        tunnels.remove(name)
        return nodes.policies.contains { table in
            table.entries.contains { $0.action == .protect(name) }
        }
    }

    /// Waits for the other process, for a moment of real time, and takes what comes first.
    ///
    /// One datagram is taken at a time, and all that comes of it is done before the next: how fast they come
    /// can't be seen in the lab.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open, both its ends are here, or the system refuses.
    package func serve(_ name: String, within limit: RealTimeLimit) throws(FabricFault) {
        let tunnel = try tunnels.tunnel(name)
        guard tunnel.remote != nil else { throw .bothEndsHere(name) }
        try run()
        let socket = tunnel.speaker.socketID
        let isThere: Bool
        do { isThere = try loop.waitForDatagram(at: socket, within: limit) } catch {
            throw .system(error)
        }
        if isThere { try walker.serve(socket) }
    }

    /// Gives one end another key, for both directions; the other end keeps its own.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open or the key has the wrong length.
    package func setKey(
        _ bytes: [UInt8], at role: TunnelRole, of name: String
    ) throws(FabricFault) {
        try tunnels.setKey(bytes, at: role, of: name)
    }

    /// Makes a new pair of SAs for a tunnel; the old one drains.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open or its keys can't be made.
    package func rekey(_ name: String) throws(FabricFault) -> Rekeying {
        try tunnels.rekey(name)
    }

    /// How long an SA is kept for what is under way after another has taken over, in virtual time.
    package static let drainTime = Duration.seconds(5)

    // MARK: - Keys, for whoever decrypts a capture

    /// The key and salt of one direction of a tunnel as hexadecimal digits, the salt's in the last eight.
    ///
    /// `role` is the end that seals with it. Where that end is elsewhere, it is what this lab opens with.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open.
    package func keyText(
        sealedBy role: TunnelRole, of name: String
    ) throws(FabricFault) -> [UInt8] {
        let tunnel = try tunnels.tunnel(name)
        var text: [UInt8] = []
        if let peer = tunnel.local(role) {
            peer.end.outboundMaterial.writeHexadecimal(to: &text)
        } else if let peer = tunnel.local(role.peer) {
            peer.end.inboundMaterial.writeHexadecimal(to: &text)
        }
        return text
    }

    /// The keys of all open tunnels: for each of them what the client seals with, then the server.
    package var sealingKeys: [SealingKey] {
        tunnels.open.flatMap { tunnel in
            TunnelRole.allCases.compactMap { tunnel.sealingKey(of: $0) }
        }
    }
}

extension Tunnel {
    /// What an end seals with; where it is in another process, what its peer opens with.
    fileprivate func sealingKey(of role: TunnelRole) -> SealingKey? {
        if let end = local(role)?.end {
            return SealingKey(
                role: role, spi: end.outbound.spi, parameters: end.outbound.parameters,
                material: end.outboundMaterial.copy())
        }
        return local(role.peer).map { peer in
            SealingKey(
                role: role, spi: peer.end.inbound.spi, parameters: peer.end.inbound.parameters,
                material: peer.end.inboundMaterial.copy())
        }
    }
}
