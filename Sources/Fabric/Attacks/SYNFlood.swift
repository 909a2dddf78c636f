package import Network
package import Timeline
package import Wire

/// Requests for connections that nobody wants, in the names of others (RFC 4987 section 2).
package struct SYNFlood: Sendable {
    /// Whom they are for.
    package var target: IPAddress
    /// Which port.
    package var port: Port
    /// The addresses that they pretend to come from, one after the other; of the target's family.
    package var sources: Prefix
    /// How many: 1 to `limit`.
    package var count: Int
    /// The time between two.
    package var interval = Duration.milliseconds(1)

    /// So many at once: with their answers they fit into the log.
    package static let limit = 2_000
    /// How many there are when nobody says how many.
    package static let usual = 100

    /// A flood of so many.
    package init(target: IPAddress, port: Port, sources: Prefix, count: Int = usual) {
        precondition(target.family == sources.family, "a SYN has addresses of one family")
        self.target = target
        self.port = port
        self.sources = sources
        self.count = count
    }

    /// Where one of them pretends to come from: the addresses behind the prefix's first in turn, then other ports.
    func source(_ index: Int) -> (address: IPAddress, port: Port) {
        let bits = sources.family.addressBits - sources.length
        // The first and the last address of an IPv4 prefix are no host's.
        let hosts = bits == 0 ? 1 : bits >= 12 ? 1 << 11 : max(1, (1 << bits) - 2)
        let (turn, place) = index.quotientAndRemainder(dividingBy: hosts)
        let step = bits < 2 ? place : place + 1
        let port = Port(rawValue: UInt16(1_024 + turn))
        switch sources.address {
        case .v4(let first):
            return (.v4(IPv4Address(rawValue: first.rawValue + UInt32(step))), port)
        case .v6(let first):
            return (.v6(IPv6Address(rawValue: first.rawValue + UInt128(step))), port)
        }
    }
}

/// What came of a flood of SYNs.
package struct SYNFloodReport: Sendable {
    /// What a listener did with them.
    package struct Listener: Sendable {
        /// The host.
        package let node: NodeID
        /// The port.
        package let port: Port
        /// How often it did what, in the order of `ListenerEvent.allCases`.
        package internal(set) var counts = [Int](
            repeating: 0, count: ListenerEvent.allCases.count)
        /// How many connections are half open there now, and how many may be.
        package internal(set) var load: ListenerLoad?
    }

    /// Who sent it.
    package let node: NodeID
    /// What was asked for.
    package let flood: SYNFlood
    /// How many were sent; fewer when the person interrupted.
    package internal(set) var sent = 0
    /// The first and the last source.
    package internal(set) var sources: (first: IPAddress, last: IPAddress)?
    /// The listeners that they came to, by node and port.
    package internal(set) var listeners: [Listener] = []
    /// Why others did not come there, in the order of the table of reasons, each with how many.
    package internal(set) var drops: [(reason: DropReason, count: Int)] = []
}
