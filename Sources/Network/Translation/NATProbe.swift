import Firewall
import Timeline
import Wire

/// Sends UDP datagrams through address translation rules and a flow table of its own, to find out what they do.
struct NATProbe {
    let rules: NATRules
    let surroundings: NATSurroundings
    private var flows = FlowTable()

    init(_ rules: NATRules, _ surroundings: NATSurroundings) {
        self.rules = rules
        self.surroundings = surroundings
    }

    /// Where a datagram goes that comes in over one link and goes out over the other, or over the same; nil where it
    /// is refused.
    mutating func send(
        _ source: Endpoint, _ destination: Endpoint, on link: LinkEnd, out: LinkEnd
    ) -> (source: Endpoint, destination: Endpoint)? {
        guard let from = source.port, let to = destination.port,
            let packet = try? PacketDraft(
                source: source.address, destination: destination.address,
                transport: .udp(source: from, destination: to)
            ).build()
        else { return nil }
        var tracked = flows.track(packet, at: .start)
        guard
            let inner = rules.translateIn(
                packet, &tracked, on: link.link, flows: flows, at: .start
            ).packet(or: packet),
            let outer = rules.translateOut(
                inner, &tracked, on: link.link, out: out.link, address: out.address, flows: &flows,
                at: .start
            ).packet(or: inner),
            flows.confirm(tracked, packet, at: .start)
        else { return nil }
        return (outer.sourceEnd, outer.destinationEnd)
    }

    /// Where the answers to a host's datagram have to go: what peers see as its source; nil where it is refused.
    mutating func map(_ host: Int, _ port: UInt16, to peer: Endpoint) -> Endpoint? {
        send(end(host, port), peer, on: surroundings.inside, out: surroundings.outside)?.source
    }

    /// Whether a datagram from a peer to a mapping reaches a host's port.
    func reaches(_ host: Endpoint, by mapping: Endpoint, from peer: Endpoint) -> Bool {
        var probe = self
        return probe.send(
            peer, mapping, on: surroundings.outside, out: surroundings.inside)?.destination == host
    }

    /// A port of a host inside.
    func end(_ host: Int, _ port: UInt16) -> Endpoint {
        Endpoint(
            address: .v4(surroundings.hosts[host]), port: Port(rawValue: port))
    }

    /// A port of a peer outside.
    func peer(_ number: Int, _ port: UInt16) -> Endpoint {
        Endpoint(address: .v4(surroundings.peers[number]), port: Port(rawValue: port))
    }

    /// Two ports of a peer, and the same two of another.
    var destinations: [Endpoint] {
        [0, 1].flatMap { number in Self.peerPorts.map { peer(number, $0) } }
    }

    private static let peerPorts: [UInt16] = [3478, 3479]
}

extension NATRules {
    /// What the rules do to UDP, found out by probes from two hosts inside and two outside.
    package func behavior(in surroundings: NATSurroundings) -> NATBehavior {
        let fresh = NATProbe(self, surroundings)
        let mapping = fresh.mapping(after: nil)
        let isTranslated = mapping != nil
        // The other hosts have the port to one of the destinations, to each in turn.
        let conflicts = fresh.destinations.compactMap { fresh.mapping(after: $0) }
        return NATBehavior(
            mapping: mapping, mappingInConflict: conflicts.max(), filtering: fresh.filtering,
            ports: isTranslated ? fresh.portAssignment : nil,
            pooling: isTranslated ? fresh.pooling : nil, hairpinning: fresh.hairpinning)
    }
}

extension NATProbe {
    private static var port: UInt16 { 40_000 }

    /// On what a mapping of the first host depends, once the others have sent something from the same port to a peer;
    /// nil where it is not translated.
    fileprivate func mapping(after taken: Endpoint?) -> NATDependence? {
        var probe = self
        if let taken {
            for host in surroundings.hosts.indices.dropFirst() {
                _ = probe.map(host, Self.port, to: taken)
            }
        }
        let mapped = destinations.map { probe.map(0, Self.port, to: $0) }
        guard mapped.contains(where: { $0 != nil && $0 != end(0, Self.port) }) else { return nil }
        return NATDependence(mapped)
    }

    /// On what it depends whether the first host is reached by its mapping.
    ///
    /// Without a translation nothing is filtered.
    fileprivate var filtering: NATDependence {
        var probe = self
        let destinations = destinations
        let host = end(0, Self.port)
        guard let mapped = probe.map(0, Self.port, to: destinations[0]) else {
            return .addressAndPortDependent
        }
        let reached = destinations.map { probe.reaches(host, by: mapped, from: $0) }
        if reached.allSatisfy({ $0 }) { return .endpointIndependent }
        return reached[0] && reached[1] ? .addressDependent : .addressAndPortDependent
    }

    fileprivate var portAssignment: NATPortAssignment {
        var probe = self
        let (first, second) = (destinations[0], destinations[3])
        let one = probe.map(0, Self.port, to: first)
        for host in surroundings.hosts.indices.dropFirst() {
            var other = probe
            if one != nil, other.map(host, Self.port, to: second) == one { return .overloading }
        }
        return one?.port?.rawValue == Self.port ? .preservation : .noPreservation
    }

    /// Several flows to peers of neighbouring addresses, each from a port of its own: only then nothing is reused.
    fileprivate var pooling: NATPooling {
        var probe = self
        var addresses: Set<IPAddress> = []
        for step in 0..<16 {
            let address = IPv4Address(rawValue: surroundings.peers[0].rawValue &+ UInt32(step))
            let peer = Endpoint(address: .v4(address), port: destinations[0].port)
            if let mapped = probe.map(0, Self.port + UInt16(step), to: peer) {
                addresses.insert(mapped.address)
            }
        }
        return addresses.count > 1 ? .arbitrary : .paired
    }

    fileprivate var hairpinning: NATHairpinning {
        var probe = self
        guard let mapped = probe.map(0, Self.port, to: destinations[0]),
            mapped != end(0, Self.port)
        else { return .none }
        let sender = end(1, Self.port + 1)
        let inside = surroundings.inside
        guard let seen = probe.send(sender, mapped, on: inside, out: inside),
            seen.destination == end(0, Self.port)
        else { return .none }
        return seen.source == sender ? .internalSource : .externalSource
    }
}

extension NATOutcome {
    /// The packet that goes on; nil where none does.
    fileprivate func packet(or old: Packet) -> Packet? {
        switch self {
        case .unchanged: old
        case .translated(let packet, _): packet
        case .refused: nil
        }
    }
}

extension Packet {
    fileprivate var sourceEnd: Endpoint {
        Endpoint(address: fields.source, port: fields.sourcePort)
    }

    fileprivate var destinationEnd: Endpoint {
        Endpoint(address: fields.destination, port: fields.destinationPort)
    }
}
