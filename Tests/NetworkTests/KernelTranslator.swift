import Firewall
import Foundation
import Network
import TestSupport
import Wire

/// The kernel's own address translator between two links, in a network namespace that lives as long as one question.
///
/// Two cables lead to it: `near` to its interface `lan-a` with 10.0.0.254, behind which is 10.0.0.0/16, and `far` to
/// `internet` with 203.0.113.2, behind which is everything else. What is for the router itself is dropped.
struct KernelTranslator {
    /// A packet on its way into the router.
    struct Arrival {
        let packet: Packet
        /// Whether it comes from 10.0.0.0/16.
        let isNear: Bool
    }

    /// A packet that came out.
    struct Departure: Equatable {
        let bytes: [UInt8]
        let isNear: Bool
    }

    /// The tools or the rules failed.
    struct Fault: Error, CustomStringConvertible { let description: String }

    private let tool: Tool

    /// Nil where a tool is missing, or the machine does not allow the namespace or a socket in it.
    init?() {
        guard let tool = Tool("nft") else { return nil }
        self.tool = tool
        let rules = Self.table(of: [])
        guard let run = try? tool.run(Self.commands(rules)), run.status == 0 else { return nil }
    }

    /// Sends packets through rules, in their order.
    ///
    /// - Returns: What came out, by the places of the packets.
    /// - Throws: `Fault` with what was printed where a command fails.
    func send(_ arrivals: [Arrival], through rules: [NATRule]) throws -> [Int: Departure] {
        try send(arrivals, through: Self.table(of: rules))
    }

    /// Sends packets through what a file of nft or iptables says, in their order.
    ///
    /// - Returns: What came out, by the places of the packets.
    /// - Throws: `Fault` with what was printed where a command fails.
    func send(
        _ arrivals: [Arrival], through file: String, isNft: Bool = true
    ) throws -> [Int: Departure] {
        let restore = "iptables-restore <<'END OF RULES'\n\(file)END OF RULES"
        let own = isNft ? file : Self.table(of: [])
        let script =
            Self.commands(own) + (isNft ? "" : "\n\(restore)") + "\nprobe bytes <\"$F\"\n"
        let run = try tool.run(script, file: Self.lines(arrivals))
        guard run.status == 0 else {
            throw Fault(description: "status \(run.status): \(run.output)\n\(file)")
        }
        var departures: [Int: Departure] = [:]
        for line in run.output.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2 else { throw Fault(description: String(line)) }
            let digits = words[1].compactMap(\.hexDigitValue)
            let bytes = stride(from: 0, to: digits.count, by: 2).map {
                UInt8(digits[$0] << 4 | digits[$0 + 1])
            }
            let tag = Int(bytes.span.uint16(at: IPv4Header.Offset.identification))
            departures[tag] = Departure(bytes: bytes, isNear: words[0] == "near")
        }
        return departures
    }

    /// A packet whose identification says which one it is.
    static func tagged(_ packet: Packet, _ place: Int) throws -> Packet {
        var bytes = packet.bytes
        bytes.put(bigEndian: UInt16(place), at: IPv4Header.Offset.identification)
        IPv4Header.fillChecksum(of: 0..<packet.transportOffset, in: &bytes)
        return try .parse(bytes)
    }

    /// The packets as `KernelProbe` reads them.
    private static func lines(_ arrivals: [Arrival]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        var lines: [UInt8] = []
        for arrival in arrivals {
            lines += (arrival.isNear ? "near " : "far ").utf8
            lines += arrival.packet.bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
            lines.append(UInt8(ascii: "\n"))
        }
        return lines
    }

    // MARK: - Rules

    /// The rules as nft reads them.
    static func table(of rules: [NATRule]) -> String {
        var (before, after) = ("", "")
        for rule in rules {
            switch rule.action {
            case .masquerade(let ports):
                let to = ports.map { " to :\($0)" } ?? ""
                after += "\(matches(rule)) masquerade\(to)\n"
            case .source(let pool): after += "\(matches(rule)) snat to \(text(pool))\n"
            case .destination(let pool): before += "\(matches(rule)) dnat to \(text(pool))\n"
            case .oneToOne(let inside, let outside):
                let names = rule.match.links.map { "\"\($0.rawValue)\"" }
                let links = names.isEmpty ? "" : "ifname { \(names.joined(separator: ", ")) } "
                before += links.isEmpty ? "" : "i\(links)"
                before += "ip daddr \(outside) "
                before += "dnat ip prefix to ip daddr map { \(outside) : \(inside) }\n"
                after += links.isEmpty ? "" : "o\(links)"
                after += "ip saddr \(inside) "
                after += "snat ip prefix to ip saddr map { \(inside) : \(outside) }\n"
            }
        }
        return """
            table ip garita {
            chain prerouting { type nat hook prerouting priority dstnat;
            \(before)}
            chain postrouting { type nat hook postrouting priority srcnat;
            \(after)}
            \(input)}

            """
    }

    /// What is for the router itself is dropped.
    static let input = """
        chain input { type filter hook input priority filter; policy drop;
        }

        """

    private static func text(_ pool: NATPool) -> String {
        let (first, last) = (pool.addresses.first, pool.addresses.last)
        let addresses = first == last ? "\(first)" : "\(first)-\(last)"
        let ports = pool.ports.map { ":\($0)" } ?? ""
        return addresses + ports + (pool.isPersistent ? " persistent" : "")
    }

    private static func matches(_ rule: NATRule) -> String {
        var words: [String] = []
        for part in rule.match.parts {
            switch part {
            case .links(let links):
                let names = links.links.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
                words.append("iifname { \(names) }")
            case .outLinks(let links):
                let names = links.links.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
                words.append("oifname { \(names) }")
            case .proto(let match):
                let numbers = match.protocols.map { "\($0.rawValue)" }.joined(separator: ", ")
                words.append("meta l4proto { \(numbers) }")
            case .source(let match): words.append("ip saddr { \(text(match)) }")
            case .destination(let match): words.append("ip daddr { \(text(match)) }")
            case .destinationPorts(let match): words.append("th dport { \(match.ports) }")
            case .sourcePorts, .messages, .flags, .number, .states:
                preconditionFailure("no test has it")
            }
        }
        return words.joined(separator: " ")
    }

    private static func text(_ match: AddressMatch) -> String {
        match.members.map { member in
            switch member {
            case .range(let range): "\(range)"
            case .set, .node: preconditionFailure("no test has it")
            }
        }.joined(separator: ", ")
    }

    // MARK: - The router

    /// The commands that make the router.
    ///
    /// The cables need no neighbours (`arp off`), so that no packet waits for an answer. Every time of the connection
    /// tracker is 1,000 times as long as usual, so that none ends while the packets are under way.
    private static func commands(_ rules: String) -> String {
        """
        set -e
        processor=$(sed -n 's/^Cpus_allowed_list:[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/self/status)
        probe() { taskset -c $processor '\(Program.built("KernelProbe").path)' $1; }
        link() { ip link add $1 address 02:00:00:00:00:0$2 arp off type veth \\
            peer name $3 address 02:00:00:00:00:0$4 arp off; }
        link lan-a 1 near 2
        link internet 3 far 4
        cd /proc/sys/net
        for name in all default lan-a internet near far; do
            echo 0 >ipv4/conf/$name/rp_filter
            echo 0 >ipv4/conf/$name/send_redirects
        done
        echo 1 >ipv4/ip_forward
        echo 1 >ipv6/conf/near/disable_ipv6
        echo 1 >ipv6/conf/far/disable_ipv6
        ip address add 10.0.0.254/32 dev lan-a
        ip address add 203.0.113.2/32 dev internet
        for name in lan-a internet near far; do ip link set $name up; done
        ip route add 10.0.0.0/16 dev lan-a
        ip route add default dev internet
        probe bytes </dev/null
        nft -f - <<'END OF RULES'
        \(rules)END OF RULES
        echo 0 >netfilter/nf_conntrack_tcp_loose
        for name in netfilter/nf_conntrack_*timeout*; do
            case $name in
                *established|*sctp*|*frag*) ;;
                *) echo $(($(cat $name) * 1000)) >$name ;;
            esac
        done
        """
    }
}
