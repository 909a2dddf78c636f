package import Wire

/// What an address translation rule does with the flows that it matches; IPv4 only (RFC 3022).
package enum NATAction: Hashable, Sendable {
    /// The originator's address becomes that of the link over which its packets go out; ports stay in the range
    /// that is given, or in the usual one of the port.
    case masquerade(ports: PortRange?)
    /// The originator's address becomes one of a pool.
    case source(NATPool)
    /// The responder's address becomes one of a pool.
    case destination(NATPool)
    /// Each inside address has an outside one for itself; both ways (RFC 3022 section 2.1, "Basic NAT").
    case oneToOne(inside: Prefix, outside: Prefix)

    /// Which end of a flow is translated by the flows' own direction.
    package var end: NATEnd {
        switch self {
        case .masquerade, .source: .source
        case .destination: .destination
        case .oneToOne: .both
        }
    }

    /// The ports that it chooses from; nil where it says nothing about them.
    package var ports: PortRange? {
        switch self {
        case .masquerade(let ports): ports
        case .source(let pool), .destination(let pool): pool.ports
        case .oneToOne: nil
        }
    }
}

/// The end of a flow that a rule translates.
package enum NATEnd: String, CaseIterable, Sendable {
    /// The originator, after routing.
    case source
    /// The responder, before routing.
    case destination
    /// The originator of flows from inside, and the responder of flows from outside.
    case both
}

/// The addresses and ports that a rule has to give.
package struct NATPool: Hashable, Sendable {
    /// The addresses, of IPv4.
    package let addresses: AddressRange
    /// The ports; nil: a source keeps its port where it can, a destination always.
    package let ports: PortRange?
    /// Whether one source has the same address for every destination ("paired" in RFC 4787 section 4.1); otherwise
    /// the destination counts, too.
    package let isPersistent: Bool

    /// A pool.
    package init(addresses: AddressRange, ports: PortRange? = nil, isPersistent: Bool = false) {
        self.addresses = addresses
        self.ports = ports
        self.isPersistent = isPersistent
    }

    /// The pool of one address.
    package init(_ address: IPv4Address, ports: PortRange? = nil) {
        self.init(addresses: AddressRange(Prefix(.v4(address))), ports: ports)
    }
}
