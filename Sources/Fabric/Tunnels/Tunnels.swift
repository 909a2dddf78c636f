import Cipher
import EventLoop
import Tunnel
import Wire

/// The open tunnels, in the order in which they were opened, and what outlives each of them.
final class Tunnels {
    private(set) var open: [Tunnel] = []
    private var closed: Set<String> = []
    private var issued = Issued()
    /// What is kept for packets that are under way.
    var draining: [Draining] = []
    /// The IVs that each key has used, for as long as the lab lives.
    let ledgers = IVLedgers()
    /// Who makes the keys.
    var keys = ManualKeys()
    let nodes: Nodes
    let scheduler: Scheduler

    /// The most tunnels that are open at once; each has two descriptors.
    static let limit = 64

    /// What is given out once.
    private struct Issued {
        var tunnels: UInt32 = 0
        var sockets = 0
        var spis: Set<SPI> = []
    }

    /// No tunnel yet.
    init(_ nodes: Nodes, _ scheduler: Scheduler) {
        self.nodes = nodes
        self.scheduler = scheduler
    }

    // MARK: - Looking

    /// The open tunnel of a name.
    subscript(name: String) -> Tunnel? { open.first { $0.name == name } }

    /// The open tunnel of a name.
    ///
    /// - Throws: `FabricFault` when it is not open.
    func tunnel(_ name: String) throws(FabricFault) -> Tunnel {
        if let tunnel = self[name] { return tunnel }
        throw closed.contains(name) ? .tunnelClosed(name) : .noSuchTunnel(name)
    }

    /// The peer of a tunnel with a role.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open, or that peer is elsewhere.
    func local(_ role: TunnelRole, of name: String) throws(FabricFault) -> LocalPeer {
        if let peer = try tunnel(name).local(role) { return peer }
        throw .otherEndElsewhere(name)
    }

    /// A tunnel both of whose peers are here.
    ///
    /// - Throws: `FabricFault` when it is not open, or a peer is elsewhere.
    func whole(_ name: String) throws(FabricFault) -> (
        tunnel: Tunnel, client: LocalPeer, server: LocalPeer
    ) {
        let tunnel = try tunnel(name)
        return (tunnel, try local(.client, of: name), try local(.server, of: name))
    }

    /// The tunnel and the peer to which a socket belongs; the first one of several.
    func owner(of id: SocketID) -> (tunnel: Tunnel, peer: LocalPeer)? {
        for tunnel in open {
            for peer in tunnel.locals where peer.socketID == id { return (tunnel, peer) }
        }
        return nil
    }

    /// The tunnel and the peer that has an SA with an SPI at a socket.
    func owner(
        of id: SocketID, receivingOn spi: SPI
    ) -> (tunnel: Tunnel, peer: LocalPeer)? {
        for tunnel in open {
            for peer in tunnel.locals where peer.socketID == id {
                if peer.end.inbounds.contains(where: { $0.spi == spi }) { return (tunnel, peer) }
            }
        }
        return nil
    }

    // MARK: - Opening and closing

    /// Opens a tunnel: a socket and a security association each way for each peer that is here.
    ///
    /// With a role only that peer is here. A client then knows the loopback port of the other one; a server
    /// learns it from the first authentic datagram.
    ///
    /// - Throws: `FabricFault`; then nothing is open that was not open before.
    func open(
        _ plan: TunnelPlan, only role: TunnelRole? = nil, remotePort: Port? = nil
    ) throws(FabricFault) -> Tunnel {
        if self[plan.name] != nil { throw .tunnelExists(plan.name) }
        guard open.count < Self.limit else { throw .tooManyTunnels(limit: Self.limit) }
        let roles = role.map { [$0] } ?? TunnelRole.allCases
        let places = roles.compactMap(nodes.ends.node)
        guard places.count == roles.count else { throw .noTunnelGateways }
        var outlets: [Outlet] = []
        for role in roles {
            outlets.append(try outlet(plan.end(role), role, isAlone: roles.count == 1))
        }
        let spis = spis(
            for: plan, at: role == nil ? nil : plan.end(.server).port ?? remotePort)
        if role != nil {
            try check(outlets[0], takes: spis.server)
            try outlets[0].hearRefusals(from: remotePort)
        }
        let ends = try makeEnds(plan, spis, only: role)
        issued.tunnels += 1
        var locals: [LocalPeer] = []
        for (outlet, (role, node)) in zip(outlets, zip(roles, places)) {
            locals.append(
                LocalPeer(
                    end: role == .client ? ends.client : ends.server, node: node, outlet: outlet,
                    fixedPort: plan.end(role).port))
        }
        let tunnel = Tunnel(
            id: Int(issued.tunnels), plan: plan.withoutSecrets(isAlone: role != nil),
            locals: locals, remote: role == nil ? nil : RemotePeer(port: remotePort?.rawValue))
        for peer in locals {
            if peer.outlet.peers == 0 {
                scheduler.loop.watch(peer.socket.descriptor, as: peer.socketID)
            }
            peer.outlet.peers += 1
        }
        use([spis.client, spis.server])
        open.append(tunnel)
        return tunnel
    }

    /// A socket for an end: that of the server that has its port here, when both their clients are elsewhere.
    private func outlet(
        _ end: TunnelPlan.End, _ role: TunnelRole, isAlone: Bool
    ) throws(FabricFault) -> Outlet {
        if isAlone, role == .server, let port = end.port {
            let present = open.first {
                $0.remote != nil && $0.speaker.role == .server
                    && $0.speaker.socket.localPort == port.rawValue
            }
            if let present { return present.speaker.outlet }
        }
        issued.sockets += 1
        return try Outlet(end, role, id: SocketID(rawValue: issued.sockets))
    }

    /// Whether nobody who receives at a socket has an SPI.
    private func check(_ outlet: Outlet, takes spi: SPI) throws(FabricFault) {
        if let owner = owner(of: outlet.id, receivingOn: spi) {
            throw .spiTaken(spi, tunnel: owner.tunnel.name)
        }
    }

    /// Forgets a tunnel, whose sockets nobody listens to any longer, and wipes its keys.
    func remove(_ name: String) {
        if let tunnel = self[name] { keepAlive(tunnel, every: nil) }
        open.removeAll { $0.name == name }
        closed.insert(name)
    }

    private func makeEnds(
        _ plan: TunnelPlan, _ spis: (client: SPI, server: SPI), only role: TunnelRole?
    ) throws(FabricFault) -> (client: TunnelEnd, server: TunnelEnd) {
        do {
            let keys = try keys.keys(for: plan)
            if plan.keys.areChosen { try scatterIVs(of: keys) }
            let ledger = ledgers[alone: role]
            let client = try makeEnd(.client, plan, spis, keys, ledger)
            return (client, try makeEnd(.server, plan, spis, keys, ledger))
        } catch {
            throw Self.fault(error, plan)
        }
    }

    private func makeEnd(
        _ role: TunnelRole, _ plan: TunnelPlan, _ spis: (client: SPI, server: SPI),
        _ keys: borrowing KeyPair, _ ledger: IVLedger
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
            ledger: ledger, birth: scheduler.now)
    }

    static func fault(_ fault: CipherFault, _ plan: TunnelPlan) -> FabricFault {
        guard fault == .keyLength else { return .cipher(fault) }
        return .keyLength(plan.parameters(towards: .server).suite)
    }

    // MARK: - Keys

    /// Starts the IVs of keys that a person chose at random ones, unless the lab has to repeat itself.
    ///
    /// For tunnels with both ends here; those of an end that is alone start so in any case.
    func scatterIVs(of keys: borrowing KeyPair) throws(CipherFault) {
        guard self.keys.seed == nil else { return }
        try ledgers[alone: nil].scatter(keys.client.key)
        try ledgers[alone: nil].scatter(keys.server.key)
    }

    /// Gives one end another key, for both directions; the other end keeps its own.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open or the key has the wrong length.
    func setKey(_ bytes: [UInt8], at role: TunnelRole, of name: String) throws(FabricFault) {
        let tunnel = try tunnel(name)
        let peer = try local(role, of: name)
        do {
            let keys = try ManualKeys.shared(bytes, tunnel.plan)
            try scatterIVs(of: keys)
            try peer.end.setKeys(
                outbound: keys.sealing(role), inbound: keys.sealing(role.peer))
        } catch {
            throw Self.fault(error, tunnel.plan)
        }
    }

    // MARK: - SPIs

    /// The SPIs of a plan, and chosen ones where it names none: by the server's port when that is what
    /// this lab and another process both know.
    private func spis(for plan: TunnelPlan, at port: Port?) -> (client: SPI, server: SPI) {
        let chosen = port.map(Self.spis(at:)) ?? nextSPIs()
        let client = plan.client.spi ?? chosen.client
        let server = plan.server.spi ?? chosen.server
        if client != server { return (client, server) }
        // One of them was named; the other may not be the same, or an end would take its own packets.
        let other = successor(of: client)
        return plan.client.spi == nil ? (other, server) : (client, other)
    }

    /// The SPIs that a new tunnel gets where the plan names none: 0x1001 and 0x1002, then 0x2001 and so on.
    private func nextSPIs() -> (client: SPI, server: SPI) {
        // 2^20 tunnels later the numbers come round again, still above the reserved ones.
        let base = issued.tunnels % 0xF_FFFE * 0x1000 + 0x1000
        return (unused(from: base + 1), unused(from: base + 2))
    }

    /// The SPIs of a tunnel whose ends are in two processes: 0x09C42001 and 0x09C42002 for port 40002.
    ///
    /// What else either lab has opened can't change them, so that both agree without a word.
    private static func spis(at port: Port) -> (client: SPI, server: SPI) {
        let base = UInt32(port.rawValue) * 0x1000
        return (SPI(rawValue: base + 1), SPI(rawValue: base + 2))
    }

    /// The SPI that takes over from `spi`: 0x1011 after 0x1001, and on to one that nobody has had.
    func successor(of spi: SPI) -> SPI {
        unused(from: spi.rawValue &+ 0x10)
    }

    private func unused(from first: UInt32) -> SPI {
        var spi = SPI(rawValue: first)
        while spi.isReserved || issued.spis.contains(spi) {
            spi = SPI(rawValue: spi.rawValue &+ 0x10)
        }
        return spi
    }

    /// Notes that SAs have these SPIs, so that no later one gets them by itself.
    func use(_ spis: [SPI]) {
        issued.spis.formUnion(spis)
    }

    /// An SPI by which no end of any open tunnel receives.
    var unusedSPI: SPI {
        let used = Set(open.flatMap { $0.locals.flatMap { $0.end.inbounds.map(\.spi) } })
        var spi = SPI(rawValue: 0x0BAD_CAFE)
        while used.contains(spi) { spi = SPI(rawValue: spi.rawValue + 1) }
        return spi
    }
}
