/// The measurements of one thing, taken in turn with those of others.
struct Series {
    private var values: [Double] = []

    /// The fewest measurements of which a median is printed.
    static let runs = 15

    mutating func add(_ value: Double) {
        values.append(value)
    }

    /// The middle one.
    var median: Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
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
        let scaled = Int((value * Double(unit)).rounded())
        guard digits > 0 else { return String(scaled) }
        let fraction = String(scaled % unit)
        return "\(scaled / unit)." + String(repeating: "0", count: digits - fraction.count)
            + fraction
    }
}
