package import Tunnel
package import Wire

/// What a tunnel is to be made from.
package struct TunnelPlan: Sendable {
    /// Where the keys come from.
    package enum Keys: Sendable {
        /// From the system's generator, or from the lab's seed when it has one.
        case generated
        /// One key, with or without its salt behind it, for both directions.
        case given([UInt8])
        /// A key for what the client sends, and one for what the server sends.
        case both(client: [UInt8], server: [UInt8])
        /// From a password, by scrypt.
        case password([UInt8])

        /// Whether a person chose them, so that another lab may have the same.
        var areChosen: Bool {
            switch self {
            case .generated: false
            case .given, .both, .password: true
            }
        }
    }

    /// What is fixed about one end, and about the SA that it receives by; the rest is chosen.
    package struct End: Sendable {
        /// The SPI on which it receives.
        package var spi: SPI?
        /// The loopback port on which it receives.
        package var port: Port?
        /// The suite of the SA that it receives by, where it is not the tunnel's.
        package var suite: ESPSuite?
        /// The size of its anti-replay window, where it is not the tunnel's.
        package var windowSize: Int?
        /// Whether the SA that it receives by has extended sequence numbers, where that is not the tunnel's.
        package var isExtended: Bool?
        /// The number after which its own sequence numbers start.
        package var lastSequence = SequenceNumber(rawValue: 0)

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
    /// What is settled about both SAs.
    package var parameters = SAParameters()
    /// Which packets it is for; nil: those that name it.
    package var selectors: TrafficSelectors?

    /// A plan; by default everything is chosen.
    package init(name: String, keys: Keys = .generated, client: End = End(), server: End = End()) {
        self.name = name
        self.keys = keys
        self.client = client
        self.server = server
    }

    /// The plan as a tunnel keeps it: where its keys came from, without what a person typed.
    ///
    /// An end that is alone has keys that its peer was given, wherever they came from: what follows on them
    /// has to be what the peer derives.
    func withoutSecrets(isAlone: Bool) -> TunnelPlan {
        var plan = self
        if keys.areChosen || isAlone { plan.keys = .given([]) }
        return plan
    }

    /// What is fixed about the end of a role.
    package func end(_ role: TunnelRole) -> End {
        switch role {
        case .client: client
        case .server: server
        }
    }

    /// The parameters of the SA by which the end of a role receives.
    package func parameters(towards role: TunnelRole) -> SAParameters {
        let end = end(role)
        var parameters = parameters
        parameters.suite = end.suite ?? parameters.suite
        parameters.windowSize = end.windowSize ?? parameters.windowSize
        parameters.isExtended = end.isExtended ?? parameters.isExtended
        return parameters
    }
}
