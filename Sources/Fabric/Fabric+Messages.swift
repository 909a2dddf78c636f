import Network
import Tunnel
import Wire

/// The two hosts that talk through a tunnel: the gateways themselves, under the addresses that fit it.
extension Fabric {
    /// Carries a text to the server end of a tunnel in a UDP packet, and its echo back.
    ///
    /// - Returns: The number of the packet that carries the text.
    /// - Throws: `FabricFault` when there is no such tunnel or the text is too large.
    package func send(message text: [UInt8], through name: String) throws(FabricFault) -> Int {
        let tunnel = try tunnels.tunnel(name)
        guard let node = tunnel.local(.client)?.node else { throw .clientElsewhere(name) }
        guard text.count <= Self.messageLimit else {
            throw .messageTooLarge(bytes: text.count, limit: Self.messageLimit)
        }
        let number = log.lastNumber + 1
        let ends = topology.messageEnds(of: tunnel.plan)
        let packet = try Self.build(
            PacketDraft(
                source: ends.client, destination: ends.server,
                transport: .udp(source: Self.ephemeralPort(number), destination: Self.echoPort),
                data: text, identification: UInt16(truncatingIfNeeded: number)))
        _ = history.enter(packet, .message(tunnel: name), via: name, at: node)
        let transit = Transit(
            number: number, packet: packet, via: name, goal: nodes.ends.node(.server))
        walker.waiting[number] = scheduler.add(
            .stopWaiting(number: number, node: node), after: Self.patience)
        walker.speak(transit, name, as: .client, at: node)
        try run()
        return number
    }
}

extension Topology {
    /// Between which addresses a message travels.
    ///
    /// The first hosts of the selectors where the tunnel has some, as it takes no others; the gateways' own
    /// addresses in transport mode, which is for hosts that speak for themselves (RFC 4301 section 4.1);
    /// else addresses inside the tunnel.
    func messageEnds(of plan: TunnelPlan) -> (client: IPAddress, server: IPAddress) {
        if let selectors = plan.selectors {
            return (selectors.source.firstHost, selectors.destination.firstHost)
        }
        guard plan.parameters.mode == .transport,
            let ends = tunnelAddresses
        else { return (Fabric.clientAddress, Fabric.serverAddress) }
        return ends
    }
}

extension Prefix {
    /// The lowest address that a host can have: behind the network's own, where the prefix has others.
    fileprivate var firstHost: IPAddress {
        if isSingleAddress { return first }
        return switch first {
        case .v4(let address): .v4(IPv4Address(rawValue: address.rawValue + 1))
        case .v6(let address): .v6(IPv6Address(rawValue: address.rawValue + 1))
        }
    }
}
