import Dialects
import Firewall
import Foundation
import TestSupport
import Wire

/// The kernel's own firewall between two links, in a network namespace that lives as long as one question.
///
/// Two cables lead to it: `near` to its interface `lan-a`, and `far` to `internet`. Whatever comes in over one
/// goes out over the other, whatever its addresses are. `KernelProbe` sends packets into the outer ends of the
/// cables and reads what arrives there.
struct KernelRouter {
    /// A packet on its way into the router.
    struct Arrival {
        let packet: Packet
        /// `lan-a` or `internet`.
        let link: LinkName

        /// What is known of it: it goes out over the other link.
        var context: PacketContext {
            PacketContext(
                link: link,
                out: LinkName(rawValue: link.rawValue == "lan-a" ? "internet" : "lan-a"))
        }
    }

    /// What the kernel did with a list of packets, by their places in it.
    struct Outcome {
        /// Those that are forwarded where no rule is loaded.
        let routed: Set<Int>
        /// Those that are forwarded by the rules.
        let passed: Set<Int>
    }

    /// The tools or the rules failed.
    struct Fault: Error, CustomStringConvertible { let description: String }

    let tool: Tool
    /// Whether the rules ask about connections.
    private let asksAboutState: Bool

    /// The program that sends and receives; it lies beside the one that runs the tests.
    static let probe = Program.built("KernelProbe")

    /// Nil where a tool is missing, or the machine does not allow the namespace or a socket in it.
    init?(asksAboutState: Bool = false) {
        guard let tool = Tool("nft") else { return nil }
        (self.tool, self.asksAboutState) = (tool, asksAboutState)
        var text = "table inet garita { chain forward { type filter hook forward priority filter; "
        text += "\(asksAboutState ? "ct state new " : "")accept\n}\n}\n"
        guard let run = try? tool.run(commands(load(text))), run.status == 0 else { return nil }
    }

    /// Sends packets without rules and then with them, in their order.
    ///
    /// - Throws: `Fault` with what was printed where a command fails.
    func send(_ arrivals: [Arrival], through files: [(Dialect, [UInt8])]) throws -> Outcome {
        let text = files.map { load(String(decoding: $1, as: UTF8.self), $0) }.joined()
        let run = try tool.run(
            commands("probe <\"$F\"; echo rules; \(text) probe <\"$F\""),
            file: Self.lines(arrivals))
        let parts = run.output.split(
            separator: "rules\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard run.status == 0, parts.count == 2 else {
            throw Fault(description: "status \(run.status): \(run.output)\n\(text)")
        }
        let tags = parts.map { Set($0.split(separator: "\n").compactMap { Int($0) }) }
        return Outcome(routed: tags[0], passed: tags[1])
    }

    /// The packets as `KernelProbe` reads them.
    static func lines(_ arrivals: [Arrival]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        var lines: [UInt8] = []
        for (place, arrival) in arrivals.enumerated() {
            lines += (arrival.link.rawValue == "lan-a" ? "near " : "far ").utf8
            for byte in tagged(arrival.packet, place) {
                lines += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
            lines.append(UInt8(ascii: "\n"))
        }
        return lines
    }

    /// The bytes of a packet that say which one it is, where no rule looks.
    static func tagged(_ packet: Packet, _ place: Int) -> [UInt8] {
        var bytes = packet.bytes
        let tag = UInt16(place)
        switch packet.fields.source.family {
        case .v4:
            bytes.put(bigEndian: tag, at: IPv4Header.Offset.identification)
            IPv4Header.fillChecksum(of: 0..<packet.transportOffset, in: &bytes)
        case .v6:
            bytes[2] = UInt8(tag >> 8)
            bytes[3] = UInt8(truncatingIfNeeded: tag)
        }
        return bytes
    }

    /// The commands that load rules; where they ask about connections, the kernel has to be as strict as a flow
    /// table.
    func load(_ rules: String, _ dialect: Dialect = .nft) -> String {
        let strict = "\necho 0 >netfilter/nf_conntrack_tcp_loose"
        let tool = dialect == .nft ? "nft -f -" : "\(dialect.rawValue)-restore"
        return "\(tool) <<'END OF RULES'\n\(rules)END OF RULES\(asksAboutState ? strict : "")\n"
    }

    /// The commands that make the router, and then these.
    ///
    /// The cables need no neighbours (`arp off`), so that no packet waits for an answer; nobody has an address,
    /// so that none is for the router itself.
    func commands(_ more: String) -> String {
        """
        set -e
        processor=$(sed -n 's/^Cpus_allowed_list:[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/self/status)
        probe() { taskset -c $processor '\(Self.probe.path.replacing("'", with: "'\\''"))'; }
        link() { ip link add $1 address 02:00:00:00:00:0$2 arp off type veth \\
            peer name $3 address 02:00:00:00:00:0$4 arp off; }
        link lan-a 1 near 2
        link internet 3 far 4
        cd /proc/sys/net
        for name in all default lan-a internet near far; do
            echo 0 >ipv4/conf/$name/rp_filter
        done
        echo 1 >ipv4/ip_forward
        echo 1 >ipv6/conf/all/forwarding
        echo 1 >ipv6/conf/near/disable_ipv6
        echo 1 >ipv6/conf/far/disable_ipv6
        for name in lan-a internet near far; do ip link set $name up; done
        for family in -4 -6; do
            ip $family rule add iif lan-a lookup 10
            ip $family rule add iif internet lookup 20
            ip $family route add default dev internet table 10
            ip $family route add default dev lan-a table 20
            ip $family route add default dev lan-a
        done
        probe </dev/null
        \(more)
        """
    }
}
