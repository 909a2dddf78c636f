import Firewall
import Network
import Timeline
import Wire

/// A router that does nothing but translate: `lan` with 10.0.0.0/16 on one side, `internet` on the other.
struct Translator {
    var rules: NATRules
    var flows = FlowTable()
    var address: IPv4Address? = address4("203.0.113.2")
    var now = Instant.start
    /// What the last packet became at both places.
    private(set) var changes: [NATChange] = []
    /// Whether the last packet was to begin a flow.
    private(set) var begins = false
    /// Whether flows to the router itself are remembered; otherwise it drops their packets.
    var takesOwn = true

    static let lan = LinkName(rawValue: "lan-a")
    static let inside: IPv4Address? = address4("10.0.0.254")
    static let internet = LinkName(rawValue: "internet")

    init(_ rules: [NATRule]) throws { self.rules = try NATRules(rules) }

    /// Where a packet goes: out over a link, or to the router itself.
    enum Way: Equatable {
        case out(Packet, LinkName)
        case own(Packet)
        case refused(NATRefusal)
        case noRoom
    }

    /// Lets a packet pass that comes in over a link.
    mutating func pass(_ packet: Packet, on link: LinkName) -> Way {
        changes = []
        var tracked = flows.track(packet, at: now)
        begins = tracked.begins != nil
        var packet = packet
        switch rules.translateIn(packet, &tracked, on: link, flows: flows, at: now) {
        case .unchanged: break
        case .translated(let other, let change):
            packet = other
            changes.append(change)
        case .refused(let refusal): return .refused(refusal)
        }
        let destination = packet.fields.destination
        let isOwn = [address, Self.inside].contains { $0.map { .v4($0) == destination } ?? false }
        if isOwn, !takesOwn { return .own(packet) }
        let out = prefix("10.0.0.0/16").contains(destination) ? Self.lan : Self.internet
        let translated = rules.translateOut(
            packet, &tracked, on: link, out: isOwn ? nil : out,
            address: out == Self.lan ? Self.inside : address, flows: &flows, at: now)
        switch translated {
        case .unchanged: break
        case .translated(let other, let change):
            packet = other
            changes.append(change)
        case .refused(let refusal): return .refused(refusal)
        }
        guard flows.confirm(tracked, packet, at: now) else { return .noRoom }
        return isOwn ? .own(packet) : .out(packet, out)
    }

    /// The same, for a packet that goes out.
    mutating func send(_ packet: Packet, on link: LinkName) throws -> Packet {
        let way = pass(packet, on: link)
        guard case .out(let packet, _) = way else { throw Fault(way: way) }
        return packet
    }

    /// A packet did not go out.
    struct Fault: Error { let way: Way }
}

/// A packet between two ends, as `10.0.0.5:40000`.
func packet(
    _ source: String, _ destination: String, _ proto: IPProtocol = .udp, flags: TCPFlags = .syn,
    data: [UInt8] = [1, 2, 3]
) throws -> Packet {
    guard let source = Endpoint(source), let destination = Endpoint(destination) else {
        preconditionFailure("no ends: \(source) \(destination)")
    }
    let (from, to) = (source.port ?? Port(rawValue: 0), destination.port ?? Port(rawValue: 0))
    let transport: PacketDraft.Transport =
        switch proto {
        case .tcp: .tcp(source: from, destination: to, sequence: 1, flags: flags)
        case .udp: .udp(source: from, destination: to)
        default: .other(proto)
        }
    return try PacketDraft(
        source: source.address, destination: destination.address, transport: transport, data: data
    ).build()
}

/// An echo message.
func echo(
    _ kind: PacketDraft.Echo, _ source: String, _ destination: String, _ identifier: UInt16
) throws -> Packet {
    try PacketDraft(
        source: address(source), destination: address(destination),
        transport: .icmpEcho(kind, identifier: identifier, sequence: 1), data: [9]
    ).build()
}

extension Packet {
    /// Its ends, as `10.0.0.5:40000 > 198.51.100.9:53`; for a query the identifier takes the place of the ports.
    var ends: String {
        let (source, destination) = (fields.source, fields.destination)
        if let queryIdentifier { return "\(source) > \(destination) id \(queryIdentifier)" }
        guard let from = fields.sourcePort, let to = fields.destinationPort else {
            return "\(source) > \(destination)"
        }
        return "\(source):\(from.rawValue) > \(destination):\(to.rawValue)"
    }

    /// The ends of the packet that an ICMP error quotes.
    var quotedEnds: String? {
        guard let quoted = try? QuotedPacket.parse(bytes.span.extracting(payload)) else {
            return nil
        }
        let fields = quoted.fields
        if let identifier = quoted.queryIdentifier {
            return "\(fields.source) > \(fields.destination) id \(identifier)"
        }
        guard let from = fields.sourcePort, let to = fields.destinationPort else {
            return "\(fields.source) > \(fields.destination)"
        }
        return "\(fields.source):\(from.rawValue) > \(fields.destination):\(to.rawValue)"
    }

    /// Whether its checksums are right, and those of what it quotes where it quotes all of it.
    var checksumsAreRight: Bool {
        guard transportChecksumIsRight != false else { return false }
        guard let type = fields.icmpType, ICMPHeader.isError(type, .v4) else { return true }
        let quote = Array(bytes[payload])
        guard let whole = try? Packet.parse(quote) else { return false }
        return whole.transportChecksumIsRight != false
    }
}
