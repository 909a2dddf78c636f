/// The measurements of one thing, taken in turn with those of others.
struct Series {
    private var values: [Double] = []

    /// The fewest measurements of which a median is printed.
    static let runs = 15

    /// Measures several things in turn, a short slice of each at a time, and then again.
    ///
    /// What others do on the machine meets all of them alike, and a slice that it spoils is none that
    /// counts: a run's measurement is the median of its slices. The first run warms up and is left out.
    ///
    /// - Returns: For each of `count` things the measurements of `runs` runs.
    static func interleaved(
        _ count: Int, runs: Int, slices: Int, measure: (Int) throws -> Double
    ) rethrows -> [Series] {
        var results = [Series](repeating: Series(), count: count)
        for run in 0...runs {
            var parts = [Series](repeating: Series(), count: count)
            for slice in 0..<slices {
                // Another order each time: what comes at a steady pace must not always meet the same one.
                for place in 0..<count {
                    let thing = (slice + (slice % 2 == 0 ? place : count - place)) % count
                    parts[thing].add(try measure(thing))
                }
            }
            if run == 0 { continue }
            for thing in 0..<count { results[thing].add(parts[thing].median) }
        }
        return results
    }

    /// This by another, run by run.
    func ratio(to other: Series) -> Series {
        var ratios = Series()
        for (own, value) in zip(values, other.values) { ratios.add(own / value) }
        return ratios
    }

    /// The same in another unit.
    func scaled(by factor: Double) -> Series {
        var scaled = Series()
        for value in values { scaled.add(value * factor) }
        return scaled
    }

    mutating func add(_ value: Double) {
        values.append(value)
    }

    /// The middle one.
    var median: Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    /// How many there are.
    var count: Int { values.count }

    /// The one below which this part of all is, from 0 to 1.
    func part(_ share: Double) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)]
    }

    /// The middle one and, in brackets, the least and the greatest.
    func text(_ unit: String, digits: Int = 1) -> String {
        let least = Self.text(values.min() ?? 0, digits: digits)
        let greatest = Self.text(values.max() ?? 0, digits: digits)
        return "\(Self.text(median, digits: digits)) \(unit) [\(least)..\(greatest)]"
    }

    /// The middle one and, in brackets, the least.
    var brief: String {
        "\(Self.text(median, digits: 0)) [\(Self.text(values.min() ?? 0, digits: 0))]"
    }

    /// A number with a fixed number of decimals.
    static func text(_ value: Double, digits: Int) -> String {
        var unit = 1
        for _ in 0..<digits { unit *= 10 }
        // What is taken off may be more than is left, on a busy machine.
        let sign = value < 0 ? "-" : ""
        let scaled = Int((abs(value) * Double(unit)).rounded())
        guard digits > 0 else { return sign + String(scaled) }
        let fraction = String(scaled % unit)
        return "\(sign)\(scaled / unit)." + String(repeating: "0", count: digits - fraction.count)
            + fraction
    }
}
