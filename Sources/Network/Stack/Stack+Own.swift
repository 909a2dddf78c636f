import Firewall
import Timeline
package import Wire

/// What a node does with packets that are for itself, and with those that it makes.
///
/// As in the kernel, connections of the node itself are known once a rule of its own lists, or a translation, can ask about
/// them (`nf_ct_netns_get`): asked about nothing, both lists cost nothing.
extension Stack {
    /// Takes a packet that is for the node itself, whatever its destination, where the `input` list lets it.
    mutating func accept(
        _ packet: Packet, _ crossing: Crossing, noting decisions: inout [Decision]
    ) -> Passage {
        guard !gateway.own.isSilent else { return .local(packet) }
        let passing = Passing(
            crossing: crossing, arrived: packet,
            tracked: gateway.track(packet, at: crossing.instant))
        if let drop = judge(own: packet, by: .input, passing, noting: &decisions) {
            return .dropped(drop)
        }
        return confirm(passing, by: .input) ? .local(packet) : .dropped(Drop(.flowTableFull))
    }

    /// Lets the node send a packet that it has made, where a route leads to its destination and the `output` list
    /// lets it.
    mutating func send(
        _ packet: Packet, _ approach: Approach, at instant: Instant, identification: UInt16,
        noting decisions: inout [Decision]
    ) -> Passage {
        if isItself(packet.destination) {
            return sendToItself(packet, at: instant, identification, noting: &decisions)
        }
        guard let route = routes.route(to: packet.destination, approach) else {
            return .dropped(Drop(.noRoute))
        }
        decisions.append(.routed(route))
        guard !gateway.own.isSilent || isTranslating else { return .onward(packet, route, nil) }
        var passing = passing(made: packet, over: route.link, at: instant, identification)
        if let drop = judge(own: packet, by: .output, passing, noting: &decisions) {
            return .dropped(drop)
        }
        do throws(NATRefusal) {
            let sent = try translateOwn(packet, &passing, by: route, noting: &decisions)
            let isKnown = confirm(passing, by: .output)
            return isKnown ? .onward(sent, route, nil) : .dropped(Drop(.flowTableFull))
        } catch {
            return .dropped(Drop(error.reason))
        }
    }

    /// Whether what the node sends to an address never leaves it: one of its own, or one that is loopback everywhere
    /// (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3).
    package func isItself(_ destination: IPAddress) -> Bool {
        kind != .site && (destination.isLoopback || isOwn(destination))
    }

    /// Lets the node take a packet that it has made for itself, where both of its own lists let it.
    ///
    /// As in the kernel the packet is tracked once, although it passes both lists.
    private mutating func sendToItself(
        _ packet: Packet, at instant: Instant, _ identification: UInt16,
        noting decisions: inout [Decision]
    ) -> Passage {
        guard !gateway.own.isSilent, let link = interfaces.first?.link else {
            return .local(packet)
        }
        let crossing = Crossing(over: link, .loopback, at: instant, identification: identification)
        let passing = Passing(
            crossing: crossing, arrived: packet, tracked: gateway.track(packet, at: instant))
        for list in [RuleChain.output, .input] {
            if let drop = judge(own: packet, by: list, passing, noting: &decisions) {
                return .dropped(drop)
            }
        }
        return confirm(passing, by: .input) ? .local(packet) : .dropped(Drop(.flowTableFull))
    }

    /// Asks the `output` list about a packet that the node has made and that is to leave over a link; nil where it passes.
    mutating func refusal(
        of packet: Packet, over link: LinkID, at instant: Instant, identification: UInt16,
        noting decisions: inout [Decision]
    ) -> Drop? {
        guard !gateway.own.isSilent else { return nil }
        let passing = passing(made: packet, over: link, at: instant, identification)
        if let drop = judge(own: packet, by: .output, passing, noting: &decisions) { return drop }
        return confirm(passing, by: .output) ? nil : Drop(.flowTableFull)
    }

    /// What is known of a packet that the node has made.
    private mutating func passing(
        made packet: Packet, over link: LinkID, at instant: Instant, _ identification: UInt16
    ) -> Passing {
        Passing(
            crossing: Crossing(
                over: link, name(of: link) ?? LinkName(rawValue: ""), at: instant,
                identification: identification),
            arrived: packet, tracked: gateway.track(packet, at: instant))
    }

    /// Asks a list of the node's own about a packet; nil where it passes.
    mutating func judge(
        own packet: Packet, by list: RuleChain, _ passing: Passing,
        noting decisions: inout [Decision]
    ) -> Drop? {
        let crossing = passing.crossing
        let isInput = list == .input
        let verdict = gateway.judge(
            own: packet, passing.tracked, by: list, over: isInput ? crossing.linkName : nil,
            out: isInput ? nil : crossing.linkName, at: crossing.instant)
        return end(verdict, passing, noting: &decisions)
    }
}
