import Chance
import Dialects
import Firewall
import Wire

/// Makes files whose chains lead to each other in every way, and packets for them.
struct RandomChains {
    private var source: SplitMix
    private let dialect: Dialect

    /// A family whose chains are made: nil for both.
    private typealias Table = (header: String, family: IPFamily?)

    init(seed: UInt64, _ dialect: Dialect) {
        source = SplitMix(seed: seed)
        self.dialect = dialect
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        .random(in: range, using: &source)
    }

    private mutating func one<Value>(of values: [Value]) -> Value {
        values[number(0...(values.count - 1))]
    }

    private mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

    // MARK: - Files

    /// A file with a chain or more in which forwarded packets begin, and the families that these are about.
    mutating func file() -> (text: String, families: [IPFamily]) {
        switch dialect {
        case .iptables: (iptables(.v4), [.v4])
        case .ip6tables: (iptables(.v6), [.v6])
        default: nft()
        }
    }

    private mutating func nft() -> (text: String, families: [IPFamily]) {
        let tables: [Table] = [("inet a", nil), ("ip b", .v4), ("ip6 c", .v6), ("inet d", nil)]
        var text = "table inet a\ndelete table inet a\n"
        var families: Set<IPFamily> = []
        for table in tables where chance(60) || (families.isEmpty && table.header == "inet d") {
            families.formUnion(table.family.map { [$0] } ?? IPFamily.allCases)
            text += "table \(table.header) {\n"
            text += "map named { type inet_service : verdict\n"
            text += "elements = { 22 : drop, 80-81 : return, 90 : continue }\nflags interval\n}\n"
            text += "set together { type inet_proto . inet_service\n"
            text += "elements = { tcp . 22, udp . 53 comment \"names\" }\n}\n"
            for place in 0..<3 {
                text += "chain side\(place) {\n"
                for _ in 0..<number(1...3) { text += nftRule(table.family, beyond: place) }
                text += "}\n"
            }
            for place in 0..<number(1...2) {
                let priority = one(of: [
                    "-10", "0", "filter", "filter + 5", "filter - 5", "security",
                ])
                text += "chain base\(place) {\ntype filter hook forward priority \(priority); "
                text += "policy \(chance(65) ? "accept" : "drop");\n"
                for _ in 0..<number(1...4) { text += nftRule(table.family, beyond: -1) }
                text += "}\n"
            }
            text += "}\n"
        }
        return (text, IPFamily.allCases.filter(families.contains))
    }

    private mutating func nftRule(_ family: IPFamily?, beyond place: Int) -> String {
        let side = "side\(number(min(place + 1, 2)...2))"
        let canLead = place < 2
        func verdict(_ choice: Int) -> String {
            switch choice {
            case 0..<40: "accept"
            case 40..<60: "drop"
            case 60..<75 where canLead: "jump \(side)"
            case 75..<85 where canLead: "goto \(side)"
            default: "return"
            }
        }
        let verdicts = (0..<3).map { _ in verdict(number(0...99)) }
        if chance(20) {
            var maps = [
                "tcp dport vmap { 22 : \(verdicts[0]), 80-90 : \(verdicts[1]) }\n",
                "iifname vmap { \"lan-a\" : \(verdicts[0]), \"internet\" : \(verdicts[1]) }\n",
                "meta l4proto vmap { tcp : continue, udp : \(verdicts[1]) }\n",
                "meta l4proto . th dport vmap { tcp . 22 : \(verdicts[0]), udp . 53 : \(verdicts[1]) }\n",
                "tcp dport vmap @named\n",
                "iifname . tcp dport { \"lan-a\" . 22, \"internet\" . 80 } counter \(verdicts[0])\n",
                "meta l4proto . th dport @together meta mark set 7 \(verdicts[1])\n",
            ]
            if family == nil {
                maps.append("meta nfproto vmap { ipv4 : \(verdicts[0]), ipv6 : \(verdicts[1]) }\n")
            }
            return one(of: maps)
        }
        return "\(condition(family)) counter \(verdicts[2])\n"
    }

    private mutating func condition(_ family: IPFamily?) -> String {
        var conditions = [
            "tcp dport { 22, 80 }", "udp dport 53", "tcp dport != 22", "iifname \"lan-a\"",
            "iifname != \"internet\"", "iifname \"lan*\"", "meta l4proto { tcp, udp }", "",
        ]
        if family != .v6 {
            conditions += [
                "ip saddr 10.0.0.0/3\(number(0...1))", "ip daddr 10.0.0.\(number(0...3))",
                "ip saddr != 10.0.0.2", "icmp type echo-request",
            ]
        }
        if family != .v4 {
            conditions += [
                "ip6 saddr 2001:db8::/12\(number(6...7))", "ip6 daddr 2001:db8::\(number(0...3))",
                "icmpv6 type echo-request",
            ]
        }
        return one(of: conditions)
    }

    private mutating func iptables(_ family: IPFamily) -> String {
        var text = "*filter\n:FORWARD \(chance(50) ? "ACCEPT" : "DROP") [0:0]\n"
        for place in 0..<3 { text += ":side\(place) - [0:0]\n" }
        for place in [-1, 0, 1, 2] {
            let chain = place < 0 ? "FORWARD" : "side\(place)"
            for _ in 0..<number(1...4) {
                let side = "side\(number(min(place + 1, 2)...2))"
                let verdict: String =
                    switch number(0...99) {
                    case 0..<40: "-j ACCEPT"
                    case 40..<60: "-j DROP"
                    case 60..<75 where place < 2: "-j \(side)"
                    case 75..<85 where place < 2: "-g \(side)"
                    default: "-j RETURN"
                    }
                text += "-A \(chain) \(option(family)) \(verdict)\n"
            }
        }
        return text + "COMMIT\n"
    }

    private mutating func option(_ family: IPFamily) -> String {
        let near = family == .v4 ? "10.0.0.0/3" : "2001:db8::/12"
        let far = family == .v4 ? "10.0.0." : "2001:db8::"
        return one(of: [
            "-p tcp --dport 22", "-p udp --dport 53", "-p tcp ! --dport 22", "-i lan-a",
            "! -i internet", "-i lan+", "-i +", "-p udp", "", "! -d \(far)2",
            "-s \(near)\(family == .v4 ? number(0...1) : number(6...7))",
            "-d \(far)\(number(0...3))",
        ])
    }

    // MARK: - Packets

    /// Packets over both links, in these families: a list leaves the other one to its default, which the kernel
    /// lets pass.
    mutating func arrivals(_ count: Int, _ families: [IPFamily]) -> [KernelRouter.Arrival] {
        var arrivals: [KernelRouter.Arrival] = []
        while arrivals.count < count {
            let family = one(of: families)
            let (source, destination) = (address(family), address(family))
            guard source != destination else { continue }
            let port = one(of: [22, 53, 80, 85] as [UInt16])
            let transport: PacketDraft.Transport =
                switch number(0...2) {
                case 0:
                    .tcp(
                        source: Port(rawValue: 4_000), destination: Port(rawValue: port),
                        sequence: 1, flags: .syn)
                case 1: .udp(source: Port(rawValue: 4_000), destination: Port(rawValue: port))
                default: .icmpEcho(.request, identifier: 1, sequence: 1)
                }
            let draft = PacketDraft(
                source: source, destination: destination, transport: transport)
            guard let packet = try? draft.build() else { continue }
            arrivals.append(
                KernelRouter.Arrival(
                    packet: packet, link: LinkName(rawValue: one(of: ["lan-a", "internet"]))))
        }
        return arrivals
    }

    private mutating func address(_ family: IPFamily) -> IPAddress {
        switch family {
        case .v4: .v4(IPv4Address(rawValue: 0x0A00_0000 + UInt32(number(0...3))))
        case .v6: .v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | UInt128(number(0...3))))
        }
    }
}
