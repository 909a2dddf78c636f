import Chance
import Firewall
@testable import Network
import Timeline
import Wire

/// A small random network of one family, with rules, routes and address translation, and questions about it that ask for so few
/// packets that each can be sent.
///
/// Its addresses are 64 in a row, eight to a link: of gateways the lower ones, of a host the fifth.
struct RandomPaths {
    private var random: SplitMix
    let family: IPFamily
    private(set) var network: Network
    private(set) var hosts: [NodeID] = []
    private var links: [LinkID] = []
    private(set) var gateways: [NodeID] = []

    /// Policies and tunnels; none unless they are asked for.
    private(set) var policies: RandomPolicies?

    /// `isWide`: with zones, lists about what nodes send, and policies with tunnels.
    init(seed: UInt64, _ family: IPFamily, isWide: Bool = false) throws {
        random = SplitMix(seed: seed)
        self.family = family
        network = Network(Topology())
        var net = Topology()
        try build(&net)
        if isWide, random.chance(60) {
            try net.add(Array(links.prefix(1 + pick(links.count - 1))), toZone: "z0")
            if random.chance(50) { try net.add([random.one(of: links)], toZone: "z1") }
        }
        try translate(&net)
        network = Network(net)
        for gateway in gateways { try rule(gateway) }
        guard isWide else { return }
        for node in hosts + gateways where random.chance(40) {
            let names = network[node].interfaces.map { network.topology[$0.link].ruleName }
            var output = network[node].gateway.own.output
            _ = try? output.add(
                Rule(random.one(of: [.allow, .deny]), try match(on: [], out: names)))
            network[node].gateway.own.output = output
        }
        let count = links.count * 8
        policies = try RandomPolicies(network, &random) { random in
            if random.chance(40) { return RuleMatch() }
            let number = Int.random(in: 0..<count, using: &random)
            let length = family.addressBits - random.one(of: [1, 3, 4, 6])
            let near = AddressMatch(
                try Prefix(masking: Self.address(number, family), length: length))
            return random.chance(50)
                ? RuleMatch(destination: near)
                : RuleMatch(proto: ProtocolMatch([random.one(of: [.tcp, .udp])]), source: near)
        }
    }

    /// Whether what becomes of a packet depends on nothing but the packet: no rule has a limit, and nothing is translated.
    var isDeterminate: Bool {
        network.topology.nodeIDs.allSatisfy { node in
            network.topology[node].translation.isEmpty
                && RuleChain.allCases.allSatisfy { chain in
                    network[node].gateway[chain].entries.allSatisfy { $0.rule.limit == nil }
                }
        }
    }

    mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    // MARK: - Nodes

    private mutating func build(_ net: inout Topology) throws {
        let count = 2 + pick(3)
        for place in 0..<count { links.append(try net.add(Link(name: "l\(place)"))) }
        var joined: [[Int]] = []
        for place in 0..<(1 + pick(3)) {
            var on = Array((0..<count).shuffled(using: &random).prefix(2 + pick(2))).sorted()
            if place > 0, !on.contains(where: { link in joined.joined().contains(link) }) {
                on[0] = joined[0][0]
                on = Array(Set(on)).sorted()
            }
            joined.append(on)
            let node = try net.add(
                Node(
                    name: "g\(place)", kind: random.chance(50) ? .gateway : .router,
                    interfaces: on.map { link in
                        Interface(
                            link: links[link],
                            addresses: [try own(link * 8 + 1 + place)])
                    }))
            gateways.append(node)
        }
        for place in 0..<count {
            let node = try net.add(
                Node(
                    name: "h\(place)", kind: .host,
                    interfaces: [
                        Interface(link: links[place], addresses: [try own(place * 8 + 5)])
                    ]))
            hosts.append(node)
            let near = joined.indices.filter { joined[$0].contains(place) }
            guard !near.isEmpty else { continue }
            try net.add(
                StaticRoute(
                    to: .prefix(.whole(family)), .via(address(place * 8 + 1 + random.one(of: near)))
                ), to: node)
        }
        for (place, node) in gateways.enumerated() {
            try route(node, place, joined, &net)
        }
    }

    /// Routes to links further away, and by a default route; some of them lead in circles.
    private mutating func route(
        _ node: NodeID, _ place: Int, _ joined: [[Int]], _ net: inout Topology
    ) throws {
        for link in joined[place] {
            for (other, on) in joined.enumerated() where other != place && on.contains(link) {
                let hop = StaticRoute.NextHop.via(address(link * 8 + 1 + other))
                for far in on where far != link && random.chance(70) {
                    try? net.add(StaticRoute(to: .prefix(try prefix(far * 8, 29)), hop), to: node)
                }
                if random.chance(40) {
                    try? net.add(StaticRoute(to: .prefix(.whole(family)), hop), to: node)
                }
            }
        }
        if random.chance(20) {
            net.setReversePath(random.one(of: [.strict, .loose]), of: node)
        }
    }

    /// The address of a number from 0 to 63.
    func address(_ number: Int) -> IPAddress { Self.address(number, family) }

    private static func address(_ number: Int, _ family: IPFamily) -> IPAddress {
        switch family {
        case .v4: .v4(IPv4Address(rawValue: 0x0A00_0000 + UInt32(number)))
        case .v6: .v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 + UInt128(number)))
        }
    }

    private func own(_ number: Int) throws -> InterfaceAddress {
        try InterfaceAddress(address(number), length: family.addressBits - 3)
    }

    private func prefix(_ number: Int, _ length: Int) throws -> Prefix {
        try Prefix(masking: address(number), length: length + family.addressBits - 32)
    }

    // MARK: - Rules

    private mutating func rule(_ node: NodeID) throws {
        let names = network[node].interfaces.map { network.topology[$0.link].ruleName }
        var set = network[node].gateway.firewall
        if random.chance(50) { set.setDefault(random.one(of: [.allow, .allow, .deny])) }
        for _ in 0..<pick(6) {
            let limit = random.chance(8) ? RateLimit(packets: 1, unit: .hour, burst: 1) : nil
            _ = try? set.add(
                Rule(
                    random.one(of: [.allow, .allow, .deny, .reject]),
                    try match(on: names, out: names), limit: limit))
        }
        network[node].gateway.firewall = set
        if random.chance(25) {
            var input = network[node].gateway.own.input
            _ = try? input.add(Rule(.deny, try match(on: names, out: [])))
            network[node].gateway.own.input = input
        }
    }

    /// Leaves no list but those of the nodes about what is for themselves.
    mutating func ruleInputsAlone() throws {
        network = Network(network.topology)
        for gateway in gateways { network[gateway].gateway.firewall.setDefault(.allow) }
        for node in hosts + gateways {
            let names = network[node].interfaces.map { network.topology[$0.link].ruleName }
            var input = network[node].gateway.own.input
            if random.chance(40) { input.setDefault(.deny) }
            for _ in 0..<(1 + pick(4)) {
                _ = try? input.add(
                    Rule(
                        random.one(of: [.allow, .allow, .deny, .reject]),
                        try match(on: names, out: [])))
            }
            network[node].gateway.own.input = input
        }
    }

    private mutating func match(on: [LinkName], out: [LinkName]) throws -> RuleMatch {
        var match = RuleMatch()
        if random.chance(50) { match.source = AddressMatch(try somePrefix()) }
        if random.chance(60) { match.destination = AddressMatch(try somePrefix()) }
        if random.chance(40) { match.destinationPorts = somePorts() }
        if random.chance(25) { match.proto = ProtocolMatch([random.one(of: [.tcp, .udp])]) }
        if random.chance(25), !on.isEmpty { match.links = [random.one(of: on)] }
        if random.chance(25), !out.isEmpty { match.outLinks = [random.one(of: out)] }
        if random.chance(15) {
            match.states = StateMatch([random.one(of: [.new, .invalid, .established])])
        }
        if random.chance(10) {
            let hops: UInt16 = random.one(of: [62, 63, 64])
            match.set(.number(.hopLimit, NumberMatch([Interval(hops, hops)])))
        }
        return match
    }

    private mutating func somePrefix() throws -> Prefix {
        try prefix(pick(links.count * 8), random.one(of: [29, 29, 30, 31, 32]))
    }

    private mutating func somePorts() -> PortMatch? {
        let first = UInt16(20 + pick(3))
        let last = first + UInt16(pick(2))
        return (try? PortRange(first: Port(rawValue: first), last: Port(rawValue: last))).map {
            PortMatch(PortSet($0))
        }
    }

    // MARK: - Address translation

    private mutating func translate(_ net: inout Topology) throws {
        guard family == .v4 else { return }
        for node in gateways where random.chance(75) {
            let names = net[node].interfaces.map { net[$0.link].ruleName }
            var rules: [NATRule] = []
            for _ in 0..<(1 + pick(3)) {
                let rule = try? translation(names)
                if let rule, !rules.contains(rule) { rules.append(rule) }
            }
            net.setTranslation(try NATRules(rules), of: node)
        }
    }

    private mutating func translation(_ names: [LinkName]) throws -> NATRule {
        let isPorted = random.chance(40)
        var match = RuleMatch()
        if isPorted { match.proto = ProtocolMatch([.tcp]) }
        if random.chance(50) { match.source = AddressMatch(try somePrefix()) }
        let pool = NATPool(
            addresses: AddressRange(try prefix(pick(links.count * 8), random.chance(80) ? 32 : 31)),
            ports: isPorted ? try ports() : nil)
        switch pick(4) {
        case 0:
            if random.chance(60) { match.outLinks = [random.one(of: names)] }
            return try NATRule(.masquerade(ports: isPorted ? ports() : nil), match)
        case 1: return try NATRule(.source(pool), match)
        case 2:
            match.destination = AddressMatch(try somePrefix())
            if random.chance(40) { match.destinationPorts = somePorts() }
            return try NATRule(.destination(pool), match)
        default:
            return try NATRule(
                .oneToOne(
                    inside: try prefix(pick(links.count * 8), 30),
                    outside: try prefix(pick(links.count * 8), 30)))
        }
    }

    private mutating func ports() throws -> PortRange {
        let first = UInt16(20 + pick(3))
        return try PortRange(
            first: Port(rawValue: first), last: Port(rawValue: first + UInt16(pick(2))))
    }

    // MARK: - Questions

    /// A question that asks for few packets.
    mutating func question() throws -> PathQuestion {
        var match = RuleMatch()
        match.source = AddressMatch(try prefix(pick(links.count * 8), random.one(of: [31, 32])))
        match.destination = AddressMatch(try somePrefix())
        match.proto = ProtocolMatch([random.one(of: [.tcp, .udp])])
        match.sourcePorts = PortMatch(PortSet(PortRange(Port(rawValue: random.one(of: [20, 22])))))
        if random.chance(50) { match.destinationPorts = somePorts() }
        match.set(.number(.hopLimit, NumberMatch([Interval(64, 64)])))
        match.set(.number(.dscp, NumberMatch([Interval(0, 0)])))
        if match.proto?.single == .tcp {
            match.flags = FlagMatch(
                set: random.chance(80) ? .syn : .ack, among: TCPFlags(rawValue: 0xFF))
        }
        if random.chance(25) { match.links = ["l\(pick(links.count))"].map(LinkName.init) }
        if random.chance(25) { match.outLinks = ["l\(pick(links.count))"].map(LinkName.init) }
        if let zone = network.topology.zones.last, random.chance(60) {
            match.links = [LinkName(rawValue: zone.name)]
        }
        if let zone = network.topology.zones.first, random.chance(30) {
            match.outLinks = [LinkName(rawValue: zone.name)]
        }
        let senders = random.chance(50) ? hosts : [random.one(of: hosts + gateways)]
        var question = try PathQuestion(from: senders, along: match, in: network.topology)
        if random.chance(40) { question.receiver = random.one(of: hosts) }
        return question
    }

    /// Every packet that can be meant, as it is sent: those to other destinations, too, because these may be translated.
    func packets(of question: PathQuestion) throws -> [Packet] {
        let match = question.match
        let isTCP = match.proto?.single == .tcp
        let sources = (0..<links.count * 8).filter {
            match.source?.contains(address($0)) ?? true
        }
        let port = Port(
            rawValue: (match.sourcePorts?.contains(Port(rawValue: 20)) ?? true) ? 20 : 22)
        var packets: [Packet] = []
        for source in sources {
            for destination in 0..<links.count * 8 {
                for wanted in UInt16(20)...24 {
                    let to = Port(rawValue: wanted)
                    packets.append(
                        try PacketDraft(
                            source: address(source), destination: address(destination),
                            transport: isTCP
                                ? .tcp(
                                    source: port, destination: to, sequence: 0,
                                    flags: match.flags?.set ?? .syn)
                                : .udp(source: port, destination: to)
                        ).build())
                }
            }
        }
        return packets
    }

    /// Packets between some of the network's addresses, by ports that its rules ask about.
    func samples() throws -> [Packet] {
        var packets: [Packet] = []
        for source in stride(from: 1, to: links.count * 8, by: 4) {
            for destination in 0..<links.count * 8 {
                for port in UInt16(20)...22 {
                    let (from, to) = (Port(rawValue: 20), Port(rawValue: port))
                    let transport: PacketDraft.Transport =
                        port == 21
                        ? .udp(source: from, destination: to)
                        : .tcp(source: from, destination: to, sequence: 0, flags: .syn)
                    packets.append(
                        try PacketDraft(
                            source: address(source), destination: address(destination),
                            transport: transport
                        ).build())
                }
            }
        }
        return packets
    }
}
