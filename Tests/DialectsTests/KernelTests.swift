import Dialects
import Firewall
import Foundation
import TestSupport
import Testing
import Wire

/// The kernel's own firewall judges packets as the list does whose rules it was given in the dialect `nft`, or in
/// `iptables` and `ip6tables`.
///
/// Each list and its packets have a network namespace to themselves, which needs no privilege. The commands
/// are, with `KernelProbe` as the sender and receiver of raw IP packets:
///
///     unshare -rn
///     ip link add lan-a address 02:00:00:00:00:01 arp off type veth \
///         peer name near address 02:00:00:00:00:02 arp off
///     ip link add internet address 02:00:00:00:00:03 arp off type veth \
///         peer name far address 02:00:00:00:00:04 arp off
///     echo 0 >/proc/sys/net/ipv4/conf/NAME/rp_filter       # all, default, and each interface
///     echo 1 >/proc/sys/net/ipv4/ip_forward
///     echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
///     echo 1 >/proc/sys/net/ipv6/conf/NAME/disable_ipv6    # near and far
///     ip link set NAME up
///     ip rule add iif lan-a lookup 10                      # and with -6, like those below
///     ip rule add iif internet lookup 20
///     ip route add default dev internet table 10
///     ip route add default dev lan-a table 20
///     taskset -c 0 KernelProbe <PACKETS                    # without rules: all have to arrive
///     nft -f FILE                                          # or iptables-restore, ip6tables-restore
///     taskset -c 0 KernelProbe <PACKETS
///
/// What the kernel does not forward whatever the rules say, and what no packet here therefore is:
///
/// - From or to a group, 255.255.255.255, 0.0.0.0/8, `::`, 127.0.0.0/8 or `::1`.
/// - IPv6 with a hop-by-hop header (protocol 0), which the kernel reads itself.
///
/// What it reads in another way than a list, and is left out as well:
///
/// - IPv6 with the extension headers 43, 44, 51 and 60: the kernel looks behind them for the protocol and
///   its ports, and a list does not.
/// - Later fragments of IPv4: to a list they have no ports, messages or control bits. Linux 6.18 compares
///   the bytes that lie there with `tcp dport` and its like; once a rule asks about connections, it puts
///   fragments together first.
@Suite struct KernelTests {
    static let isThere = KernelRouter() != nil

    /// Otherwise the other tests would be skipped without a reason.
    @Test func theProbeIsBuilt() {
        #expect(FileManager.default.isExecutableFile(atPath: KernelRouter.probe.path))
    }

    @Test(
        .enabled(if: isThere, "nft or ip is not there, or no namespace is allowed"),
        arguments: [[Dialect.nft], [.iptables, .ip6tables]])
    func verdictsAreTheKernels(_ dialects: [Dialect]) throws {
        // `iptables-restore` may be missing where `nft` is there.
        guard Tool(dialects == [.nft] ? "nft" : "iptables-restore") != nil else { return }
        let router = try #require(KernelRouter())
        var random = RandomRules(seed: 21)
        var seen: Set<String> = []
        for round in 0..<30 {
            // Few rules are all reached; many are read by another way than few.
            var (set, texts) = random.judgeableRules(
                [4, 12, 60][round % 3], defaultAction: round.isMultiple(of: 2) ? .allow : .deny,
                in: dialects)
            let arrivals = random.arrivals(200, near: set.entries)
            let outcome = try router.send(arrivals, through: Array(zip(dialects, texts)))
            #expect(outcome.routed.count * 10 >= arrivals.count * 9)
            for (place, arrival) in arrivals.enumerated() where outcome.routed.contains(place) {
                var fields = arrival.packet.fields
                // Linux takes a hop off before the packet comes to the chain `forward`.
                fields.hopLimit -= 1
                let verdict = set.decide(fields, arrival.context)
                #expect(
                    outcome.passed.contains(place) == (verdict.action == .allow),
                    "\(fields) \(arrival.link) \(verdict)\n\(texts.map { String(decoding: $0, as: UTF8.self) })"
                )
                note(fields, verdict, set, in: &seen)
            }
        }
        // ICMP in IPv6, and the reverse, are only numbers of protocols.
        let kinds: [IPProtocol] = [.tcp, .udp, .icmp, .icmpv6, .esp, IPProtocol(rawValue: 47)]
        for family in IPFamily.allCases {
            for action in [Action.allow, .deny] {
                for decider in ["rule", "default"] {
                    #expect(seen.contains("\(family) \(action) by \(decider)"))
                }
                for kind in kinds { #expect(seen.contains("\(family) \(kind) \(action)")) }
            }
            for number in HeaderNumber.allCases {
                for outcome in ["takes", "leaves"] {
                    #expect(seen.contains("\(family) \(number) \(outcome)"))
                }
            }
        }
    }

    /// What happened, and which header numbers decided about it.
    private func note(
        _ fields: PacketFields, _ verdict: Verdict, _ set: RuleSet, in seen: inout Set<String>
    ) {
        let family = fields.source.family
        let decider = verdict.decider == .byDefault ? "default" : "rule"
        seen.insert("\(family) \(verdict.action) by \(decider)")
        seen.insert("\(family) \(fields.proto) \(verdict.action)")
        if case .rule(let decider) = verdict.decider {
            for case .number(let number, _) in set.entries[decider - 1].rule.match.parts {
                seen.insert("\(family) \(number) takes")
            }
        }
        for entry in set.entries where entry.isEnabled {
            guard case .number(let number)? = entry.rule.match.firstMismatch(with: fields) else {
                continue
            }
            seen.insert("\(family) \(number) leaves")
        }
    }
}
