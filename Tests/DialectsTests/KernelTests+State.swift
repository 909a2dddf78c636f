import Dialects
import Firewall
import Testing
import Timeline
import Wire

/// The kernel's connection tracking and the flow table say the same of the packets of whole conversations.
///
/// The commands are those of `KernelTests`, and after the rules `echo 0
/// >/proc/sys/net/netfilter/nf_conntrack_tcp_loose`: a flow table begins no flow in its middle. What differs
/// by design, and is left out:
///
/// - The kernel judges sequence numbers, the flow table does not: all of them are right here.
/// - The kernel begins a flow with a timestamp or an address mask request of ICMP as well; to the flow table
///   all messages but echoes and errors are `invalid`.
/// - Neighbour discovery is `untracked` to the kernel, for which there is no word here, and `new` to the flow
///   table.
/// - The kernel notes a packet before its rules judge it, the flow table only one that they let pass: so no
///   list here denies a packet of an established flow.
/// - The kernel forgets a connection at once that is refused by RST, so that an ACK after it is `invalid`; the
///   flow table keeps it as closed, and the ACK belongs to it.
/// - With connection tracking the kernel puts fragments together before it judges them.
extension KernelTests {
    @Test(
        .enabled(
            if: KernelRouter(asksAboutState: true) != nil,
            "nft or ip is not there, or no namespace with connection tracking is allowed"))
    func statesAreTheKernels() throws {
        let router = try #require(KernelRouter(asksAboutState: true))
        let arrivals = try Conversation.both()
        let lists = [
            "established,related any; new lan-a", "established,related any; new internet",
            "established,related any; new any", "established any; new any",
            "new,established,related,invalid lan-a; established any",
            "new lan-a; established,invalid any",
        ]
        var seen: Set<[String]> = []
        for list in lists {
            var (rules, flows) = (try Self.list(list), FlowTable())
            let outcome = try router.send(arrivals, through: [(.nft, try Dialect.nft.write(rules))])
            #expect(outcome.routed.count == arrivals.count)
            for (place, arrival) in arrivals.enumerated() {
                let state = flows.state(of: arrival.packet, at: .start)
                let verdict = rules.decide(
                    arrival.packet.fields, PacketContext(link: arrival.link, state: state))
                let isAllowed = verdict.action == .allow
                if isAllowed { _ = flows.note(arrival.packet, at: .start) }
                #expect(
                    outcome.passed.contains(place) == isAllowed,
                    "\(place): \(arrival.packet.fields) on \(arrival.link) is \(state): \(list)")
                seen.insert([state.rawValue, verdict.action.rawValue])
            }
        }
        for state in ConnectionState.allCases {
            #expect(seen.contains([state.rawValue, "allow"]))
            #expect(seen.contains([state.rawValue, "deny"]) == (state != .established))
        }
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
