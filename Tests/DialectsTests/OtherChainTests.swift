import Dialects
import Firewall
import TestSupport
import Testing
import Wire

/// The lists about what is for a node itself, and what it sends.
@Suite struct OtherChainTests {
    private let nft = """
        table inet host {
            chain in {
                type filter hook input priority 0; policy drop;
                iifname "lo" accept
                tcp dport 22 iifname "lan0" accept
            }
            chain on {
                type filter hook forward priority 0; policy drop;
                iifname "lan0" oifname "wan0" accept
            }
            chain out {
                type filter hook output priority 0; policy accept;
                oifname "wan0" tcp dport 25 reject
            }
            chain nat {
                type nat hook postrouting priority 100;
                masquerade
            }
        }

        """

    private let iptables = """
        *filter
        :INPUT DROP [0:0]
        :FORWARD DROP [0:0]
        :OUTPUT ACCEPT [0:0]
        -A INPUT -i lo -j ACCEPT
        -A INPUT -i lan0 -p tcp -m tcp --dport 22 -j ACCEPT
        -A FORWARD -i lan0 -o wan0 -j ACCEPT
        -A OUTPUT -o wan0 -p tcp -m tcp --dport 25 -j REJECT
        COMMIT

        """

    private func list(
        _ dialect: Dialect, _ text: String, _ chain: RuleChain
    ) throws -> (set: RuleSet, skipped: [String]) {
        let foreign = try dialect.read(
            Array(text.utf8), isLenient: false, chain: chain)
        var set = RuleSet()
        try set.load(
            foreign.rules.map { ($0.rule, $0.isEnabled) }, sets: foreign.sets,
            defaultAction: foreign.defaultAction, links: foreign.links)
        return (set, foreign.skipped.map(\.problem.name))
    }

    private func verdict(
        _ set: RuleSet, _ port: UInt16, on link: String?, out: String?
    ) -> Action {
        var set = set
        let fields = PacketFields(
            source: .v4(IPv4Address(rawValue: 1)), destination: .v4(IPv4Address(rawValue: 2)),
            proto: .tcp, sourcePort: Port(rawValue: 9), destinationPort: Port(rawValue: port),
            tcpFlags: .syn, totalLength: 40)
        return set.decide(
            fields, PacketContext(link: link.map(LinkName.init), out: out.map(LinkName.init))
        ).action
    }

    @Test(arguments: [Dialect.nft, .iptables])
    func aFileHasThreeLists(_ dialect: Dialect) throws {
        let text = dialect == .nft ? nft : iptables
        let input = try list(dialect, text, .input)
        #expect(input.set.count == 2 && input.set.settings.defaultAction == .deny)
        #expect(verdict(input.set, 22, on: "lan0", out: nil) == .allow)
        #expect(verdict(input.set, 22, on: "wan0", out: nil) == .deny)
        #expect(verdict(input.set, 80, on: "lo", out: nil) == .allow)
        let forward = try list(dialect, text, .forward)
        #expect(forward.set.count == 1 && forward.set.settings.defaultAction == .deny)
        #expect(verdict(forward.set, 80, on: "lan0", out: "wan0") == .allow)
        #expect(verdict(forward.set, 80, on: "wan0", out: "lan0") == .deny)
        #expect(verdict(forward.set, 80, on: "lan0", out: nil) == .deny)
        let output = try list(dialect, text, .output)
        #expect(output.set.settings.defaultAction == .allow)
        #expect(verdict(output.set, 25, on: nil, out: "wan0") == .reject)
        #expect(verdict(output.set, 25, on: nil, out: "lan0") == .allow)
        // What the others are about is only said.
        #expect(input.skipped.contains("other-traffic"))
        #expect(output.skipped.contains("other-traffic"))
    }

    /// What is written for a chain is read from it, and from no other.
    @Test(arguments: [Dialect.nft, .iptables], RuleChain.allCases)
    func aListIsWrittenForItsChain(_ dialect: Dialect, _ chain: RuleChain) throws {
        var set = RuleSet()
        var match = RuleMatch(destination: AddressMatch(try #require(Prefix("10.0.0.0/8"))))
        if chain.hasInLink { match.links = [LinkName(rawValue: "lan-a")] }
        if chain.hasOutLink { match.outLinks = [LinkName(rawValue: "internet")] }
        _ = try set.add(Rule(.allow, match))
        set.setDefault(.deny)
        let text = String(decoding: try dialect.write(set, chain: chain), as: UTF8.self)
        let read = try list(dialect, text, chain)
        #expect(read.set.entries.map(\.rule) == set.entries.map(\.rule))
        #expect(read.set.settings.defaultAction == .deny)
        for other in RuleChain.allCases where other != chain {
            // nft has no list where no chain is hooked; iptables has all three.
            let empty = try? list(dialect, text, other).set
            #expect(empty?.count ?? 0 == 0)
            if dialect == .iptables { #expect(empty?.settings.defaultAction == .allow) }
        }
        let tool = Tool(dialect == .nft ? "nft" : "iptables-restore")
        guard let tool else { return }
        let command = dialect == .nft ? "nft -c -f \"$F\"" : "iptables-restore -t <\"$F\""
        let run = try tool.run(command, file: Array(text.utf8))
        #expect(run.status == 0, "\(run.output)\n\(text)")
    }

    /// Of another table only that matters which packets of the chain meet.
    @Test func otherTablesMatterWhereTheirPacketsCome() throws {
        let nat = "\n*nat\n-A PREROUTING -j DNAT --to 192.0.2.1\nCOMMIT\n"
        func fault(_ chain: RuleChain) -> String? {
            do throws(ForeignFault) {
                _ = try Dialect.iptables.read(
                    Array((iptables + nat).utf8), isLenient: false, chain: chain)
                return nil
            } catch {
                return error.problem.name
            }
        }
        #expect(fault(.forward) == "other-table")
        #expect(fault(.input) == "other-table")
        #expect(fault(.output) == nil)
    }
}
