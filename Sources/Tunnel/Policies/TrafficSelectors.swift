package import Wire

/// Which packets a policy or an SA is for (RFC 4301 section 4.4.1.1): two prefixes of one family, and what follows the
/// IP header.
///
/// They are written for the way from the client's side to the server's; packets the other way match with
/// their ends exchanged.
package struct TrafficSelectors: Hashable, Sendable {
    /// Where packets on the client's side come from.
    package let source: Prefix
    /// Where they go on the server's side.
    package let destination: Prefix
    /// What follows their IP header.
    package let nextLayer: NextLayer

    /// Selectors of two prefixes, or nil where they are of different families.
    package init?(source: Prefix, destination: Prefix, _ nextLayer: NextLayer = .any) {
        guard source.family == destination.family else { return nil }
        self.init(from: source, to: destination, nextLayer)
    }

    /// Those of the packets the other way.
    package var reversed: TrafficSelectors {
        TrafficSelectors(
            from: destination, to: source, nextLayer.reversed(in: source.family))
    }

    private init(from source: Prefix, to destination: Prefix, _ nextLayer: NextLayer) {
        self.source = source
        self.destination = destination
        self.nextLayer = nextLayer
    }

    /// Whether a packet that goes the way of the selectors is meant.
    package func fit(_ packet: PacketFields) -> NextLayer.Fit {
        guard source.contains(packet.source), destination.contains(packet.destination) else {
            return .no
        }
        return nextLayer == .any ? .yes : nextLayer.fit(packet)
    }

    /// Whether a packet from one end of a tunnel is meant; one that does not show what is asked for is not (RFC 4301
    /// section 4.4.1.1).
    package func match(_ packet: PacketFields, sentBy sender: TunnelRole) -> Bool {
        switch sender {
        case .client: fit(packet) == .yes
        case .server: reversed.fit(packet) == .yes
        }
    }
}
