/// Lines that differ in one of several places: every choice of one text for each place.
struct LineProduct {
    private var columns: [[String]] = []

    /// How many lines there are.
    private(set) var count = 1

    /// Adds a place with these choices; without any there is no line at all.
    mutating func add(_ choices: [String]) throws(ForeignProblem) {
        let (product, overflow) = count.multipliedReportingOverflow(by: choices.count)
        guard !overflow, product <= Self.limit else {
            throw .tooManyCombinations(limit: Self.limit)
        }
        count = product
        columns.append(choices)
    }

    /// Adds a text that stands in every line.
    mutating func add(_ text: String) throws(ForeignProblem) { try add([text]) }

    /// The lines, with a blank between two places that are not empty.
    var lines: [String] {
        var lines = [""]
        for column in columns {
            lines = lines.flatMap { line in
                column.map { line.isEmpty ? $0 : $0.isEmpty ? line : "\(line) \($0)" }
            }
        }
        return lines
    }

    /// The most lines that one rule becomes.
    static let limit = 4_096
}
