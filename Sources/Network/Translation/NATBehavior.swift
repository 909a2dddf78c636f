package import Wire

/// How an address translator treats UDP, in the words of RFC 4787; found out by probes, and never read off the rules.
package struct NATBehavior: Hashable, Sendable {
    /// On what a source's mapping depends while nobody else uses its ports (section 4.1); nil: sources are not translated.
    package let mapping: NATDependence?
    /// On what it depends where another host's flow has the port that it would get; nil: sources are not translated.
    package let mappingInConflict: NATDependence?
    /// On what it depends whether a packet from outside to a mapping reaches the host inside (section 5), while nobody
    /// else uses its ports.
    package let filtering: NATDependence
    /// How ports are assigned (section 4.2.1); nil: sources are not translated.
    package let ports: NATPortAssignment?
    /// Whether a host has one outside address for all its flows (section 4.1, "IP address pooling").
    package let pooling: NATPooling?
    /// Whether hosts inside reach each other by their mappings (section 6).
    package let hairpinning: NATHairpinning

    /// A behavior.
    package init(
        mapping: NATDependence?, mappingInConflict: NATDependence?, filtering: NATDependence,
        ports: NATPortAssignment?, pooling: NATPooling?, hairpinning: NATHairpinning
    ) {
        self.mapping = mapping
        self.mappingInConflict = mappingInConflict
        self.filtering = filtering
        self.ports = ports
        self.pooling = pooling
        self.hairpinning = hairpinning
    }

    /// Whether it does the same whatever other hosts do (section 8, REQ-7).
    package var isDeterministic: Bool { mapping == mappingInConflict }
}

/// On what of the other end something depends (RFC 4787 sections 4.1 and 5).
package enum NATDependence: String, CaseIterable, Comparable, Sendable {
    /// On nothing.
    case endpointIndependent = "endpoint-independent"
    /// On its address.
    case addressDependent = "address-dependent"
    /// On its address and port.
    case addressAndPortDependent = "address-and-port-dependent"

    /// Orders by how much it depends on.
    package static func < (left: Self, right: Self) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .endpointIndependent: 0
        case .addressDependent: 1
        case .addressAndPortDependent: 2
        }
    }

    /// What four results depend on: to two ports of one address, and to the same two of another.
    init(_ results: [some Equatable]) {
        precondition(results.count == 4, "two addresses with two ports each")
        self =
            results.allSatisfy { $0 == results[0] }
            ? .endpointIndependent
            : results[0] == results[1] && results[2] == results[3]
                ? .addressDependent : .addressAndPortDependent
    }
}

/// How ports are assigned (RFC 4787 section 4.2.1).
package enum NATPortAssignment: String, CaseIterable, Sendable {
    /// A host's port is kept where no other has it.
    case preservation = "port-preservation"
    /// Two hosts have the same port at the same outside address, and only destinations tell their flows apart.
    case overloading = "port-overloading"
    /// Ports are not kept.
    case noPreservation = "no-port-preservation"
}

/// Which address of several a host gets (RFC 4787 section 4.1).
package enum NATPooling: String, CaseIterable, Sendable {
    /// The same for all its flows.
    case paired
    /// Not always the same.
    case arbitrary
}

/// How a host inside sees another by its mapping (RFC 4787 section 6).
package enum NATHairpinning: String, CaseIterable, Sendable {
    /// It does not: the packet is not translated.
    case none
    /// The packet has the sender's own address as its source.
    case internalSource = "internal-source"
    /// The packet has the sender's outside address as its source.
    case externalSource = "external-source"
}

/// Where an address translator stands, for the probes.
package struct NATSurroundings: Hashable, Sendable {
    /// The link to the hosts inside.
    package let inside: LinkEnd
    /// The link to everybody else.
    package let outside: LinkEnd
    /// The hosts inside: what becomes of the first is asked, the others get in its way.
    package let hosts: [IPv4Address]
    /// Two hosts outside.
    package let peers: [IPv4Address]

    /// The surroundings of a translator, with two hosts outside and two or more inside.
    package init(
        inside: LinkEnd, outside: LinkEnd, hosts: [IPv4Address], peers: [IPv4Address]
    ) {
        precondition(hosts.count >= 2 && peers.count == 2, "there are two hosts on each side")
        self.inside = inside
        self.outside = outside
        self.hosts = hosts
        self.peers = peers
    }
}
