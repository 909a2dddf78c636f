import Firewall
import Timeline
import Wire

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
        guard let route = routes.route(to: packet.fields.destination, approach) else {
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
            out: isInput ? nil : name(of: crossing.link), at: crossing.instant)
        return end(verdict, passing, noting: &decisions)
    }
}
