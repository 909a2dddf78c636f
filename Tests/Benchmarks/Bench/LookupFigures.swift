import Firewall

/// One set: the linear list, tuple space search and the classifier, by turns.
struct LookupFigures<Address: FixedWidthInteger & UnsignedInteger & Sendable> {
    private let name: String
    private var hulls: [RuleHull<Address>?]
    private let recorded: [PacketPoint<Address>]?
    /// Looks all points up, and returns the sum of the answers.
    private let lookUp: LookUp
    private let linear: LinearList<Address>
    private let tuples: TupleSpace<Address>
    private var classifier: Classifier<Address>

    static var headings: [String] {
        [
            "| set, ns: median [least] | rules | linear | tuple space (tables) | tree derived | crossed | uniform | trace | build | bytes a rule | edit |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
    }

    typealias LookUp = ([PacketPoint<Address>], Classifier<Address>) -> Int

    init(
        _ name: String, _ hulls: [RuleHull<Address>?], recorded: [PacketPoint<Address>]? = nil,
        lookUp: @escaping LookUp
    ) {
        self.lookUp = lookUp
        self.name = name
        self.hulls = hulls
        self.recorded = recorded
        linear = LinearList(hulls)
        tuples = TupleSpace(hulls)
        classifier = Classifier(hulls)
        classifier.compile()
    }

    mutating func row() throws -> String {
        let derived = Trace.derived.points(hulls, count: Self.lookups)
        let few = Array(
            derived.prefix(max(200, min(Self.lookups, 10_000_000 / max(1, hulls.count)))))
        var series = [Series](repeating: Series(), count: 6)
        let crossed = Trace.crossed.points(hulls, count: Self.lookups)
        let uniform = Trace.uniform.points(hulls, count: Self.lookups)
        // Short runs, many of which nobody else's work interrupts.
        for _ in 0..<3 * Series.runs {
            let one = time(few, linear: linear)
            let two = time(few, tuples: tuples)
            let three = time(few, classifier: classifier)
            guard one.sum == two.sum, one.sum == three.sum else { throw Failure.disagreement(name) }
            series[0].add(one.time)
            series[1].add(time(derived, tuples: tuples).time)
            for (place, points) in [derived, crossed, uniform, recorded ?? []].enumerated() {
                series[2 + place].add(time(points, classifier: classifier).time)
            }
        }
        for points in [crossed, uniform, recorded ?? []] {
            let first = Array(points.prefix(few.count))
            guard time(first, linear: linear).sum == time(first, classifier: classifier).sum else {
                throw Failure.disagreement(name)
            }
        }
        let times = series.map(\.brief)
        let bytes = Double(classifier.memoryFootprint) / Double(max(1, hulls.count))
        let build = buildTime()
        let edit = editTimes()
        return
            "| \(name) | \(hulls.count) | \(times[0]) | \(times[1]) (\(tuples.count)) | \(times[2])"
            + " | \(times[3]) | \(times[4]) | \(recorded == nil ? "" : times[5])"
            + " | \(Series.text(build, digits: 2)) ms | \(Series.text(bytes, digits: 1))"
            + " | \(edit) us |"
    }

    /// Nanoseconds a point, and the sum of the answers.
    private func time(
        _ points: [PacketPoint<Address>], classifier: Classifier<Address>
    ) -> (time: Double, sum: Int) {
        let start = System.nanoseconds()
        let sum = lookUp(points, classifier)
        return (Self.time(since: start, points.count), sum)
    }

    @inline(never)
    private func time(
        _ points: [PacketPoint<Address>], linear: LinearList<Address>
    ) -> (time: Double, sum: Int) {
        var sum = 0
        let start = System.nanoseconds()
        for point in points { sum &+= linear.firstMatch(point) ?? -1 }
        return (Self.time(since: start, points.count), sum)
    }

    @inline(never)
    private func time(
        _ points: [PacketPoint<Address>], tuples: TupleSpace<Address>
    ) -> (time: Double, sum: Int) {
        var sum = 0
        let start = System.nanoseconds()
        for point in points { sum &+= tuples.firstMatch(point) ?? -1 }
        return (Self.time(since: start, points.count), sum)
    }

    private static func time(since start: UInt64, _ count: Int) -> Double {
        Double(System.nanoseconds() - start) / Double(max(1, count))
    }

    /// Milliseconds from the hulls to the compiled classifier.
    private func buildTime() -> Double {
        var times = Series()
        for _ in 0..<7 {
            let start = System.nanoseconds()
            var classifier = Classifier(hulls)
            classifier.compile()
            times.add(Double(System.nanoseconds() - start) / 1e6)
        }
        return times.median
    }

    /// Microseconds from an edit to the next answer: the median, the 99th of 100, the longest.
    private mutating func editTimes() -> String {
        guard hulls.count > 64 else { return "" }
        var dice = Dice(state: 7)
        let points = Trace.derived.points(hulls, count: 1_000)
        var times: [Double] = []
        var sum = 0
        for edit in 0..<2_000 {
            let position = dice.roll(below: classifier.count)
            let other = dice.roll(below: classifier.count)
            let hull = hulls[dice.roll(below: hulls.count)]
            let start = System.nanoseconds()
            switch edit % 4 {
            case 0: classifier.insert(hull, at: position)
            case 1: classifier.remove(at: position)
            case 2: classifier.replace(at: position, with: hull)
            default: classifier.move(from: position, to: other)
            }
            classifier.compile()
            sum &+= lookUp([points[edit % points.count]], classifier)
            times.append(Double(System.nanoseconds() - start) / 1e3)
        }
        times.sort()
        let shown = [times[1_000], times[1_980], times[1_999]].map { Series.text($0, digits: 1) }
        return "\(shown[0]), \(shown[1]), \(shown[2])"
    }

    private static var lookups: Int { 10_000 }
}
