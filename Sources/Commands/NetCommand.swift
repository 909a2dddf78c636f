package import Firewall
package import Grammar
package import Network
package import Timeline
package import Wire

/// What can be done with the network itself: its nodes, links, routes and zones.
package enum NetCommand: Sendable {
    /// Add a node.
    case addNode(NodeRequest)
    /// Add a link that nothing is attached to; nil: the usual delay and MTU.
    case addLink(Placed<String>, delay: Duration?, mtu: Placed<Int>?)
    /// Give a link another MTU.
    case setMTU(Placed<String>, Placed<Int>)
    /// Let the node that the command is about lower the maximum segment size at a link: to so many bytes, or to what the
    /// link takes.
    case clamp(Placed<String>, Int?)
    /// Let it lower it there no longer.
    case unclamp(Placed<String>)
    /// Remove a node or a link.
    case remove(Placed<String>)
    /// Add a route to the node that the command is about.
    case addRoute(RouteRequest)
    /// Take a route from it.
    case deleteRoute(RouteRequest)
    /// Show its routes.
    case listRoutes
    /// Put links into a zone.
    case addZone(Placed<String>, [Placed<String>])
    /// Delete a zone.
    case deleteZone(Placed<String>)
    /// Show the zones.
    case listZones
    /// Say how the node that the command is about asks whether packets come from where they say; nil: show it.
    case antispoof(ReversePathCheck?)
    /// Put the network of a file, or one that comes with the program, in the place of the one that is there.
    case load(Placed<String>)
    /// Put a network for the rules of another firewall's file in the place of the one that is there.
    case from(RuleLoad)
    /// Write the network to a file.
    case save(Placed<String>)
    /// Draw the network, or tell it in sentences.
    case show(isLinear: Bool)
    /// Name the networks that come with the program.
    case list
    /// Find a packet that gets somewhere, or prove that there is none.
    case find(PathQuery)
    /// Say what the network of a file does otherwise with packets, from one end to the other.
    case diff(Placed<String>)
    /// Find what no list can say of itself: routes in circles, hosts that nobody reaches, rules that nothing comes to.
    case check
}

/// Which packets are to get where, over the whole network.
package struct PathQuery: Sendable {
    /// The packets; of links those over which they come first, and then go.
    package let match: RuleMatch
    /// The bytes of the line that say which.
    package let range: Range<Int>
}

/// A node as a person asks for it.
package struct NodeRequest: Sendable {
    /// What it is called.
    package let name: Placed<String>
    /// What it is for.
    package let kind: Node.Kind
    /// Where it is attached, under which addresses.
    package let places: [(link: Placed<String>, addresses: [InterfaceAddress])]
}

/// A route as a person writes it.
package struct RouteRequest: Sendable {
    /// Which packets it is about.
    package let destination: Destination
    /// Where they go next.
    package let nextHop: NextHop
    /// Where in the line that stands.
    package let range: Range<Int>

    /// Which packets a route is about, as a person writes it.
    package enum Destination: Sendable {
        /// Those to the addresses of a prefix.
        case prefix(Prefix)
        /// Those to an address of the node of this name, of the family of the next hop.
        case node(Placed<NodeName>)
        /// All of them; of the family of the next hop, where that has one.
        case every
    }

    /// Where packets go next, as a person writes it.
    package enum NextHop: Sendable {
        /// To the node with this address.
        case via(IPAddress)
        /// To the node of this name, by its address on a link that both are on.
        case viaNode(Placed<NodeName>)
        /// Over the link of this name.
        case out(Placed<String>)
    }
}
