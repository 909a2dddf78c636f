import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network
import Timeline
import Wire

/// What names stand for: nodes, and what the node that a command is about has learned from DNS.
extension LabNetwork {
    // MARK: - Addresses

    /// The addresses of a name: those of a node, or those that the node which the command is about has resolved.
    ///
    /// - Throws: `CommandFault.noSuchNode`, or `standsForAny` where the node has none.
    func addresses(of name: NodeName) throws(CommandFault) -> [IPAddress] {
        if let node = fabric.topology.node(named: name.rawValue) {
            let addresses = fabric.topology[node].interfaces.flatMap { interface in
                interface.addresses.map(\.address)
            }
            guard !addresses.isEmpty else { throw .standsForAny(name.rawValue) }
            return addresses
        }
        let addresses = learned(name.rawValue)
        guard !addresses.isEmpty else { throw .noSuchNode(unknown(name)) }
        return addresses
    }

    /// The addresses that the node which the command is about has learned of a name from DNS; nobody asks for `localhost`
    /// (RFC 6761 section 6.3).
    func learned(_ name: String) -> [IPAddress] {
        if name.lowercased() == "localhost" {
            return [.v4(IPv4Address(rawValue: 0x7F00_0001)), .v6(IPv6Address(rawValue: 1))]
        }
        guard let name = DNSName(name), let host = fabric.host(at: current) else { return [] }
        return host.names.addresses(of: name, at: fabric.loop.now)
    }

    /// A name that nothing has, and what was probably meant.
    func unknown(_ name: NodeName) -> UnknownName {
        let net = fabric.topology
        let word = name.rawValue
        if net.link(named: word) != nil || net.zone(named: word) != nil {
            return UnknownName(word, meaning: .link)
        }
        let names = net.nodeIDs.map { net.name(of: $0) } + ["any", "not"]
        if let closest = Spelling.closest(to: word, among: names) {
            return UnknownName(word, meaning: .word(closest))
        }
        return UnknownName(
            word, meaning: word.contains(".") ? .domain(by: net.name(of: current)) : .nothing)
    }

    // MARK: - Packets

    /// The packet that a request means, with addresses in the place of names: of IPv4 where both ends are named and have
    /// one, unless only IPv6 has such packets.
    func named(_ request: PacketRequest) throws(LabFault) -> PacketRequest {
        guard request.hasNames else { return request }
        let sources = try addresses(of: request.way.source, else: request.source.address)
        let destinations = try addresses(
            of: request.way.destination, else: request.destination.address)
        let families = families(of: request)
        for family in families {
            guard let source = sources.first(where: { $0.family == family }),
                let destination = destinations.first(where: { $0.family == family })
            else { continue }
            var request = request
            request.source = Endpoint(address: source, port: request.source.port)
            request.destination = Endpoint(address: destination, port: request.destination.port)
            (request.way.source, request.way.destination) = (nil, nil)
            return request
        }
        let names = [request.way.source, request.way.destination].compactMap { $0 }
        let lacking = names.first { name in
            let isSource = name.range == request.way.source?.range
            let own = isSource ? sources : destinations
            return !own.contains { families.contains($0.family) }
        }
        guard let name = lacking ?? names.last else { return request }
        throw .command(.noAddressOfFamily(name.value.rawValue, families), name.range)
    }

    private func addresses(
        of name: Placed<NodeName>?, else address: IPAddress
    ) throws(LabFault) -> [IPAddress] {
        guard let name else { return [address] }
        do throws(CommandFault) {
            return try addresses(of: name.value)
        } catch {
            throw .command(error, name.range)
        }
    }

    /// The families of which the packet can be, that which is tried first in front.
    private func families(of request: PacketRequest) -> [IPFamily] {
        let family =
            request.source.address.isUnspecified && request.way.source != nil
            ? request.destination.address.family : request.source.address.family
        let isOpen = request.way.source != nil && request.way.destination != nil
        guard isOpen, family == .v4, request.header.marks.dontFragment else { return [family] }
        if case .later = request.transport { return [.v4] }
        return [.v4, .v6]
    }

    // MARK: - Selectors

    /// The selectors that a request means, with addresses in the place of names: of IPv4 where no end is an address.
    func named(_ request: SelectorRequest) throws(LabFault) -> SelectorRequest {
        let names = request.names
        guard let last = names.last else { return request }
        var known: [(name: NodeName, addresses: [IPAddress])] = []
        for name in names {
            known.append((name.value, try addresses(of: name, else: .v4(IPv4Address(rawValue: 0)))))
        }
        for family in request.families {
            guard known.allSatisfy({ $0.addresses.contains { $0.family == family } }) else {
                continue
            }
            do throws(UsageFault) {
                return try request.naming(family) { name in
                    known.first { $0.name == name }?.addresses.first { $0.family == family }
                }
            } catch {
                throw .usage(error)
            }
        }
        throw .command(.noAddressOfFamily(last.value.rawValue, request.families), last.range)
    }

    // MARK: - Rules

    /// A rule in which the names that the node has learned from DNS are the addresses that they have now; and those names.
    ///
    /// A node's name stays: the rule follows its addresses.
    func settled(_ rule: Rule) -> (rule: Rule, learned: [LearnedName]) {
        guard !rule.match.nodeNames.isEmpty else { return (rule, []) }
        var (rule, found) = (rule, [LearnedName]())
        rule.match = settled(rule.match, &found)
        return (rule, found)
    }

    /// The same of what a question is about.
    func settled(_ match: RuleMatch) -> RuleMatch {
        var found: [LearnedName] = []
        return settled(match, &found)
    }

    private func settled(_ match: RuleMatch, _ found: inout [LearnedName]) -> RuleMatch {
        var match = match
        match.source = match.source.map { settled($0, &found) }
        match.destination = match.destination.map { settled($0, &found) }
        return match
    }

    private func settled(_ list: AddressMatch, _ found: inout [LearnedName]) -> AddressMatch {
        guard list.namesNodes else { return list }
        var members: [AddressMatch.Member] = []
        for member in list.members {
            guard case .node(let name) = member,
                fabric.topology.node(named: name.rawValue) == nil
            else {
                members.append(member)
                continue
            }
            let addresses = learned(name.rawValue)
            guard !addresses.isEmpty else {
                members.append(member)
                continue
            }
            let known = LearnedName(name: name.rawValue, addresses: addresses)
            if !found.contains(known) { found.append(known) }
            members += addresses.map { .range(AddressRange(Prefix($0))) }
        }
        return AddressMatch(members, isNegated: list.isNegated)
    }
}
