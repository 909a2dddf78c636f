package import Firewall
package import Timeline
package import Wire

/// What the lists of a node say about packets that were seen somewhere else, one after the other.
extension Stack {
    /// A copy that knows no flow.
    package var unused: Stack {
        var copy = self
        copy.gateway.flows.clear()
        copy.translator.reassembly = Reassembly()
        return copy
    }

    /// Judges a packet as if it came over a link, or were made here, counts it, and begins its flow where it passes.
    ///
    /// What translation refuses is judged as it is, and begins no flow.
    ///
    /// - Parameters:
    ///   - packet: The packet.
    ///   - link: The link over which it comes, if it comes.
    ///   - isSaid: Whether that is known, and not only likely: then the node has not made it.
    ///   - named: The list to ask; nil for the one that it would meet (`list(for:over:)`).
    ///   - now: The instant; these have to come in order.
    /// - Returns: The verdict, and by which list.
    package mutating func test(
        _ packet: Packet, over link: LinkName?, isSaid: Bool, by named: RuleChain?,
        at now: Instant
    ) -> VerdictRecord {
        var tracked = gateway.track(packet, at: now)
        var seen = packet
        var list = named ?? list(for: packet.fields, over: isSaid ? link : nil)
        if list != .output, isTranslating,
            case .translated(let changed, _) = translator.rules.translateIn(
                packet, &tracked, on: link, flows: gateway.flows, at: now)
        {
            seen = changed
            list = named ?? self.list(for: seen.fields, over: link)
        }
        let came = list.hasInLink ? link : nil
        let route =
            list.hasOutLink ? self.route(to: seen.fields.destination, from: came) : nil
        let out = route.flatMap { name(of: $0.link) }
        let record = gateway.record(
            on: seen.fields, PacketContext(link: came, out: out, state: tracked.state), by: list,
            at: now)
        gateway[list].count(record.verdict, length: packet.length, at: now)
        guard record.action == .allow else { return record }
        if isTranslating {
            let left = translator.rules.translateOut(
                seen, &tracked, on: came, out: out,
                address: route.flatMap { address4(on: $0.link) }, flows: &gateway.flows, at: now)
            if case .refused = left { return record }
        }
        _ = gateway.confirm(tracked, packet, by: list, at: now)
        return record
    }
}
