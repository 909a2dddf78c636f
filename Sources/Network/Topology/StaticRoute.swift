package import Wire

/// A route that a person wrote down: which packets, and where they go next.
package struct StaticRoute: Hashable, Sendable {
    /// Which packets it is about.
    package enum Destination: Hashable, Sendable {
        /// Those to the addresses of a prefix.
        case prefix(Prefix)
        /// Those to every address, of both families.
        case every

        /// The prefixes, one for each family that it is about.
        package var prefixes: [Prefix] {
            switch self {
            case .prefix(let prefix): [prefix]
            case .every: IPFamily.allCases.map(Prefix.whole)
            }
        }
    }

    /// Where they go next.
    package enum NextHop: Hashable, Sendable {
        /// To the node that has this address on a link of the router's.
        case via(IPAddress)
        /// Over a link: to its other end where it joins two nodes (RFC 1812 section 2.2.7), else to the node that has
        /// the packet's destination there, or stands for it.
        case out(LinkID)
    }

    /// Which packets it is about.
    package let destination: Destination
    /// Where they go next.
    package let nextHop: NextHop

    /// A route.
    package init(to destination: Destination, _ nextHop: NextHop) {
        self.destination = destination
        self.nextHop = nextHop
    }
}

extension Prefix {
    /// All addresses of a family.
    package static func whole(_ family: IPFamily) -> Prefix {
        let first: IPAddress =
            switch family {
            case .v4: .v4(IPv4Address(rawValue: 0))
            case .v6: .v6(IPv6Address(rawValue: 0))
            }
        return (try? Prefix(address: first, length: 0)) ?? Prefix(first)
    }
}
