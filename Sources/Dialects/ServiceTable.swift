import Firewall
import Wire

/// Names that the dialects have for protocols, ports and messages; other names are refused.
///
/// From the IANA registries, and where these have none from the program's own reference (nft(8),
/// iptables-extensions(8), IOS "ip access-list extended", ufw's application profiles).
enum ServiceTable {
    /// The number of a protocol that has a name, or is a number.
    static func proto(_ text: String) throws(ForeignProblem) -> IPProtocol {
        if let row = protocols.first(where: { $0.name == text }) {
            return IPProtocol(rawValue: row.number)
        }
        do throws(TextFault) {
            return try IPProtocol.parse(text.utf8.span)
        } catch {
            throw .badValue(error)
        }
    }

    /// The port that has a name, or is a number.
    static func port(_ text: String) throws(ForeignProblem) -> UInt16 {
        if let port = named(text) { return port }
        do throws(TextFault) {
            return try Port.parse(text.utf8.span).rawValue
        } catch {
            throw .badValue(error)
        }
    }

    /// The span of ports that two texts name.
    static func ports(_ first: String, _ last: String) throws(ForeignProblem) -> Interval<UInt16> {
        let (low, high) = (try port(first), try port(last))
        if low > high { throw .badValue(.invertedRange) }
        return Interval(low, high)
    }

    /// The ports of a text such as `22`, `ssh`, `80-90` with this byte between the two.
    static func ports(_ text: String, between: Character) throws(ForeignProblem) -> Interval<UInt16>
    {
        if let port = named(text) { return Interval(port, port) }
        guard let place = text.firstIndex(of: between) else {
            let port = try port(text)
            return Interval(port, port)
        }
        let (first, last) = (text[..<place], text[text.index(after: place)...])
        // `:22` and `22:` leave an end open where the byte is a colon.
        let isOpen = between == ":"
        return try ports(
            isOpen && first.isEmpty ? "0" : String(first),
            isOpen && last.isEmpty ? "65535" : String(last))
    }

    /// The ports of a list with commas, and colons in ranges.
    static func portList(_ text: String) throws(ForeignProblem) -> [Interval<UInt16>] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map {
            (part) throws(ForeignProblem) in try ports(String(part), between: ":")
        }
    }

    /// A number of one byte.
    static func byte(_ text: String) throws(ForeignProblem) -> UInt8 {
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber else { throw .badValue(.notANumber) }
        guard let number = UInt8(text) else { throw .badValue(.byteOutOfRange) }
        return number
    }

    /// The type, and code where the name has one, of a message; `TYPE/CODE` too.
    static func message(
        _ text: String, _ family: IPFamily
    ) throws(ForeignProblem) -> (type: UInt8, code: UInt8?) {
        let rows = family == .v4 ? messages4 : messages6
        if let row = rows.first(where: { $0.name == text }) { return (row.type, row.code) }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard text.utf8.first.map({ (0x30...0x39).contains($0) }) ?? false, parts.count <= 2 else {
            throw .badValue(.notAnICMPType)
        }
        let type = try byte(String(parts[0]))
        return (type, parts.count == 2 ? try byte(String(parts[1])) : nil)
    }

    private static let protocols: [(name: String, number: UInt8)] = [
        ("ipv6-icmp", IPProtocol.icmpv6.rawValue), ("ah", 51), ("ahp", 51), ("gre", 47),
        ("sctp", 132), ("dccp", 33), ("udplite", 136),
        ("igmp", 2), ("ospf", 89), ("eigrp", 88), ("pim", 103), ("vrrp", 112), ("ipcomp", 108),
        ("comp", 108), ("pcp", 108), ("ipip", 94), ("ipencap", 4), ("ipinip", 4), ("nos", 94),
        ("ip", 0), ("ggp", 3), ("st", 5), ("egp", 8), ("igp", 9), ("pup", 12), ("hmp", 20),
        ("xns-idp", 22), ("rdp", 27), ("iso-tp4", 29), ("xtp", 36), ("ddp", 37), ("idpr-cmtp", 38),
        ("idrp", 45), ("rsvp", 46), ("skip", 57), ("rspf", 73), ("vmtp", 81), ("ax.25", 93),
        ("etherip", 97), ("encap", 98), ("isis", 124), ("fc", 133), ("mobility-header", 135),
        ("mpls-in-ip", 137), ("manet", 138), ("hip", 139), ("shim6", 140), ("wesp", 141),
        ("rohc", 142), ("l2tp", 115), ("hopopt", 0), ("ipv6-route", 43), ("ipv6-frag", 44),
        ("ipv6-opts", 60),
    ]

    /// The port of a name: one of the registry, or one of its aliases that only a dialect has.
    private static func named(_ text: String) -> UInt16? {
        if let row = portNames.first(where: { $0.name == text }) { return row.number }
        guard let service = ServiceName.named(text.utf8.span), service.origin == .registered else {
            return nil
        }
        return service.port.rawValue
    }

    /// What the dialects call ports beyond `ServiceName`.
    private static let portNames: [(name: String, number: UInt16)] = [
        ("whois", 43), ("dns", 53), ("hostname", 101), ("pop2", 109), ("netbios-ss", 139),
        ("imap2", 143), ("snmp-trap", 162), ("irc", 194), ("dnsix", 195), ("mobile-ip", 434),
        ("cmd", 514), ("lpd", 515), ("rip", 520), ("klogin", 543), ("kshell", 544),
        ("non500-isakmp", 4500),
    ]

    private static let messages4: [(name: String, type: UInt8, code: UInt8?)] = [
        ("echo-reply", 0, nil), ("pong", 0, nil), ("destination-unreachable", 3, nil),
        ("unreachable", 3, nil), ("network-unreachable", 3, 0), ("net-unreachable", 3, 0),
        ("host-unreachable", 3, 1), ("protocol-unreachable", 3, 2), ("port-unreachable", 3, 3),
        ("fragmentation-needed", 3, 4), ("packet-too-big", 3, 4), ("network-prohibited", 3, 9),
        ("host-prohibited", 3, 10), ("communication-prohibited", 3, 13),
        ("administratively-prohibited", 3, 13), ("source-quench", 4, nil), ("redirect", 5, nil),
        ("network-redirect", 5, 0), ("net-redirect", 5, 0), ("host-redirect", 5, 1),
        ("echo-request", 8, nil), ("echo", 8, nil), ("ping", 8, nil),
        ("router-advertisement", 9, nil), ("router-solicitation", 10, nil),
        ("time-exceeded", 11, nil), ("ttl-zero-during-transit", 11, 0), ("ttl-exceeded", 11, 0),
        ("ttl-zero-during-reassembly", 11, 1), ("reassembly-timeout", 11, 1),
        ("parameter-problem", 12, nil), ("timestamp-request", 13, nil),
        ("timestamp-reply", 14, nil), ("info-request", 15, nil), ("information-request", 15, nil),
        ("info-reply", 16, nil), ("information-reply", 16, nil),
        ("address-mask-request", 17, nil), ("mask-request", 17, nil),
        ("address-mask-reply", 18, nil), ("mask-reply", 18, nil), ("traceroute", 30, nil),
    ]

    private static let messages6: [(name: String, type: UInt8, code: UInt8?)] = [
        ("destination-unreachable", 1, nil), ("unreachable", 1, nil), ("no-route", 1, 0),
        ("communication-prohibited", 1, 1), ("address-unreachable", 1, 3),
        ("port-unreachable", 1, 4), ("packet-too-big", 2, nil), ("time-exceeded", 3, nil),
        ("ttl-zero-during-transit", 3, 0), ("hop-limit", 3, 0), ("parameter-problem", 4, nil),
        ("echo-request", 128, nil), ("ping", 128, nil), ("echo-reply", 129, nil),
        ("pong", 129, nil), ("mld-listener-query", 130, nil), ("mld-query", 130, nil),
        ("mld-listener-report", 131, nil), ("mld-report", 131, nil),
        ("mld-listener-done", 132, nil), ("mld-listener-reduction", 132, nil),
        ("mld-reduction", 132, nil), ("router-solicitation", 133, nil),
        ("nd-router-solicit", 133, nil), ("router-advertisement", 134, nil),
        ("nd-router-advert", 134, nil), ("neighbour-solicitation", 135, nil),
        ("neighbor-solicitation", 135, nil), ("nd-neighbor-solicit", 135, nil), ("nd-ns", 135, nil),
        ("neighbour-advertisement", 136, nil), ("neighbor-advertisement", 136, nil),
        ("nd-neighbor-advert", 136, nil), ("nd-na", 136, nil), ("redirect", 137, nil),
        ("nd-redirect", 137, nil), ("router-renumbering", 138, nil),
        ("ind-neighbor-solicit", 141, nil), ("ind-neighbor-advert", 142, nil),
        ("mld2-listener-report", 143, nil),
    ]
}
