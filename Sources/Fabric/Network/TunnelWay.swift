import Network
import Timeline
import Tunnel
import Wire

/// The way of what an end of a tunnel sends to the other one, through a copy of the network in which no flow is known.
///
/// Between the ends it is UDP like any other: rules, routes and address translation decide about it.
struct TunnelWay {
    /// Why it does not get there; nil where it does.
    private(set) var refusal: DropReason?
    /// The longest IP packet that all links on the way take, in bytes.
    private(set) var mtu: Int

    /// The way from the gateway of a role, from port 4500 to port 4500.
    init(from role: TunnelRole, in nodes: Nodes, at now: Instant) {
        mtu = Link.mostMTU
        guard var hop = nodes.ends.crossing(from: role), let goal = nodes.ends.node(role.peer)
        else {
            refusal = .noRoute
            return
        }
        mtu = nodes.topology[hop.link].mtu
        guard hop.to != goal else { return }
        let ends = nodes.ends.addresses(from: role)
        let draft = PacketDraft(
            source: ends.source, destination: ends.destination,
            transport: .udp(source: .udpEncapsulation, destination: ends.port),
            data: UDPEncapsulation.keepalive)
        guard var datagram = try? draft.build() else {
            refusal = .noRoute
            return
        }
        var network = nodes.network.unused
        // No hop limit is higher.
        for _ in 0...255 where hop.to != goal {
            let node = hop.to
            var decisions: [Decision] = []
            let crossing = network.crossing(of: hop.link, at: now)
            switch network.receive(datagram, at: node, crossing, noting: &decisions) {
            case .held, .local:
                refusal = network[node].isTranslating ? .noBinding : .portUnreachable
                return
            case .dropped(let drop):
                refusal = drop.reason
                return
            case .onward(let packet, let route, let passing):
                switch network.depart(
                    packet, from: node, by: route, passing, noting: &decisions)
                {
                case .out(let packet, let next): (datagram, hop) = (packet, next)
                case .fragmented(_, _, let next): hop = next
                case .dropped(let drop):
                    refusal = drop.reason
                    return
                }
            }
            mtu = min(mtu, network.topology[hop.link].mtu)
        }
        if hop.to != goal { refusal = .hopLimitExceeded }
    }
}
