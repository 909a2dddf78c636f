package import Tunnel
package import Wire

/// What a tunnel is to be made from.
package struct TunnelPlan: Sendable {
    /// Where the keys come from.
    package enum Keys: Sendable {
        /// From the system's generator, or from the lab's seed when it has one.
        case generated
        /// One key, of 32 bytes or 36 with its salt, for both directions.
        case given([UInt8])
        /// From a password, by scrypt.
        case password([UInt8])

        /// Whether a person chose them, so that another lab may have the same.
        var areChosen: Bool {
            switch self {
            case .generated: false
            case .given, .password: true
            }
        }
    }

    /// What is fixed about one end; the rest is chosen.
    package struct End: Sendable {
        /// The SPI on which it receives.
        package var spi: SPI?
        /// The loopback port on which it receives.
        package var port: Port?

        /// An end of which this is fixed.
        package init(spi: SPI? = nil, port: Port? = nil) {
            self.spi = spi
            self.port = port
        }
    }

    /// The tunnel's name.
    package var name: String
    /// Where the keys come from.
    package var keys: Keys
    /// The end at the client gateway.
    package var client: End
    /// The end at the server gateway.
    package var server: End

    /// A plan; by default everything is chosen.
    package init(name: String, keys: Keys = .generated, client: End = End(), server: End = End()) {
        self.name = name
        self.keys = keys
        self.client = client
        self.server = server
    }

    /// What is fixed about the end of a role.
    package func end(_ role: TunnelRole) -> End {
        switch role {
        case .client: client
        case .server: server
        }
    }
}

/// The state of a tunnel at a moment, for showing.
package struct TunnelSnapshot: Sendable {
    /// One end at that moment.
    package struct End: Sendable {
        /// Which end.
        package let role: TunnelRole
        /// The node that it is on.
        package let node: NodeID
        /// The loopback port, when a person fixed it; one that the system chose is nobody's business.
        package let port: Port?
        /// The SPI on which it receives.
        package let inboundSPI: SPI
        /// The SPI with which it sends.
        package let outboundSPI: SPI
        /// The sequence number of the newest packet that it sealed.
        package let lastSequence: SequenceNumber
        /// The packets and bytes that it sealed.
        package let sealed: TrafficCount
        /// The packets and bytes that it opened.
        package let opened: TrafficCount
        /// The window of its inbound association.
        package let window: ReplayWindow
        /// What arrived, and what became of it.
        package let counters: TunnelCounters
    }

    /// The tunnel's name.
    package let name: String
    /// The client end, then the server end.
    package let ends: [End]
}
