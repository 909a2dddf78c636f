import Firewall
import Testing
import Wire

/// Hop limit, length and DSCP in rules and in proofs.
@Suite struct HeaderNumberTests {
    private func match(
        _ number: HeaderNumber, _ low: UInt16, _ high: UInt16, proto: IPProtocol? = nil,
        isNegated: Bool = false
    ) -> RuleMatch {
        var match = RuleMatch(proto: proto.map { ProtocolMatch([$0]) })
        match.set(.number(number, NumberMatch([Interval(low, high)], isNegated: isNegated)))
        return match
    }

    private func set(_ rules: [(Action, RuleMatch)]) throws -> RuleSet {
        var set = RuleSet()
        for (action, match) in rules { _ = try set.add(Rule(action, match)) }
        return set
    }

    @Test func eachHasALaneOfItsOwn() {
        let numbers = PacketNumber.allCases
        var point = PacketPoint<UInt32>(
            source: 0, destination: 0, sourcePort: 0, destinationPort: 0, proto: 0)
        for (place, number) in numbers.enumerated() { point[number] = UInt16(place) }
        for (place, number) in numbers.enumerated() { #expect(point[number] == UInt16(place)) }
        #expect(Set(PacketField.allCases).count == numbers.count + 4)
        #expect(Set(RuleField.allCases).count == HeaderNumber.allCases.count + 12)
        // They are compared in the order in which they are listed.
        var whole = RuleMatch()
        for number in HeaderNumber.allCases.reversed() {
            whole.set(.number(number, NumberMatch([number.row.whole])))
        }
        #expect(whole.fields == HeaderNumber.allCases.map { .number($0) })
    }

    @Test func namesWhatDoesNotMatch() {
        var fields = packet("10.0.0.1", "10.0.0.2", 1, 2)
        fields.hopLimit = 64
        let ttl = match(.hopLimit, 1, 5)
        #expect(ttl.firstMismatch(with: fields) == .number(.hopLimit))
        fields.hopLimit = 5
        #expect(ttl.firstMismatch(with: fields) == nil)
        fields.dscp = 46
        #expect(match(.dscp, 46, 46).firstMismatch(with: fields) == nil)
        let others = match(.dscp, 46, 46, isNegated: true)
        #expect(others.firstMismatch(with: fields) == .number(.dscp))
    }

    /// A packet is never shorter than its headers, and the proofs know it.
    @Test func lengthsBeginWithTheHeaders() throws {
        let one = try set([
            (.allow, match(.length, 40, .max, proto: .tcp)),
            (.deny, RuleMatch(proto: ProtocolMatch([.tcp]))),
        ])
        let proof = RuleProof(one)
        // In IPv6 a segment has 60 bytes at least: rule 1 takes those of both families.
        guard case .covered(let covering) = proof.list.reachability(of: 1) else {
            Issue.record("rule 2 is reached")
            return
        }
        #expect(covering.rules == [0])
        let short = try set([
            (.allow, match(.length, 0, 39, proto: .tcp)),
            (.allow, match(.length, 0, 27, proto: .udp)),
            (.allow, match(.length, 0, 28, proto: .udp)),
        ])
        let lists = RuleProof(short).list
        #expect(lists.reachability(of: 0) == .empty)
        #expect(lists.reachability(of: 1) == .empty)
        guard case .reached(let point) = lists.reachability(of: 2) else {
            Issue.record("rule 3 is not reached")
            return
        }
        guard case .v4(let datagram) = point else { return }
        #expect(datagram[.proto] == 17 && datagram[.header(.length)] <= 28)
    }

    /// Every way to one answer: a rule that is never met, one packet with a verdict, the nearest, the difference.
    @Test(arguments: HeaderNumber.allCases)
    func proofsKnowIt(_ number: HeaderNumber) throws {
        let whole = number.row.whole
        let middle = whole.low + (whole.high - whole.low) / 2
        let halves = try set([
            (.allow, match(number, whole.low, middle)),
            (.deny, match(number, middle + 1, whole.high)), (.allow, RuleMatch()),
        ])
        let proof = RuleProof(halves)
        guard case .covered(let covering) = proof.list.reachability(of: 2) else {
            Issue.record("rule 3 is reached")
            return
        }
        #expect(covering.rules == [0, 1])
        let region = try #require(proof.region(of: match(number, middle, middle + 1)))
        guard case .found(let point, 1) = proof.list.find([Action.deny.outcome], in: region) else {
            Issue.record("none is found")
            return
        }
        guard case .v4(let packet) = point else { return }
        #expect(packet[.header(number)] == middle + 1)
        guard
            case .found(.v4(let near), let changed, 0) = proof.list.nearest(
                to: point, outcome: Action.allow.outcome)
        else {
            Issue.record("none is near")
            return
        }
        #expect(changed == [.number(.header(number))] && near[.header(number)] == middle)
        let other = try set([(.allow, match(number, whole.low, middle)), (.deny, RuleMatch())])
        #expect(proof.list.difference(from: RuleProof(other).list) == .equal)
        let third = try set([(.allow, match(number, whole.low, middle - 1)), (.deny, RuleMatch())])
        guard case .different(let boxes, true) = proof.list.difference(from: RuleProof(third).list)
        else {
            Issue.record("equal")
            return
        }
        let texts = boxes.flatMap { $0.box.matches(links: halves.links) }
        #expect(
            texts.allSatisfy {
                $0.parts.contains(.number(number, NumberMatch([Interval(middle, middle)])))
            })
    }
}
