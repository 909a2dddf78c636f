package import Firewall
import Timeline
package import Wire

/// What a node is while the network runs, as a value: where it is attached, its routes, what it decides by.
///
/// Every node runs the same code; what it lacks is empty. It does with a packet, in netfilter's order: in, route,
/// rules, out. What comes between is asked by whoever drives it: the policies of tunnels between
/// ``receive(_:over:at:_:)`` and `Network.depart`.
package struct Stack: Sendable {
    /// Which node it is.
    package let node: NodeID
    /// What it is for.
    package let kind: Node.Kind
    /// Where it is attached.
    package internal(set) var interfaces: [Interface]
    /// Its routes.
    package internal(set) var routes: RouteTable
    /// What it decides about packets by.
    package var gateway: Gateway
    /// How it asks whether a packet can have come from where it says.
    package var reversePath: ReversePathCheck
    /// What answers for its addresses: its services, and what it asks the network by itself; a site has none.
    package var host: EndHost?

    /// A node as it is at the start of virtual time.
    init(_ node: NodeID, in topology: Topology) {
        self.node = node
        kind = topology[node].kind
        interfaces = topology[node].interfaces
        routes = RouteTable(of: topology[node])
        gateway = Gateway(node, in: topology)
        reversePath = topology[node].reversePath
        guard kind != .site else { return }
        let mtu = interfaces.map { topology[$0.link].mtu }.min() ?? Link.usualMTU
        host = EndHost(
            addresses: Self.addresses(of: interfaces),
            secret: HostSecret(seed: 0, name: topology.name(of: node)), mtu: mtu)
        host?.setServices(topology[node].services)
    }

    private static func addresses(of interfaces: [Interface]) -> [IPAddress] {
        interfaces.flatMap { $0.addresses.map(\.address) }
    }

    /// Takes over what has been written down since: interfaces and routes.
    ///
    /// Rules and flows stay.
    mutating func update(from topology: Topology) {
        interfaces = topology[node].interfaces
        routes = RouteTable(of: topology[node])
        reversePath = topology[node].reversePath
        host?.addresses = Self.addresses(of: interfaces)
        host?.setServices(topology[node].services)
        gateway.setLinks(
            interfaces.map { topology[$0.link].ruleName }, zones: topology.ruleZones)
    }

    /// Whether packets to an address are for the node itself.
    package func isOwn(_ address: IPAddress) -> Bool {
        if kind == .site { return true }
        for interface in interfaces {
            for own in interface.addresses where own.address == address { return true }
        }
        return false
    }

    /// The address that the node has on a link, or else its first one; nil where it has none of the family.
    package func address(_ family: IPFamily, towards link: LinkID) -> IPAddress? {
        var first: IPAddress?
        for interface in interfaces {
            guard let address = interface.address(family) else { continue }
            if interface.link == link { return address }
            first = first ?? address
        }
        return first
    }

    /// What rules call a link of the node; nil where it is none of them.
    private func name(of link: LinkID) -> LinkName? {
        let names = gateway.firewall.ownLinks
        let place = interfaces.firstIndex { $0.link == link }
        return place.flatMap { names.indices.contains($0) ? names[$0] : nil }
    }

    /// The link, as rules call it, over which the node passes on what came in over another; nil where it does not.
    package func outLink(to destination: IPAddress, from link: LinkName?) -> LinkName? {
        guard !isOwn(destination) else { return nil }
        let place = link.flatMap(gateway.firewall.ownLinks.firstIndex(of:))
        let came = place.flatMap { interfaces.indices.contains($0) ? interfaces[$0].link : nil }
        return routes.route(to: destination, came.map { .over($0) } ?? .here).flatMap {
            name(of: $0.link)
        }
    }

    /// Which list judges a packet: `input` where it is for the node, `output` where the node makes it (a host passes
    /// nothing on), else `forward`.
    ///
    /// `link` is that over which it is said to come in, if somebody says so.
    package func list(for packet: PacketFields, over link: LinkName?) -> RuleChain {
        switch kind {
        case .site: return .forward
        case .host, .gateway, .router: break
        }
        if isOwn(packet.destination) { return .input }
        return link == nil && isOwn(packet.source) ? .output : .forward
    }

    // MARK: - What comes in

    /// Takes a packet that has come over a link.
    ///
    /// `crossing` is what is known of it beyond its bytes; what is decided about it is added to `decisions`, in
    /// order.
    ///
    /// - Returns: What becomes of it.
    mutating func receive(
        _ packet: Packet, _ crossing: Crossing, noting decisions: inout [Decision]
    ) -> Passage {
        let fields = packet.fields
        if let refusal = routes.refusal(of: fields.source, over: crossing.link, reversePath) {
            decisions.append(.contradicted(refusal))
            return .dropped(Drop(.reversePath))
        }
        if isOwn(fields.destination) { return accept(packet, crossing, noting: &decisions) }
        switch kind {
        case .host, .site: return .dropped(Drop(.notAddressed))
        case .gateway, .router: break
        }
        guard fields.hopLimit > 1 else {
            return .dropped(drop(.hopLimitExceeded, .hopLimitExceeded, packet, crossing))
        }
        guard let route = routes.route(to: fields.destination, .over(crossing.link)) else {
            return .dropped(drop(.noRoute, .noRoute, packet, crossing))
        }
        decisions.append(.routed(route))
        let out = name(of: route.link)
        if let drop = judge(packet, crossing, out: out, noting: &decisions) {
            return .dropped(drop)
        }
        return .onward(packet.forwarded, route)
    }

    /// Takes a packet that is for the node itself, whatever its destination, where the `input` list lets it.
    mutating func accept(
        _ packet: Packet, _ crossing: Crossing, noting decisions: inout [Decision]
    ) -> Passage {
        let judged = gateway.judge(
            own: packet, by: .input, over: crossing.linkName, out: nil, at: crossing.instant)
        guard let judged, let drop = end(packet, judged, .input, crossing, noting: &decisions)
        else { return .local(packet) }
        return .dropped(drop)
    }

    /// Asks the rules about a packet that is to be forwarded; nil where they let it pass.
    private mutating func judge(
        _ packet: Packet, _ crossing: Crossing, out: LinkName?, noting decisions: inout [Decision]
    ) -> Drop? {
        let judged = gateway.judge(
            packet, over: crossing.linkName, out: out, at: crossing.instant)
        return end(packet, judged, .forward, crossing, noting: &decisions)
    }

    /// What a list's verdict about a packet comes to; nil where it passes, and then its flow begins.
    private mutating func end(
        _ packet: Packet, _ judged: (tracked: Tracked, record: VerdictRecord?), _ list: RuleChain,
        _ crossing: Crossing, noting decisions: inout [Decision]
    ) -> Drop? {
        let tracked = judged.tracked
        if let verdict = judged.record {
            decisions.append(.judged(verdict))
            if let reason = verdict.dropReason {
                guard verdict.action == .reject else { return Drop(reason) }
                let own = address(packet.fields.source.family, towards: crossing.link)
                let answer = crossing.built(Rejection.reply(to: packet, from: own))
                if let answer { gateway.refuse(tracked, with: answer, at: crossing.instant) }
                return Drop(reason, answer: answer)
            }
        }
        let isKnown = gateway.confirm(tracked, packet, by: list, at: crossing.instant)
        return isKnown ? nil : Drop(.flowTableFull)
    }

    // MARK: - What it makes

    /// Lets the node send a packet that it has made, where a route leads to its destination and the `output` list
    /// lets it.
    mutating func send(
        _ packet: Packet, _ approach: Approach, at instant: Instant, identification: UInt16,
        noting decisions: inout [Decision]
    ) -> Passage {
        guard let route = routes.route(to: packet.fields.destination, approach) else {
            return .dropped(Drop(.noRoute))
        }
        decisions.append(.routed(route))
        let drop = refusal(
            of: packet, over: route.link, at: instant, identification: identification,
            noting: &decisions)
        return drop.map { .dropped($0) } ?? .onward(packet, route)
    }

    /// Asks the `output` list about a packet that the node has made and that is to leave over a link; nil where it passes.
    mutating func refusal(
        of packet: Packet, over link: LinkID, at instant: Instant, identification: UInt16,
        noting decisions: inout [Decision]
    ) -> Drop? {
        let out = name(of: link)
        let judged = gateway.judge(own: packet, by: .output, over: nil, out: out, at: instant)
        guard let judged else { return nil }
        let crossing = Crossing(
            over: link, out ?? LinkName(rawValue: ""), at: instant, identification: identification)
        return end(packet, judged, .output, crossing, noting: &decisions)
    }

    /// The address from which the node speaks to another where nobody says: that of the link by which it sends
    /// (RFC 1122 section 3.3.4.3); nil where it has none.
    package func source(towards destination: IPAddress) -> IPAddress? {
        guard let route = routes.route(to: destination, .here) else { return nil }
        return address(destination.family, towards: route.link)
    }

    /// A drop, with the ICMP error about it where one may be sent.
    func drop(
        _ reason: DropReason, _ error: ICMPError, _ packet: Packet, _ crossing: Crossing
    ) -> Drop {
        let own = address(packet.fields.source.family, towards: crossing.link)
        return Drop(
            reason, answer: crossing.built(Rejection.error(error, about: packet, from: own)))
    }
}
