import Firewall
import Testing

/// Coverings that are hard to see: of many pieces, touching at edges, or missing one packet.
@Suite struct AdversarialCoverageTests {
    private static func rule(
        _ source: ClosedRange<UInt32> = 0...(.max), _ destination: ClosedRange<UInt32> = 0...(.max),
        ports: ClosedRange<UInt16> = 0...(.max), outcome: Int = 0
    ) -> ProvenRule {
        var box = PacketBox<UInt32>.all
        box.source = Interval(source.lowerBound, source.upperBound)
        box.destination = Interval(destination.lowerBound, destination.upperBound)
        box[.destinationPort] = Interval(ports.lowerBound, ports.upperBound)
        return ProvenRule(boxes4: [box], outcome: outcome)
    }

    private static func covering(_ rules: [ProvenRule]) -> Covering? {
        let list = ProofList(rules, defaultOutcome: 0)
        guard case .covered(let covering) = list.reachability(of: rules.count - 1) else {
            return nil
        }
        return covering
    }

    private static func witness(_ rules: [ProvenRule]) -> PacketPoint<UInt32>? {
        let list = ProofList(rules, defaultOutcome: 0)
        guard case .reached(.v4(let point)) = list.reachability(of: rules.count - 1) else {
            return nil
        }
        return point
    }

    @Test func sixteenPiecesCover() {
        var rules: [ProvenRule] = []
        let side = UInt32(1) << 30
        for row in UInt32(0)..<4 {
            for column in UInt32(0)..<4 {
                rules.append(
                    Self.rule(
                        row * side...(row * side + (side - 1)),
                        column * side...(column * side + (side - 1))))
            }
        }
        rules.append(Self.rule(outcome: 1))
        #expect(Self.covering(rules)?.rules == Array(0..<16))
        #expect(Self.covering(rules)?.agreement == .other)
        rules.remove(at: 6)
        let witness = Self.witness(rules)
        #expect(witness.map { $0.source >> 30 } == 1)
        #expect(witness.map { $0.destination >> 30 } == 2)
    }

    @Test func eachAddressOfANetworkCoversIt() {
        let network = UInt32(0xC0A8_0100)
        var rules = (0..<256).map { Self.rule((network + $0)...(network + $0)) }
        rules.append(Self.rule(network...(network + 255)))
        #expect(Self.covering(rules)?.rules == Array(0..<256))
        rules.remove(at: 77)
        #expect(Self.witness(rules)?.source == network + 77)
    }

    @Test func manyPiecesInARowDoNotMakeTheSearchDeep() {
        let count = UInt32(2_000)
        // In three orders: rising, falling and mixed.
        for factor: UInt32 in [1, count - 1, 601] {
            var rules = (0..<count).map { number in
                let address = UInt32(UInt64(number) * UInt64(factor) % UInt64(count))
                return Self.rule(address...address)
            }
            rules.append(Self.rule(0...(count - 1)))
            #expect(Self.covering(rules)?.rules == Array(0..<Int(count)))
            rules.remove(at: 711)
            #expect(Self.witness(rules) != nil)
        }
    }

    @Test func halfACheckerboardDoesNotCover() {
        var rules: [ProvenRule] = []
        for row in UInt32(0)..<16 {
            for column in UInt32(0)..<16 where (row + column).isMultiple(of: 2) {
                rules.append(Self.rule(row...row, column...column))
            }
        }
        rules.append(Self.rule(0...15, 0...15))
        let witness = Self.witness(rules)
        #expect(witness.map { ($0.source + $0.destination).isMultiple(of: 2) } == false)
        for row in UInt32(0)..<16 {
            for column in UInt32(0)..<16 where !(row + column).isMultiple(of: 2) {
                rules.insert(Self.rule(row...row, column...column), at: 0)
            }
        }
        #expect(Self.covering(rules)?.rules.count == 256)
    }

    @Test func piecesMeetAtTheEdges() {
        let middle = UInt32(1) << 31
        let halves = [Self.rule(0...(middle - 1)), Self.rule(middle...(.max)), Self.rule()]
        #expect(Self.covering(halves)?.rules == [0, 1])
        for gap: UInt32 in [0, 1, middle, .max - 1, .max] {
            var rules: [ProvenRule] = []
            if gap > 0 { rules.append(Self.rule(0...(gap - 1))) }
            if gap < .max { rules.append(Self.rule((gap + 1)...(.max))) }
            rules.append(Self.rule())
            #expect(Self.witness(rules)?.source == gap)
        }
        for gap: UInt16 in [0, 1, 79, .max] {
            var rules: [ProvenRule] = []
            if gap > 0 { rules.append(Self.rule(ports: 0...(gap - 1))) }
            if gap < .max { rules.append(Self.rule(ports: (gap + 1)...(.max))) }
            rules.append(Self.rule())
            #expect(Self.witness(rules)?[.destinationPort] == gap)
        }
    }

    @Test func oneRuleIsPreferredToSeveral() {
        let rules = [
            Self.rule(0...9), Self.rule(10...20), Self.rule(5...15), Self.rule(0...30),
            Self.rule(2...19),
        ]
        #expect(Self.covering(rules)?.rules == [3])
        // The earlier pieces decide all of it, so the decider is one of them.
        #expect(Self.covering(rules)?.decider == 0)
        #expect(Self.covering(rules)?.isDuplicate == false)
    }

    @Test func aRuleOfSeveralBoxesCoversAlone() {
        var rules = [Self.rule(0...9), Self.rule(10...20), Self.rule(0...20)]
        rules.insert(
            ProvenRule(boxes4: rules[0].boxes4 + rules[1].boxes4, outcome: 0), at: 0)
        #expect(Self.covering(rules)?.rules == [0])
        #expect(Self.covering(rules)?.isDuplicate == true)
    }

    @Test func theOtherFamilyIsNotForgotten() {
        var rules = [Self.rule(), ProvenRule(boxes4: [.all], boxes6: [.all], outcome: 1)]
        let list = ProofList(rules, defaultOutcome: 0)
        guard case .reached(.v6) = list.reachability(of: 1) else {
            Issue.record("no IPv6 packet")
            return
        }
        var low = PacketBox<UInt128>.all
        low.destination.high = .max >> 1
        var high = PacketBox<UInt128>.all
        high.destination.low = .max >> 1 + 1
        rules.insert(ProvenRule(boxes6: [low], outcome: 1), at: 0)
        rules.insert(ProvenRule(boxes6: [high], outcome: 1), at: 0)
        #expect(Self.covering(rules)?.rules == [0, 1, 2])
        #expect(Self.covering(rules)?.agreement == .mixed)
    }

    @Test func aLimitedRuleCoversNothing() {
        var rules = [Self.rule(), Self.rule(0...9)]
        #expect(Self.covering(rules)?.rules == [0])
        rules[0].limit = 1
        #expect(Self.witness(rules) != nil)
        rules[0].limit = nil
        rules[1].limit = 1
        #expect(Self.covering(rules)?.rules == [0])
    }

    @Test func whatIsNotKnownIsSaid() {
        var rules = [
            ProvenRule(outcome: 1, isBounded: false), Self.rule(0...9), Self.rule(0...9),
            Self.rule(5...15),
        ]
        var list = ProofList(rules, defaultOutcome: 0)
        #expect(list.reachability(of: 0) == .unknown(.boxes(rule: 0)))
        #expect(list.reachability(of: 1) == .unknown(.boxes(rule: 0)))
        #expect(list.reachability(of: 3) == .unknown(.boxes(rule: 0)))
        guard case .covered = list.reachability(of: 2) else {
            Issue.record("two known rules are enough")
            return
        }
        #expect(list.need(of: 3) == .unknown(.boxes(rule: 0)))
        #expect(list.find([0], in: .all) == .unknown(.boxes(rule: 0)))
        #expect(list.difference(from: list) == .unknown(.boxes(rule: 0)))
        #expect(!list.silenced(by: Self.rule(), insertedAt: 1).isComplete)
        #expect(!list.correlations(limit: 9).isComplete)
        // A limited one covers nothing, whatever it asks for.
        rules[0].limit = 1
        list = ProofList(rules, defaultOutcome: 0)
        guard case .reached = list.reachability(of: 3) else {
            Issue.record("a limited rule covers nothing")
            return
        }
    }

    @Test func aSearchThatIsTooLongIsGivenUp() {
        var rules: [ProvenRule] = []
        for row in UInt32(0)..<8 {
            for column in UInt32(0)..<8 { rules.append(Self.rule(row...row, column...column)) }
        }
        rules.append(Self.rule(0...7, 0...7))
        var list = ProofList(rules, defaultOutcome: 0)
        list.mostParts = 10
        #expect(list.reachability(of: 64) == .unknown(.parts(10)))
        #expect(list.need(of: 64) == .unknown(.parts(10)))
        list.mostParts = 1_000
        guard case .covered = list.reachability(of: 64) else {
            Issue.record("it is covered")
            return
        }
    }
}
