import Wire

/// What a match says about each field of a packet.
struct MatchFields: Hashable, Sendable {
    var links: [LinkName] = []
    var proto: ProtocolMatch?
    var source: AddressMatch?
    var sourcePorts: PortMatch?
    var destination: AddressMatch?
    var destinationPorts: PortMatch?
    var icmp: ICMPMatch?
    var flags: FlagMatch?
    var states: StateMatch?

    func asks(about field: RuleField) -> Bool {
        switch field {
        case .proto: proto != nil
        case .source: source != nil
        case .sourcePort: sourcePorts != nil
        case .destination: destination != nil
        case .destinationPort: destinationPorts != nil
        case .icmpType: icmp != nil
        case .icmpCode: !(icmp?.codes.isEmpty ?? true)
        case .flags: flags != nil
        case .link: !links.isEmpty
        case .state: states != nil
        case .limit: false
        }
    }

    /// The first field, in the order of `RuleField`, that keeps the packet from matching.
    func firstMismatch(
        with packet: PacketFields, _ context: PacketContext
    ) -> RuleField? {
        if let proto, !proto.contains(packet.proto) { return .proto }
        if let source, !source.contains(packet.source) { return .source }
        if let sourcePorts {
            guard let port = packet.sourcePort, sourcePorts.contains(port) else {
                return .sourcePort
            }
        }
        if let destination, !destination.contains(packet.destination) { return .destination }
        if let destinationPorts {
            guard let port = packet.destinationPort, destinationPorts.contains(port) else {
                return .destinationPort
            }
        }
        return firstRareMismatch(with: packet, context)
    }

    /// The same for the fields that few rules ask about.
    private func firstRareMismatch(
        with packet: PacketFields, _ context: PacketContext
    ) -> RuleField? {
        if let icmp {
            guard let type = packet.icmpType, icmp.types.contains(type) else { return .icmpType }
            guard icmp.codes.isEmpty || packet.icmpCode.map(icmp.codes.contains) ?? false else {
                return .icmpCode
            }
        }
        if let flags {
            guard let own = packet.tcpFlags, flags.contains(own) else { return .flags }
        }
        if !links.isEmpty {
            guard let link = context.link, links.contains(link) else { return .link }
        }
        if let states, !states.contains(context.state) { return .state }
        return nil
    }

    /// In how many fields the packet does not match; stops counting at `bar`.
    func mismatchCount(
        with packet: PacketFields, _ context: PacketContext, below bar: Int
    ) -> Int {
        var count = 0
        if let proto, !proto.contains(packet.proto) { count += 1 }
        if let source, !source.contains(packet.source) { count += 1 }
        if count >= bar { return count }
        if let destination, !destination.contains(packet.destination) { count += 1 }
        if count >= bar { return count }
        if let sourcePorts, !(packet.sourcePort.map(sourcePorts.contains) ?? false) { count += 1 }
        if let destinationPorts, !(packet.destinationPort.map(destinationPorts.contains) ?? false) {
            count += 1
        }
        if let icmp, !icmp.contains(packet.icmpType, packet.icmpCode) { count += 1 }
        if let flags, !(packet.tcpFlags.map(flags.contains) ?? false) { count += 1 }
        if !links.isEmpty, !(context.link.map(links.contains) ?? false) { count += 1 }
        if let states, !states.contains(context.state) { count += 1 }
        return count
    }
}
