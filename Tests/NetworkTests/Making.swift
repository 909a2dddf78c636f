import Chance
import Firewall
import Network
import Timeline
import Wire

/// The address that a text spells; a test that misspells one stops.
func address(_ text: String) -> IPAddress {
    guard let address = IPAddress(text) else { preconditionFailure("no address: \(text)") }
    return address
}

/// The IPv4 address that a text spells.
func address4(_ text: String) -> IPv4Address {
    guard case .v4(let address) = address(text) else { preconditionFailure("no IPv4: \(text)") }
    return address
}

/// The prefix that a text spells.
func prefix(_ text: String) -> Prefix {
    guard let prefix = Prefix(text) else { preconditionFailure("no prefix: \(text)") }
    return prefix
}

/// The addresses that a text spells.
func range(_ text: String) -> AddressRange {
    guard let range = AddressRange(text) else { preconditionFailure("no range: \(text)") }
    return range
}

/// The ports that a text spells.
func ports(_ text: String) -> PortRange {
    guard let range = PortRange(text) else { preconditionFailure("no ports: \(text)") }
    return range
}

/// An instant so many seconds after the start.
func at(_ seconds: UInt64) -> Instant { .start + .seconds(seconds) }

extension SplitMix {
    /// Whether something happens that does so in so many of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// One of some values, of which there is one at least.
    mutating func one<Value>(of values: [Value]) -> Value {
        guard let value = values.randomElement(using: &self) else {
            preconditionFailure("there is one")
        }
        return value
    }

    /// So many bytes.
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }
}

extension Packet {
    /// The packet with the DF bit of IPv4 as it is wanted, and with an identification.
    func fragmentable(_ isFragmentable: Bool = true, identification: UInt16 = 7) throws -> Packet {
        guard fields.source.family == .v4 else { return self }
        var bytes = self.bytes
        bytes.put(bigEndian: isFragmentable ? 0 : 0x4000, at: IPv4Header.Offset.fragment)
        bytes.put(bigEndian: identification, at: IPv4Header.Offset.identification)
        IPv4Header.fillChecksum(of: 0..<afterIPHeader.lowerBound, in: &bytes)
        return try .parse(bytes)
    }
}

extension NATRule {
    /// A rule about packets that go out over a link; nil: over any.
    init(_ action: NATAction, _ match: RuleMatch = RuleMatch(), out: LinkName?) throws(NATRuleFault)
    {
        var match = match
        match.outLinks = out.map { [$0] } ?? []
        try self.init(action, match)
    }
}
