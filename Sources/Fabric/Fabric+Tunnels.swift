import Cipher
import EventLoop
package import Tunnel
package import Wire

extension Fabric {
    /// Makes keys from a seed from now on, and draws what links do from its beginning.
    package func seed(_ seed: UInt64) {
        tunnels.keys.reseed(seed)
        impairments.dice.restart(seed)
    }

    /// The seed, when the lab has one.
    package var seed: UInt64? { tunnels.keys.seed }

    /// The open tunnels, in the order in which they were opened.
    package var tunnelSnapshots: [TunnelSnapshot] {
        (tunnels.pairs.map { ($0.id, $0.snapshot) } + tunnels.loners.map { ($0.id, $0.snapshot) })
            .sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// The state of a tunnel.
    ///
    /// - Throws: `FabricFault` when it is not open.
    package func snapshot(of name: String) throws(FabricFault) -> TunnelSnapshot {
        if let lone = tunnels.lone(name) { return lone.snapshot }
        return try tunnels.pair(name).snapshot
    }

    /// Opens a tunnel: two sockets, and a security association each way.
    ///
    /// - Throws: `FabricFault`; then nothing is open that was not open before.
    package func open(_ plan: TunnelPlan) throws(FabricFault) -> TunnelSnapshot {
        try checkRoom(for: plan)
        let clientSocket = try Self.socket(plan.client, .client)
        let serverSocket = try Self.socket(plan.server, .server)
        let spis = spis(for: plan)
        let ends = try makeEnds(plan, spis)
        let pair = TunnelPair(
            id: tunnels.nextID(), plan: plan.withoutSecrets(isAlone: false),
            client: Station(
                end: ends.client, node: topology.clientGateway, socket: clientSocket,
                socketID: tunnels.nextSocketID(), fixedPort: plan.client.port),
            server: Station(
                end: ends.server, node: topology.serverGateway, socket: serverSocket,
                socketID: tunnels.nextSocketID(), fixedPort: plan.server.port))
        for station in [pair.client, pair.server] {
            loop.watch(station.socket.descriptor, as: station.socketID)
        }
        settle(plan, spis)
        tunnels.add(pair)
        return pair.snapshot
    }

    /// Opens one end of a tunnel whose other end is another process's.
    ///
    /// A client knows the loopback port of the other end; a server learns it from the first authentic
    /// datagram.
    ///
    /// - Throws: `FabricFault`; then nothing is open that was not open before.
    package func open(
        _ plan: TunnelPlan, only role: TunnelRole, remotePort: Port?
    ) throws(FabricFault) -> TunnelSnapshot {
        try checkRoom(for: plan)
        let socket = try Self.socket(plan.end(role), role)
        let spis = spis(for: plan, at: plan.end(.server).port ?? remotePort)
        let ends = try makeEnds(plan, spis, only: role)
        let lone = LoneEnd(
            id: tunnels.nextID(), plan: plan.withoutSecrets(isAlone: true),
            station: Station(
                end: role == .client ? ends.client : ends.server, node: topology.gateway(role),
                socket: socket, socketID: tunnels.nextSocketID(),
                fixedPort: plan.end(role).port),
            remotePort: remotePort?.rawValue)
        loop.watch(lone.station.socket.descriptor, as: lone.station.socketID)
        settle(plan, spis)
        tunnels.add(lone)
        return lone.snapshot
    }

    private func checkRoom(for plan: TunnelPlan) throws(FabricFault) {
        if (try? tunnels.check(plan.name)) != nil { throw .tunnelExists(plan.name) }
        guard tunnels.count < TunnelTable.limit else {
            throw .tooManyTunnels(limit: TunnelTable.limit)
        }
        if let selectors = plan.selectors {
            try checkPolicy(Policy(.protect(plan.name), for: selectors))
        }
    }

    /// Notes what outlives the opening: the SPIs that are used up, and the policy for the tunnel's packets.
    private func settle(_ plan: TunnelPlan, _ spis: (client: SPI, server: SPI)) {
        tunnels.use([spis.client, spis.server])
        guard let selectors = plan.selectors else { return }
        // The selectors are written for the way from the client gateway, which stands first.
        settle(Policy(.protect(plan.name), for: selectors))
    }

    /// The SPIs of a plan, and chosen ones where it names none: by the server's port when that is what
    /// this lab and another process both know.
    private func spis(for plan: TunnelPlan, at port: Port? = nil) -> (client: SPI, server: SPI) {
        let chosen = port.map(TunnelTable.spis(at:)) ?? tunnels.nextSPIs()
        let client = plan.client.spi ?? chosen.client
        let server = plan.server.spi ?? chosen.server
        if client != server { return (client, server) }
        // One of them was named; the other may not be the same, or an end would take its own packets.
        let other = tunnels.successor(of: client)
        return plan.client.spi == nil ? (other, server) : (client, other)
    }

    private static func socket(
        _ end: TunnelPlan.End, _ role: TunnelRole
    ) throws(FabricFault) -> UDPSocket {
        do {
            return try UDPSocket(port: end.port?.rawValue ?? 0)
        } catch {
            if let port = end.port { throw .port(port, role, error) }
            throw .system(error)
        }
    }

    private func makeEnds(
        _ plan: TunnelPlan, _ spis: (client: SPI, server: SPI), only role: TunnelRole? = nil
    ) throws(FabricFault) -> (client: TunnelEnd, server: TunnelEnd) {
        do {
            let keys = try tunnels.keys.keys(for: plan)
            if plan.keys.areChosen { try spreadIVs(of: keys, alone: role) }
            let client = try makeEnd(.client, plan, spis, keys)
            return (client, try makeEnd(.server, plan, spis, keys))
        } catch {
            throw Self.fault(error, plan)
        }
    }

    private func makeEnd(
        _ role: TunnelRole, _ plan: TunnelPlan, _ spis: (client: SPI, server: SPI),
        _ keys: borrowing KeyPair
    ) throws(CipherFault) -> TunnelEnd {
        try TunnelEnd(
            role: role,
            outbound: TunnelEnd.Direction(
                spi: role == .client ? spis.server : spis.client, material: keys.sealing(role),
                parameters: plan.parameters(towards: role.peer),
                lastSequence: plan.end(role).lastSequence),
            inbound: TunnelEnd.Direction(
                spi: role == .client ? spis.client : spis.server,
                material: keys.sealing(role.peer), parameters: plan.parameters(towards: role),
                lastSequence: plan.end(role.peer).lastSequence),
            ledger: tunnels.ledger, birth: loop.now)
    }

    static func fault(_ fault: CipherFault, _ plan: TunnelPlan) -> FabricFault {
        guard fault == .keyLength else { return .cipher(fault) }
        return .keyLength(plan.parameters(towards: .server).suite)
    }

    /// Starts the IVs of keys that a person chose at random ones, unless the lab has to repeat itself.
    ///
    /// Two processes may seal with one key: the highest bit then says which end it is, so that no IV of
    /// the one is ever one of the other (RFC 4106 section 3.1 leaves the way to the sender).
    func spreadIVs(
        of keys: borrowing KeyPair, alone role: TunnelRole?
    ) throws(CipherFault) {
        if role == nil, seed != nil { return }
        var start: UInt64 = 1
        if seed == nil {
            start = try RandomSource.system.secret(count: 7).withBytes { bytes in
                bytes.indices.reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[$1]) }
            }
        }
        if role == .server { start |= 1 << 63 }
        tunnels.ledger.begin(keys.client.key, at: start)
        tunnels.ledger.begin(keys.server.key, at: start)
    }

    /// Gives one end another key, for both directions; the other end keeps its own.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open or the key has the wrong length.
    package func setKey(
        _ bytes: [UInt8], at role: TunnelRole, of name: String
    ) throws(FabricFault) {
        try tunnels.check(name)
        guard let station = tunnels.station(name, role) else { throw .otherEndElsewhere(name) }
        let isAlone = tunnels.lone(name) != nil
        let plan = try tunnels.plan(name)
        do {
            let keys = try ManualKeys.shared(bytes, plan)
            try spreadIVs(of: keys, alone: isAlone ? role : nil)
            try station.end.setKeys(
                outbound: keys.sealing(role), inbound: keys.sealing(role.peer))
        } catch {
            throw Self.fault(error, plan)
        }
    }

    /// The key and salt of one direction of a tunnel as hexadecimal digits, the salt's in the last eight.
    ///
    /// `role` is the end that seals with it. Where that end is elsewhere, it is what this lab opens with.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open.
    package func keyText(sealedBy role: TunnelRole, of name: String) throws(FabricFault) -> [UInt8]
    {
        try tunnels.check(name)
        var text: [UInt8] = []
        if let station = tunnels.station(name, role) {
            station.end.outboundMaterial.writeHexadecimal(to: &text)
        } else if let station = tunnels.station(name, role.peer) {
            station.end.inboundMaterial.writeHexadecimal(to: &text)
        }
        return text
    }

    /// Closes the sockets of a tunnel, wipes its keys and removes the policies that lead into it.
    ///
    /// - Throws: `FabricFault` when it is not open.
    package func close(_ name: String) throws(FabricFault) {
        try tunnels.check(name)
        for role in TunnelRole.allCases {
            if let station = tunnels.station(name, role) { loop.unwatch(station.socketID) }
        }
        for place in gateways.indices { gateways[place].policies.removeAll(into: name) }
        tunnels.remove(name)
    }
}
