import Cipher
import EventLoop
package import Timeline
package import Tunnel
package import Wire

/// A new pair of SAs that has taken over from an older one.
package struct Rekeying: Sendable {
    /// Why.
    package enum Cause: String, Sendable {
        /// A person asked for it.
        case asked
        /// The soft lifetime of an SA was over (RFC 4301 section 4.4.2.1).
        case softLifetime = "soft-lifetime"
    }

    /// When.
    package let instant: Instant
    /// The tunnel's name.
    package let tunnel: String
    /// Why.
    package let cause: Cause
    /// The SPI on which each end receives now, and the one that it keeps for what is under way.
    package let changes: [(role: TunnelRole, new: SPI, old: SPI)]
}

/// An SA that has been kept for what was under way, and is wiped now.
package struct Retirement: Sendable {
    /// When.
    package let instant: Instant
    /// The tunnel's name.
    package let tunnel: String
    /// The SPIs of the wiped SAs, the client's first.
    package let spis: [SPI]
}

extension Fabric {
    /// How long an SA is kept for what is under way after another has taken over, in virtual time.
    package static let drainTime = Duration.seconds(5)

    /// Makes a new pair of SAs for a tunnel; the old one drains.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open or its keys can't be made.
    package func rekey(_ name: String) throws(FabricFault) -> Rekeying {
        try tunnels.check(name)
        let plan = try tunnels.plan(name)
        do {
            return try renew(plan, cause: .asked)
        } catch {
            throw Self.fault(error, plan)
        }
    }

    /// Lets a new pair take over where an SA that is about to be used is past its soft lifetime.
    ///
    /// An end whose other end is elsewhere can't: nobody would tell that one.
    func renewIfAging(_ name: String) {
        guard let pair = try? tunnels.pair(name) else { return }
        let isAging = [pair.client, pair.server].contains {
            $0.end.outbound.isAging(at: loop.now)
        }
        guard isAging, let rekeying = try? renew(pair.plan, cause: .softLifetime) else { return }
        emit(.rekeyed(rekeying))
    }

    private func renew(
        _ plan: TunnelPlan, cause: Rekeying.Cause
    ) throws(CipherFault) -> Rekeying {
        let name = plan.name
        let stations = TunnelRole.allCases.compactMap { tunnels.station(name, $0) }
        guard let first = stations.first else { throw .algorithmUnavailable }
        let end = first.end
        let isClient = end.role == .client
        let old = (
            client: isClient ? end.inbound.spi : end.outbound.spi,
            server: isClient ? end.outbound.spi : end.inbound.spi
        )
        let keys = try tunnels.keys.successors(
            of: KeyPair(
                client: isClient ? end.outboundMaterial.copy() : end.inboundMaterial.copy(),
                server: isClient ? end.inboundMaterial.copy() : end.outboundMaterial.copy()),
            for: plan)
        // Another lab that was given the same key comes to the same successors.
        if plan.keys.areChosen {
            try spreadIVs(of: keys, alone: tunnels.lone(name) == nil ? nil : end.role)
        }
        let new = (
            client: tunnels.successor(of: old.client), server: tunnels.successor(of: old.server)
        )
        tunnels.use([new.client, new.server])
        for station in stations { try take(station.end, new, keys) }
        if let pair = try? tunnels.pair(name) { pair.rekeyings += 1 }
        tunnels.lone(name)?.rekeyings += 1
        drain(name, stations, old)
        return Rekeying(
            instant: loop.now, tunnel: name, cause: cause,
            changes: stations.map { station in
                let isClient = station.end.role == .client
                return (
                    station.end.role, isClient ? new.client : new.server,
                    isClient ? old.client : old.server
                )
            })
    }

    private func take(
        _ end: TunnelEnd, _ new: (client: SPI, server: SPI), _ keys: borrowing KeyPair
    ) throws(CipherFault) {
        let isClient = end.role == .client
        try end.rekey(
            outbound: TunnelEnd.Direction(
                spi: isClient ? new.server : new.client, material: keys.sealing(end.role),
                parameters: end.outbound.parameters),
            inbound: TunnelEnd.Direction(
                spi: isClient ? new.client : new.server, material: keys.sealing(end.role.peer),
                parameters: end.inbound.parameters),
            at: loop.now)
    }

    /// Ends the old SAs once nothing can be under way to them; of many that drain at once the oldest at once.
    private func drain(
        _ name: String, _ stations: [Station], _ old: (client: SPI, server: SPI)
    ) {
        _ = addBackground(
            .retire(name, stations.map { $0.end.role == .client ? old.client : old.server }),
            after: Self.drainTime)
        for station in stations where station.end.inbounds.count > Self.associationLimit {
            if let oldest = station.end.inbounds.last { station.end.retire(oldest.spi) }
        }
    }

    /// The most SAs that an end receives by.
    private static let associationLimit = 64

    /// Ends SAs that have drained, unless they have ended with their tunnel.
    func retire(_ name: String, _ spis: [SPI]) {
        let ended = TunnelRole.allCases.compactMap { tunnels.station(name, $0)?.end }
            .flatMap { end in spis.filter { end.retire($0) } }
        guard !ended.isEmpty else { return }
        emit(.retired(Retirement(instant: loop.now, tunnel: name, spis: ended)))
    }
}
