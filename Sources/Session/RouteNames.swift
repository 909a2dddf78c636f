import Commands
import Events
import Fabric
import Firewall
import Grammar
import Network
import Wire

/// Puts addresses in the place of the names in a route: what is written down are addresses.
struct RouteNames {
    let net: Topology
    /// The node whose route it is.
    let node: NodeID

    /// The route that a line means.
    ///
    /// - Throws: `NetEditor.Fault` where a name has no address that fits.
    func route(_ request: RouteRequest) throws(NetEditor.Fault) -> StaticRoute {
        let hop: StaticRoute.NextHop
        switch request.nextHop {
        case .via(let address): hop = .via(address)
        case .viaNode(let name):
            hop = .via(try neighbour(name, try family(of: request.destination)))
        case .out(let link):
            do throws(TopologyFault) {
                hop = .out(try net.find(link: link.value))
            } catch {
                throw NetEditor.Fault(fault: .network(.topology(error)), range: link.range)
            }
        }
        return StaticRoute(to: try destination(request.destination, by: hop), hop)
    }

    private func destination(
        _ destination: RouteRequest.Destination, by hop: StaticRoute.NextHop
    ) throws(NetEditor.Fault) -> StaticRoute.Destination {
        switch (destination, hop) {
        case (.prefix(let prefix), _): .prefix(prefix)
        case (.every, .out): .every
        case (.every, .via(let address)): .prefix(.whole(address.family))
        case (.node(let name), .via(let address)):
            .prefix(Prefix(try self.address(of: name, [address.family])))
        case (.node(let name), .out): .prefix(Prefix(try self.address(of: name)))
        }
    }

    /// The family that a destination has; nil where it may be of either.
    private func family(
        of destination: RouteRequest.Destination
    ) throws(NetEditor.Fault) -> IPFamily? {
        switch destination {
        case .prefix(let prefix): prefix.family
        case .node(let name):
            Set(try addresses(of: name).map(\.family)).count == 1
                ? try address(of: name).family : nil
        case .every: nil
        }
    }

    /// The address of a node on a link that both are on, else its first one.
    private func neighbour(
        _ name: Placed<NodeName>, _ family: IPFamily?
    ) throws(NetEditor.Fault) -> IPAddress {
        let families = family.map { [$0] } ?? IPFamily.allCases
        let usual = try address(of: name, families)
        guard let other = net.node(named: name.value.rawValue) else { return usual }
        for family in families {
            for interface in net[other].interfaces
            where net[node].interface(on: interface.link) != nil {
                if let address = interface.address(family) { return address }
            }
        }
        return usual
    }

    private func address(
        of name: Placed<NodeName>, _ families: [IPFamily] = IPFamily.allCases
    ) throws(NetEditor.Fault) -> IPAddress {
        let addresses = try addresses(of: name)
        for family in families {
            if let address = addresses.first(where: { $0.family == family }) { return address }
        }
        throw NetEditor.Fault(
            fault: .noAddressOfFamily(name.value.rawValue, families), range: name.range)
    }

    private func addresses(
        of name: Placed<NodeName>
    ) throws(NetEditor.Fault) -> [IPAddress] {
        let word = name.value.rawValue
        guard let node = net.node(named: word) else {
            throw NetEditor.Fault(fault: net.unknown(word), range: name.range)
        }
        let addresses = net[node].interfaces.flatMap { $0.addresses.map(\.address) }
        guard !addresses.isEmpty else {
            throw NetEditor.Fault(fault: .standsForAny(word), range: name.range)
        }
        return addresses
    }
}
