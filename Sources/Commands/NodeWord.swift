import Firewall
import Wire

/// A name where an address can stand: that of a node, or one that a host has resolved.
package enum NodeWord {
    /// Words that mean something else where an address can stand, so that no node may be called so: those that stand
    /// there or may follow, and what other tools call them.
    package static let reserved: Set<String> = [
        "all", "any", "anywhere", "at", "both", "burst", "code", "count", "data", "default",
        "destination", "df", "dscp", "dst", "ecn", "esp", "every", "flags", "for", "fragment",
        "from",
        "host", "icmp", "icmpv6", "ip", "ipv4", "ipv6", "length", "limit", "localhost", "name",
        "not",
        "on", "out", "persistent", "port", "ports", "proto", "source", "src", "state", "tcp", "to",
        "ttl", "type", "udp", "via", "zone",
    ]

    /// Reads a name: a letter, then letters, digits, `-`, `_` and dots, as many as a name of DNS has at most
    /// (RFC 1035 section 2.3.4).
    ///
    /// - Throws: `notAnAddress` where it is none, or means something else.
    static func read(_ text: Span<UInt8>) throws(TextFault) -> NodeName {
        guard text.count > 0, text.count <= 253, isLetter(text[0]) else { throw .notAnAddress }
        for index in text.indices {
            switch text[index] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: continue
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): continue
            default: throw .notAnAddress
            }
        }
        let name = text.text
        let word = name.lowercased()
        guard !reserved.contains(word), !nouns.contains(word) else { throw .notAnAddress }
        return NodeName(rawValue: name)
    }

    /// The words that commands begin with.
    private static let nouns = Set(
        CommandName.allCases.map { String($0.rawValue.prefix { $0 != " " }) })

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
