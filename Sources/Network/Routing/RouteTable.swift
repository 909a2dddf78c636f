package import Wire

/// The routes of a node: the longest prefix that holds a destination decides (RFC 1812 section 5.2.4.3).
///
/// A node may have several routes of one prefix, over several links. What came over a link then takes the first that
/// leads elsewhere, and an answer goes where the question came from; what the node makes by itself takes the first.
package struct RouteTable: Hashable, Sendable {
    private var v4 = RouteLevels()
    private var v6 = RouteLevels()

    /// A table without routes.
    package init() {}

    /// The routes of a node: those of its interfaces, then those that were written down.
    package init(of node: Node) {
        for interface in node.interfaces {
            for address in interface.addresses
            where address.length < address.prefix.family.addressBits {
                add(Route(to: address.prefix, over: interface.link, via: nil, .connected))
            }
        }
        for route in node.routes {
            for prefix in route.destination.prefixes {
                switch route.nextHop {
                case .out(let link): add(Route(to: prefix, over: link, via: nil, .written))
                case .via(let gateway):
                    guard let link = node.link(towards: gateway) else { continue }
                    add(Route(to: prefix, over: link, via: gateway, .written))
                }
            }
        }
    }

    /// Adds a route behind those of the same prefix.
    package mutating func add(_ route: Route) {
        switch route.prefix.family {
        case .v4: v4.add(route)
        case .v6: v6.add(route)
        }
    }

    /// All routes: IPv4 before IPv6, longer prefixes before shorter ones, and those of one length by address.
    package var routes: [Route] { v4.routes + v6.routes }

    /// The routes of the longest prefix that holds an address, in the order in which they were added; empty where
    /// there is none.
    package func candidates(for address: IPAddress) -> ArraySlice<Route> {
        switch address {
        case .v4(let address): v4.candidates(for: UInt128(address.rawValue) << 96)
        case .v6(let address): v6.candidates(for: address.rawValue)
        }
    }

    /// The route of a packet to an address; nil where there is none.
    package func route(to address: IPAddress, _ approach: Approach = .here) -> Route? {
        Self.choice(of: candidates(for: address), approach)
    }

    /// The one of several routes of one prefix that a packet takes; nil where there is none.
    static func choice(of candidates: ArraySlice<Route>, _ approach: Approach) -> Route? {
        guard candidates.count > 1 else { return candidates.first }
        switch approach {
        case .here: return candidates.first
        case .answering(let link):
            return candidates.first { $0.link == link } ?? candidates.first
        case .over(let link):
            return candidates.first { $0.link != link } ?? candidates.first
        }
    }
}

/// The routes of one family: for each prefix length, the longest first, routes in the order of their addresses.
///
/// An IPv4 address stands in the highest bits of its number.
private struct RouteLevels: Hashable, Sendable {
    private var levels: [Level] = []

    fileprivate struct Level: Hashable, Sendable {
        let length: Int
        let mask: UInt128
        var addresses: [UInt128] = []
        var routes: [Route] = []
    }

    var routes: [Route] { levels.flatMap(\.routes) }

    mutating func add(_ route: Route) {
        let length = route.prefix.length
        let place = levels.firstIndex { $0.length <= length } ?? levels.count
        if place == levels.count || levels[place].length != length {
            levels.insert(Level(length: length, mask: .max << (128 - length)), at: place)
        }
        let address = Self.number(route.prefix.address)
        let spot = levels[place].end(of: address)
        levels[place].addresses.insert(address, at: spot)
        levels[place].routes.insert(route, at: spot)
    }

    func candidates(for address: UInt128) -> ArraySlice<Route> {
        for index in levels.indices {
            let masked = address & levels[index].mask
            let range = levels[index].range(of: masked)
            if !range.isEmpty { return levels[index].routes[range] }
        }
        return []
    }

    private static func number(_ address: IPAddress) -> UInt128 {
        switch address {
        case .v4(let address): UInt128(address.rawValue) << 96
        case .v6(let address): address.rawValue
        }
    }
}

extension RouteLevels.Level {
    /// Where the routes of an address stand.
    func range(of address: UInt128) -> Range<Int> {
        var low = 0
        var high = addresses.count
        while low < high {
            let middle = (low + high) / 2
            if addresses[middle] < address { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < addresses.count, addresses[end] == address { end += 1 }
        return low..<end
    }

    /// Where a route of an address goes: behind those that it has.
    func end(of address: UInt128) -> Int { range(of: address).upperBound }
}
