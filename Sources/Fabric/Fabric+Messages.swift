import Tunnel
import Wire

/// The two hosts that talk through a tunnel: the gateways themselves, under the addresses that fit it.
extension Fabric {
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
            let client = topology.nodes[topology.clientGateway.rawValue].address,
            let server = topology.nodes[topology.serverGateway.rawValue].address
        else { return (Self.clientAddress, Self.serverAddress) }
        return (.v4(client), .v4(server))
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
