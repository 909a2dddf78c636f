import Cipher
import EventLoop
package import Tunnel
import Wire

extension Fabric {
    /// Makes keys from a seed from now on, and draws what links do from its beginning.
    package func seed(_ seed: UInt64) {
        tunnels.keys.reseed(seed)
        impairments.dice.restart(seed)
    }

    /// The seed, when the lab has one.
    package var seed: UInt64? { tunnels.keys.seed }

    /// The open tunnels, in the order in which they were opened.
    package var tunnelSnapshots: [TunnelSnapshot] { tunnels.pairs.map(\.snapshot) }

    /// The state of a tunnel.
    ///
    /// - Throws: `FabricFault` when it is not open.
    package func snapshot(of name: String) throws(FabricFault) -> TunnelSnapshot {
        try tunnels.pair(name).snapshot
    }

    /// Opens a tunnel: two sockets, and a security association each way.
    ///
    /// - Throws: `FabricFault`; then nothing is open that was not open before.
    package func open(_ plan: TunnelPlan) throws(FabricFault) -> TunnelSnapshot {
        if (try? tunnels.pair(plan.name)) != nil { throw .tunnelExists(plan.name) }
        guard tunnels.pairs.count < TunnelTable.limit else {
            throw .tooManyTunnels(limit: TunnelTable.limit)
        }
        let clientSocket = try Self.socket(plan.client, .client)
        let serverSocket = try Self.socket(plan.server, .server)
        let chosen = tunnels.nextSPIs()
        let clientSPI = plan.client.spi ?? chosen.client
        let serverSPI = plan.server.spi ?? chosen.server
        let ends = try makeEnds(plan, clientSPI, serverSPI)
        let pair = TunnelPair(
            name: plan.name,
            client: TunnelPair.Station(
                end: ends.client, node: topology.clientGateway, socket: clientSocket,
                socketID: tunnels.nextSocketID(), fixedPort: plan.client.port),
            server: TunnelPair.Station(
                end: ends.server, node: topology.serverGateway, socket: serverSocket,
                socketID: tunnels.nextSocketID(), fixedPort: plan.server.port))
        for station in [pair.client, pair.server] {
            loop.watch(station.socket.descriptor, as: station.socketID)
        }
        tunnels.add(pair)
        return pair.snapshot
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
        _ plan: TunnelPlan, _ clientSPI: SPI, _ serverSPI: SPI
    ) throws(FabricFault) -> (client: TunnelEnd, server: TunnelEnd) {
        do {
            let keys = try tunnels.keys.material(for: plan)
            if plan.keys.areChosen { try spreadIVs(of: keys) }
            // What one end sends with, the other receives with.
            let client = try TunnelEnd(
                role: .client,
                outbound: TunnelEnd.Direction(spi: serverSPI, material: keys.client.copy()),
                inbound: TunnelEnd.Direction(spi: clientSPI, material: keys.server.copy()),
                ledger: tunnels.ledger)
            let server = try TunnelEnd(
                role: .server,
                outbound: TunnelEnd.Direction(spi: clientSPI, material: keys.server.copy()),
                inbound: TunnelEnd.Direction(spi: serverSPI, material: keys.client.copy()),
                ledger: tunnels.ledger)
            return (client, server)
        } catch {
            throw .cipher(error)
        }
    }

    /// Starts the IVs of keys that a person chose at random ones, unless the lab has to repeat itself.
    private func spreadIVs(of keys: borrowing KeyPair) throws(CipherFault) {
        guard seed == nil else { return }
        let start = try RandomSource.system.secret(count: 7).withBytes { bytes in
            bytes.indices.reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[$1]) }
        }
        tunnels.ledger.begin(keys.client.key, at: start)
        tunnels.ledger.begin(keys.server.key, at: start)
    }

    /// Gives one end another key, for both directions; the other end keeps its own.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open or the key has the wrong length.
    package func setKey(
        _ bytes: [UInt8], at role: TunnelRole, of name: String
    ) throws(FabricFault) {
        let pair = try tunnels.pair(name)
        do {
            let keys = try KeySource.shared(bytes)
            try spreadIVs(of: keys)
            try pair.station(role).end.setKeys(
                outbound: keys.client.copy(), inbound: keys.client.copy())
        } catch {
            throw .cipher(error)
        }
    }

    /// The key and salt of one direction of a tunnel, as 72 hexadecimal digits.
    ///
    /// `role` is the end that seals with it.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open.
    package func keyText(sealedBy role: TunnelRole, of name: String) throws(FabricFault) -> [UInt8]
    {
        let pair = try tunnels.pair(name)
        var text: [UInt8] = []
        pair.station(role).end.outboundMaterial.writeHexadecimal(to: &text)
        return text
    }

    /// Closes both sockets of a tunnel and wipes its keys.
    ///
    /// - Throws: `FabricFault` when it is not open.
    package func close(_ name: String) throws(FabricFault) {
        let pair = try tunnels.pair(name)
        loop.unwatch(pair.client.socketID)
        loop.unwatch(pair.server.socketID)
        tunnels.remove(name)
    }
}
