package import Commands
package import Network

/// What can happen to the network itself.
package enum NetEvent: Event {
    /// Something was added.
    case added(NetThing, String)
    /// Something was removed.
    case removed(NetThing, String)
    /// A link has another MTU.
    case mtuSet(String, Int)
    /// A node lowers the maximum segment size at a link.
    case clamped(node: String, String, UInt16)
    /// A node lowers it there no longer.
    case unclamped(node: String, String)
    /// A node has a new route.
    case routed(String, StaticRoute, Topology)
    /// A node has a route no longer.
    case unrouted(String, StaticRoute, Topology)
    /// The routes of a node were asked for.
    case routes(String, [Route], Topology)
    /// The zones were asked for.
    case zones(Topology)
    /// How a node asks whether packets come from where they say: from now on, or as before.
    case antispoof(String, ReversePathCheck, isChanged: Bool)
    /// Another network is there.
    case loaded(String, Topology)
    /// A network was made for the rules of a file.
    case made(String, Topology, [MadePlace])
    /// The network was written to a file.
    case saved(String, Topology)
    /// It was asked for, as a drawing or in sentences.
    case shown(Topology, isLinear: Bool)
    /// The networks that come with the program were asked for.
    case listed([String])
    /// A packet that gets somewhere was looked for.
    case searched(ReachAnswer)
    /// The network was compared with that of a file.
    case differed(NetComparison)
    /// The network was checked as a whole.
    case checked(NetCheckAnswer)

    var row: Row {
        switch self {
        case .added(let thing, let name), .removed(let thing, let name):
            ["what": thing, "name": name]
        case .mtuSet(let link, let mtu): ["link": link, "mtu": mtu.in(.bytes)]
        case .clamped(let node, let link, let limit):
            ["node": node, "link": link, "limit": limit.in(.bytes)]
        case .unclamped(let node, let link): ["node": node, "link": link]
        case .routed(let node, let route, let net), .unrouted(let node, let route, let net):
            ["node": node, "route": NetEvent.text(of: route, in: net)]
        case .routes(let node, let routes, let net):
            ["node": node, "routes": routes.map { RouteRow($0, in: net) }]
        case .zones(let net): ["zones": net.zones.map { NetZone($0, in: net) }]
        case .antispoof(let node, let check, let isChanged):
            ["node": node, "check": check, "changed": isChanged]
        case .loaded(let name, let net), .saved(let name, let net):
            [
                "name": name, "nodes": net.nodeIDs.count.in(.nodes),
                "links": net.linkIDs.count.in(.links),
            ]
        case .made(let file, let net, let places):
            [
                "file": file, "nodes": net.nodeIDs.count.in(.nodes),
                "links": net.linkIDs.count.in(.links), "places": places,
            ]
        case .shown(let net, let isLinear):
            [
                "linear": isLinear, "nodes": net.nodeIDs.map { NetNode($0, in: net) },
                "links": net.linkIDs.map { NetLink($0, in: net) },
                "zones": net.zones.map { NetZone($0, in: net) },
            ]
        case .listed(let names): ["networks": names]
        case .searched(let answer): answer.row
        case .differed(let comparison): comparison.row
        case .checked(let check): check.row
        }
    }

    /// A route as `route add` reads it.
    package static func text(of route: StaticRoute, in net: Topology) -> String {
        var text: [UInt8] = []
        NetFile.write(route, of: net, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}

/// A link of the gateway of a network that was made for a file of rules.
package struct MadePlace: RowValue {
    /// The link's name.
    package let link: String
    /// The gateway's address there, with the length of the prefix.
    package let address: String
    /// Whether the file names the link.
    package let isNamed: Bool
    /// Whether the address was assumed.
    package let isAssumed: Bool
    /// Whether everybody else is behind it.
    package let isOutside: Bool

    /// What is known of a link.
    package init(_ place: NetFileMaker.Place) {
        link = place.link
        address = "\(place.address)"
        isNamed = place.isNamed
        isAssumed = place.isAssumed
        isOutside = place.isOutside
    }

    package var row: Row {
        [
            "link": link, "address": address, "named": isNamed, "assumed": isAssumed,
            "outside": isOutside,
        ]
    }
}

/// What a network has.
package enum NetThing: Hashable, Sendable {
    /// A node of a kind.
    case node(Node.Kind)
    /// A link.
    case link
    /// A zone.
    case zone

    /// What the language calls it.
    package var word: String {
        switch self {
        case .node(let kind): kind.rawValue
        case .link: "link"
        case .zone: "zone"
        }
    }
}

extension ReversePathCheck: CellValue { package var cell: Cell { .word(rawValue) } }

extension NetThing: KindValue {
    package var parts: Row {
        switch self {
        case .node(let kind): ["node": CaseName(kind)]
        case .link, .zone: [:]
        }
    }
}

/// A node of a network that is shown.
package struct NetNode: RowValue {
    /// Its name.
    package let name: String
    /// What it is for.
    package let kind: Node.Kind
    /// The links that it is on, each with the addresses that it has there.
    package let places: [Place]
    /// The routes that were written down for it, as `route add` reads them.
    package let routes: [String]

    /// Where a node is attached.
    package struct Place: RowValue {
        /// The link's name.
        package let link: String
        /// The addresses there.
        package let addresses: [String]

        package var row: Row { ["link": link, "addresses": addresses] }
    }

    /// A node of a topology.
    package init(_ node: NodeID, in net: Topology) {
        name = net.name(of: node)
        kind = net[node].kind
        places = net[node].interfaces.map { interface in
            Place(
                link: net.name(of: interface.link),
                addresses: interface.addresses.map { "\($0)" })
        }
        routes = net[node].routes.map { NetEvent.text(of: $0, in: net) }
    }

    package var row: Row {
        ["name": name, "kind": kind.rawValue, "places": places, "routes": routes]
    }
}

/// A link of a network that is shown.
package struct NetLink: RowValue {
    private let link: Link
    private let ends: [String]

    /// A link of a topology.
    package init(_ id: LinkID, in net: Topology) {
        link = net[id]
        ends = net[id].ends.map { net.name(of: $0) }
    }

    package var row: Row {
        ["name": link.name, "delay": link.delay, "mtu": link.mtu.in(.bytes), "ends": ends]
    }
}

/// A zone of a network that is shown.
package struct NetZone: RowValue {
    /// Its name.
    package let name: String
    /// Its links.
    package let links: [String]

    /// A zone of a topology.
    package init(_ zone: Zone, in net: Topology) {
        name = zone.name
        links = zone.links.map { net.name(of: $0) }
    }

    package var row: Row { ["name": name, "links": links] }
}

/// An entry of a route table.
package struct RouteRow: RowValue {
    /// The destinations.
    package let prefix: String
    /// The link over which packets leave.
    package let link: String
    /// The next hop; nil where there is none.
    package let gateway: String?
    /// Where the entry comes from.
    package let source: Route.Source

    /// An entry of a node of a topology.
    package init(_ route: Route, in net: Topology) {
        prefix = "\(route.prefix)"
        link = net.name(of: route.link)
        gateway = route.gateway.map { "\($0)" }
        source = route.source
    }

    package var row: Row {
        ["prefix": prefix, "link": link, "next-hop": gateway, "source": source.rawValue]
    }
}
