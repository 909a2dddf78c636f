package import Dialects
package import Firewall
package import Network
import Wire

/// Makes a network for the rules of another firewall's file: a gateway with its links, and somebody on each.
///
/// What the file does not say is guessed, always alike: addresses are those of documentation (RFC 5737, RFC 3849).
package struct NetFileMaker {
    /// A link of the gateway, and what is to be said of it.
    package struct Place {
        /// The link's name.
        package let link: String
        /// The gateway's address there.
        package let address: InterfaceAddress
        /// Whether the file names the link.
        package let isNamed: Bool
        /// Whether the address was assumed.
        package let isAssumed: Bool
        /// Whether everybody else is behind it.
        package let isOutside: Bool
    }

    /// A link of the gateway.
    private struct Plan {
        let name: String
        /// What the file calls it.
        let fileName: LinkName?
        let address: InterfaceAddress
        let isAssumed: Bool
    }

    private let survey: ForeignSurvey
    private var plans: [Plan] = []
    /// The place of the link behind which everybody else is.
    private var outside = 0

    /// The most links of a gateway (`docs/architecture.md`).
    private static let linkLimit = 12
    /// The words that no link may be called, as commands begin so.
    private let reserved: Set<String>

    /// A maker of a network for what a file says; no link is called by a word that is reserved.
    package init(_ survey: ForeignSurvey, reserved: Set<String>) {
        (self.survey, self.reserved) = (survey, reserved)
        plan()
    }

    /// The name of the gateway.
    package static let gateway = "gw"

    /// The names in the file that are called otherwise here.
    package var aliases: [(name: String, link: LinkName)] {
        plans.compactMap { plan in
            plan.fileName.flatMap {
                $0.rawValue == plan.name ? nil : ($0.rawValue, LinkName(rawValue: plan.name))
            }
        }
    }

    /// What is to be said of the links.
    package var places: [Place] {
        plans.enumerated().map { place, plan in
            Place(
                link: plan.name, address: plan.address, isNamed: plan.fileName != nil,
                isAssumed: plan.isAssumed, isOutside: place == outside)
        }
    }

    // MARK: - Links and addresses

    private mutating func plan() {
        var names = survey.places.prefix(Self.linkLimit).map {
            ($0.name.rawValue, Optional($0.name))
        }
        // One link alone would lead nowhere.
        for name in ["wan", "lan"] where names.count < 2 && !names.contains(where: { $0.0 == name })
        {
            names.append((name, nil))
        }
        let outside = survey.outside.flatMap { name in names.firstIndex { $0.1 == name } }
        let usual = names.firstIndex { name in
            ["wan", "ppp", "internet", "inet", "ext", "world", "wwan", "usb"].contains {
                name.0.lowercased().hasPrefix($0)
            }
        }
        self.outside = outside ?? usual ?? 0
        var taken: [Prefix] = []
        for (place, name) in names.enumerated() {
            let (address, isAssumed) = address(at: place, of: name.1, taken)
            taken.append(address.prefix)
            plans.append(
                Plan(
                    name: called(name.0), fileName: name.1, address: address,
                    isAssumed: isAssumed))
        }
    }

    /// A name that no command begins with.
    private func called(_ name: String) -> String {
        // A name begins with a letter and has no dots, as VLANs' do.
        let first = name.first?.isLetter ?? false ? "" : "link-"
        let plain = first + String(name.map { $0 == "." ? "-" : $0 })
        var called = reserved.contains(plain.lowercased()) ? "\(plain)-link" : plain
        while plans.contains(where: { $0.name == called }) { called += "-2" }
        return called
    }

    /// The gateway's address at a link: in a prefix that the file names, or in one of documentation.
    private func address(
        at place: Int, of name: LinkName?, _ taken: [Prefix]
    ) -> (InterfaceAddress, isAssumed: Bool) {
        let said = survey.places.first { $0.name == name }
        func isFree(_ prefix: Prefix) -> Bool {
            !taken.contains { $0.contains(prefix.address) || prefix.contains($0.address) }
        }
        if let own = said?.own, let address = try? InterfaceAddress(.v4(own), length: 24),
            isFree(address.prefix)
        {
            return (address, false)
        }
        var candidates = said?.prefixes ?? []
        if place != outside {
            candidates += survey.inside
            candidates += survey.servers.compactMap {
                try? Prefix(masking: .v4($0.address), length: 24)
            }
        }
        let used = survey.places.filter { $0.name != name }.flatMap(\.prefixes)
        for prefix in candidates where isFree(prefix) {
            // What another link says of itself is that link's.
            if used.contains(prefix), said?.prefixes.contains(prefix) != true { continue }
            if let address = host(of: prefix) { return (address, false) }
        }
        let base: UInt32 = place == outside ? 0xCB00_7100 : 0xC000_0200 + UInt32(place) * 16
        let own = IPv4Address(rawValue: base + 1)
        guard let address = try? InterfaceAddress(.v4(own), length: place == outside ? 24 : 28)
        else { preconditionFailure("the lengths are those of IPv4") }
        return (address, true)
    }

    /// The first address of a prefix that is no server's.
    private func host(of prefix: Prefix) -> InterfaceAddress? {
        guard case .v4(let first) = prefix.address else { return nil }
        let servers = Set(survey.servers.map(\.address))
        let own = (1...32).lazy.map { IPv4Address(rawValue: first.rawValue + $0) }
            .first { !servers.contains($0) }
        guard let own, let address = try? InterfaceAddress(.v4(own), length: prefix.length),
            address.isOfOneHost
        else { return nil }
        return address
    }

    // MARK: - The commands

    /// The commands that make the network, as a file of one has them.
    package var text: String {
        var lines = plans.map { "net add link \($0.name)" }
        var gateway = "net add gateway \(Self.gateway)"
        for (place, plan) in plans.enumerated() {
            gateway += " on \(plan.name) \(plan.address),2001:db8:\(place)::1/64"
        }
        lines.append(gateway)
        lines.append("\(Self.gateway) route add default out \(plans[outside].name)")
        lines.append("net add site anybody on \(plans[outside].name)")
        lines.append("anybody route add default out \(plans[outside].name)")
        if let own = free(on: plans[outside], besides: []) {
            lines += host("visitor", own, at: outside, number: 9)
        }
        var number = 0
        for (place, plan) in plans.enumerated() where place != outside {
            for (own, services) in hosts(on: plan) {
                number += 1
                let name = services.isEmpty ? "pc\(number)" : "server\(number)"
                lines += host(name, own, at: place, number: number + 1)
                lines += services.map { "\(name) service add \($0)" }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The commands that make a host on a link, which sends everything to the gateway.
    private func host(
        _ name: String, _ own: IPv4Address, at place: Int, number: Int
    ) -> [String] {
        let plan = plans[place]
        return [
            "net add host \(name) on \(plan.name) \(own)/\(plan.address.length),"
                + "2001:db8:\(place)::\(number)/64",
            "\(name) route add default via \(plan.address.address)",
            "\(name) route add default via 2001:db8:\(place)::1",
        ]
    }

    /// The next address on a link behind the gateway's that is none of some.
    private func free(on plan: Plan, besides taken: [IPv4Address]) -> IPv4Address? {
        guard case .v4(let own) = plan.address.address else { return nil }
        return (1...32).lazy.map { IPv4Address(rawValue: own.rawValue &+ $0) }.first { other in
            guard !taken.contains(other), plan.address.prefix.contains(.v4(other)),
                let address = try? InterfaceAddress(.v4(other), length: plan.address.length)
            else { return false }
            return address.isOfOneHost
        }
    }

    /// Who is on a link: the servers that the file names, and one more.
    private func hosts(on plan: Plan) -> [(own: IPv4Address, services: [String])] {
        var hosts: [(own: IPv4Address, services: [String])] = []
        for server in survey.servers where plan.address.prefix.contains(.v4(server.address)) {
            let service = server.service.map(Self.service) ?? "echo"
            if let place = hosts.firstIndex(where: { $0.own == server.address }) {
                if !hosts[place].services.contains(service) {
                    hosts[place].services.append(service)
                }
            } else if let address = try? InterfaceAddress(
                .v4(server.address), length: plan.address.length), address.isOfOneHost
            {
                hosts.append((server.address, [service]))
            }
        }
        let free = free(on: plan, besides: hosts.map(\.own))
        if let free { hosts.insert((free, []), at: 0) }
        return hosts
    }

    /// What a server offers at a port, as `service add` reads it.
    private static func service(_ service: ForeignSurvey.Server.Service) -> String {
        let port = service.port.rawValue
        guard service.proto == .tcp else { return "echo udp port \(port)" }
        return port == 22 ? "ssh" : port == 23 ? "echo port 23" : "http port \(port)"
    }
}
