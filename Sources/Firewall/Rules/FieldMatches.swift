package import Wire

/// Which protocols a rule asks about: a list, or everything but it.
package struct ProtocolMatch: Hashable, Sendable {
    /// Whether it takes what the list does not hold.
    package let isNegated: Bool
    /// The list, rising by number, none twice.
    package let protocols: [IPProtocol]

    /// How many protocols a list may have.
    package static let limit = 16

    /// The match of a list, in any order.
    package init(_ protocols: [IPProtocol], isNegated: Bool = false) {
        self.isNegated = isNegated
        self.protocols = Array(Set(protocols)).sorted { $0.rawValue < $1.rawValue }
    }

    /// Whether the protocol is one that it takes.
    package func contains(_ proto: IPProtocol) -> Bool { protocols.contains(proto) != isNegated }

    /// The protocols that it takes, as intervals: rising, apart from each other.
    var intervals: [Interval<UInt16>] {
        let listed = IntervalList.merged(
            protocols.map { Interval(UInt16($0.rawValue), UInt16($0.rawValue)) })
        return isNegated ? IntervalList.outside(listed, of: Interval(0, 255)) : listed
    }

    /// The one protocol that it takes, when it takes exactly one.
    package var single: IPProtocol? {
        protocols.count == 1 && !isNegated ? protocols[0] : nil
    }
}

/// Which ports a rule asks about: a list of ranges, or every port but them.
///
/// A packet without ports is in neither.
package struct PortMatch: Hashable, Sendable {
    /// Whether it takes what the list does not hold.
    package let isNegated: Bool
    /// The list.
    package let ports: PortSet

    /// The match of a list.
    package init(_ ports: PortSet, isNegated: Bool = false) {
        self.ports = ports
        self.isNegated = isNegated
    }

    /// Whether the port is one that it takes.
    package func contains(_ port: Port) -> Bool { ports.contains(port) != isNegated }

    /// The ports that it takes, as intervals: rising, apart from each other.
    package var spans: [Interval<UInt16>] {
        let listed = ports.ranges.map { Interval($0.first.rawValue, $0.last.rawValue) }
        return isNegated ? IntervalList.outside(listed) : listed
    }
}

/// Which ICMP messages a rule asks about: types, and codes of them.
package struct ICMPMatch: Hashable, Sendable {
    /// The types, rising, none twice.
    package let types: [UInt8]
    /// The codes, rising, none twice; empty: every code.
    package let codes: [UInt8]

    /// How many types, or codes, a list may have.
    package static let limit = 16

    /// The match of types and codes, each in any order.
    package init(types: [UInt8], codes: [UInt8] = []) {
        self.types = Array(Set(types)).sorted()
        self.codes = Array(Set(codes)).sorted()
    }

    /// Whether a message of this type and code is one that it takes.
    package func contains(_ type: UInt8?, _ code: UInt8?) -> Bool {
        guard let type, types.contains(type) else { return false }
        return codes.isEmpty || code.map(codes.contains) ?? false
    }
}

/// Which TCP control bits a rule asks about: those in `set` are set, and the others of `among` are not.
package struct FlagMatch: Hashable, Sendable {
    /// The bits that are set.
    package let set: TCPFlags
    /// The bits that are looked at; `set` is a part of them.
    package let among: TCPFlags

    /// The match of the bits `set` among the bits `among`.
    package init(set: TCPFlags, among: TCPFlags) {
        self.set = set
        self.among = among.union(set)
    }

    /// Whether the bits are as asked.
    package func contains(_ flags: TCPFlags) -> Bool { flags.intersection(among) == set }
}

/// Which states of a connection a rule asks about.
package struct StateMatch: Hashable, Sendable {
    /// The states in the order of `ConnectionState.allCases`, none twice.
    package let states: [ConnectionState]

    /// The match of these states, in any order.
    package init(_ states: [ConnectionState]) {
        self.states = ConnectionState.allCases.filter(states.contains)
    }

    /// Whether the state is one that it takes.
    package func contains(_ state: ConnectionState) -> Bool { states.contains(state) }
}
