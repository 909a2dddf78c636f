import Firewall
import Wire

/// Who is on both sides of an address translator.
extension Topology {
    /// The surroundings in which the address translation of a node can be probed; nil where its links have no IPv4
    /// addresses on two sides.
    ///
    /// Outside is the link that the first rule names which names one, else that of the default route. Inside is the link
    /// of the first source that a rule names, else the first other one. Hosts that are there are taken first.
    package func surroundings(of node: NodeID) -> NATSurroundings? {
        let ends = self[node].interfaces.filter { $0.address(.v4) != nil }
        guard let outside = outside(of: node, ends),
            let inside = inside(of: node, ends.filter { $0.link != outside.link })
        else { return nil }
        let hosts = hosts(on: inside, of: node)
        guard hosts.count > 1 else { return nil }
        let peer = peer(of: node, ends)
        return NATSurroundings(
            inside: end(of: inside), outside: end(of: outside), hosts: hosts,
            peers: [peer, IPv4Address(rawValue: peer.rawValue ^ 64)])
    }

    private func end(of interface: Interface) -> LinkEnd {
        LinkEnd(link: self[interface.link].ruleName, address: interface.address4)
    }

    private func outside(of node: NodeID, _ ends: [Interface]) -> Interface? {
        for rule in self[node].translation.rules {
            let named =
                (rule.match.outLinkMatch?.links ?? []) + (rule.match.inLinkMatch?.links ?? [])
            if let end = ends.first(where: { named.contains(self[$0.link].ruleName) }) {
                return end
            }
        }
        let whole = StaticRoute.Destination.prefix(.whole(.v4))
        for route in self[node].routes where route.destination == whole {
            guard case .via(let hop) = route.nextHop else { continue }
            let link = self[node].link(towards: hop)
            if let end = ends.first(where: { $0.link == link }) { return end }
        }
        return ends.last
    }

    private func inside(of node: NodeID, _ ends: [Interface]) -> Interface? {
        for rule in self[node].translation.rules {
            guard let source = rule.match.source?.spans4.first else { continue }
            let end = ends.first { end in
                end.addresses.contains { $0.prefix.meets(source.low, source.high) }
            }
            if let end { return end }
        }
        return ends.first
    }

    /// Some hosts of the prefix that a node has on a link.
    private func hosts(on interface: Interface, of node: NodeID) -> [IPv4Address] {
        guard let own = interface.addresses.first(where: { $0.address.family == .v4 }) else {
            return []
        }
        var hosts: [IPv4Address] = []
        for end in self[interface.link].ends where end != node {
            if let address = self[end].interface(on: interface.link)?.address4,
                own.prefix.contains(.v4(address))
            {
                hosts.append(address)
            }
        }
        guard case (.v4(let first), .v4(let last)) = (own.prefix.first, own.prefix.last) else {
            return hosts
        }
        var next = first.rawValue &+ 1
        while hosts.count < 2, next < last.rawValue {
            let address = IPv4Address(rawValue: next)
            if IPAddress.v4(address) != own.address, !hosts.contains(address) {
                hosts.append(address)
            }
            next += 1
        }
        return Array(hosts.prefix(4))
    }

    /// A host that is on no link of the node, else one that nobody is (RFC 5737).
    private func peer(of node: NodeID, _ ends: [Interface]) -> IPv4Address {
        let near = ends.flatMap { $0.addresses.map(\.prefix) }
        for other in nodeIDs where self[other].kind == .host {
            guard case .v4(let address) = self[other].address(.v4) else { continue }
            if !near.contains(where: { $0.contains(.v4(address)) }) { return address }
        }
        return IPv4Address(rawValue: 0xC000_0201)
    }
}

extension Interface {
    /// The first IPv4 address; nil where there is none.
    fileprivate var address4: IPv4Address? {
        guard case .v4(let address) = address(.v4) else { return nil }
        return address
    }
}

extension Prefix {
    /// Whether it holds an IPv4 address between two.
    fileprivate func meets(_ lower: UInt32, _ upper: UInt32) -> Bool {
        guard case (.v4(let first), .v4(let last)) = (self.first, self.last) else { return false }
        return first.rawValue <= upper && lower <= last.rawValue
    }
}
