package import Timeline

/// A connection of a host as it stands, for whoever looks.
package struct HostConnection: Hashable, Sendable {
    /// The two endpoints.
    package let key: ConnectionKey
    /// Its state.
    package let state: TCPState
    /// The next sequence number of the host's own.
    package let next: TCPSequence
    /// The peer's number that is awaited; counts once the peer has sent SYN.
    package let awaited: TCPSequence
    /// How many bytes wait to be sent or acknowledged.
    package let waiting: Int
    /// What came since a person left it open; nil for a connection of a service or a probe.
    package let kept: KeptData?
}

/// What a listener has to do with.
package struct ListenerLoad: Hashable, Sendable {
    /// The service.
    package let service: HostService
    /// How many of its connections are half open.
    package let halfOpen: Int
}

extension EndHost {
    /// Its connections, the oldest first.
    package var openConnections: [HostConnection] {
        connections.all.map { entry in
            let kept: KeptData? = if case .kept(let data) = entry.user { data } else { nil }
            return HostConnection(
                key: entry.tcp.key, state: entry.tcp.state, next: entry.tcp.sentRange.end,
                awaited: entry.tcp.awaited, waiting: entry.tcp.unacknowledgedBytes, kept: kept)
        }
    }

    /// Its TCP services, in the order in which they were added, each with its half-open connections.
    package var listeners: [ListenerLoad] {
        services.filter { $0.transport == .tcp }.map {
            ListenerLoad(service: $0, halfOpen: connections.halfOpen($0.port))
        }
    }

    /// Closes a connection from here: a FIN goes out, or nothing where it was closed before.
    ///
    /// - Returns: What the host does; nil where there is no such connection.
    package mutating func close(_ key: ConnectionKey, at instant: Instant) -> HostOutput? {
        guard let entry = connections.take(key) else { return nil }
        var output = HostOutput()
        work(on: entry, at: instant, into: &output) { tcp, _ in tcp.close() }
        return output
    }
}
