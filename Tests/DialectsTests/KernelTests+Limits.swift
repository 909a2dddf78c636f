import Chance
import Dialects
import Firewall
import TestSupport
import Testing
import Wire

/// What limits let pass, and what is over them, is what the kernel says, packet by packet.
///
/// The limits are so slow that no token comes back while a test runs.
extension KernelTests {
    @Test(.enabled(if: isThere, "nft or ip is not there, or no namespace is allowed"))
    func limitsAreTheKernels() throws {
        let router = try #require(KernelRouter())
        var random = SplitMix(seed: 7)
        var (over, under, passed, stopped) = (0, 0, 0, 0)
        for round in 0..<20 {
            var rules = ""
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let source =
                    ["", "ip saddr 10.1.0.1 ", "ip saddr 10.1.0.0/24 "]
                    .randomElement(using: &random) ?? ""
                let isOver = Bool.random(using: &random)
                if isOver { over += 1 } else { under += 1 }
                rules += source + "limit rate \(isOver ? "over " : "")1/hour burst "
                rules += "\(Int.random(in: 1...9, using: &random)) packets "
                rules += "\(["accept", "drop"].randomElement(using: &random) ?? "")\n"
            }
            let text = nft(rules, policy: round.isMultiple(of: 2) ? "accept" : "drop")
            let arrivals = try (0..<40).map { _ in
                try Self.datagram("10.1.\(Int.random(in: 0...1, using: &random)).1")
            }
            let outcome = try router.send(arrivals, through: [(.nft, Array(text.utf8))])
            #expect(outcome.routed.count == arrivals.count)
            var file = try ReadFile(.nft, text)
            for (place, arrival) in arrivals.enumerated() {
                let verdict = file.set.decide(arrival.packet.fields, arrival.context)
                file.set.count(verdict)
                let isAllowed = verdict.action == .allow
                if isAllowed { passed += 1 } else { stopped += 1 }
                #expect(outcome.passed.contains(place) == isAllowed, "\(place) of\n\(text)")
            }
        }
        #expect(over > 10 && under > 10)
        #expect(passed > 100 && stopped > 100)
    }

    /// A chain that lets so many back and stops the rest says what a limit `over` says.
    @Test(
        .enabled(if: isThere, "nft or ip is not there, or no namespace is allowed"),
        arguments: [Dialect.nft, .iptables], [Action.deny, .allow])
    func chainsOfWhatIsOverAreTheKernels(_ dialect: Dialect, _ end: Action) throws {
        guard Tool(dialect == .nft ? "nft" : "iptables-restore") != nil else { return }
        let router = try #require(KernelRouter())
        let isDenied = end == .deny
        let text: String
        if dialect == .nft {
            text = nft(
                "ip saddr 10.1.0.1 jump flood\n\(isDenied ? "accept" : "drop")",
                before:
                    "chain flood { limit rate 1/hour burst 7 packets return\n\(isDenied ? "drop" : "accept")\n}"
            )
        } else {
            let rest = isDenied ? "ACCEPT" : "DROP"
            text =
                "*filter\n:FORWARD DROP [0:0]\n:flood - [0:0]\n-A FORWARD -s 10.1.0.1 -j flood\n-A FORWARD -j \(rest)\n-A flood -m limit --limit 1/hour --limit-burst 7 -j RETURN\n-A flood -j \(isDenied ? "DROP" : "ACCEPT")\nCOMMIT\n"
        }
        let arrivals = try (0..<30).map { try Self.datagram("10.1.\($0 % 3 / 2).1") }
        let outcome = try router.send(arrivals, through: [(dialect, Array(text.utf8))])
        #expect(outcome.routed.count == arrivals.count)
        var file = try ReadFile(dialect, text)
        #expect(file.foreign.rules.count == 2)
        var passed = 0
        for (place, arrival) in arrivals.enumerated() {
            let verdict = file.set.decide(arrival.packet.fields, arrival.context)
            file.set.count(verdict)
            if verdict.action == .allow { passed += 1 }
            #expect(outcome.passed.contains(place) == (verdict.action == .allow), "\(place)")
        }
        #expect(passed > 5 && passed < 25)
    }

    /// Two ways into such a chain share its tokens, which two rules can't.
    @Test func aChainWithTwoWaysIntoItIsNoLimit() throws {
        let text = nft(
            "tcp dport 1 jump flood\ntcp dport 2 jump flood",
            before: "chain flood { limit rate 1/hour return\ndrop\n}")
        #expect(refusal(.nft, text)?.problem == .limitIsShared)
        let twice = nft(
            "limit rate 5/second jump flood",
            before: "chain flood { limit rate 1/hour return\ndrop\n}")
        #expect(refusal(.nft, twice)?.problem == .limitIsShared)
    }

    /// No process has sent what is forwarded, and to note an address takes every packet.
    @Test(
        .enabled(if: isThere, "nft or ip is not there, or no namespace is allowed"),
        arguments: [
            "skuid 0", "skuid != 0", "meta skgid 0", "meta skgid != 7", "skuid { 0, 1 }",
            "-m recent --set --name a", "-m recent --name b --rdest --set",
            "-m recent ! --set --name c",
        ])
    func ownersAndNotedAddressesAreTheKernels(_ match: String) throws {
        let dialect = match.hasPrefix("-") ? Dialect.iptables : .nft
        guard Tool(dialect == .nft ? "nft" : "iptables-restore") != nil else { return }
        let router = try #require(KernelRouter())
        let arrivals = [try Self.datagram("10.1.0.1"), try Self.datagram("10.1.0.1")]
        let text =
            dialect == .nft
            ? nft("\(match) accept") : iptables("-A FORWARD \(match) -j ACCEPT")
        let outcome: KernelRouter.Outcome
        do {
            outcome = try router.send(arrivals, through: [(dialect, Array(text.utf8))])
        } catch let fault as KernelRouter.Fault where fault.description.contains("recent") {
            // Kernels without xt_recent say nothing about it.
            return
        }
        #expect(outcome.routed == [0, 1])
        var file = try ReadFile(dialect, text)
        for (place, arrival) in arrivals.enumerated() {
            let verdict = file.set.decide(arrival.packet.fields, arrival.context)
            #expect(outcome.passed.contains(place) == (verdict.action == .allow), "\(match)")
        }
    }

    private static func datagram(_ source: String) throws -> KernelRouter.Arrival {
        let draft = PacketDraft(
            source: try #require(IPAddress(source)),
            destination: try #require(IPAddress("203.0.113.9")),
            transport: .udp(source: Port(rawValue: 4000), destination: Port(rawValue: 5000)))
        return KernelRouter.Arrival(
            packet: try draft.build(), link: LinkName(rawValue: "lan-a"))
    }
}
