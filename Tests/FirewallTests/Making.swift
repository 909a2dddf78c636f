import Firewall
import Wire

/// The address that a text spells; a test that misspells one stops.
func address(_ text: String) -> IPAddress {
    guard let address = IPAddress(text) else { preconditionFailure("no address: \(text)") }
    return address
}

/// The addresses of the prefixes or ranges that a text spells, with commas between them.
func addresses(_ text: String, isNegated: Bool = false) -> AddressMatch {
    let members = text.split(separator: ",").map { word -> AddressMatch.Member in
        guard let range = AddressRange(String(word)) else {
            preconditionFailure("no addresses: \(text)")
        }
        return .range(range)
    }
    return AddressMatch(members, isNegated: isNegated)
}

/// The ports that a text spells.
func ports(_ text: String, isNegated: Bool = false) -> PortMatch {
    guard let ports = PortSet(text) else { preconditionFailure("no ports: \(text)") }
    return PortMatch(ports, isNegated: isNegated)
}

/// The addresses of named sets.
func sets(_ names: String..., isNegated: Bool = false) -> AddressMatch {
    AddressMatch(names.map { .set(SetName(rawValue: $0)) }, isNegated: isNegated)
}

/// The ranges that a text spells, with blanks between them.
func ranges(_ text: String) -> [AddressRange] {
    text.split(separator: " ").compactMap { AddressRange(String($0)) }
}

/// What a firewall sees of a packet; without ports it is an ICMP packet.
func packet(
    _ source: String, _ destination: String, _ sourcePort: UInt16? = nil, _ port: UInt16? = nil,
    proto: IPProtocol = .tcp
) -> PacketFields {
    PacketFields(
        source: address(source), destination: address(destination),
        proto: port == nil && proto == .tcp ? .icmp : proto,
        sourcePort: sourcePort.map(Port.init(rawValue:)),
        destinationPort: port.map(Port.init(rawValue:)), totalLength: 40)
}

/// A rule about one source address.
func rule(_ action: Action, from source: String) -> Rule {
    Rule(action, RuleMatch(source: addresses(source)))
}

extension RuleSet {
    /// The list of these rules.
    init(_ rules: [Rule]) throws {
        self.init()
        for rule in rules { _ = try add(rule) }
    }

    /// Everything that an edit could change, as text to compare; buckets and hits included.
    var state: String {
        entries.map { "\($0)" }.joined(separator: "\n") + "\n\(settings) \(defaultHits)"
    }

    /// The names of the rules, in order.
    var names: [String] { entries.map { $0.rule.name?.text ?? "-" } }
}
