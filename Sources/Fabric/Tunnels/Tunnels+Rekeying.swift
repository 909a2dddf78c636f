import Cipher
import EventLoop
package import Timeline
package import Tunnel
package import Wire

/// A new pair of SAs that has taken over from an older one.
package struct Rekeying: Sendable {
    /// Why.
    package enum Cause: String, CaseIterable, Sendable {
        /// A person asked for it.
        case asked
        /// The soft lifetime of an SA was over (RFC 4301 section 4.4.2.1).
        case softLifetime = "soft-lifetime"
    }

    /// The SPI on which an end receives now, and the one that it keeps for what is under way.
    package struct Change: Sendable {
        /// Which end.
        package let role: TunnelRole
        /// The SPI of the new SA.
        package let new: SPI
        /// That of the older one.
        package let old: SPI
    }

    /// When.
    package let instant: Instant
    /// The tunnel's name.
    package let tunnel: String
    /// Why.
    package let cause: Cause
    /// What each end here receives by.
    package let changes: [Change]
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

extension Tunnels {
    /// Makes a new pair of SAs for a tunnel; the old one drains.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open, as many pairs as there can be are still kept, or its
    ///   keys can't be made.
    func rekey(_ name: String) throws(FabricFault) -> Rekeying {
        let tunnel = try tunnel(name)
        guard !tunnel.isFull else {
            throw .tooManyAssociations(name, limit: TunnelEnd.associationLimit)
        }
        do {
            return try renew(tunnel, cause: .asked)
        } catch {
            throw Self.fault(error, tunnel.plan)
        }
    }

    /// Lets a new pair take over where an SA that is about to be used is past its soft lifetime.
    ///
    /// An end whose other end is elsewhere can't: nobody would tell that one. While as many as there can be are kept
    /// for what is under way, the aging one goes on: a soft lifetime asks, and only a hard one ends (RFC 4301 section
    /// 4.4.2.1).
    ///
    /// - Returns: What has changed, if anything has.
    func renewIfAging(_ tunnel: Tunnel) -> Rekeying? {
        guard tunnel.remote == nil, !tunnel.isFull else { return nil }
        let isAging = tunnel.locals.contains { $0.end.outbound.isAging(at: scheduler.now) }
        return isAging ? try? renew(tunnel, cause: .softLifetime) : nil
    }

    private func renew(_ tunnel: Tunnel, cause: Rekeying.Cause) throws(CipherFault) -> Rekeying {
        let end = tunnel.speaker.end
        let isClient = end.role == .client
        let old = (
            client: isClient ? end.inbound.spi : end.outbound.spi,
            server: isClient ? end.outbound.spi : end.inbound.spi
        )
        let keys = try keys.successors(
            of: KeyPair(
                client: isClient ? end.outboundMaterial.copy() : end.inboundMaterial.copy(),
                server: isClient ? end.inboundMaterial.copy() : end.outboundMaterial.copy()),
            for: tunnel.plan)
        // Another lab that was given the same key comes to the same successors.
        if tunnel.plan.keys.areChosen { try scatterIVs(of: keys) }
        let new = (client: successor(of: old.client), server: successor(of: old.server))
        use([new.client, new.server])
        for peer in tunnel.locals { try take(peer.end, new, keys) }
        tunnel.rekeyings += 1
        drain(tunnel, old)
        return Rekeying(
            instant: scheduler.now, tunnel: tunnel.name, cause: cause,
            changes: tunnel.locals.map { peer in
                let isClient = peer.role == .client
                return Rekeying.Change(
                    role: peer.role, new: isClient ? new.client : new.server,
                    old: isClient ? old.client : old.server)
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
            at: scheduler.now)
    }

    /// Ends the old SAs once nothing can be under way to them.
    private func drain(_ tunnel: Tunnel, _ old: (client: SPI, server: SPI)) {
        let spis = tunnel.locals.map { $0.role == .client ? old.client : old.server }
        draining.append(
            Draining(
                tunnel: tunnel.name, spis: spis,
                token: scheduler.add(
                    .retire(tunnel.name, spis), after: Fabric.drainTime, .background)))
    }

    /// SAs that are kept for what is under way, and the timer that ends them.
    struct Draining {
        fileprivate let tunnel: String
        fileprivate let spis: [SPI]
        fileprivate let token: TimerToken
    }

    /// Ends all SAs that are kept for what is under way; nothing may be.
    func endDrained() {
        for old in draining {
            scheduler.cancel(old.token)
            for peer in self[old.tunnel]?.locals ?? [] {
                for spi in old.spis { peer.end.retire(spi) }
            }
        }
        draining.removeAll()
    }

    /// Ends SAs that have drained, unless they have ended with their tunnel.
    ///
    /// - Returns: What has ended, if anything has.
    func retire(_ name: String, _ spis: [SPI]) -> Retirement? {
        draining.removeAll { $0.tunnel == name && $0.spis == spis }
        let ended = (self[name]?.locals ?? []).flatMap { peer in
            spis.filter { peer.end.retire($0) }
        }
        guard !ended.isEmpty else { return nil }
        return Retirement(instant: scheduler.now, tunnel: name, spis: ended)
    }
}
