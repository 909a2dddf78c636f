package import Firewall
import Network
package import Timeline
package import Wire

/// What a file of another firewall says about the network around it; everything else has to be guessed.
package struct ForeignSurvey: Sendable {
    /// A link that the file names, in its order.
    package struct Place: Sendable {
        /// The name.
        package let name: LinkName
        /// The prefixes of IPv4 that the file says are behind it, the first first.
        package internal(set) var prefixes: [Prefix] = []
        /// The gateway's own address there, where flows go out under one or come in for one.
        package internal(set) var own: IPv4Address?
    }

    /// What flows from outside are sent to.
    package struct Server: Hashable, Sendable {
        /// The address.
        package let address: IPv4Address
        /// The transport and the port; nil where the file leaves them open.
        package let service: Service?

        /// A transport and a port.
        package struct Service: Hashable, Sendable {
            /// TCP or UDP.
            package let proto: IPProtocol
            /// The port of the server.
            package let port: Port
        }
    }

    /// The links, without the loopback interface.
    package internal(set) var places: [Place] = []
    /// The prefixes whose sources are translated: they are inside.
    package internal(set) var inside: [Prefix] = []
    /// The link over which they go out, or over which flows come in for servers; nil where nothing is translated.
    package internal(set) var outside: LinkName?
    /// Where the destinations of flows are moved to.
    package internal(set) var servers: [Server] = []

    /// The most servers that are kept.
    static let serverLimit = 16
}

extension Dialect {
    /// Looks through a file for links and prefixes; what can't be read is passed over.
    ///
    /// It is of no use when the budget has ended.
    package func survey(_ bytes: [UInt8], _ budget: Budget = Budget()) -> ForeignSurvey {
        var surveyor = Surveyor()
        let chains: [RuleChain] =
            saysChains(bytes, budget) ? [.forward, .input, .output] : [.forward]
        for chain in chains {
            let beside = BesideTranslation.read(rewritesDestinations: true)
            guard
                let read = try? self.read(
                    bytes, isLenient: true, links: ForeignLinks(surveyor.names), chain: chain,
                    beside: beside, budget)
            else { continue }
            surveyor.add(read.links)
            for item in read.rules { surveyor.take(item.rule.match) }
        }
        // The first reading finds out which links there are.
        for isLast in [false, true] {
            let links = ForeignLinks(surveyor.names)
            guard
                let read = try? readTranslation(
                    bytes, isLenient: true, links: links, makesLinks: true, budget)
            else { break }
            surveyor.add(read.links)
            if isLast { for rule in read.rules { surveyor.take(rule) } }
        }
        return surveyor.survey
    }
}

/// Gathers what rules say about links.
private struct Surveyor {
    var survey = ForeignSurvey()
    /// The links, the loopback interface among them.
    var names: [LinkName] = []

    mutating func add(_ links: [LinkName]) {
        for link in links where !names.contains(link) {
            names.append(link)
            if link.rawValue != "lo" { survey.places.append(ForeignSurvey.Place(name: link)) }
        }
    }

    /// A rule from a prefix on one link, or to one out of it, says what is behind it.
    mutating func take(_ match: RuleMatch) {
        if let link = Self.only(match.links), let prefix = Self.prefix(match.source) {
            note(prefix, at: link)
        }
        if let link = Self.only(match.outLinks), let prefix = Self.prefix(match.destination) {
            note(prefix, at: link)
        }
    }

    mutating func take(_ rule: NATRule) {
        switch rule.action {
        case .masquerade, .source:
            if let prefix = Self.prefix(rule.match.source), !survey.inside.contains(prefix) {
                survey.inside.append(prefix)
            }
            guard let link = Self.only(rule.match.outLinks) else { return }
            survey.outside = survey.outside ?? link
            guard case .source(let pool) = rule.action, case .v4(let own) = pool.addresses.first
            else { return }
            noteOwn(own, at: link)
        case .destination(let pool):
            guard case .v4(let address) = pool.addresses.first else { return }
            note(address, pool, rule.match)
            guard let link = Self.only(rule.match.links) else { return }
            survey.outside = survey.outside ?? link
            guard let own = Self.host(rule.match.destination) else { return }
            noteOwn(own, at: link)
        case .oneToOne(let inside, _):
            if !survey.inside.contains(inside) { survey.inside.append(inside) }
            survey.outside = survey.outside ?? Self.only(rule.match.links)
        }
    }

    private mutating func note(_ address: IPv4Address, _ pool: NATPool, _ match: RuleMatch) {
        guard survey.servers.count < ForeignSurvey.serverLimit else { return }
        let port = pool.ports?.first ?? match.destinationPorts?.ports.ranges.first?.first
        var service: ForeignSurvey.Server.Service?
        if let proto = match.proto, !proto.isNegated, let first = proto.protocols.first, let port {
            service = .init(proto: first, port: port)
        }
        let server = ForeignSurvey.Server(address: address, service: service)
        if !survey.servers.contains(server) { survey.servers.append(server) }
    }

    private mutating func note(_ prefix: Prefix, at link: LinkName) {
        guard let place = survey.places.firstIndex(where: { $0.name == link }),
            !survey.places[place].prefixes.contains(prefix)
        else { return }
        survey.places[place].prefixes.append(prefix)
    }

    private mutating func noteOwn(_ address: IPv4Address, at link: LinkName) {
        guard let place = survey.places.firstIndex(where: { $0.name == link }) else { return }
        survey.places[place].own = survey.places[place].own ?? address
    }

    private static func only(_ links: [LinkName]) -> LinkName? {
        links.count == 1 ? links[0] : nil
    }

    /// The one prefix of IPv4 that a match takes, of a size that a link may have.
    private static func prefix(_ match: AddressMatch?) -> Prefix? {
        guard let match, !match.isNegated, match.families == [.v4], match.ranges(.v4).count == 1,
            let prefix = match.ranges(.v4)[0].prefix, 8...30 ~= prefix.length,
            !prefix.address.isMulticast, !prefix.address.isLoopback
        else { return nil }
        return prefix
    }

    private static func host(_ match: AddressMatch?) -> IPv4Address? {
        guard let match, !match.isNegated, match.ranges(.v4).count == 1,
            let prefix = match.ranges(.v4)[0].prefix, prefix.length == 32,
            case .v4(let address) = prefix.address
        else { return nil }
        return address
    }
}
