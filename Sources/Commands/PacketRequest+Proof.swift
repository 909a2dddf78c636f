package import Firewall
import Grammar
import Wire

extension PacketRequest {
    /// The packet of a point that a proof names, at a firewall with these links.
    ///
    /// Where `needsState`, what the flow table says is written down unless it is what a packet without a
    /// flow would have. The links are written down where they are not the usual ones, and where `needsLinks`.
    package init(
        _ point: ProofPoint, links: [LinkName], needsState: Bool, needsLinks: Bool = false
    ) {
        switch point {
        case .v4(let point):
            self.init(
                point, .v4(IPv4Address(rawValue: point.source)),
                .v4(IPv4Address(rawValue: point.destination)), .icmp, links, needsState,
                needsLinks)
        case .v6(let point):
            self.init(
                point, .v6(IPv6Address(rawValue: point.source)),
                .v6(IPv6Address(rawValue: point.destination)), .icmpv6, links, needsState,
                needsLinks)
        }
    }

    private init(
        _ point: PacketPoint<some Any>, _ source: IPAddress, _ destination: IPAddress,
        _ icmp: IPProtocol, _ links: [LinkName], _ needsState: Bool, _ needsLinks: Bool
    ) {
        let proto = IPProtocol(rawValue: UInt8(truncatingIfNeeded: point[.proto]))
        let transport: Transport
        var ports: (source: Port, destination: Port)?
        switch proto {
        case .tcp, .udp:
            ports = (Port(rawValue: point[.sourcePort]), Port(rawValue: point[.destinationPort]))
            transport = proto == .udp ? .udp : .tcp(TCPFlags(rawValue: point.flags))
        case icmp:
            let type = UInt8(point[.sourcePort] >> 8)
            let code = UInt8(point[.destinationPort] >> 8)
            let isUsual = type == ICMPHeader.echoRequest(source.family) && code == 0
            transport = .icmp(type: isUsual ? nil : type, code: isUsual ? nil : code)
        default: transport = .other(proto)
        }
        self.init(
            transport, from: Endpoint(address: source, port: ports?.source),
            to: Endpoint(address: destination, port: ports?.destination))
        for number in HeaderNumber.allCases {
            let value = point[.header(number)]
            // What is less than there can be stands for the least, which follows by itself.
            let usual = number.row.usual ?? number.least(proto, source.family)
            let isUnusual = number.row.usual == nil ? value > usual : value != usual
            if isUnusual { header[number] = value }
        }
        let states = ConnectionState.allCases
        let link = Int(point.context) / states.count
        if needsLinks || link > 0, link < links.count { way.link = Placed(links[link], at: 0..<0) }
        let out = Int(point[.outLink])
        let isUsual = out == PacketSpace.usualOut(from: link, of: links.count)
        if needsLinks || !isUsual, out < links.count {
            asked.out = Placed(links[out], at: 0..<0)
        }
        let state = states[Int(point.context) % states.count]
        if needsState, state != usualState { asked.state = state }
    }

    /// What the flow table says of such a packet when it knows no flow of it; nil where that depends on more.
    private var usualState: ConnectionState? {
        switch transport {
        case .tcp(let flags):
            flags.intersection([.syn, .ack, .rst, .fin]) == .syn ? .new : .invalid
        // ICMP of the other family is no flow's.
        case .other(.icmp), .other(.icmpv6), .later: .invalid
        case .udp, .other, .icmp(nil, _): .new
        // Errors, answers and discovery differ: it is written down.
        case .icmp: nil
        }
    }
}
