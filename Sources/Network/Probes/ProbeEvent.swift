import Timeline
package import Wire

/// What a probe found out.
package enum ProbeEvent: Hashable, Sendable {
    /// Of a ping.
    case ping(PingEvent)
    /// Of a traceroute.
    case traceroute(TracerouteEvent)
    /// Of a connection that was opened to say something.
    case conversation(ConversationEvent)
    /// Of a page that was asked for.
    case fetch(FetchEvent)
    /// Of a name that was asked for.
    case resolve(ResolveEvent)
    /// Of a scan.
    case scan(ScanEvent)
}

/// What is asked of a host's probe.
package enum ProbeRequest: Hashable, Sendable {
    /// Does it answer echo requests?
    case ping(PingRequest)
    /// Which routers are on the way?
    case traceroute(TracerouteRequest)
    /// What does a port say to a text?
    case conversation(ConversationRequest)
    /// What is on a page?
    case fetch(FetchRequest)
    /// What is known about a name?
    case resolve(ResolveRequest)
    /// Which ports are open?
    case scan(ScanRequest)

    /// Whom it is about: the host that gets the packets.
    package var target: IPAddress {
        switch self {
        case .ping(let request): request.target
        case .traceroute(let request): request.target
        case .conversation(let request): request.target
        case .fetch(let request): request.target
        case .resolve(let request): request.server
        case .scan(let request): request.target
        }
    }

    /// The port that the host's own port is chosen for; 0 where the probe needs none or asks many.
    var port: Port {
        switch self {
        case .ping, .traceroute, .scan: Port(rawValue: 0)
        case .conversation(let request): request.port
        case .fetch(let request): request.port
        case .resolve: Port(rawValue: 53)
        }
    }

    func machine(_ setup: ProbeSetup) -> any ProbeMachine {
        switch self {
        case .ping(let request): Ping(request, setup)
        case .traceroute(let request): Traceroute(request, setup)
        case .conversation(let request): Conversation(request, setup)
        case .fetch(let request): Fetch(request, setup)
        case .resolve(let request): Resolution(request, setup)
        case .scan(let request): Scan(request, setup)
        }
    }
}

/// Why a probe can't be started.
package enum ProbeFault: Error, Hashable, Sendable {
    /// The host has no address of the target's family.
    case noAddress(IPFamily)
    /// `HostLimits.probes` of them run.
    case tooManyProbes
    /// No port is free for the target.
    case noPort
}
