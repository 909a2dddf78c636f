package import Wire

/// Which packets a policy or an SA is for (RFC 4301 section 4.4.1.1): two prefixes of one family.
///
/// They are written for the way from the client's side to the server's; packets the other way match with
/// their ends exchanged.
package struct TrafficSelectors: Hashable, Sendable {
    /// Where packets on the client's side come from.
    package let source: Prefix
    /// Where they go on the server's side.
    package let destination: Prefix

    /// Selectors of two prefixes, or nil where they are of different families.
    package init?(source: Prefix, destination: Prefix) {
        guard source.family == destination.family else { return nil }
        self.source = source
        self.destination = destination
    }

    /// Those of the packets the other way.
    package var reversed: TrafficSelectors {
        TrafficSelectors(from: destination, to: source)
    }

    private init(from source: Prefix, to destination: Prefix) {
        self.source = source
        self.destination = destination
    }

    /// Whether a packet between these addresses, in this direction, is meant.
    package func match(
        source: IPAddress, destination: IPAddress, sentBy sender: TunnelRole
    ) -> Bool {
        switch sender {
        case .client: self.source.contains(source) && self.destination.contains(destination)
        case .server: self.source.contains(destination) && self.destination.contains(source)
        }
    }
}
