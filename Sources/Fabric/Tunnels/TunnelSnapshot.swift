package import Network
package import Timeline
package import Tunnel
package import Wire

/// The state of a tunnel at a moment, for showing.
package struct TunnelSnapshot: Sendable {
    /// The SA that an end sends by.
    package struct Outbound: Sendable {
        /// The SPI with which it sends.
        package let spi: SPI
        /// What is settled about it.
        package let parameters: SAParameters
        /// The sequence number of the newest packet that it sealed.
        package let lastSequence: SequenceNumber
        /// Where the other end was seen last, and it is sent to; nil where it is sent to the address of that end's gateway.
        package let place: OuterPlace?
        /// How long a datagram may be on its way to the other end, in bytes, as an ICMP error has said (RFC 4301 section 8.2.1);
        /// nil where none has in the last ten minutes.
        package let pathMTU: Int?
    }

    /// The SAs that an end receives by.
    package struct Inbound: Sendable {
        /// The SPI on which it receives.
        package let spi: SPI
        /// What is settled about it.
        package let parameters: SAParameters
        /// Its window.
        package let window: ReplayWindow
        /// The SPIs of older SAs that are kept for what is under way.
        package let draining: [SPI]
    }

    /// One end at that moment.
    package struct End: Sendable {
        /// Which end.
        package let role: TunnelRole
        /// The node that it is on.
        package let node: NodeID
        /// The loopback port, when a person fixed it; one that the system chose is nobody's business.
        package let port: Port?
        /// What it sends by.
        package let outbound: Outbound
        /// What it receives by.
        package let inbound: Inbound
        /// The packets and bytes that it sealed, by every SA that it had.
        package let sealed: TrafficCount
        /// The packets and bytes that it opened, by every SA that it had.
        package let opened: TrafficCount
        /// What arrived, and what became of it.
        package let counters: TunnelCounters
    }

    /// The tunnel's name.
    package let name: String
    /// The client end, then the server end; or the one end that is in this lab.
    package let ends: [End]
    /// How often a new pair of SAs has taken over.
    package let rekeyings: Int
    /// After how long without anything sent the first of its ends sends a keepalive by itself; nil where it sends none.
    package let keepalive: Duration?
    /// Which packets it is for.
    package let selectors: TrafficSelectors?
}

extension TunnelSnapshot.End {
    /// Where it sends to, when that is not the address of the other end's gateway: behind a NAT.
    package func place(in topology: Topology) -> OuterPlace? {
        let known = topology.addresses(from: role).destination
        return outbound.place.flatMap {
            $0.address == known && $0.port == .udpEncapsulation ? nil : $0
        }
    }

    /// The state of an end whose port is shown when a person fixed it.
    init(_ peer: LocalPeer, at now: Instant) {
        let end = peer.end
        self.init(
            role: end.role, node: peer.node, port: peer.fixedPort,
            outbound: TunnelSnapshot.Outbound(
                spi: end.outbound.spi, parameters: end.outbound.parameters,
                lastSequence: end.outbound.lastSequence, place: peer.place,
                pathMTU: peer.paths.known(at: now).last?.mtu),
            inbound: TunnelSnapshot.Inbound(
                spi: end.inbound.spi, parameters: end.inbound.parameters,
                window: end.inbound.window, draining: end.inbounds.dropFirst().map(\.spi)),
            sealed: end.sealed, opened: end.opened, counters: end.counters)
    }
}
