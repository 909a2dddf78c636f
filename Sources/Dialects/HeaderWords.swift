import Firewall
import Wire

/// What the dialects call a number of the IP header, and how they say its values; `ufw` has no word for any.
struct HeaderWords {
    /// What stands before the values in nft (nft(8), "PAYLOAD EXPRESSIONS", "META EXPRESSIONS").
    let nft: (v4: String, v6: String)
    /// The module of iptables and of ip6tables (iptables-extensions(8)).
    let module: (v4: String, v6: String)
    /// How the module has values.
    let form: Form
    /// The word of extended access lists of IOS, of one family or of both; nil: it has none.
    let cisco: (word: String, families: [IPFamily])?
    /// Names of values beyond those of the number itself.
    var names: [(name: String, value: UInt16)] = []

    /// How a module of iptables has values; IOS has them alike.
    enum Form {
        /// One value, or all above or below one: `--ttl-eq 1`, `--ttl-lt 5`.
        case compared
        /// A range: `--length 0:100`.
        case ranged
        /// One value: `--dscp 46`.
        case single
    }

    func nft(_ family: IPFamily) -> String { family == .v4 ? nft.v4 : nft.v6 }
    func module(_ family: IPFamily) -> String { family == .v4 ? module.v4 : module.v6 }
}

extension HeaderNumber {
    /// What the dialects call it.
    var words: HeaderWords {
        switch self {
        case .hopLimit:
            HeaderWords(
                nft: ("ip ttl", "ip6 hoplimit"), module: ("ttl", "hl"), form: .compared,
                cisco: ("ttl", [.v4]))
        case .length:
            HeaderWords(
                nft: ("meta length", "meta length"), module: ("length", "length"), form: .ranged,
                cisco: nil)
        case .dscp:
            HeaderWords(
                nft: ("ip dscp", "ip6 dscp"), module: ("dscp", "dscp"), form: .single,
                cisco: ("dscp", IPFamily.allCases), names: [("default", 0), ("lephb", 1)])
        }
    }

    /// The number that nft calls so.
    static func nft(_ header: Word, _ field: Word, _ family: IPFamily) -> Self? {
        allCases.first { $0.words.nft(family) == "\(header.bare) \(field.bare)" }
    }

    /// The value of a name or a number.
    func value(_ text: String) throws(ForeignProblem) -> UInt16 {
        let lower = text.lowercased()
        let names = row.names + words.names
        if let named = names.first(where: { $0.name == lower }) { return named.value }
        let isHex = lower.hasPrefix("0x")
        guard let value = Int(isHex ? String(lower.dropFirst(2)) : lower, radix: isHex ? 16 : 10),
            value >= 0
        else { throw .badValue(.notANumber) }
        guard value <= Int(row.whole.high) else { throw .badValue(.numberOutOfRange) }
        return UInt16(value)
    }

    /// The values of a text such as `5` or `1-5`, with this character between the two; an end may be open
    /// where that is a colon.
    func values(_ text: String, between: Character) throws(ForeignProblem) -> Interval<UInt16> {
        guard let place = text.firstIndex(of: between) else {
            let value = try value(text)
            return Interval(value, value)
        }
        let (first, last) = (text[..<place], text[text.index(after: place)...])
        let isOpen = between == ":"
        let low = isOpen && first.isEmpty ? row.whole.low : try value(String(first))
        let high = isOpen && last.isEmpty ? row.whole.high : try value(String(last))
        if low > high { throw .badValue(.invertedRange) }
        return Interval(low, high)
    }

    /// The values that a comparison with one takes, by the letters of its operator.
    func values(_ comparison: String, _ value: UInt16) throws(ForeignProblem) -> [Interval<UInt16>]
    {
        let whole = row.whole
        switch comparison {
        case "eq": return [Interval(value, value)]
        case "neq", "ne": return IntervalList.outside([Interval(value, value)], of: whole)
        case "lt":
            if value == whole.low { throw .neverMatches }
            return [Interval(whole.low, value - 1)]
        case "le": return [Interval(whole.low, value)]
        case "gt":
            if value == whole.high { throw .neverMatches }
            return [Interval(value + 1, whole.high)]
        default: return [Interval(value, whole.high)]
        }
    }

    // MARK: - Writing

    /// What a rule of iptables says of it: one text for each line that is needed.
    func iptables(_ match: NumberMatch, _ family: IPFamily) -> [String] {
        let module = words.module(family)
        let option = "-m \(module) --\(module)"
        let intervals = match.intervals(of: self)
        if intervals == [row.whole] { return [""] }
        let single = match.isNegated && match.listed.count == 1 ? match.listed[0] : nil
        switch words.form {
        case .ranged:
            if let single { return ["-m \(module) ! --\(module) \(single.text(":"))"] }
            return intervals.map { "\(option) \($0.text(":"))" }
        case .single:
            if let single, single.low == single.high {
                return ["-m \(module) ! --\(module) \(single.low)"]
            }
            return intervals.flatMap { $0.low...$0.high }.map { "\(option) \($0)" }
        case .compared:
            if let single, single.low == single.high {
                return ["-m \(module) ! --\(module)-eq \(single.low)"]
            }
            return intervals.map { values in
                if values.low == values.high { return "\(option)-eq \(values.low)" }
                var parts: [String] = []
                if values.low > row.whole.low { parts.append("\(option)-gt \(values.low - 1)") }
                if values.high < row.whole.high { parts.append("\(option)-lt \(values.high + 1)") }
                return parts.joined(separator: " ")
            }
        }
    }

    /// What an entry of an access list says of it: one text for each line that is needed.
    func cisco(_ match: NumberMatch, _ family: IPFamily) throws(ForeignProblem) -> [String] {
        let intervals = match.intervals(of: self)
        if intervals == [row.whole] { return [""] }
        guard let cisco = words.cisco, cisco.families.contains(family) else {
            throw .unwritableField(.number(self))
        }
        switch words.form {
        case .single, .ranged:
            return intervals.flatMap { $0.low...$0.high }.map { "\(cisco.word) \($0)" }
        case .compared:
            return intervals.map { values in
                values.low == values.high
                    ? "\(cisco.word) eq \(values.low)" : "\(cisco.word) range \(values.text(" "))"
            }
        }
    }
}
