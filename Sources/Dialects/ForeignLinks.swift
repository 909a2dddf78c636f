package import Firewall
package import Wire

/// The links of a gateway, and what a file calls them.
package struct ForeignLinks: Sendable {
    /// The links that the gateway has.
    package let known: [LinkName]
    /// The names in the file that stand for one of them; other names are links that the file makes.
    package let names: [(name: String, link: LinkName)]
    /// The gateway's first IPv4 address on each link that has one: what `redirect` makes of a destination.
    package let addresses: [LinkName: IPv4Address]
    /// Every address of the gateway's: what is `local` to a file.
    package let own: [IPAddress]
    /// The broadcast addresses of the gateway's links.
    package let broadcasts: [IPv4Address]

    /// The links of a gateway, and the names that a file has for some of them.
    package init(
        _ known: [LinkName] = [], names: [(name: String, link: LinkName)] = [],
        addresses: [LinkName: IPv4Address] = [:], own: [IPAddress] = [],
        broadcasts: [IPv4Address] = []
    ) {
        self.own = own
        self.broadcasts = broadcasts
        self.known = known
        self.names = names
        self.addresses = addresses
    }
}
