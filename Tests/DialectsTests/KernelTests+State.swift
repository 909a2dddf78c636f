import Dialects
import Firewall
import Testing
import Timeline
import Wire

/// The kernel's connection tracker and the flow table say the same of the packets of whole conversations.
///
/// The commands are those of `KernelTests`, and after the rules `echo 0
/// >/proc/sys/net/netfilter/nf_conntrack_tcp_loose`: a flow table begins no flow in its middle. What differs
/// by design, and is left out:
///
/// - The kernel judges sequence numbers and checksums, the flow table does not: all of them are right here.
/// - With connection tracking the kernel puts fragments together before it judges them.
/// - The kernel knows SCTP, DCCP, UDP-Lite and GRE; to the flow table they are protocols without ports.
/// - A table that is full.
extension KernelTests {
    private static let tracks = KernelRouter(asksAboutState: true) != nil

    /// 20,000 packets, half of them of each family, through ten lists.
    @Test(
        .enabled(
            if: tracks,
            "nft or ip is not there, or no namespace with connection tracking is allowed"),
        arguments: IPFamily.allCases)
    func statesAreTheKernels(_ family: IPFamily) throws {
        let router = try #require(KernelRouter(asksAboutState: true))
        var tally: [String: Int] = [:]
        for round in 0..<10 {
            let seed = UInt64(100 * round) + (family == .v4 ? 4 : 6)
            let arrivals = try RandomConversations.arrivals(1_000, family, seed: seed)
            let rules = try RandomConversations.rules(seed: seed)
            try judge(arrivals, rules, by: router, &tally)
        }
        for state in ConnectionState.allCases where state != .untracked || family == .v6 {
            for action in ["allow", "deny"] {
                #expect(
                    tally["\(state) \(action)", default: 0] > (state == .untracked ? 2 : 10),
                    "\(state) \(action)")
            }
        }
        for state in FlowState.allCases { #expect(tally["\(state)", default: 0] > 0, "\(state)") }
    }

    /// Those that hosts have, with the numbers that they have in them.
    @Test(
        .enabled(
            if: tracks,
            "nft or ip is not there, or no namespace with connection tracking is allowed"),
        arguments: [
            "established,related any; new lan-a", "established,related any; new internet",
            "established,related any; new any", "established any; new any",
            "new,established,related,invalid lan-a; established any",
            "new lan-a; established,invalid any",
        ])
    func usualConversationsAreTheKernels(_ list: String) throws {
        let router = try #require(KernelRouter(asksAboutState: true))
        var tally: [String: Int] = [:]
        try judge(try Conversation.both(), try Self.list(list), by: router, &tally)
        #expect(tally["established allow", default: 0] > 20)
    }

    /// Sends packets to both, and compares what they say of each and what they know in the end.
    private func judge(
        _ arrivals: [KernelRouter.Arrival], _ rules: RuleSet, by router: KernelRouter,
        _ tally: inout [String: Int]
    ) throws {
        var (rules, flows) = (rules, FlowTable())
        let text = try Dialect.nft.write(rules)
        let kernel = try router.track(arrivals, through: text)
        var stories: [Set<IPAddress>: [String]] = [:]
        for (place, arrival) in arrivals.enumerated() {
            let packet = arrival.packet
            let foreseen = flows.state(of: packet, at: .start)
            let tracked = flows.track(packet, at: .start)
            #expect(tracked.state == foreseen)
            // Linux takes a hop off before the packet comes to the chain `forward`.
            let verdict = rules.decide(
                packet.fields,
                PacketContext(
                    link: arrival.link, out: arrival.context.out, state: tracked.state))
            let isAllowed = verdict.action == .allow
            if isAllowed {
                let isKept = flows.confirm(tracked, packet, at: .start)
                #expect(isKept)
            } else if verdict.action == .reject,
                let answer = Rejection.reply(to: packet, from: nil)
            {
                flows.refuse(tracked, with: try answer.build(), at: .start)
            }
            let fields = packet.fields
            stories[[fields.source, fields.destination], default: []].append(
                "\(place): \(fields) on \(arrival.link) is \(tracked.state): \(verdict)")
            guard kernel.states[place] == tracked.state,
                kernel.passed.contains(place) == isAllowed
            else {
                let said = kernel.states[place].map(\.rawValue) ?? "unseen"
                Issue.record(
                    """
                    to the kernel it is \(said) and \(kernel.passed.contains(place) ? "passes" : "does not pass")
                    \(stories[[fields.source, fields.destination], default: []].joined(separator: "\n"))
                    \(String(decoding: text, as: UTF8.self))
                    """)
                return
            }
            tally["\(tracked.state) \(isAllowed ? "allow" : "deny")", default: 0] += 1
        }
        let records = flows.flows(at: .start)
        for record in records { tally["\(record.state)", default: 0] += 1 }
        guard let listed = kernel.flows else { return }
        var others = Dictionary(grouping: listed, by: \.ends)
        for record in records {
            let known = KernelFlow(record)
            let other = others.removeValue(forKey: known.ends) ?? []
            #expect(other.count == 1 && other[0].isSame(as: known), "\(known) \(other)")
        }
        #expect(others.isEmpty, "\(others)")
    }

    /// A list that allows some states on some links, and denies the rest.
    private static func list(_ text: String) throws -> RuleSet {
        var set = RuleSet()
        for part in text.split(separator: "; ") {
            let words = part.split(separator: " ")
            var match = RuleMatch()
            match.states = StateMatch(
                words[0].split(separator: ",").compactMap { ConnectionState(rawValue: String($0)) })
            if words[1] != "any" { match.links = [LinkName(rawValue: String(words[1]))] }
            _ = try set.add(Rule(.allow, match))
        }
        return set
    }
}
