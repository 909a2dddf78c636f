package import Grammar
package import Timeline
package import Tunnel
package import Wire

/// What can be done with tunnels.
package enum TunnelCommand: Sendable {
    /// Make both ends.
    indirect case open(TunnelRequest)
    /// Make the server end; the other one is in another process.
    indirect case listen(TunnelRequest)
    /// Make the client end; the other one is in another process, at this loopback port.
    indirect case connect(TunnelRequest, Placed<Port>)
    /// Wait in real time for so many packets from the other process.
    case serve(Placed<String>, count: Int, within: Duration)
    /// Carry a text to the server end, and its echo back.
    case send(Placed<String>, text: Placed<[UInt8]>)
    /// Give one end another key.
    case key(Placed<String>, TunnelRole, Placed<[UInt8]>)
    /// Write the keys of all open tunnels to a file.
    case keys(Placed<String>)
    /// Let a new pair of SAs take over.
    case rekey(Placed<String>)
    /// Send dummy packets of a length.
    case dummy(Placed<String>, length: Int, count: Int)
    /// Send a NAT keepalive.
    case keepalive(Placed<String>)
    /// Send keepalives by itself whenever nothing was sent for so long; nil: no longer.
    case automaticKeepalives(Placed<String>, every: Duration?)
    /// Show the state of one tunnel, with its keys when they are asked for.
    case show(Placed<String>, withKeys: Bool)
    /// List the open tunnels.
    case list
    /// Show what somebody on the wire learns; of one tunnel alone, with its name.
    case watch(Placed<String>?)
    /// Close both ends, and wipe their keys.
    case close(Placed<String>)
}

/// A tunnel as a person asks for it.
package struct TunnelRequest: Sendable {
    /// Where the keys come from.
    package enum Keys: Sendable {
        /// The system's generator, or the lab's seed when it has one.
        case generated
        /// Written by the person: the key, or the key and the salt behind it.
        case given(Placed<[UInt8]>)
        /// Written by the person: what the client sends with, and what the server sends with.
        case both(client: Placed<[UInt8]>, server: Placed<[UInt8]>)
        /// Derived from a password.
        case password(Placed<[UInt8]>)
    }

    /// What a person may fix about one end, and about the SA by which it receives.
    package struct End: Sendable {
        /// The SPI on which the end receives (RFC 4301 section 4.1: the receiver chooses it).
        package var spi: Placed<SPI>?
        /// The loopback port on which the end receives.
        package var port: Placed<Port>?
        /// The suite of the SA.
        package var suite: ESPSuite?
        /// The size of the anti-replay window.
        package var windowSize: Int?
        /// Whether the SA has extended sequence numbers; nil: as the tunnel.
        package var isExtended: Bool?
        /// The number after which the end's own sequence numbers start.
        package var lastSequence = SequenceNumber(rawValue: 0)
    }

    /// The tunnel's name.
    package var name: Placed<String>
    /// Where the keys come from.
    package var keys: Keys
    /// The end at `gw-a`.
    package var client = End()
    /// The end at `gw-b`.
    package var server = End()
    /// What is settled about both SAs.
    package var parameters = SAParameters()
    /// Which packets take the tunnel by themselves: those that the selectors mean.
    package var selectors: SelectorRequest?

    /// A tunnel of this name, with everything else chosen by the lab.
    package init(name: Placed<String>, keys: Keys) {
        self.name = name
        self.keys = keys
    }
}

/// What can be done with policies.
package enum PolicyCommand: Sendable {
    /// What a policy does.
    package enum Action: Sendable {
        /// Packets take this tunnel.
        case protect(Placed<String>)
        /// Packets cross in clear.
        case bypass
        /// Packets are dropped.
        case discard
    }

    /// A policy as a person asks for it.
    package struct Request: Sendable {
        /// What it does.
        package let action: Action
        /// Which packets it is about.
        package let request: SelectorRequest
        /// Whether it is for the gateway in use alone.
        package let isOutbound: Bool
    }

    /// Add a policy.
    case add(Request)
    /// Remove the policy of a number.
    case delete(Placed<Int>)
    /// List the policies.
    case list
}
