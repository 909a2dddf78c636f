package import Firewall
package import Timeline
package import Wire

/// The two places of a packet's way where addresses are translated: before routing its destination, and after the rules
/// and policies its source. Those of answers, and of ICMP errors, are translated back at the same two places.
///
/// The flow table holds what was decided, under the tuples of both directions: so a flow is translated as long as it
/// lives there, its ports are free when it is gone, and what belongs to no flow passes as it is. Fragments have to be
/// put together before: a later one names no ports.
extension NATRules {
    /// Translates the destination of a packet that has come in, once it is tracked.
    ///
    /// - Parameters:
    ///   - packet: The packet.
    ///   - tracked: What the flow table said of it; it learns what its flow becomes.
    ///   - link: The link over which it came in; nil where the node itself sends it.
    ///   - flows: The flow table.
    ///   - now: The instant.
    /// - Returns: What the packet became.
    package func translateIn(
        _ packet: Packet, _ tracked: inout Tracked, on link: LinkName?, flows: FlowTable,
        at now: Instant
    ) -> NATOutcome {
        if let member = tracked.member { return member.translate(packet, .destination) }
        guard !isEmpty, packet.fields.source.family == .v4, let arriving = tracked.begins,
            let (number, rule) = destinationRule(for: packet.fields, on: link),
            let pool = rule.destinationPool(for: packet.fields.destination)
        else { return .unchanged }
        let chooser = NATChooser(arriving: arriving, flows: flows, now: now)
        let leaving = chooser.destination(arriving, from: pool)
        guard leaving != arriving else { return .unchanged }
        tracked.translation = FlowTranslation(arriving: arriving, leaving: leaving)
        return packet.changing(.destination, arriving, leaving, rule: number)
    }

    /// Translates the source of a packet that is about to go out, or to be taken by the node itself.
    ///
    /// A flow without a rule is given another source port where its answers would look like packets of another flow.
    ///
    /// - Parameters:
    ///   - packet: The packet as it is by now.
    ///   - tracked: What the flow table said of it; it learns what its flow becomes.
    ///   - link: The link over which it came in; nil where the node itself sends it.
    ///   - out: The link over which it goes out; nil where the node itself takes it: then no rule is asked.
    ///   - address: The node's address on that link; nil where it has none.
    ///   - flows: The flow table, which forgets a masqueraded flow whose packets go out elsewhere.
    ///   - now: The instant.
    /// - Returns: What the packet became.
    package func translateOut(
        _ packet: Packet, _ tracked: inout Tracked, on link: LinkName?, out: LinkName?,
        address: IPv4Address?, flows: inout FlowTable, at now: Instant
    ) -> NATOutcome {
        if let member = tracked.member {
            if member.side == .originator, let wanted = member.translation.link, let out,
                wanted != out, tracked.state != .related
            {
                flows.end(tracked)
                return .refused(.linkChanged)
            }
            return member.translate(packet, .source)
        }
        guard packet.fields.source.family == .v4, let arriving = tracked.begins else {
            return .unchanged
        }
        let ends = tracked.translation?.leaving ?? arriving
        let decider = out.flatMap { sourceRule(for: packet.fields, on: link, out: $0) }
        do throws(NATRefusal) {
            let pool = try decider?.rule.sourcePool(for: packet.fields.source, address)
            let chooser = NATChooser(arriving: arriving, flows: flows, now: now)
            let leaving = try chooser.source(ends, from: pool ?? NATPool(packet.fields.source))
            var masqueraded: LinkName?
            if case .masquerade = decider?.rule.action { masqueraded = out }
            tracked.translation =
                leaving == arriving
                ? nil : FlowTranslation(arriving: arriving, leaving: leaving, link: masqueraded)
            guard leaving != ends else { return .unchanged }
            return packet.changing(
                .source, ends, leaving, rule: pool == nil ? nil : decider?.number)
        } catch {
            return .refused(error)
        }
    }
}

extension NATRule {
    /// What a destination becomes; nil where the rule is about sources.
    fileprivate func destinationPool(for destination: IPAddress) -> NATPool? {
        switch action {
        case .destination(let pool): pool
        case .oneToOne(let inside, let outside):
            NATPool(destination.moved(from: outside, to: inside))
        case .masquerade, .source: nil
        }
    }

    /// What a source becomes; nil where the rule is about destinations.
    fileprivate func sourcePool(
        for source: IPAddress, _ address: IPv4Address?
    ) throws(NATRefusal) -> NATPool? {
        switch action {
        case .source(let pool): return pool
        case .oneToOne(let inside, let outside):
            return NATPool(source.moved(from: inside, to: outside))
        case .destination: return nil
        case .masquerade(let ports):
            guard let address else { throw .noAddress }
            return NATPool(address, ports: ports)
        }
    }
}

extension NATPool {
    /// The pool of one address.
    fileprivate init(_ address: IPAddress) {
        self.init(addresses: AddressRange(Prefix(address)))
    }
}

extension IPAddress {
    /// The address at the same place of another prefix of the same length; IPv4 only.
    fileprivate func moved(from old: Prefix, to new: Prefix) -> IPAddress {
        guard case (.v4(let own), .v4(let base), .v4(let other)) = (self, old.address, new.address)
        else { return self }
        return .v4(IPv4Address(rawValue: other.rawValue | (own.rawValue ^ base.rawValue)))
    }
}

extension TrackedMember {
    /// Translates an end of a packet of the flow, or of an ICMP error about one.
    fileprivate func translate(_ packet: Packet, _ end: NATEnd) -> NATOutcome {
        let isOriginator = side == .originator
        // Packets come in between these ends, as seen by their sender, and go out between those.
        let arriving = isOriginator ? translation.arriving : translation.leaving.inverse
        let leaving = isOriginator ? translation.leaving : translation.arriving.inverse
        let isError = packet.fields.icmpType.map { ICMPHeader.isError($0, .v4) } ?? false
        if isError, packet.fields.icmpType == ICMPHeader.redirect { return .refused(.redirect) }
        // Between the two places a packet has its new destination and its old source; the identifier of a query is the
        // originator's.
        let middle =
            isOriginator
            ? arriving.replacing(responder: leaving.responder)
            : leaving.replacing(originator: arriving.originator)
        let (before, after) = end == .source ? (middle, leaving) : (arriving, middle)
        guard before != after else { return .unchanged }
        return packet.changing(end, before, after, isError: isError)
    }
}

extension NATChange {
    /// A packet that was as this one was before, as it is now.
    package func applied(to packet: Packet) -> Packet {
        guard
            case .translated(let changed, _) = packet.changing(end, before, after, isError: isError)
        else { return packet }
        return changed
    }
}

extension Packet {
    /// The packet with an end changed.
    fileprivate func changing(
        _ end: NATEnd, _ before: FlowEnds, _ after: FlowEnds, rule: Int? = nil,
        isError: Bool = false
    ) -> NATOutcome {
        let new =
            end == .source
            ? PacketRewriter.NewEnd(originatorOf: after) : .init(responderOf: after)
        guard let new else { return .unchanged }
        var rewriter = PacketRewriter(self)
        let isDone =
            isError
            ? rewriter.replaceInError(end, by: new, of: self) : rewriter.replace(end, by: new)
        guard isDone, let packet = try? Packet.parse(rewriter.bytes) else {
            return .refused(.shortQuote)
        }
        return .translated(
            packet,
            NATChange(end: end, before: before, after: after, rule: rule, isError: isError))
    }
}
