import Firewall
import Wire

/// Reads an entry of an access list behind `permit` or `deny`.
struct CiscoEntryParser {
    var draft = RuleDraft()
    private(set) var isLogged = false
    private var words: Words
    private let family: IPFamily
    private let groups: CiscoGroups
    /// What a group of services takes; one of them has to match.
    private var services: [RuleDraft]?

    init(_ words: Words, family: IPFamily, _ groups: CiscoGroups) {
        self.words = words
        self.groups = groups
        self.family = family
        draft.family = family
    }

    /// What the entry takes, in parts of which each becomes a rule.
    var drafts: [RuleDraft] {
        guard let services else { return [draft] }
        return services.compactMap { service in
            var both = draft
            // What no packet can match says nothing.
            return (try? both.narrow(to: service)) == nil ? nil : both
        }
    }

    mutating func parse() throws(ForeignFault) {
        let word = try words.next()
        let isAny = word.text == (family == .v4 ? "ip" : "ipv6")
        if word.text == "object" { throw word.fault(.unsupportedMatch) }
        let isGroup = word.text == "object-group"
        if isGroup { services = try groups.service(try words.next()) }
        // Each kind of list has its own word for every protocol.
        if !isAny, ["ip", "ipv6"].contains(word.text) { throw word.fault(.unknownWord) }
        var proto: IPProtocol?
        if !isAny, !isGroup {
            proto = try word.blamed { () throws(ForeignProblem) in
                let number = try ServiceTable.proto(word.text)
                let isMessage = family == .v6 && word.text == "icmp"
                try draft.narrow(protocols: [isMessage ? .icmpv6 : number])
                return isMessage ? .icmpv6 : number
            }
        }
        if let source = try readAddress() {
            try word.answers(for: try draft.narrow(.source, to: source))
        }
        if let ports = try CiscoPorts.read(&words, proto?.hasPorts ?? false) {
            try word.answers(for: try draft.narrow(.sourcePort, to: ports))
        }
        if let destination = try readAddress() {
            try word.answers(for: try draft.narrow(.destination, to: destination))
        }
        if let ports = try CiscoPorts.read(&words, proto?.hasPorts ?? false) {
            try word.answers(for: try draft.narrow(.destinationPort, to: ports))
        }
        while !words.isAtEnd { try readOption(proto) }
    }

    /// Reads `any`, `host A`, `A WILDCARD` or `PREFIX`; nil for any.
    private mutating func readAddress() throws(ForeignFault) -> AddressMatch? {
        let word = try words.next()
        switch word.text {
        case "any", "any4", "any6": return nil
        case "object-group":
            let name = try words.next()
            let match = AddressMatch(try groups.network(name).map { .range($0) })
            if match.families != [family] { throw name.fault(.badValue(.mixedFamilies)) }
            return match
        case "object", "interface": throw word.fault(.unsupportedMatch)
        default: break
        }
        let isHost = word.text == "host"
        let text = isHost ? try words.next() : word
        let prefix = try text.blamed { () throws(ForeignProblem) in
            let prefix = try ForeignValues.prefix(text.text)
            if prefix.family != family { throw .badValue(.mixedFamilies) }
            return prefix
        }
        guard !isHost, case .v4(let address) = prefix.address else { return AddressMatch(prefix) }
        let wildcard = try words.next()
        return try wildcard.blamed { () throws(ForeignProblem) in
            do throws(TextFault) {
                let mask = try IPv4Address.parse(wildcard.text.utf8.span).rawValue
                let length = mask.leadingZeroBitCount
                if mask & (mask &+ 1) == 0 {
                    return AddressMatch(try Prefix(masking: .v4(address), length: length))
                }
            } catch { throw .badValue(error) }
            throw .wildcardIsNoPrefix
        }
    }

    private mutating func readOption(_ proto: IPProtocol?) throws(ForeignFault) {
        let word = try words.next()
        if word.text.hasPrefix("(") {
            // How often it matched, as `show access-lists` says.
            while !words.isAtEnd { _ = try words.next() }
            return
        }
        if try readFlags(word, proto) { return }
        if try readNumber(word) { return }
        switch word.text {
        case "log", "log-input": isLogged = true
        case "sequence": _ = try words.next()
        case "fragments", "dscp", "precedence", "tos", "ttl", "time-range", "reflect", "option",
            "flow-label", "routing", "mobility", "dest-option-type", "undetermined-transport",
            "evaluate", "auth", "hbh":
            throw word.fault(.unsupportedMatch)
        default:
            guard proto == .ownICMP(of: family), draft[.icmpType] == nil else {
                throw word.fault(.unknownWord)
            }
            try readMessage(word)
        }
    }

    /// Reads `dscp ef`, `ttl eq 1` or `ttl range 1 5`.
    private mutating func readNumber(_ word: Word) throws(ForeignFault) -> Bool {
        let number = HeaderNumber.allCases.first {
            $0.words.cisco?.word == word.text
                && $0.words.cisco?.families.contains(family) ?? false
        }
        guard let number else { return false }
        var comparison = "eq"
        if case .compared = number.words.form { comparison = try words.next().text }
        guard ["eq", "neq", "lt", "gt", "range"].contains(comparison) else {
            throw word.fault(.unknownWord)
        }
        let first = try words.next()
        let last = comparison == "range" ? try words.next() : first
        try last.blamed { () throws(ForeignProblem) in
            let values =
                comparison == "range"
                ? [try number.values("\(first.text):\(last.text)", between: ":")]
                : try number.values(comparison, try number.value(first.text))
            try draft.narrow(.number(number), to: values)
        }
        return true
    }

    private mutating func readMessage(_ word: Word) throws(ForeignFault) {
        var message = try word.answers(for: try ServiceTable.message(word.text, family))
        if UInt8(word.text) != nil, let next = words.peek, let code = UInt8(next.text) {
            _ = try words.next()
            message.code = code
        }
        let (type, code) = message
        try word.blamed { () throws(ForeignProblem) in
            try draft.narrow(.icmpType, to: [type])
            if let code { try draft.narrow(.icmpCode, to: [code]) }
        }
    }

    /// Reads `established`, control bits, and `match-all` or `match-any` with signed ones.
    private mutating func readFlags(_ word: Word, _ proto: IPProtocol?) throws(ForeignFault) -> Bool
    {
        var flags: [FlagMatch]
        switch word.text {
        case "established": flags = FlagMatch.any(of: [.ack, .rst])
        case "match-all", "match-any":
            var (set, unset) = (TCPFlags(), TCPFlags())
            while let next = words.peek, next.text.hasPrefix("+") || next.text.hasPrefix("-") {
                _ = try words.next()
                let bit = try next.answers(
                    for: try ForeignValues.flags(String(next.text.dropFirst())))
                if next.text.hasPrefix("+") { set.insert(bit) } else { unset.insert(bit) }
            }
            if set.isEmpty, unset.isEmpty || !set.isDisjoint(with: unset) {
                throw word.fault(.missingWord)
            }
            let match = FlagMatch(set: set, among: set.union(unset))
            // Any of them is as asked: not all of them are the other way round.
            flags =
                word.text == "match-all"
                ? [match] : FlagMatch.differing(from: FlagMatch(set: unset, among: match.among))
        default:
            guard var bits = Self.bit(word.text) else { return false }
            while let next = words.peek, let bit = Self.bit(next.text) {
                _ = try words.next()
                bits.insert(bit)
            }
            flags = FlagMatch.any(of: bits)
        }
        guard proto == .tcp else { throw word.fault(.unsupportedMatch) }
        try word.answers(for: try draft.narrow(flags: flags))
        return true
    }

    private static func bit(_ text: String) -> TCPFlags? {
        ["ack", "fin", "psh", "rst", "syn", "urg"].contains(text)
            ? try? ForeignValues.flags(text) : nil
    }
}
