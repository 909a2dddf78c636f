import Chance
import Network
import Testing
import Timeline
import Wire

/// The route table against reading all routes, and whole ways against a walk that knows nothing of tables.
@Suite struct RoutingTests {
    @Test func theTableFindsWhatReadingAllRoutesFinds() {
        var chance = SplitMix(seed: 3)
        var hits = 0
        var misses = 0
        var several = 0
        for _ in 0..<300 {
            var table = RouteTable()
            var routes: [Route] = []
            for _ in 0..<Int.random(in: 0...40, using: &chance) {
                let route = Route(
                    to: Self.prefix(&chance),
                    over: LinkID(rawValue: .random(in: 0..<3, using: &chance)),
                    via: nil, .written)
                table.add(route)
                routes.append(route)
            }
            #expect(Set(table.routes) == Set(routes))
            for _ in 0..<40 {
                let address = Self.address(&chance)
                let found = Array(table.candidates(for: address))
                let holding = routes.filter { $0.prefix.contains(address) }
                let longest = holding.map(\.prefix.length).max()
                #expect(found == holding.filter { $0.prefix.length == longest })
                if found.isEmpty { misses += 1 } else { hits += 1 }
                guard found.count > 1 else { continue }
                several += 1
                let link = found[1].link
                #expect(table.route(to: address) == found[0])
                #expect(table.route(to: address, .answering(link))?.link == link)
                let onward = table.route(to: address, .over(link))
                #expect(onward?.link != link || found.allSatisfy { $0.link == link })
            }
        }
        #expect(hits > 1_000)
        #expect(misses > 1_000)
        #expect(several > 100)
    }

    /// Prefixes and addresses that are close to each other, so that they often meet.
    private static func prefix(_ chance: inout SplitMix) -> Prefix {
        let address = address(&chance)
        let bits = address.family.addressBits
        let length = [0, 1, bits - 8, bits - 4, bits - 2, bits, bits - 1].randomElement(
            using: &chance)
        return (try? Prefix(masking: address, length: length ?? bits)) ?? Prefix(address)
    }

    private static func address(_ chance: inout SplitMix) -> IPAddress {
        let low = UInt32.random(in: 0..<16, using: &chance)
        let high: UInt32 = Bool.random(using: &chance) ? 0x0A00_0000 : 0xC000_0200
        if Bool.random(using: &chance) { return .v4(IPv4Address(rawValue: high | low)) }
        return .v6(IPv6Address(rawValue: UInt128(0x2001_0DB8) << 96 | UInt128(high | low)))
    }

    @Test func packetsInRandomNetworksGoWhereABruteForceWalkGoes() throws {
        var chance = SplitMix(seed: 11)
        var ends: [String: Int] = [:]
        for _ in 0..<400 {
            let net = try Self.network(&chance)
            var network = Network(net)
            for _ in 0..<20 {
                let start = try #require(net.nodeIDs.randomElement(using: &chance))
                let goal = Self.host(
                    Int.random(in: 0..<net.links.count, using: &chance),
                    Int.random(in: 1...7, using: &chance))
                let hops = Int.random(in: 1...3, using: &chance)
                let sent = try PacketDraft(
                    source: .v4(Self.host(0, 1)), destination: .v4(goal),
                    transport: .other(IPProtocol(rawValue: 99)), hopLimit: UInt8(hops)
                ).build()
                let walk = network.walk(sent, from: start)
                let told = Self.walk(net, from: start, to: .v4(goal), hops: hops)
                #expect(walk.way == told.way)
                #expect(walk.end == told.end)
                ends[walk.end, default: 0] += 1
            }
        }
        for end in ["delivered", "no-route", "no-neighbour", "hop-limit-exceeded"] {
            #expect(ends[end, default: 0] > 50, "\(end): \(ends)")
        }
    }

    private static func host(_ link: Int, _ number: Int) -> IPv4Address {
        IPv4Address(rawValue: 0x0A00_0000 | UInt32(link) << 8 | UInt32(number))
    }

    /// A random network: each link is a prefix of 24 bits, and routes lead anywhere.
    private static func network(_ chance: inout SplitMix) throws -> Topology {
        var net = Topology()
        let links = try (0..<Int.random(in: 1...5, using: &chance)).map { number in
            try net.add(Link(name: "l\(number)"))
        }
        for number in 1...Int.random(in: 2...6, using: &chance) {
            let isRouter = Bool.random(using: &chance)
            var own = links.shuffled(using: &chance)
            own = Array(own.prefix(isRouter ? 3 : 1))
            let interfaces = try own.map { link in
                Interface(
                    link: link,
                    addresses: [
                        try InterfaceAddress(.v4(host(link.rawValue, number)), length: 24)
                    ])
            }
            let node = try net.add(
                Node(name: "n\(number)", kind: isRouter ? .router : .host, interfaces: interfaces))
            for _ in 0..<Int.random(in: 0...3, using: &chance) {
                guard let link = own.randomElement(using: &chance) else { continue }
                let target = Int.random(in: 0..<links.count, using: &chance)
                let length = [0, 24, 24, 32].randomElement(using: &chance) ?? 24
                let prefix = try Prefix(masking: .v4(host(target, 2)), length: length)
                let hop: StaticRoute.NextHop =
                    Int.random(in: 0..<4, using: &chance) == 0
                    ? .out(link)
                    : .via(.v4(host(link.rawValue, .random(in: 1...6, using: &chance))))
                try? net.add(StaticRoute(to: .prefix(prefix), hop), to: node)
            }
        }
        return net
    }

    /// Follows a packet by reading what is written down at each node.
    private static func walk(
        _ net: Topology, from start: NodeID, to goal: IPAddress, hops: Int
    ) -> (way: [String], end: String) {
        var node = start
        var came: LinkID?
        var hops = hops
        var way = [net.name(of: start)]
        while true {
            let here = net[node]
            if came != nil {
                if here.has(goal) { return (way, "delivered") }
                if !here.forwards { return (way, "not-addressed") }
                if hops <= 1 { return (way, "hop-limit-exceeded") }
            }
            guard let (link, next, isWritten) = choice(here, goal, came) else {
                return (way, "no-route")
            }
            if came != nil { hops -= 1 }
            let others = net[link].ends.filter { $0 != node }
            var target = others.first { end in
                net[end].interface(on: link)?.addresses.contains { $0.address == next ?? goal }
                    ?? false
            }
            if target == nil, next == nil, isWritten, others.count == 1 { target = others[0] }
            guard let target else { return (way, "no-neighbour") }
            node = target
            came = link
            way.append(net.name(of: node))
        }
    }

    private static func choice(
        _ node: Node, _ goal: IPAddress, _ came: LinkID?
    ) -> (LinkID, IPAddress?, isWritten: Bool)? {
        var found: [(length: Int, link: LinkID, next: IPAddress?, isWritten: Bool)] = []
        for interface in node.interfaces {
            for address in interface.addresses where address.prefix.contains(goal) {
                found.append((address.length, interface.link, nil, false))
            }
        }
        for route in node.routes {
            for prefix in route.destination.prefixes where prefix.contains(goal) {
                switch route.nextHop {
                case .out(let link): found.append((prefix.length, link, nil, true))
                case .via(let next):
                    for interface in node.interfaces
                    where interface.addresses.contains(where: { $0.prefix.contains(next) }) {
                        found.append((prefix.length, interface.link, next, true))
                    }
                }
            }
        }
        let longest = found.map(\.length).max()
        let best = found.filter { $0.length == longest }
        let chosen = best.first { came == nil || $0.link != came } ?? best.first
        return chosen.map { ($0.link, $0.next, $0.isWritten) }
    }
}
