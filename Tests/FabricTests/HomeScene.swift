import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// A tunnel whose client stands behind a NAT: `pc` — `gw-a` — `box` — `isp` — `gw-b` — `web`.
struct HomeScene {
    static let pc = IPAddress.v4(IPv4Address(rawValue: 0x0A09_000B))
    static let web = IPAddress.v4(IPv4Address(rawValue: 0x0A01_0050))
    static let client = IPAddress.v4(IPv4Address(rawValue: 0xC0A8_0102))
    static let box = IPAddress.v4(IPv4Address(rawValue: 0xC633_6402))
    static let server = IPAddress.v4(IPv4Address(rawValue: 0xCB00_7102))

    let fabric: Fabric
    let nodes: [String: NodeID]

    /// An open tunnel `road`; the box translates, or only forwards.
    ///
    /// `mtu` is that of the link behind the box, in bytes.
    init(
        isTranslating: Bool = true, ports: PortRange? = nil, mtu: Int = Link.usualMTU,
        _ parameters: SAParameters = SAParameters()
    ) throws {
        var net = Topology()
        let names = ["lan-a", "home", "wan", "far", "lan-b"]
        var links: [String: LinkID] = [:]
        for name in names { links[name] = try net.add(Link(name: name)) }
        try net.setMTU(mtu, of: try #require(links["wan"]))
        let places: [(String, Node.Kind, [(String, UInt32, Int)], UInt32?)] = [
            ("pc", .host, [("lan-a", 0x0A09_000B, 24)], 0x0A09_0001),
            (
                "gw-a", .gateway, [("lan-a", 0x0A09_0001, 24), ("home", 0xC0A8_0102, 24)],
                0xC0A8_0101
            ),
            (
                "gw-b", .gateway, [("far", 0xCB00_7102, 30), ("lan-b", 0x0A01_0001, 24)],
                0xCB00_7101
            ),
            (
                "box", .gateway, [("home", 0xC0A8_0101, 24), ("wan", 0xC633_6402, 30)],
                0xC633_6401
            ),
            ("isp", .router, [("wan", 0xC633_6401, 30), ("far", 0xCB00_7101, 30)], nil),
            ("phone", .host, [("home", 0xC0A8_0103, 24)], 0xC0A8_0101),
            ("web", .host, [("lan-b", 0x0A01_0050, 24)], 0x0A01_0001),
        ]
        var nodes: [String: NodeID] = [:]
        for (name, kind, interfaces, gateway) in places {
            let attached = try interfaces.map { link, address, length in
                Interface(
                    link: try #require(links[link]),
                    addresses: [
                        try InterfaceAddress(
                            .v4(IPv4Address(rawValue: address)), length: length)
                    ])
            }
            let node = try net.add(Node(name: name, kind: kind, interfaces: attached))
            nodes[name] = node
            guard let gateway else { continue }
            try net.add(
                StaticRoute(
                    to: .prefix(.whole(.v4)), .via(.v4(IPv4Address(rawValue: gateway)))),
                to: node)
        }
        if isTranslating {
            var match = RuleMatch()
            match.outLinks = [LinkName(rawValue: "wan")]
            net.setTranslation(
                try NATRules([NATRule(.masquerade(ports: ports), match)]),
                of: try #require(nodes["box"]))
        }
        self.nodes = nodes
        fabric = Fabric(topology: net, loop: EventLoop(patience: .seconds(2)))
        for name in ["gw-a", "gw-b", "box"] {
            fabric[try #require(nodes[name])].firewall.setDefault(.allow)
        }
        fabric.seed(3948)
        var plan = TunnelPlan(name: "road")
        plan.parameters = parameters
        _ = try fabric.open(plan)
    }

    func node(_ name: String) throws -> NodeID { try #require(nodes[name]) }

    /// Sends a datagram from one side to the other through the tunnel; its record when all is done.
    func send(from role: TunnelRole, _ size: Int = 4) throws -> PacketRecord {
        let ends = role == .client ? (Self.pc, Self.web) : (Self.web, Self.pc)
        let draft = PacketDraft(
            source: ends.0, destination: ends.1,
            transport: .udp(source: Port(rawValue: 5000), destination: Port(rawValue: 9)),
            data: [UInt8](repeating: 7, count: size))
        let number = try fabric.launch(
            draft, via: "road", from: .node(try node(role == .client ? "pc" : "web")))
        try fabric.run()
        return try #require(fabric.record(number))
    }

    /// How the box sees the frames that a packet was in ESP: from where to where.
    func frames(_ record: PacketRecord) throws -> [(source: OuterPlace, to: IPAddress)] {
        try record.frames.compactMap { number in
            let image = try #require(fabric.frames.image(of: number))
            guard image.frame.encapsulation != nil else { return nil }
            let packet = try Packet.parse(image.bytes)
            let place = OuterPlace(
                sourceOf: image.bytes.span, before: image.frame.payload.lowerBound)
            return (try #require(place), packet.fields.destination)
        }
    }

    /// Where the server sends to.
    func place() throws -> OuterPlace? {
        try fabric.tunnels.local(.server, of: "road").place
    }
}
