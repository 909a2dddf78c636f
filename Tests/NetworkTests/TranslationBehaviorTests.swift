import Chance
import Firewall
import Network
import Testing
import Wire

/// What is said about a translator is what it does.
@Suite struct TranslationBehaviorTests {
    private static let inside = Translator.lan
    private static let internet = Translator.internet

    private let surroundings = NATSurroundings(
        inside: LinkEnd(link: Self.inside, address: address4("10.0.0.254")),
        outside: LinkEnd(link: Self.internet, address: address4("203.0.113.2")),
        hosts: (5..<45).map { address4("10.0.0.\($0)") },
        peers: [address4("198.51.100.1"), address4("198.51.100.2")])

    enum Kind: CaseIterable {
        case none, masquerade, ports, pool, persistent, oneToOne, oneToOneOutside, hairpin
    }

    private static func rules(_ kind: Kind) throws -> [NATRule] {
        var match = RuleMatch(source: AddressMatch(prefix("10.0.0.0/24")))
        let (inside, outside) = (prefix("10.0.0.0/24"), prefix("192.0.2.0/24"))
        let pool = range("203.0.113.16-203.0.113.19")
        switch kind {
        case .none: return []
        case .masquerade: return [try NATRule(.masquerade(ports: nil), match, out: internet)]
        case .ports:
            match.proto = ProtocolMatch([.udp])
            return [
                try NATRule(
                    .source(NATPool(address4("203.0.113.2"), ports: ports("5000-5099"))), match)
            ]
        case .pool: return [try NATRule(.source(NATPool(addresses: pool)), match)]
        case .persistent:
            return [try NATRule(.source(NATPool(addresses: pool, isPersistent: true)), match)]
        case .oneToOne: return [try NATRule(.oneToOne(inside: inside, outside: outside))]
        case .oneToOneOutside:
            var links = RuleMatch()
            links.links = [internet]
            return [try NATRule(.oneToOne(inside: inside, outside: outside), links)]
        case .hairpin:
            // Every datagram to the outside address is for one host.
            return [
                try NATRule(.masquerade(ports: nil), match, out: internet),
                try NATRule(
                    .destination(NATPool(address4("10.0.0.5"))),
                    RuleMatch(destination: AddressMatch(prefix("203.0.113.2")))),
            ]
        }
    }

    @Test(arguments: Kind.allCases)
    func theWordsAreThoseOfRFC4787(_ kind: Kind) throws {
        let seen = try NATRules(try Self.rules(kind)).behavior(in: surroundings)
        let expected: NATBehavior =
            switch kind {
            case .none:
                behavior(nil, nil, .endpointIndependent, nil, nil, .none)
            case .masquerade:
                behavior(
                    .endpointIndependent, .addressAndPortDependent, .addressAndPortDependent,
                    .overloading, .paired, .none)
            case .ports:
                behavior(
                    .endpointIndependent, .addressAndPortDependent, .addressAndPortDependent,
                    .overloading, .paired, .none)
            case .pool:
                behavior(
                    .endpointIndependent, .addressAndPortDependent, .addressAndPortDependent,
                    .overloading, .arbitrary, .none)
            case .persistent:
                behavior(
                    .endpointIndependent, .addressAndPortDependent, .addressAndPortDependent,
                    .overloading, .paired, .none)
            case .oneToOne:
                behavior(
                    .endpointIndependent, .endpointIndependent, .endpointIndependent,
                    .preservation, .paired, .externalSource)
            case .oneToOneOutside:
                behavior(
                    .endpointIndependent, .endpointIndependent, .endpointIndependent,
                    .preservation, .paired, .none)
            case .hairpin:
                behavior(
                    .endpointIndependent, .addressAndPortDependent, .endpointIndependent,
                    .overloading, .paired, .internalSource)
            }
        #expect(seen == expected)
        #expect(seen.isDeterministic == (seen.mapping == seen.mappingInConflict))
    }

    private func behavior(
        _ mapping: NATDependence?, _ conflict: NATDependence?, _ filtering: NATDependence,
        _ ports: NATPortAssignment?, _ pooling: NATPooling?, _ hairpinning: NATHairpinning
    ) -> NATBehavior {
        NATBehavior(
            mapping: mapping, mappingInConflict: conflict, filtering: filtering, ports: ports,
            pooling: pooling, hairpinning: hairpinning)
    }

    /// Many datagrams of many hosts show nothing that was not said, and all that was said.
    @Test(arguments: Kind.allCases.filter { $0 != .none })
    func manyHostsSeeWhatIsSaid(_ kind: Kind) throws {
        let rules = try Self.rules(kind)
        let said = try NATRules(rules).behavior(in: surroundings)
        var random = SplitMix(seed: 11)
        var dependence: Set<NATDependence> = []
        var addresses: [String: Set<String>] = [:]
        var reached: [Int: [Bool]] = [:]
        for _ in 0..<40 {
            var router = try Translator(rules)
            let others = random.one(of: [0, 0, 4, 60])
            for _ in 0..<others {
                let host = Int.random(in: 5..<45, using: &random)
                let peer = "198.51.100.\(random.one(of: [1, 2])):\(random.one(of: [80, 81]))"
                _ = router.pass(
                    try packet("10.0.0.\(host):\(random.one(of: [4000, 4001]))", peer),
                    on: Self.inside)
            }
            let peers = [(1, 80), (1, 81), (2, 80), (2, 81)].map { "198.51.100.\($0.0):\($0.1)" }
            let mapped = try peers.map { peer in
                let out = try router.send(try packet("10.0.0.5:4000", peer), on: Self.inside)
                return "\(out.fields.source):\(out.fields.sourcePort?.rawValue ?? 0)"
            }
            let isSame = mapped.allSatisfy { $0 == mapped[0] }
            let isByAddress = mapped[0] == mapped[1] && mapped[2] == mapped[3]
            dependence.insert(
                isSame
                    ? .endpointIndependent
                    : isByAddress ? .addressDependent : .addressAndPortDependent)
            addresses["10.0.0.5", default: []].formUnion(
                mapped.map { String($0.prefix { $0 != ":" }) })
            guard others == 0 else { continue }
            // A port to which nothing was sent, and an address.
            for (place, peer) in ["198.51.100.1:80", "198.51.100.1:99", "198.51.100.9:80"]
                .enumerated()
            {
                var copy = router
                let way = copy.pass(try packet(peer, mapped[0]), on: Self.internet)
                if case .out(let inside, _) = way {
                    reached[place, default: []].append(inside.ends.hasSuffix("> 10.0.0.5:4000"))
                } else {
                    reached[place, default: []].append(false)
                }
            }
        }
        #expect(dependence.contains(try #require(said.mapping)))
        #expect(dependence.max() == said.mappingInConflict)
        let (again, port, address) = (reached[0] ?? [], reached[1] ?? [], reached[2] ?? [])
        for isReached in again { #expect(isReached) }
        #expect(port.contains(false) == (said.filtering == .addressAndPortDependent))
        #expect(address.contains(false) == (said.filtering != .endpointIndependent))
    }
}
