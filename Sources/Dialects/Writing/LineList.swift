import Firewall
import Wire

/// The lines of a file as they are gathered.
struct LineList {
    private(set) var bytes: [UInt8] = []
    private var count = 0

    /// Adds a line that is no rule.
    mutating func add(_ line: String) {
        bytes.append(contentsOf: line.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Adds lines of a rule, as comments where it is switched off.
    mutating func add(rules: [String], mark: String, isEnabled: Bool) throws(ForeignProblem) {
        count += rules.count
        guard count <= RuleSet.limit else { throw .tooManyRules(limit: RuleSet.limit) }
        for line in rules {
            guard line.utf8.count < Dialect.lineLimit - 64 else {
                throw .lineTooLong(limit: Dialect.lineLimit)
            }
            add(isEnabled ? line : mark + line)
        }
    }
}

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

extension RuleName {
    /// The name for another tool: no byte in it ends a quote, a line or a word of that tool's.
    func comment(without banned: String = "\"\\") -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            let isBreak = scalar.value == 0x2028 || scalar.value == 0x2029
            let isBanned = banned.unicodeScalars.contains(scalar)
            let kept: Unicode.Scalar = isControl || isBreak || isBanned ? "_" : scalar
            guard result.utf8.count + UTF8.width(kept) <= Self.limit else { break }
            result.unicodeScalars.append(kept)
        }
        return result
    }
}

extension LinkMatch {
    /// The links; at least one, as no other firewall can name none.
    func some() throws(ForeignProblem) -> [LinkName] {
        guard !links.isEmpty else { throw .neverMatches }
        return links
    }
}

extension LinkName {
    /// The name as the kernel has it for an interface: at most 15 bytes, and no option of a tool.
    ///
    /// `field` is what asks for it.
    func interface(_ field: RuleField = .link) throws(ForeignProblem) -> String {
        guard ForeignValues.isName(rawValue), rawValue.utf8.count <= 15,
            !rawValue.hasPrefix("-")
        else { throw .unwritableField(field) }
        return rawValue
    }
}

extension [Interval<UInt16>] {
    /// Lists of ports for the 15 places that iptables and ufw have; a range takes two.
    var portLists: [String] {
        var groups: [[String]] = []
        var room = 0
        for span in self {
            let size = span.low == span.high ? 1 : 2
            if size > room {
                groups.append([])
                room = 15
            }
            room -= size
            groups[groups.count - 1].append(span.text(":"))
        }
        return groups.map { $0.joined(separator: ",") }
    }
}
