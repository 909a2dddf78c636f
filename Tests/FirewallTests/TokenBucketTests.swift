import Firewall
import Testing
import Timeline
import Wire

/// A rule with a limit: tokens go, and come back at the exact nanosecond.
@Suite struct TokenBucketTests {
    /// The limit, and after how many nanoseconds an empty bucket has its next token.
    static let limits: [(RateLimit, UInt64)] = [
        (RateLimit(packets: 1, unit: .second, burst: 1), 1_000_000_000),
        (RateLimit(packets: 3, unit: .second, burst: 1), 333_333_334),
        (RateLimit(packets: 7, unit: .minute, burst: 2), 8_571_428_572),
        (RateLimit(packets: 1, unit: .hour, burst: 5), 3_600_000_000_000),
        (RateLimit(packets: 1_000_000, unit: .hour, burst: 1), 3_600_000),
        (RateLimit(packets: 1_000_000, unit: .second, burst: 1), 1_000),
    ]

    @Test(arguments: limits)
    func theNextTokenComesAtItsNanosecond(_ limit: RateLimit, _ wait: UInt64) {
        let start = at(7, 5)
        var bucket = TokenBucket(limit, at: start)
        for _ in 0..<limit.burst {
            #expect(bucket.hasToken(limit, at: start))
            bucket.take(limit, at: start)
        }
        #expect(!bucket.hasToken(limit, at: start))
        #expect(!bucket.hasToken(limit, at: at(7, 5 + wait - 1)))
        #expect(bucket.hasToken(limit, at: at(7, 5 + wait)))
        bucket.take(limit, at: at(7, 5 + wait))
        #expect(!bucket.hasToken(limit, at: at(7, 5 + wait)))
    }

    /// Three tokens a second do not become fewer by rounding, however often one is taken.
    @Test func nothingIsLostToRounding() {
        // A full bucket loses what comes, so that one of a single token would lose the fractions.
        let limit = RateLimit(packets: 3, unit: .second, burst: 2)
        var bucket = TokenBucket(limit, at: .start)
        for _ in 0..<2 { bucket.take(limit, at: .start) }
        for number in UInt64(1)...300 {
            // The exact third of a second, rounded up to the nanosecond at which it has passed.
            let due = (number * 1_000_000_000 + 2) / 3
            #expect(!bucket.hasToken(limit, at: at(0, due - 1)), "\(number)")
            #expect(bucket.hasToken(limit, at: at(0, due)), "\(number)")
            bucket.take(limit, at: at(0, due))
        }
    }

    @Test(arguments: [at(1_000_000), .last])
    func itHoldsNoMoreThanItsBurst(_ late: Instant) {
        let limit = RateLimit(packets: 1_000_000, unit: .second, burst: 3)
        var bucket = TokenBucket(limit, at: .start)
        bucket.take(limit, at: .start)
        for _ in 0..<3 {
            #expect(bucket.hasToken(limit, at: late))
            bucket.take(limit, at: late)
        }
        #expect(!bucket.hasToken(limit, at: late))
    }

    @Test func theLargestLimitCounts() {
        let limit = RateLimit(packets: 1, unit: .hour, burst: RateLimit.limit)
        var bucket = TokenBucket(limit, at: .start)
        for _ in 0..<RateLimit.limit {
            if !bucket.hasToken(limit, at: .start) { break }
            bucket.take(limit, at: .start)
        }
        #expect(!bucket.hasToken(limit, at: at(3_599, 999_999_999)))
        #expect(bucket.hasToken(limit, at: at(3_600)))
        #expect(bucket.hasToken(limit, at: .last))
    }

    /// An empty bucket hands the packet to the rules behind, and takes it again when it has a token.
    @Test(arguments: [Action.allow, .log])
    func anExhaustedRuleIsPassedOver(_ action: Action) throws {
        let limit = RateLimit(packets: 1, unit: .second, burst: 2)
        var set = try RuleSet([
            Rule(action, RuleMatch(source: addresses("10.0.0.0/8")), limit: limit),
            rule(.reject, from: "10.0.0.1"),
        ])
        let asked = packet("10.0.0.1", "10.0.0.2", 1, 2)
        func verdict(_ instant: Instant) -> Verdict {
            let verdict = set.decide(asked, at: instant)
            #expect(verdict == set.decideByReading(asked, at: instant))
            set.count(verdict, at: instant)
            return verdict
        }
        let taken =
            action == .log
            ? Verdict(.reject, by: .rule(2), noted: [1]) : Verdict(.allow, by: .rule(1))
        let passed = Verdict(.reject, by: .rule(2))
        #expect(verdict(at(1)) == taken)
        #expect(verdict(at(1)) == taken)
        #expect(verdict(at(1)) == passed)
        #expect(verdict(at(1, 999_999_999)) == passed)
        #expect(verdict(at(2)) == taken)
        #expect(verdict(at(2)) == passed)
        #expect(verdict(at(9)) == taken)
        #expect(set.entries.map(\.hits) == [4, action == .log ? 7 : 3])
        let misses = set.nearMisses(asked, before: .rule(2), at: at(2), limit: 9, few: 1)
        // What matches and would decide did not because of its limit, although it has tokens again.
        #expect(misses.shown.map(\.field) == [action == .log ? nil : .limit])
    }

    /// The other way round: it takes what finds no token, and what finds one passes it by and takes it.
    @Test(arguments: [Action.deny, .log])
    func aLimitOverTakesTheRest(_ action: Action) throws {
        let limit = RateLimit(packets: 1, unit: .second, burst: 2, isOver: true)
        var set = try RuleSet([
            Rule(action, RuleMatch(source: addresses("10.0.0.0/8")), limit: limit),
            rule(.allow, from: "10.0.0.1"),
        ])
        let asked = packet("10.0.0.1", "10.0.0.2", 1, 2)
        func verdict(_ instant: Instant) -> Verdict {
            let verdict = set.decide(asked, at: instant)
            #expect(verdict == set.decideByReading(asked, at: instant))
            set.count(verdict, at: instant)
            return verdict
        }
        let passed = Verdict(.allow, by: .rule(2), spent: [1])
        let taken =
            action == .log
            ? Verdict(.allow, by: .rule(2), noted: [1]) : Verdict(.deny, by: .rule(1))
        #expect(verdict(at(1)) == passed)
        #expect(verdict(at(1)) == passed)
        #expect(verdict(at(1)) == taken)
        #expect(verdict(at(1, 999_999_999)) == taken)
        #expect(verdict(at(2)) == passed)
        #expect(verdict(at(2)) == taken)
        let misses = set.nearMisses(asked, before: .rule(2), at: at(9), limit: 9, few: 1)
        #expect(misses.shown.map(\.field) == [.limit])
        // What it does not ask for costs nothing.
        set.count(set.decide(packet("11.0.0.1", "10.0.0.2", 1, 2), at: at(9)), at: at(9))
        #expect(verdict(at(9)) == passed)
        #expect(verdict(at(9)) == passed)
        #expect(verdict(at(9)) == taken)
    }

    @Test func lookingTakesNoToken() throws {
        let limit = RateLimit(packets: 1, unit: .hour, burst: 1)
        var set = try RuleSet([Rule(.allow, RuleMatch(), limit: limit)])
        let asked = packet("10.0.0.1", "10.0.0.2", 1, 2)
        for _ in 0..<3 { #expect(set.decide(asked).decider == .rule(1)) }
        set.count(Verdict(.allow, by: .rule(1)))
        #expect(set.decide(asked).decider == .byDefault)
        let misses = set.nearMisses(asked, before: .byDefault, limit: 1, few: 1)
        #expect(misses.shown.map(\.field) == [.limit])
    }

    /// Moving a rule keeps its bucket; another in its place has a full one.
    @Test func theBucketGoesWithTheRule() throws {
        let limit = RateLimit(packets: 1, unit: .hour, burst: 1)
        let limited = Rule(.allow, RuleMatch(), limit: limit)
        var set = try RuleSet([limited, rule(.deny, from: "10.0.0.9")])
        let asked = packet("10.0.0.1", "10.0.0.2", 1, 2)
        set.count(Verdict(.allow, by: .rule(1)))
        _ = try set.move(1, to: 2)
        #expect(set.decide(asked).decider == .byDefault)
        _ = try set.replace(2, with: Rule(.deny, RuleMatch(), limit: limit))
        #expect(set.decide(asked).decider == .rule(2))
        _ = try set.undo()
        #expect(set.decide(asked).decider == .byDefault)
    }
}
