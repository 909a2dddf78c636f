package import Firewall
package import Timeline
package import Wire

/// The two places of a packet's way through a node where its addresses are translated.
extension Stack {
    /// Translates the destination of a packet that has come in and is tracked.
    ///
    /// - Returns: The packet as it goes on.
    /// - Throws: `NATRefusal` where it does not.
    func translateIn(
        _ packet: Packet, _ passing: inout Passing, noting decisions: inout [Decision]
    ) throws(NATRefusal) -> Packet {
        guard isTranslating else { return packet }
        let crossing = passing.crossing
        return try translator.rules.translateIn(
            packet, &passing.tracked, on: crossing.linkName, flows: gateway.flows,
            at: crossing.instant
        ).carriedOut(on: packet, noting: &decisions)
    }

    /// Takes a packet that is for the node itself.
    ///
    /// - Throws: `NATRefusal` where it comes no further.
    mutating func take(
        _ packet: Packet, _ passing: Passing, noting decisions: inout [Decision]
    ) throws(NATRefusal) -> Passage {
        if let drop = judge(own: packet, by: .input, passing, noting: &decisions) {
            return .dropped(drop)
        }
        var passing = passing
        let taken = try translateOut(
            packet, &passing, on: passing.crossing.linkName, out: nil, nil, noting: &decisions)
        return confirm(passing, by: .input) ? .local(taken) : .dropped(Drop(.flowTableFull))
    }

    /// Translates the source of a packet that the node has made and that is to go out by a route.
    ///
    /// - Returns: The packet as it goes on.
    /// - Throws: `NATRefusal` where it does not.
    mutating func translateOwn(
        _ packet: Packet, _ passing: inout Passing, by route: Route,
        noting decisions: inout [Decision]
    ) throws(NATRefusal) -> Packet {
        try translateOut(
            packet, &passing, on: nil, out: name(of: route.link), address4(on: route.link),
            noting: &decisions)
    }

    /// The IPv4 address that the node has on a link; nil where it has none.
    func address4(on link: LinkID) -> IPv4Address? {
        let interface = interfaces.first { $0.link == link }
        guard case .v4(let own) = interface?.address(.v4) else { return nil }
        return own
    }

    /// Lets a packet go out by a route: translates its source, and begins the flow that it begins.
    ///
    /// - Returns: The packet as it goes on; nil where its flow has no room.
    /// - Throws: `NATRefusal` where it does not.
    mutating func leave(
        _ packet: Packet, by route: Route, _ passing: Passing, noting decisions: inout [Decision]
    ) throws(NATRefusal) -> Packet? {
        var passing = passing
        let left = try translateOut(
            packet, &passing, on: passing.crossing.linkName, out: name(of: route.link),
            address4(on: route.link), noting: &decisions)
        return confirm(passing) ? left : nil
    }

    /// Begins the flow that a packet begins which a list let pass; false where it has no room.
    mutating func confirm(_ passing: Passing, by list: RuleChain = .forward) -> Bool {
        gateway.confirm(
            passing.tracked, passing.arrived, by: list, at: passing.crossing.instant)
    }

    /// A packet as the rules would see it if it came over a link now; nothing is remembered.
    package func foreseen(_ packet: Packet, over link: LinkName?, at now: Instant) -> Packet {
        guard isTranslating else { return packet }
        var flows = gateway.flows
        var tracked = flows.track(packet, at: now)
        let outcome = translator.rules.translateIn(
            packet, &tracked, on: link, flows: flows, at: now)
        guard case .translated(let changed, _) = outcome else { return packet }
        return changed
    }

    private mutating func translateOut(
        _ packet: Packet, _ passing: inout Passing, on link: LinkName?, out: LinkName?,
        _ address: IPv4Address?, noting decisions: inout [Decision]
    ) throws(NATRefusal) -> Packet {
        guard isTranslating else { return packet }
        return try translator.rules.translateOut(
            packet, &passing.tracked, on: link, out: out, address: address,
            flows: &gateway.flows, at: passing.crossing.instant
        ).carriedOut(on: packet, noting: &decisions)
    }

    /// Whether anything is to be asked about packets: where no flow is translated and none will be, nothing is.
    package var isTranslating: Bool {
        !translator.rules.isEmpty || gateway.flows.isTranslating
    }
}

extension NATOutcome {
    /// Takes note of what became of a packet.
    ///
    /// - Returns: The packet as it goes on.
    /// - Throws: `NATRefusal` where it does not.
    fileprivate func carriedOut(
        on packet: Packet, noting decisions: inout [Decision]
    ) throws(NATRefusal) -> Packet {
        switch self {
        case .unchanged: return packet
        case .translated(let changed, let change):
            decisions.append(.translated(change))
            return changed
        case .refused(let refusal): throw refusal
        }
    }
}
