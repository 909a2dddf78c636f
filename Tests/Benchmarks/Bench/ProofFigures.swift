import Firewall

/// How long the proofs about a rule list take, over ClassBench's sets.
struct ProofFigures {
    private let folder: String

    init(folder: String) {
        self.folder = folder
    }

    func print() throws {
        let sets = try ClassBench.sets(in: folder)
        for set in sets {
            try check(set, runs: 5)
            guard set.boxes.count > 5_000 else { continue }
            one(set)
            others(set)
        }
        for set in sets where ["acl1_10k", "fw1_10k", "ipc1_10k"].contains(set.name) {
            try check(set.enlarged, runs: 1)
        }
    }

    /// Which rules can never match, of a whole list and from nothing.
    private func check(_ set: ClassBench, runs: Int) throws {
        let rules = Self.rules(set)
        var times = Series()
        var answers: [(reachability: Reachability, need: RuleNeed)] = []
        for _ in 0..<runs {
            let start = System.nanoseconds()
            answers = ProofList(rules, defaultOutcome: 0).examineEachRule()
            times.add(Double(System.nanoseconds() - start) / 1e6)
        }
        var covered = 0
        var several = 0
        var unknown = 0
        for answer in answers {
            if case .covered(let covering) = answer.reachability {
                covered += 1
                if covering.rules.count > 1 { several += 1 }
            }
            if case .unknown = answer.reachability { unknown += 1 }
        }
        Swift.print(
            "proof: \(set.name), \(rules.count) rules: \(times.text("ms")), \(covered) never match,",
            "\(several) of them by several rules, \(unknown) unknown")
    }

    /// One rule being typed: whether it can match and which others it silences.
    private func one(_ set: ClassBench) {
        let rules = Self.rules(set)
        var parts: [(String, Series)] = []
        let list = ProofList(rules, defaultOutcome: 0)
        let places = stride(from: 0, to: rules.count, by: rules.count / 100)
        func measure(_ name: String, _ body: (Int) -> Void) {
            var times = Series()
            for place in places {
                let start = System.nanoseconds()
                body(place)
                times.add(Double(System.nanoseconds() - start) / 1e6)
            }
            parts.append((name, times))
        }
        measure("list made and reach of the last rule") { place in
            let some = Array(rules[...place]) + [rules[place / 2]]
            _ = ProofList(some, defaultOutcome: 0, for: .oneQuestion).reachability(
                of: some.count - 1)
        }
        measure("reach at the end") { place in
            _ = list.reachability(of: rules[place], insertedAt: rules.count)
        }
        measure("silenced, at the front") { place in
            _ = list.silenced(by: rules[place], insertedAt: 0)
        }
        measure("silenced, anywhere") { place in
            _ = list.silenced(by: rules[place], insertedAt: (place * 7) % rules.count)
        }
        measure("silenced by all packets") { place in
            let all = ProvenRule(boxes4: [.all], boxes6: [.all], outcome: 0)
            _ = list.silenced(by: all, insertedAt: (place * 7) % rules.count)
        }
        for (name, times) in parts {
            Swift.print("proof: \(set.name), one rule, \(name): \(times.text("ms", digits: 3))")
        }
    }

    /// The other questions about a whole list.
    private func others(_ set: ClassBench) {
        let rules = Self.rules(set)
        let list = ProofList(rules, defaultOutcome: 0)
        func measure(_ name: String, _ body: () -> String) {
            let start = System.nanoseconds()
            let answer = body()
            let time = Series.text(Double(System.nanoseconds() - start) / 1e6, digits: 1)
            Swift.print("proof: \(set.name), \(name): \(time) ms, \(answer)")
        }
        func difference(_ others: [ProvenRule]) -> String {
            let other = ProofList(others, defaultOutcome: 0)
            switch list.difference(from: other) {
            case .equal: return "equal"
            case .different(let boxes, let isComplete): return "\(boxes.count) boxes, \(isComplete)"
            case .unknown: return "unknown"
            }
        }
        measure("correlated pairs") {
            let pairs = list.correlations(limit: 100)
            return "\(pairs.count), complete \(pairs.isComplete)"
        }
        measure("difference from itself") { difference(rules) }
        for place in [0, rules.count / 2, rules.count - 1] {
            var others = rules
            others.remove(at: place)
            measure("difference without rule \(place)") { difference(others) }
            others = rules
            others[place].outcome = 1 - others[place].outcome
            measure("difference with rule \(place) turned") { difference(others) }
            others.swapAt(place, (place + 500) % rules.count)
            measure("difference with that one moved too") { difference(others) }
        }
        measure("difference from the reverse") { difference(rules.reversed()) }
        measure("difference from nothing") { difference([]) }
        var ssh = PacketBox<UInt32>.all
        ssh[.destinationPort] = Interval(22, 22)
        measure("find of port 22") { "\(list.find([1], in: ProofRegion(boxes4: [ssh])))" }
        measure("find of an outcome that none has") { "\(list.find([9], in: .all))" }
        let point = PacketPoint<UInt32>(
            source: 0x0A00_0001, destination: 0x0A00_0002, sourcePort: 40_000, destinationPort: 443,
            proto: 6,
            flags: 2, context: 0)
        measure("nearest packet") { "\(list.nearest(to: .v4(point), outcome: 1))" }
    }

    /// The rules of a set; every third one allows, as a seed deals it out.
    private static func rules(_ set: ClassBench) -> [ProvenRule] {
        var state: UInt64 = 1
        return set.boxes.map { box in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return ProvenRule(boxes4: [box], outcome: (state >> 33).isMultiple(of: 3) ? 1 : 0)
        }
    }
}
