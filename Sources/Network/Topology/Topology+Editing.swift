package import Firewall
import Timeline
package import Wire

/// Changes of what is written down; each is checked first, and does nothing where it throws.
extension Topology {
    // MARK: - Links

    /// Adds a link that nothing is attached to.
    ///
    /// - Returns: Its place.
    /// - Throws: `badName`, `nameTaken`, `full` or `mtuOutOfRange`.
    @discardableResult
    package mutating func add(_ link: Link) throws(TopologyFault) -> LinkID {
        try checkNew(link: link.name)
        guard linkIDs.count < Self.linkLimit else { throw .full(.links, limit: Self.linkLimit) }
        guard Link.leastMTU...Link.mostMTU ~= link.mtu else { throw .mtuOutOfRange(link.mtu) }
        var link = link
        link.ends = []
        links.append(link)
        return LinkID(rawValue: links.count - 1)
    }

    /// Removes a link, and with it the interfaces that are on it and the routes that need them.
    ///
    /// - Throws: `lastLink` where a node would be on no link.
    package mutating func remove(_ link: LinkID) throws(TopologyFault) {
        for end in self[link].ends where self[end].interfaces.count == 1 {
            throw .lastLink(of: name(of: end))
        }
        for end in self[link].ends { try detach(end, from: link) }
        for place in zones.indices { zones[place].links.removeAll { $0 == link } }
        lookUpZones()
        links[link.rawValue].isRemoved = true
    }

    // MARK: - Nodes

    /// Adds a node, and attaches it to the links of its interfaces.
    ///
    /// - Returns: Its place.
    /// - Throws: `badName`, `nameTaken`, `full`, `noInterface`, or what ``attach(_:_:)`` throws.
    @discardableResult
    package mutating func add(_ node: Node) throws(TopologyFault) -> NodeID {
        try checkNew(node.name)
        guard nodeIDs.count < Self.nodeLimit else { throw .full(.nodes, limit: Self.nodeLimit) }
        guard !node.interfaces.isEmpty else { throw .noInterface(node.name) }
        let id = NodeID(rawValue: nodes.count)
        var new = self
        new.nodes.append(Node(name: node.name, kind: node.kind, interfaces: []))
        for interface in node.interfaces { try new.attach(id, interface) }
        for route in node.routes { try new.add(route, to: id) }
        self = new
        return id
    }

    /// Removes a node from its links; those stay.
    package mutating func remove(_ node: NodeID) {
        for interface in self[node].interfaces {
            links[interface.link.rawValue].ends.removeAll { $0 == node }
        }
        nodes[node.rawValue].interfaces = []
        nodes[node.rawValue].routes = []
        nodes[node.rawValue].isRemoved = true
    }

    /// Attaches a node to a link.
    ///
    /// - Throws: `full`, `attached`, `siteAddress`, `unusableAddress`, `addressTaken` or `prefixRepeated`.
    package mutating func attach(_ node: NodeID, _ interface: Interface) throws(TopologyFault) {
        let link = interface.link
        let name = name(of: node)
        guard self[node].interface(on: link) == nil else {
            throw .attached(node: name, link: self.name(of: link))
        }
        guard self[node].interfaces.count < PacketSpace.linkLimit else {
            throw .full(.interfaces, limit: PacketSpace.linkLimit)
        }
        guard interface.addresses.count <= Self.addressLimit else {
            throw .full(.addresses, limit: Self.addressLimit)
        }
        var seen: Set<InterfaceAddress> = []
        for address in interface.addresses {
            try check(address, of: node, on: link)
            guard seen.insert(address).inserted else {
                throw .addressTaken(address.address, by: name)
            }
        }
        nodes[node.rawValue].interfaces.append(interface)
        links[link.rawValue].ends.append(node)
    }

    /// Takes a node off a link, with the routes that need it and the address translation rules that name it.
    ///
    /// - Throws: `notAttached`, or `lastLink` where it would be on none.
    package mutating func detach(
        _ node: NodeID, from link: LinkID
    ) throws(TopologyFault) {
        let name = name(of: node)
        guard self[node].interface(on: link) != nil else {
            throw .notAttached(node: name, link: self.name(of: link))
        }
        guard self[node].interfaces.count > 1 else { throw .lastLink(of: name) }
        nodes[node.rawValue].interfaces.removeAll { $0.link == link }
        links[link.rawValue].ends.removeAll { $0 == node }
        nodes[node.rawValue].clamps.removeAll { $0.link == link }
        nodes[node.rawValue].translation.removeAll(about: self[link].ruleName)
        let rest = self[node]
        nodes[node.rawValue].routes.removeAll { route in
            switch route.nextHop {
            case .out(let out): out == link
            case .via(let address): rest.link(towards: address) == nil
            }
        }
    }

    private func check(
        _ address: InterfaceAddress, of node: NodeID, on link: LinkID
    ) throws(TopologyFault) {
        guard !self[node].standsForAny else { throw .siteAddress(name(of: node)) }
        guard address.isOfOneHost else { throw .unusableAddress(address.address) }
        for end in self[link].ends where self[end].has(address.address) {
            throw .addressTaken(address.address, by: name(of: end))
        }
        let prefix = address.prefix
        for other in self[node].interfaces {
            guard !other.addresses.contains(where: { $0.address == address.address }) else {
                throw .addressTaken(address.address, by: name(of: node))
            }
            guard !other.addresses.contains(where: { $0.prefix == prefix }) else {
                throw .prefixRepeated(prefix, link: name(of: other.link))
            }
        }
    }

    // MARK: - Routes

    /// Adds a static route to a node.
    ///
    /// - Throws: `full`, `mixedFamilies`, `notAttached`, `nextHopOutOfReach`, `nextHopIsSelf` or `routeRepeated`.
    package mutating func add(
        _ route: StaticRoute, to node: NodeID
    ) throws(TopologyFault) {
        let name = name(of: node)
        guard self[node].routes.count < Self.routeLimit else {
            throw .full(.routes, limit: Self.routeLimit)
        }
        switch route.nextHop {
        case .out(let link):
            guard self[node].interface(on: link) != nil else {
                throw .notAttached(node: name, link: self.name(of: link))
            }
        case .via(let address):
            guard case .prefix(let prefix) = route.destination, prefix.family == address.family
            else { throw .mixedFamilies }
            guard !self[node].has(address) else { throw .nextHopIsSelf(address, node: name) }
            guard self[node].link(towards: address) != nil else {
                throw .nextHopOutOfReach(address, node: name)
            }
        }
        guard !self[node].routes.contains(route) else { throw .routeRepeated(node: name) }
        nodes[node.rawValue].routes.append(route)
    }

    /// Takes a static route from a node.
    ///
    /// - Throws: `noSuchRoute`.
    package mutating func remove(
        _ route: StaticRoute, from node: NodeID
    ) throws(TopologyFault) {
        guard let place = self[node].routes.firstIndex(of: route) else {
            throw .noSuchRoute(node: name(of: node))
        }
        nodes[node.rawValue].routes.remove(at: place)
    }

    // MARK: - Zones

    /// Adds links to a zone, which begins with the first of them.
    ///
    /// - Throws: `badName`, `nameTaken` or `full`.
    package mutating func add(_ added: [LinkID], toZone name: String) throws(TopologyFault) {
        if let place = zones.firstIndex(where: { $0.name == name }) {
            zones[place].links += added.filter { !zones[place].links.contains($0) }
            return lookUpZones()
        }
        guard LinkName.isName(name) else { throw .badName(name) }
        // Rules name links and zones in one place.
        if link(named: name) != nil || name == LinkName.loopback.rawValue {
            throw .nameTaken(name, by: .link)
        }
        guard zones.count < Self.zoneLimit else { throw .full(.zones, limit: Self.zoneLimit) }
        zones.append(Zone(name: name, links: added))
    }

    /// Removes a zone; its links stay.
    ///
    /// - Throws: `unknown`, or `zoneInTranslation` where an address translation rule names it.
    package mutating func removeZone(_ name: String) throws(TopologyFault) {
        guard let place = zones.firstIndex(where: { $0.name == name }) else {
            throw .unknown(.zone, name, known: zones.map(\.name))
        }
        for node in nodeIDs {
            let rules = self[node].translation
            guard let number = rules.number(using: LinkName(rawValue: name)) else { continue }
            throw .zoneInTranslation(name, number, node: self.name(of: node))
        }
        zones.remove(at: place)
    }

    /// Looks up again what the zones in address translation rules stand for.
    private mutating func lookUpZones() {
        let zones = ruleZones
        for node in nodeIDs where !self[node].translation.isEmpty {
            let own = self[node].interfaces.map { self[$0.link].ruleName }
            nodes[node.rawValue].translation.lookUpZones(zones, on: own)
        }
    }

    /// Looks up what the zones in a match stand for at a node.
    package func lookUpZones(in match: inout RuleMatch, at node: NodeID) {
        match.resolve(ruleZones, known: self[node].interfaces.map { self[$0.link].ruleName })
    }

    // MARK: - Services

    /// Lets a host offer these services and no others; of two at one port the first counts.
    package mutating func setServices(_ services: [HostService], of node: NodeID) {
        nodes[node.rawValue].services = services
    }

    // MARK: - MTU and segment sizes

    /// Gives a link another MTU, in bytes.
    ///
    /// - Throws: `mtuOutOfRange`.
    package mutating func setMTU(_ mtu: Int, of link: LinkID) throws(TopologyFault) {
        guard Link.leastMTU...Link.mostMTU ~= mtu else { throw .mtuOutOfRange(mtu) }
        links[link.rawValue].mtu = mtu
    }

    /// Lets a node lower the maximum segment size at a link; nil: no longer.
    ///
    /// - Throws: `notAttached`, or `noClamp` where it does not lower it there.
    package mutating func setClamp(
        _ limit: UInt16?, at link: LinkID, of node: NodeID
    ) throws(TopologyFault) {
        guard self[node].interface(on: link) != nil else {
            throw .notAttached(node: name(of: node), link: name(of: link))
        }
        let index = node.rawValue
        let old = nodes[index].clamps.firstIndex { $0.link == link }
        switch (limit, old) {
        case (let limit?, let old?):
            nodes[index].clamps[old] = SegmentClamp(link: link, limit: limit)
        case (let limit?, nil):
            nodes[index].clamps.append(SegmentClamp(link: link, limit: limit))
        case (nil, let old?): nodes[index].clamps.remove(at: old)
        case (nil, nil): throw .noClamp(node: name(of: node), link: name(of: link))
        }
    }

    // MARK: - Address translation

    /// Lets a node that forwards translate addresses by these rules and no others.
    package mutating func setTranslation(_ rules: NATRules, of node: NodeID) {
        nodes[node.rawValue].translation = rules
    }

    // MARK: - Anti-spoofing

    /// Says how a node asks whether a packet can have come from where it says.
    package mutating func setReversePath(_ check: ReversePathCheck, of node: NodeID) {
        nodes[node.rawValue].reversePath = check
    }

    // MARK: - Names

    /// The node of a name.
    ///
    /// - Throws: `unknown`.
    package func find(node name: String) throws(TopologyFault) -> NodeID {
        if let node = node(named: name) { return node }
        throw .unknown(.node, name, known: nodeIDs.map { self.name(of: $0) })
    }

    /// The link of a name.
    ///
    /// - Throws: `unknown`.
    package func find(link name: String) throws(TopologyFault) -> LinkID {
        if let link = link(named: name) { return link }
        throw .unknown(.link, name, known: linkIDs.map { self.name(of: $0) })
    }

    private func checkNew(_ name: String) throws(TopologyFault) {
        guard LinkName.isName(name) else { throw .badName(name) }
        if node(named: name) != nil { throw .nameTaken(name, by: .node) }
        if link(named: name) != nil { throw .nameTaken(name, by: .link) }
    }

    private func checkNew(link name: String) throws(TopologyFault) {
        try checkNew(name)
        // What each node has, whatever links there are.
        if name == LinkName.loopback.rawValue { throw .nameTaken(name, by: .link) }
        if zone(named: name) != nil { throw .nameTaken(name, by: .zone) }
    }
}

extension Topology {
    /// The zones as rules see them.
    var ruleZones: [LinkZone] {
        zones.map { zone in
            LinkZone(
                name: LinkName(rawValue: zone.name), links: zone.links.map { self[$0].ruleName })
        }
    }
}

extension Topology {
    /// The nodes as rules see them.
    package var ruleNodes: NodeTable {
        NodeTable(
            nodeIDs.map { node in
                NamedNode(
                    name: NodeName(rawValue: name(of: node)),
                    addresses: self[node].interfaces.flatMap { $0.addresses.map(\.address) })
            })
    }
}

extension LinkName {
    /// The most characters of a name.
    private static let nameLimit = 32

    /// Whether a text can be the name of a node, a link or a zone: a letter, then letters, digits, `-` and `_`.
    ///
    /// No address is one, so that a name can stand wherever an address can.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.count <= nameLimit else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}

extension Node {
    /// The first link on which an address is a neighbour's; nil where it is on none.
    package func link(towards address: IPAddress) -> LinkID? {
        interfaces.first { interface in
            interface.addresses.contains { $0.prefix.contains(address) }
        }?.link
    }
}
