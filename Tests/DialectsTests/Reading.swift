import Dialects
import Firewall
import Wire

/// What reading a text gave: the list, ready to be asked.
struct ReadFile {
    var set: RuleSet
    let foreign: ForeignRules

    /// Reads a text that has to be right.
    init(
        _ dialect: Dialect, _ text: String, isLenient: Bool = false,
        links: [String] = ["lan-a", "internet"], aliases: [(String, String)] = []
    ) throws {
        let known = links.map(LinkName.init)
        foreign = try dialect.read(
            Array(text.utf8), isLenient: isLenient,
            links: ForeignLinks(known, names: aliases.map { ($0, LinkName(rawValue: $1)) }))
        set = RuleSet(links: known)
        try set.load(
            foreign.rules.map { ($0.rule, $0.isEnabled) }, sets: foreign.sets,
            defaultAction: foreign.defaultAction, links: foreign.links)
    }

    /// What happens to a packet: `tcp 10.0.0.1:1 > 10.0.0.2:22`, `icmp A > B 8/0`, `50 A > B`.
    mutating func verdict(
        _ text: String, flags: TCPFlags = .syn, state: ConnectionState = .new,
        on link: String? = nil, out: String? = nil
    ) -> Action {
        let words = text.split(separator: " ").map(String.init)
        let proto = IPProtocol(words[0])
        guard let proto, let source = Endpoint(words[1]), let destination = Endpoint(words[3])
        else {
            preconditionFailure("no packet: \(text)")
        }
        var fields = PacketFields(
            source: source.address, destination: destination.address, proto: proto,
            sourcePort: source.port, destinationPort: destination.port, totalLength: 40)
        if proto == .tcp { fields.tcpFlags = flags }
        if words.count > 4 {
            let numbers = words[4].split(separator: "/").compactMap { UInt8($0) }
            (fields.icmpType, fields.icmpCode) = (numbers[0], numbers[1])
        }
        let context = PacketContext(
            link: link.map(LinkName.init), out: out.map(LinkName.init), state: state)
        return set.decide(fields, context).action
    }
}

/// The fault of a text that is refused; nil where it is read.
func refusal(_ dialect: Dialect, _ text: String, isLenient: Bool = false) -> ForeignFault? {
    do throws(ForeignFault) {
        _ = try dialect.read(Array(text.utf8), isLenient: isLenient)
        return nil
    } catch { return error }
}

/// A file of nft with these lines in its chain.
func nft(_ rules: String, policy: String = "drop", before: String = "") -> String {
    """
    table inet filter {
    \(before)
    chain forward {
    type filter hook forward priority filter; policy \(policy);
    \(rules)
    }
    }

    """
}

/// A file of iptables with these lines behind its chains.
func iptables(_ rules: String, policy: String = "DROP") -> String {
    "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD \(policy) [0:0]\n:OUTPUT ACCEPT [0:0]\n\(rules)\nCOMMIT\n"
}
