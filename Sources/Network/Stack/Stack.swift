package import Firewall
import Timeline
package import Wire

/// What a node is while the network runs, as a value: where it is attached, its routes, what it decides by.
///
/// Every node runs the same code; what it lacks is empty. It does with a packet, in netfilter's order: in, flows,
/// translation of the destination, route, rules, translation of the source, out. What comes between is asked by whoever
/// drives it: the policies of tunnels between ``receive(_:_:noting:)`` and `Network.depart`.
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
    /// How it changes packets that pass through it.
    package var translator = Translator()
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
        setTranslator(from: topology)
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
        setTranslator(from: topology)
        setMTU(from: topology)
    }

    private mutating func setTranslator(from topology: Topology) {
        translator.rules = topology[node].translation
        translator.clamps = topology[node].clamps
    }

    /// Takes over the MTUs of its links.
    mutating func setMTU(from topology: Topology) {
        host?.mtu = interfaces.map { topology[$0.link].mtu }.min() ?? Link.usualMTU
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
    func name(of link: LinkID) -> LinkName? {
        let names = gateway.firewall.ownLinks
        let place = interfaces.firstIndex { $0.link == link }
        return place.flatMap { names.indices.contains($0) ? names[$0] : nil }
    }

    /// The link, as rules call it, over which the node passes on what came in over another; nil where it does not.
    package func outLink(to destination: IPAddress, from link: LinkName?) -> LinkName? {
        route(to: destination, from: link).flatMap { name(of: $0.link) }
    }

    /// The route by which the node passes on what came in over a link, or sends what it made; nil where it does not.
    func route(to destination: IPAddress, from link: LinkName?) -> Route? {
        guard !isOwn(destination) else { return nil }
        let place = link.flatMap(gateway.firewall.ownLinks.firstIndex(of:))
        let came = place.flatMap { interfaces.indices.contains($0) ? interfaces[$0].link : nil }
        return routes.route(to: destination, came.map { .over($0) } ?? .here)
    }

    /// Which list judges a packet: `input` where it is for the node, `output` where the node makes it and that list says
    /// anything, else `forward`.
    ///
    /// `link` is that over which it is said to come in, if somebody says so: then the node has not made it.
    package func list(for packet: PacketFields, over link: LinkName?) -> RuleChain {
        switch kind {
        case .site: return .forward
        case .host, .gateway, .router: break
        }
        if isOwn(packet.destination) { return .input }
        let isMade = link == nil && isOwn(packet.source) && !gateway.own.output.isSilent
        return isMade ? .output : .forward
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
        let source = packet.fields.source
        if let refusal = routes.refusal(of: source, over: crossing.link, reversePath) {
            decisions.append(.contradicted(refusal))
            return .dropped(Drop(.reversePath))
        }
        var packet = packet
        if putsTogether(packet) {
            do throws(ReassemblyFault) {
                guard
                    let whole = try putTogether(
                        packet, at: crossing.instant, noting: &decisions)
                else { return .held }
                packet = whole
            } catch {
                // A site is no host, and takes whatever comes.
                return kind == .site ? .local(packet) : .dropped(Drop(error.reason))
            }
        }
        switch kind {
        case .host, .site:
            let isOwn = isOwn(packet.fields.destination)
            return isOwn
                ? accept(packet, crossing, noting: &decisions) : .dropped(Drop(.notAddressed))
        case .gateway, .router: break
        }
        if !isTranslating, isOwn(packet.fields.destination) {
            return accept(packet, crossing, noting: &decisions)
        }
        var passing = Passing(
            crossing: crossing, arrived: packet,
            tracked: gateway.track(packet, at: crossing.instant))
        do throws(NATRefusal) {
            let packet = try translateIn(packet, &passing, noting: &decisions)
            guard isOwn(packet.fields.destination) else {
                return forward(packet, passing, noting: &decisions)
            }
            return try take(packet, passing, noting: &decisions)
        } catch {
            return .dropped(Drop(error.reason))
        }
    }

    /// Takes a packet that is for somebody else as far as its rules, and says where it goes on to.
    private mutating func forward(
        _ packet: Packet, _ passing: Passing, noting decisions: inout [Decision]
    ) -> Passage {
        let (fields, crossing) = (packet.fields, passing.crossing)
        guard fields.hopLimit > 1 else {
            return .dropped(drop(.hopLimitExceeded, .hopLimitExceeded, passing.arrived, crossing))
        }
        guard let route = routes.route(to: fields.destination, .over(crossing.link)) else {
            return .dropped(drop(.noRoute, .noRoute, passing.arrived, crossing))
        }
        decisions.append(.routed(route))
        let out = name(of: route.link)
        if let drop = judge(packet, passing, out: out, noting: &decisions) {
            return .dropped(drop)
        }
        let clamped = clamped(
            packet, from: crossing.link, to: route.link, noting: &decisions)
        return .onward(clamped.forwarded, route, passing)
    }

    /// Asks the rules about a packet that is to be forwarded; nil where they let it pass.
    private mutating func judge(
        _ packet: Packet, _ passing: Passing, out: LinkName?, noting decisions: inout [Decision]
    ) -> Drop? {
        let crossing = passing.crossing
        let verdict = gateway.judge(
            packet, passing.tracked, over: crossing.linkName, out: out, at: crossing.instant)
        return end(verdict, passing, noting: &decisions)
    }

    /// What a list's verdict about a packet comes to; nil where it passes.
    mutating func end(
        _ verdict: VerdictRecord?, _ passing: Passing, noting decisions: inout [Decision]
    ) -> Drop? {
        guard let verdict else { return nil }
        decisions.append(.judged(verdict))
        guard let reason = verdict.dropReason else { return nil }
        guard verdict.action == .reject else { return Drop(reason) }
        let (arrived, crossing) = (passing.arrived, passing.crossing)
        let own = address(arrived.fields.source.family, towards: crossing.link)
        let answer = crossing.built(Rejection.reply(to: arrived, from: own))
        if let answer { gateway.refuse(passing.tracked, with: answer, at: crossing.instant) }
        return Drop(reason, answer: answer)
    }

    /// The address from which the node speaks to another where nobody says: that of the link by which it sends
    /// (RFC 1122 section 3.3.4.3), and to itself the address that it speaks to; nil where it has none.
    package func source(towards destination: IPAddress) -> IPAddress? {
        if isItself(destination) { return destination }
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
